"""The parts of Matrix's events that are read. Whatever else they hold is not looked at, so it cannot break anything.

Field names are Matrix's (spec.matrix.org, client-server API).
"""

from __future__ import annotations

from typing import Annotated, Any, Final, TypeVar

import msgspec

from bot.adapters.matrix.capabilities import MARK

Json = dict[str, Any]
Shape = TypeVar("Shape")
BROKEN: Final = (msgspec.ValidationError, ValueError, OverflowError, RecursionError, TypeError, KeyError)
"""What reading something that is not as it should be may raise."""


class Event(msgspec.Struct, frozen=True):
    """Any event; `state_key` is there in events of the room's state only."""

    type: str
    sender: Annotated[str, msgspec.Meta(min_length=1)]
    event_id: str
    content: Json
    origin_server_ts: int = 0
    state_key: str | None = None
    unsigned: Json = {}
    redacts: Any = ""

    @property
    def redacted(self) -> str:
        """The event that this takes back: since the eleventh version of rooms that stands in the content."""
        named = self.content.get("redacts", self.redacts)
        return named if isinstance(named, str) else ""


class Answered(msgspec.Struct, frozen=True):
    event_id: str = ""


class Relation(msgspec.Struct, frozen=True):
    """What a message refers to: an answer, a thread, an edit (`m.replace`) or a reaction (`m.annotation`)."""

    rel_type: str = ""
    event_id: str = ""
    key: str = ""
    is_falling_back: bool = False
    answers: Answered = msgspec.field(default=Answered(), name="m.in_reply_to")

    @property
    def answered(self) -> str:
        """The event that this answers; a thread's message names one for clients that know no threads: that is none."""
        return "" if self.is_falling_back else self.answers.event_id

    @property
    def thread(self) -> str:
        return self.event_id if self.rel_type == "m.thread" else ""


class Mentions(msgspec.Struct, frozen=True):
    user_ids: tuple[str, ...] = ()


class Said(msgspec.Struct, frozen=True):
    """The content of a message."""

    body: str
    msgtype: str = ""
    filename: str = ""
    url: Any = None
    file: Any = None
    info: Any = None
    mentions: Mentions = msgspec.field(default=Mentions(), name="m.mentions")
    relates: Relation = msgspec.field(default=Relation(), name="m.relates_to")


class Sign(msgspec.Struct, frozen=True):
    """The content of a reaction."""

    relates: Relation = msgspec.field(name="m.relates_to")


class Asked(msgspec.Struct, frozen=True):
    """What a message of ours said about itself: the numbers that answer it, and whether a plain yes does."""

    person: str = ""
    numbers: tuple[str, ...] = ()
    yes: bool = False
    asks: bool = False


class Instead(msgspec.Struct, frozen=True):
    """What a message of ours says since it was edited."""

    asked: Asked = msgspec.field(default=Asked(), name=MARK)


class Ours(msgspec.Struct, frozen=True):
    """The content of a message of ours."""

    asked: Asked = msgspec.field(default=Asked(), name=MARK)
    relates: Relation = msgspec.field(default=Relation(), name="m.relates_to")
    instead: Instead = msgspec.field(default=Instead(), name="m.new_content")


class Timeline(msgspec.Struct, frozen=True):
    events: list[Any] = []
    limited: bool = False
    prev_batch: str = ""


class State(msgspec.Struct, frozen=True):
    events: list[Any] = []


class Joined(msgspec.Struct, frozen=True):
    """What is new in a room that we are in."""

    timeline: Timeline = Timeline()
    state: State = State()


class Rooms(msgspec.Struct, frozen=True):
    join: dict[str, Any] = {}
    invite: dict[str, Any] = {}
    leave: dict[str, Any] = {}


class DeviceLists(msgspec.Struct, frozen=True):
    """Whose devices are others than before."""

    changed: list[Any] = []
    left: list[Any] = []


class News(msgspec.Struct, frozen=True):
    """The answer of a sync; each room is read by itself. `to_device` is for this device alone and brings keys; the rest
    says which keys of ours the homeserver still has."""

    next_batch: str
    rooms: Rooms = Rooms()
    to_device: State = State()
    device_lists: DeviceLists = DeviceLists()
    device_one_time_keys_count: Json = {}
    device_unused_fallback_key_types: list[Any] | None = None


class Offer(msgspec.Struct, frozen=True):
    """An invite, with the little that is told of the room beforehand."""

    invite_state: State = State()


class Levels(msgspec.Struct, frozen=True):
    """The content of `m.room.power_levels`: who has which level, and which it takes to do what."""

    users: dict[str, int] = {}
    users_default: int = 0
    ban: int = 50
    kick: int = 50
    redact: int = 50
    state_default: int = 50
    events: dict[str, int] = {}


def read(raw: object, shape: type[Shape]) -> Shape:
    """What that JSON value is. Raises one of `BROKEN`."""
    return msgspec.convert(raw, shape)
