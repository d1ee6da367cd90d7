"""Figures: what is counted of questions and of weeks, without anybody's words and without a member's number.

A histogram is pairs of a step and how many stand on it: see `core.figures.steps`. Step 0 is "not measured".
"""

from __future__ import annotations

from enum import StrEnum

from bot.model.ids import DeckId, Platform, QuestionId, QuestionNumber
from bot.model.noun import Noun

Histogram = tuple[tuple[int, int], ...]


class Happened(StrEnum):
    """What can happen to a question."""

    ASKED = "asked"
    """A member was asked it: alone, or as a card on the table they sit at."""
    ANSWERED = "answered"
    MISSED = "missed"
    """Answered, and nothing in the deck was meant for that answer: the default replied."""
    SKIPPED = "skip"
    NEVER = "never"
    FOLLOWED = "followed"
    """Answered, and then the follow-up was taken up: answered, or a chip of it picked."""
    CIRCLED = "circled"
    """A group place was asked it."""
    VOTED = "voted"
    """Somebody answered it there."""
    VOTED_MISSED = "voted-missed"
    """Somebody answered it there, and nothing in the deck was meant for that answer."""
    SHOWN = "shown"
    """The answers of a table or a circle were turned over together."""
    REPLIED = "replied"
    """Then one member replied to another: they wrote to the table, or in a group place to the answers. Once for each
    turning over."""


ANSWERS = (Happened.ANSWERED, Happened.MISSED)
"""How being asked can end well."""


class Deed(StrEnum):
    """What a community is there for, and how one leaves it; counted by day, place and deck."""

    TOLD = "told"
    """A member said that they took a question to somebody outside."""
    REPLIED = "replied"
    """A question led to a reply between members."""
    LEFT = "left"
    """A member said stop, or was forgotten by their own wish."""


class QuestionFigures(Noun, frozen=True):
    """One question as its members met it, in all versions of its deck. `lengths` are of typed answers, in characters;
    `waits` from the asking to the answer, in seconds. `good` and `bad` are members who said so of it."""

    number: QuestionNumber
    deck: DeckId
    question: QuestionId
    asked: int = 0
    answered: int = 0
    missed: int = 0
    """Of the answered ones those that found no theme."""
    skipped: int = 0
    never: int = 0
    followed: int = 0
    circled: int = 0
    voted: int = 0
    voted_missed: int = 0
    shown: int = 0
    replied: int = 0
    good: int = 0
    bad: int = 0
    lengths: Histogram = ()
    waits: Histogram = ()


class Questions(Noun, frozen=True):
    """The figures of questions that were ever asked, by number; `since` is when counting began (milliseconds UTC)."""

    figures: tuple[QuestionFigures, ...]
    since: int = 0


class SharedMiss(Noun, frozen=True):
    """An answer that found no theme, and that its author lets others read. `by` numbers the people who gave such
    answers to this question from 1: the same number is the same person, and means nothing elsewhere."""

    by: int
    text: str


class Missed(Noun, frozen=True):
    """The answers to one question that found no theme: how many, and the shared ones, oldest first."""

    number: QuestionNumber
    deck: DeckId
    question: QuestionId
    count: int
    shared: tuple[SharedMiss, ...] = ()


class Spot(Noun, frozen=True):
    """Where something was counted: everywhere (all fields empty), at a place, or in a deck. `room` names a group place
    in its platform's own terms; an empty platform is a table."""

    kind: str = "everywhere"
    """`everywhere`, `place` or `deck`."""
    platform: Platform = Platform("")
    room: str = ""
    deck: DeckId = DeckId("")


class Lived(Noun, frozen=True):
    """What happened in one spot. People count once, whatever their accounts and however often; `replied`, `told` and
    `left` count times, because nobody's number is kept with them."""

    spot: Spot
    began: int = 0
    """People whose first answer ever was given then."""
    answered: int = 0
    """People who answered something."""
    came_back: int = 0
    """Of these, people who had answered something on an earlier day."""
    replied: int = 0
    told: int = 0
    left: int = 0


class Week(Noun, frozen=True):
    """From `since` up to `until` (milliseconds UTC): everywhere first, then by place, then by deck. And what waits for
    whoever looks after the community: reports that are open, and shared answers of then that found no theme."""

    since: int
    until: int
    lived: tuple[Lived, ...]
    reports: int = 0
    missed: int = 0
    suggestions: int = 0
    """Suggestions that wait for somebody to decide."""
