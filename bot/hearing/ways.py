"""The many ways to say one thing, written on one line."""

from __future__ import annotations

import re
from itertools import product


def ways(text: str) -> tuple[str, ...]:
    """Every way to say what each line says: `a/b` is either, `a?` may be missing, `a_b` are two words that stay so.

    `i/we have_to/must think about_it?` are eight.
    """
    return tuple(
        " ".join(word.replace("_", " ") for word in way if word)
        for line in text.splitlines()
        if line.strip()
        for way in product(*map(_choices, line.split()))
    )


def one_of(text: str) -> re.Pattern[str]:
    """Fits whole lines of words with single spaces that `ways` would list, without listing them."""
    lines = (line.split() for line in text.splitlines() if line.strip())
    return re.compile("|".join("".join(f"(?:{_pattern(word)})" for word in line) for line in lines))


def _pattern(word: str) -> str:
    either = "|".join(re.escape(one.replace("_", " ")) + " " for one in word.removesuffix("?").split("/"))
    return f"(?:{either})?" if word.endswith("?") else either


def _choices(word: str) -> tuple[str, ...]:
    either = tuple(word.removesuffix("?").split("/"))
    return (*either, "") if word.endswith("?") else either
