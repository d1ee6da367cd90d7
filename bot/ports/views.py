"""Read models: what is looked at and never changed by looking. Served from read-only connections."""

from __future__ import annotations

from typing import Protocol

from bot.model.effect import Shown
from bot.model.event import Event
from bot.model.ids import Address, ConversationId, DeckHash, EventId, MessageId, Platform, QuestionNumber, WordsId
from bot.model.noun import Noun
from bot.model.situation import Context, Told
from bot.model.state import Solo


class SaidByBot(Noun, frozen=True):
    """A row of the outbox with what its lines quote."""

    id: MessageId
    at: int
    effect: Shown
    words: dict[WordsId, str]


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
    state: Solo
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


class Views(Protocol):
    """May be asked from any thread, one at a time."""

    def history(
        self, platform: Platform, address: Address, after: int, limit: int
    ) -> tuple[SaidByBot | DoneByMember, ...]:
        """What was said in that place with an id above `after`, oldest first, the newest `limit` of it."""
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

    def decks(self) -> dict[DeckHash, bytes]:
        """Every version of a deck that was ever loaded, encoded."""
        ...

    def numbers(self) -> dict[str, dict[str, QuestionNumber]]:
        """The permanent number of every question, by deck id and question id."""
        ...
