"""What a table remembers between two events: who sits there, which card lies on it, who has answered."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec

from bot.model.ids import ConversationId, DeckHash, DeckId, MemberId, QuestionId
from bot.model.noun import Noun
from bot.model.state import Evening
from bot.model.tiding import Guest, Said

REPORT_KEPT_DAYS: Final = 30
"""After so many days what was kept with a report is gone, looked at or not."""


class Course(StrEnum):
    """Where a table stands."""

    PROPOSED = "proposed"
    """The lobby thinks that these might suit; not all of them have said yes."""
    LAID = "laid"
    """Somebody sits there, and not everybody has come."""
    CARD = "card"
    """A card lies there, and not everybody has answered."""
    TALK = "talk"
    """The answers are on the table; people talk until somebody wants the next card."""
    PARTING = "parting"
    """Everybody says whether the others may hear from them."""
    CLOSED = "closed"
    FROZEN = "frozen"
    """Somebody reported something; nothing is carried any more."""


class Chair(Noun, frozen=True):
    """Somebody at the table."""

    guest: Guest
    answer: Said | None = None
    """To the card that lies there."""
    decided: bool | None = None
    contact: Said = Said()
    here: bool = True
    """Has said yes to the table."""
    talked: bool = False
    """Has said something since the answers were shown."""


class Table(Noun, frozen=True):
    """A not-date of two to six members."""

    course: Course = Course.LAID
    places: int = 2
    chairs: tuple[Chair, ...] = ()
    code: str = ""
    until: int = 0
    deck: DeckHash = DeckHash("")
    deck_id: DeckId = DeckId("")
    question: QuestionId = QuestionId("")
    nth: int = 0
    """Cards laid so far."""
    shown: int = 0
    """Cards that everybody answered."""
    taken_up: bool = False
    """Somebody has said something to the others since the answers were shown."""
    first: int = 0
    """Whose turn it was to speak first, as a position among the chairs; it alternates."""
    evening: Evening = msgspec.field(default_factory=Evening)
    nudged: bool = False
    gone: tuple[MemberId, ...] = ()
    """Those who got up again, as often as they did; they and whoever stayed may still block and report one another."""
    mutual: tuple[MemberId, ...] = ()
    """Those who may hear from one another, once all have said so."""


NO_TABLE = ConversationId(0)
