"""What came of a brought file, as it is written down beside the file."""

from __future__ import annotations

from functools import cache
from typing import Any

from bot import resources
from bot.decks.brought import Brought, Library
from bot.decks.reading import read


@cache
def library() -> Library:
    """The decks that ship, and a platform with short labels."""
    decks = [read(file.read_bytes(), file.name).deck for file in resources.deck_files()]
    questions = tuple((deck.title, question.text) for deck in decks if deck for question in deck.questions)
    return Library(questions, {"telegram": 64, "pager": 12})


def reported(brought: Brought) -> dict[str, Any]:
    """The report as data: what was read, what was found where, and the deck's questions where there is a deck."""
    deck = brought.deck
    findings = [[fault.line, fault.column, fault.severity.value, fault.code] for fault in brought.findings]
    report: dict[str, Any] = {"format": brought.format, "questions": brought.questions, "findings": findings}
    if deck is None:
        return {**report, "deck": None}
    asked = [
        [question.text, question.kind.value, question.depth, [choice.label for choice in question.choices]]
        for question in deck.questions
    ]
    return {**report, "title": deck.title, "language": deck.language, "flat": len(brought.flat), "deck": asked}
