"""Patterns said aloud: every sentence that a pattern stands for. Run as a program it prints those of a list.

python -m tests.hearing.expand distress
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import product

from bot.hearing import ENGLISH
from bot.hearing.patterns import Patterns

ANYTHING = {"..": ("", "really"), "#": ("10",)}


def forms(slot: str) -> tuple[str, ...]:
    """The words that a slot stands for; an empty one where it may be missing."""
    words = tuple(slot.removesuffix("?").split("/"))
    return ANYTHING.get(slot) or (("", *words) if slot.endswith("?") else words)


def sentences(pattern: str) -> Iterator[str]:
    """Every sentence of the pattern."""
    for words in product(*(forms(slot) for slot in pattern.split())):
        yield " ".join(word for word in words if word)


def words_of(patterns: Patterns) -> frozenset[str]:
    """Every word that a list of patterns knows."""
    every = (*patterns.like, *patterns.innocent, *patterns.certain)
    return frozenset(word for pattern in every for slot in pattern.split() for word in forms(slot) if word)


if __name__ == "__main__":
    chosen: Patterns = getattr(ENGLISH, sys.argv[1])
    for pattern in (*chosen.like, *chosen.certain):
        for sentence in sentences(pattern):
            print(sentence)
