"""Suggestions: a question that a member would like to be asked here, and what became of it.

The text is the member's words, by their id, and nobody's but theirs until somebody who may has approved it.
"""

from __future__ import annotations

from enum import StrEnum

from bot.model.ids import ConversationId, DeckId, MemberId, QuestionId, WordsId
from bot.model.noun import Noun


class Fate(StrEnum):
    """What became of a suggestion."""

    WAITING = "waiting"
    APPROVED = "approved"
    """It is a question of the community's own deck. Its text stays there, whoever leaves."""
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    """By its author, or because they were forgotten; its text is gone."""


class Wording(Noun, frozen=True, array_like=True):
    """A question as somebody typed it: characters `first` up to `last` of the stored words. Id 0 is none."""

    words: WordsId = WordsId(0)
    first: int = 0
    last: int = 0


class Twin(Noun, frozen=True, array_like=True):
    """A question that there is, and that a suggestion nearly is; empty where there is none."""

    deck: DeckId = DeckId("")
    question: QuestionId = QuestionId("")


class Suggestion(Noun, frozen=True):
    """A member's suggestion. `named`: they would like their name to stand beside it.

    `why` is the reason for which it was declined: a kind of reason by name, or a moderator's own words.
    """

    number: int
    member: MemberId
    conversation: ConversationId
    at: int
    said: Wording = Wording()
    fate: Fate = Fate.WAITING
    named: bool = False
    twin: Twin = Twin()
    why: str = ""
    because: Wording = Wording()
    reworded: bool = False
    """It was approved in other words than the author's."""
    question: QuestionId = QuestionId("")
    """What it became."""
    decided_at: int = 0


class Suggestions(Noun, frozen=True):
    """What one person has suggested, newest first; `today` counts those of the last 24 hours, and `next` is the number
    that the next one of anybody gets."""

    own: tuple[Suggestion, ...] = ()
    today: int = 0
    next: int = 1


class Queue(Noun, frozen=True):
    """What waits for somebody who may decide, oldest first, from the one that was asked for; `waiting` counts all."""

    first: tuple[Suggestion, ...] = ()
    waiting: int = 0
