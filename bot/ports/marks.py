"""Emphasis in what the bot says: `*emphasis*`, `**strong**`, and `` `words to type` ``, as places in plain text.

What stands between guillemets is a person's own words, and marks that do not pair up are no marks: both stay as they
are.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from bot.model.noun import Noun

_MARKED: Final = re.compile(
    r"«[^»]*»|`(?P<word>(?=\S)[^`«»\n]+?(?<=\S))`"
    r"|(?<![\w*])\*\*(?P<strong>(?=\S)[^*\n]+?(?<=\S))\*\*(?![\w*])"
    r"|(?<![\w*])\*(?P<emphasis>(?=\S)[^*\n]+?(?<=\S))\*(?![\w*])"
)


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
