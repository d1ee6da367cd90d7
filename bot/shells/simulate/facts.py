"""What the checker hears: what was committed, in the order in which it was decided, and what was read."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.actor import NOBODY, State
from bot.model.event import Event
from bot.model.ids import Address, ConversationId, EventId, MemberId, MessageId, Platform
from bot.model.member import Standing
from bot.model.record import Record
from bot.ports.adapter import Outcome
from bot.ports.address import room_of
from bot.ports.store import Posted, Seat

Key = tuple[str, str | int]
"""A delivery: its source, and its id there."""
Spot = tuple[Platform, Address]
"""A group place."""


@dataclass(frozen=True, slots=True)
class Root:
    """Why anything happened at all: somebody did something in that conversation, or (no member) a timer came due."""

    conversation: ConversationId
    member: MemberId = NOBODY.id

    @property
    def is_timer(self) -> bool:
        """Nobody did anything."""
        return not self.member


@dataclass(frozen=True, slots=True)
class Entered:
    """An event is in a conversation's inbox."""

    id: EventId
    conversation: ConversationId
    member: MemberId
    event: Event
    outcome: str
    root: Root
    delivery: Key | None = None
    spot: Spot | None = None
    """Where others read along."""
    standing: Standing | None = None
    """Of whoever spoke, as the adapter has read it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """That conversation's step wrote this down."""

    conversation: ConversationId
    member: MemberId
    record: Record


@dataclass(frozen=True, slots=True)
class Stood:
    """The conversation stands like this from now on."""

    conversation: ConversationId
    state: State


@dataclass(frozen=True, slots=True)
class Written:
    """A message is in the outbox."""

    posted: Posted
    conversation: ConversationId
    member: MemberId
    root: Root


@dataclass(frozen=True, slots=True)
class Shown:
    """The same, as it will be read: by `member` (nobody, where a circle speaks), or in a group place by `readers`."""

    id: MessageId
    member: MemberId
    text: str
    moments: frozenset[str]
    root: Root
    spot: Spot | None = None
    readers: tuple[MemberId, ...] = ()

    @property
    def read_by(self) -> tuple[MemberId, ...]:
        """Everybody who has it on their screen."""
        return self.readers if self.spot else (self.member,)


@dataclass(frozen=True, slots=True)
class Read:
    """It was read; a second time, perhaps, after a crash."""

    shown: Shown


@dataclass(frozen=True, slots=True)
class Committed:
    """The turn is over, and on disk."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The client was told that its delivery was taken."""

    delivery: Key
    outcome: Outcome
    messages: int


@dataclass(frozen=True, slots=True)
class TimePassed:
    """It is so late now, milliseconds UTC."""

    now: int


@dataclass(frozen=True, slots=True)
class Complained:
    """The engine had something to complain of."""

    sentence: str


def spot_of(there: Seat | Posted) -> Spot | None:
    """The group place that it is in; None for a private one, and for what is nowhere."""
    room = room_of(there.address)
    return (there.platform, room) if room else None


Fact = Entered | Recorded | Stood | Written | Shown | Read | Committed | Acknowledged | TimePassed | Complained
