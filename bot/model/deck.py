"""Decks, as they are once read: complete, checked, immutable. `decks/` makes them; `core/` runs them."""

from __future__ import annotations

from enum import StrEnum
from typing import NewType

from bot.model.ids import ChoiceId, DeckId, MemberId, QuestionId
from bot.model.noun import Noun


class Kind(StrEnum):
    """How a question is answered."""

    OPEN = "open"
    CHOICE = "choice"
    SCALE = "scale"
    RANK = "rank"
    MISSION = "mission"


class FollowUp(Noun, frozen=True):
    """What an answer gets: one of the lines of `say` (said as it stands), then `ask`, then `chips` to pick from.

    Lines and asks are texts with named gaps (`{said}`, `{heard}`, `{choice}`, `{number}`), never templates.
    """

    say: tuple[str, ...] = ()
    ask: str = ""
    chips: tuple[str, ...] = ()


class Choice(Noun, frozen=True):
    """One of the offered answers. `also` are other words for it; `contrast` has `{n}` and `{all}`."""

    id: ChoiceId
    label: str
    also: tuple[str, ...] = ()
    follow_up: FollowUp = FollowUp()
    contrast: str = ""


class Theme(Noun, frozen=True):
    """What a free answer may be about: any of `like` speaks for it, any of `not_` rules it out."""

    id: str
    like: tuple[str, ...]
    not_: tuple[str, ...] = ()
    follow_up: FollowUp = FollowUp()
    contrast: str = ""


class Scale(Noun, frozen=True):
    """Whole numbers from `first` to `last`, both included; `low` and `high` say what the ends mean."""

    first: int
    last: int
    low: str = ""
    high: str = ""


class Range(Noun, frozen=True):
    """Part of a scale, both ends included, and what an answer in it gets."""

    first: int
    last: int
    follow_up: FollowUp = FollowUp()


class Lane(Noun, frozen=True):
    """A question's own words for a tender answer or a joke: more phrases, and what is said then.

    `next` is `lighter` or `same`: how heavy the next question may be.
    """

    like: tuple[str, ...] = ()
    follow_up: FollowUp = FollowUp()
    next: str = "same"


class Callback(Noun, frozen=True):
    """Returns to an answer: the same evening (`after_days` 0), or when the member is back after that many days."""

    after_days: int
    text: str


class Question(Noun, frozen=True):
    """What is asked, and all it needs to shine. Empty strings and empty tuples mean "not given"."""

    id: QuestionId
    kind: Kind
    text: str
    depth: int
    choices: tuple[Choice, ...] = ()
    scale: Scale | None = None
    ranges: tuple[Range, ...] = ()
    tags: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    example: str = ""
    themes: tuple[Theme, ...] = ()
    tender: Lane | None = None
    joke: Lane | None = None
    short: str = ""
    both: FollowUp | None = None
    neither: FollowUp | None = None
    depends: FollowUp | None = None
    default: FollowUp = FollowUp()
    chip_asks: tuple[tuple[str, str], ...] = ()
    contrast: str = ""
    thought: str = ""
    and_you: str = ""
    callback: Callback | None = None
    take_away: str = ""
    done: FollowUp | None = None
    hears: tuple[tuple[str, str], ...] = ()
    private: bool = False
    """Answered where nobody reads along: in a circle only by its code, alone with the bot, and at no table."""
    by: MemberId = MemberId(0)
    """A member who suggested it, and who wished to be named beside it; no file says so. The name is looked up when it
    is shown, and is nobody's once they are forgotten."""


class Deck(Noun, frozen=True):
    """An ordered, versioned set of questions. `arc` is the depths of one evening, 1 to 5, in order."""

    id: DeckId
    title: str
    language: str
    author: str
    licence: str
    description: str
    version: str
    questions: tuple[Question, ...]
    rating: str = "everyone"
    arc: tuple[int, ...] = ()
    take_aways: tuple[str, ...] = ()
    signed_by: tuple[str, ...] = ()
    """Readers whose first language it is written in, who have read all of it and put their names to it."""


Packed = NewType("Packed", bytes)
"""A deck as the store keeps it: written down, in little room."""
