"""How what the bot says is set: emphasis, as places in plain text, and what stands between two paragraphs.

`*emphasis*`, `**strong**`, and `` `words to type` ``. What stands between guillemets is a person's own words, and marks
that do not pair up are no marks: both stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.model.message import Paragraph, Role
from bot.model.noun import Noun

_MARKED: Final = re.compile(
    r"«[^»]*»|`(?P<word>(?=\S)[^`«»\n]+?(?<=\S))`"
    r"|(?<![\w*])\*\*(?P<strong>(?=\S)[^*\n]+?(?<=\S))\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<emphasis>(?=\S)[^*\n]+?(?<=\S))\*(?![\w*])"
)


SHORT_ENTRY: Final = 80
"""Characters of an entry of a list that needs no air around it."""


class Mark(StrEnum):
    """How a stretch of text is set."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    WORD = "word"
    """Something to be typed as it stands."""


class Stretch(Noun, frozen=True):
    """Characters `first` up to `last` of the plain text."""

    mark: Mark
    first: int
    last: int


def read_marks(text: str) -> tuple[str, tuple[Stretch, ...]]:
    """The text without its marks, and where they were."""
    pieces: list[str] = []
    stretches: list[Stretch] = []
    at = length = 0
    for found in _MARKED.finditer(text):
        if found.lastgroup is None:
            continue
        before, inner = text[at : found.start()], found[found.lastgroup]
        length += len(before)
        stretches.append(Stretch(Mark(found.lastgroup), length, length + len(inner)))
        pieces += [before, inner]
        length += len(inner)
        at = found.end()
    return "".join(pieces) + text[at:], tuple(stretches)


def between(before: Paragraph, after: Paragraph) -> str:
    """What stands between those two: an empty line, but short entries of a list follow each other line by line."""
    listed = before.role is after.role is Role.ITEM
    return "\n" if listed and max(len(before.text), len(after.text)) <= SHORT_ENTRY else "\n\n"


def join(paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> str:
    """The text of each paragraph, as it was set, with what stands between them."""
    pieces = list(texts[:1])
    for before, after, text in zip(paragraphs, paragraphs[1:], texts[1:], strict=False):
        pieces += [between(before, after), text]
    return "".join(pieces)
