"""What is remembered of a question that comes by itself, to a member or to a group place."""

from __future__ import annotations

from bot.model.ids import DeckId
from bot.model.noun import Noun
from bot.model.schedule import Schedule


class Rhythm(Noun, frozen=True):
    """A question that comes by itself, as was wished.

    `served` is the local date (ISO) that was claimed last; with `owed` its question waits for a better hour.
    """

    schedule: Schedule
    decks: tuple[DeckId, ...] = ()
    """Where the questions are taken from, in this order; after them from wherever there are some."""
    served: str = ""
    owed: bool = False
    unanswered: int = 0
    """So many in a row stayed unanswered."""
    off: bool = False
    """None comes; the rest is kept for the day on which it is wanted again."""
    hushed: bool = False
    """Too many stayed unanswered: none comes until somebody does something."""
