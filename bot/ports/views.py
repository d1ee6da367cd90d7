"""Read models: what is looked at and never changed by looking. Served from read-only connections."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Protocol

import msgspec

from bot.model.actor import State
from bot.model.calendar import Coming
from bot.model.curator import Stock
from bot.model.effect import Shown
from bot.model.event import Event
from bot.model.figures import Missed, Questions, Week
from bot.model.ids import (
    Address,
    ConversationId,
    DeckHash,
    DeckId,
    EnclosureId,
    EventId,
    MemberId,
    MessageId,
    Platform,
    QuestionId,
    QuestionNumber,
    WordsId,
)
from bot.model.member import Rank
from bot.model.noun import Noun
from bot.model.session import Session
from bot.model.situation import Context, Told
from bot.model.suggestion import Suggestion
from bot.ports.standings import Appointed
from bot.ports.store import Carried


class SaidByBot(Noun, frozen=True):
    """A row of the outbox with what its lines quote."""

    id: MessageId
    at: int
    effect: Shown
    words: dict[WordsId, str]
    names: dict[MemberId, str] = msgspec.field(default_factory=dict)
    language: str = ""
    """What whoever it was said to reads now; empty for the installation's language."""


class DoneByMember(Noun, frozen=True):
    """What a member typed, or the token of what they pressed."""

    id: EventId
    at: int
    text: str = ""
    token: str = ""
    media: str = ""


class Stepped(Noun, frozen=True):
    """An event with what its step was told, and the messages that came of it, for a replay."""

    id: EventId
    event: Event
    told: Told
    effects: tuple[Shown, ...]


class Past(Noun, frozen=True):
    """A conversation from its first event: what a replay needs. `erased` when any event of it was forgotten."""

    conversation: ConversationId
    state: State
    steps: tuple[Stepped, ...]
    contexts: dict[str, Context]
    decks: dict[DeckHash, bytes]
    erased: bool = False


class AnswerRow(Noun, frozen=True):
    """One answer of a member's, as it is exported. `deck_hash` the version it was asked from, if known."""

    deck: str
    question: str
    part: int
    branch: str
    key: str
    text: str
    shared: bool
    at: int
    deck_hash: str = ""


class Listed(Noun, frozen=True):
    """A conversation, as a listing shows it."""

    conversation: ConversationId
    platform: Platform
    address: Address
    events: int


ANNOUNCED: Final = "announced:"
"""With a slot behind it, the note of an id below every message of that slot: where to look for them."""


class Place(Noun, frozen=True):
    """Where a word for everybody may go: a private place, or for a group place one of the conversations in it."""

    platform: Platform
    conversation: ConversationId


class Announced(Noun, frozen=True):
    """So many messages of a slot became `state`: `ready`, `attempted`, `sent`, `failed` or `unknown`.

    `addresses` are those where it is unknown whether it arrived.
    """

    platform: Platform
    state: str
    count: int
    addresses: tuple[Address, ...] = ()


class ReportedLine(Noun, frozen=True):
    """Something said at a table that was reported, and by whom; `media` names what was sent with it."""

    member: MemberId
    text: str
    media: str = ""


class Report(Noun, frozen=True):
    """What was kept when somebody at a table reported something. `at` is milliseconds UTC, `accounts` are those of
    everybody in it, as `platform:address`."""

    number: int
    at: int
    by: MemberId
    lines: tuple[ReportedLine, ...]
    accounts: dict[MemberId, tuple[str, ...]]


class Figures(Noun, frozen=True):
    """Numbers about the store, at one moment. `active` counts conversations with an event since the given id."""

    active: int
    timers_due: int
    quarantined: int
    database_bytes: int
    log_bytes: int


class Act(Noun, frozen=True):
    """Something that somebody who may did: when (milliseconds UTC), who (0: the operator) and by which account of
    theirs (the first of several), what, to what, what was and what is. An account is `platform:address`."""

    at: int
    member: MemberId
    what: str
    subject: str
    before: str
    after: str
    account: str = ""


class Grant(Noun, frozen=True):
    """What the operator granted an account (`platform:address`), and when, milliseconds UTC."""

    account: str
    rank: Rank
    at: int


class Deputy(Noun, frozen=True):
    """Somebody stands in for somebody until then, milliseconds UTC; both are accounts, as `platform:address`."""

    giver: str
    account: str
    until: int


class Suggested(Noun, frozen=True):
    """A suggestion with its text, the accounts of its author (`platform:address`), and what a moderator wrote when it
    was declined. What is gone is empty."""

    suggestion: Suggestion
    text: str
    accounts: tuple[str, ...] = ()
    because: str = ""


class Views(Protocol):
    """May be asked from any thread, one at a time."""

    def history(
        self, platform: Platform, address: Address, after: int, limit: int
    ) -> tuple[SaidByBot | DoneByMember, ...]:
        """What was said in that place with an id above `after`, oldest first, the newest `limit` of it."""
        ...

    def enclosed(self, platform: Platform, address: Address, enclosure: EnclosureId) -> Carried | None:
        """Where that is, if whoever has that place may see it."""
        ...

    def past(self, conversation: ConversationId) -> Past | None:
        """Everything that a replay of the conversation needs; None where there is no such conversation."""
        ...

    def answers(self, platform: Platform, account: Address) -> tuple[AnswerRow, ...]:
        """The answers of whoever speaks from that account, oldest first."""
        ...

    def conversations(self, limit: int) -> tuple[Listed, ...]:
        """The conversations, newest first."""
        ...

    def conversation_at(self, platform: Platform, address: Address) -> ConversationId | None:
        """The conversation of that place; None where nobody has said anything."""
        ...

    def places(self, slot: str, fleeting: Collection[Platform], since: EventId, now: int) -> tuple[Place, ...]:
        """Where a word under that slot may still go, once each.

        In private to whoever has said yes and has neither stopped, paused nor been forgotten; in a group place where
        the bot was let in. On `fleeting` platforms, where only those who are there see it, only where something
        happened since that event.
        """
        ...

    def announced(self, slot: str) -> tuple[Announced, ...]:
        """What became of the messages of that slot, but for those that certainly never went out and may be said
        again: the time for them was over, or the platform did not know the bot."""
        ...

    def reports(self, now: int) -> tuple[Report, ...]:
        """What was reported at tables and is still to be looked at, the oldest first."""
        ...

    def suggestions(self) -> tuple[Suggested, ...]:
        """What members suggested: first what waits, the oldest first; then what was decided of late, newest first."""
        ...

    def questions(self, deck: DeckId) -> Questions:
        """What became of each question that was asked; of every deck where `deck` is empty."""
        ...

    def missed(self, deck: DeckId) -> tuple[Missed, ...]:
        """The questions with answers that found no theme, those with most of them first; of every deck where `deck`
        is empty. As words only what its authors share."""
        ...

    def week(self, since: int, until: int, now: int) -> Week:
        """What happened in those days; both ends are midnights UTC, in milliseconds."""
        ...

    def figures(self, since: EventId, now: int) -> Figures:
        """How large everything is, and how much of it is waiting."""
        ...

    def decks(self) -> dict[DeckHash, bytes]:
        """Every version of a deck that was ever loaded, encoded."""
        ...

    def numbers(self) -> dict[str, dict[QuestionId, QuestionNumber]]:
        """The permanent number of every question, by deck id and question id."""
        ...

    def acts(self, most: int = 100) -> tuple[Act, ...]:
        """The last of what was done by those who may, newest first."""
        ...

    def stock(self) -> Stock:
        """The decks that the community has."""
        ...

    def appointed(self, platform: Platform, account: Address, now: int) -> Appointed:
        """What is written down about what that account may do in the community."""
        ...

    def grants(self) -> tuple[Grant, ...]:
        """All that the operator granted, by account."""
        ...

    def deputies(self, now: int) -> tuple[Deputy, ...]:
        """Who stands in for whom, whoever does so for the shortest time first."""
        ...

    def open_rooms(self) -> tuple[tuple[Platform, Address], ...]:
        """The group places that somebody opened to the bot, the newest last."""
        ...

    def coming(self) -> tuple[Coming, ...]:
        """The questions that come by themselves: to group places, and to members, counted."""
        ...

    def deck(self, hash_: DeckHash) -> bytes | None:
        """That version, encoded; None for one that was never loaded."""
        ...

    def names(self, members: Collection[MemberId]) -> dict[MemberId, str]:
        """What these members are called; whoever is gone has no name."""
        ...

    def session(self, hash_: str) -> Session | None:
        """Who came in to the console with the browser of that hash, however long ago."""
        ...
