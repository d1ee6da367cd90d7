"""German as its lists are written, and as it is compared: `ae` for `ä`, which is how it is typed without the dots."""

from __future__ import annotations

import re
from typing import Final

DIGRAPHS: Final[dict[int, str | None]] = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue"}
_COMMENT: Final = re.compile(r"#[^\n]*")


_TYPED: Final = {
    "fur": "für", "uber": "über", "nachste": "nächste", "zuruck": "zurück", "loschen": "löschen", "mude": "müde",
    "gehts": "geht", "gibts": "gibt", "wars": "war", "ists": "ist", "habs": "hab", "machs": "mach",
    "kommts": "kommt",
    "hats": "hat", "nich": "nicht", "net": "nicht", "nix": "nichts", "nen": "einen", "ne": "nee", "nem": "einem",
    "ner": "einer", "drauf": "darauf", "omas": "oma", "opas": "opa", "mamas": "mama", "papas": "papa",
    "isses": "ist",
    "keinn": "keinen", "biste": "bist", "haste": "hast",
    }  # fmt: skip
SAME: Final = {typed.translate(DIGRAPHS): meant.translate(DIGRAPHS) for typed, meant in _TYPED.items()}
"""How words of the lists are typed in a hurry, or without dots."""
_WORD: Final = re.compile(r"[^\W\d_]+")
_DRAWN_OUT: Final = re.compile(r"([a-z])\1{2,}")


def spelt(text: str) -> str:
    """The words as they are compared."""
    plain = text.casefold().translate(DIGRAPHS)
    return _WORD.sub(lambda word: _meant(_DRAWN_OUT.sub(r"\1", word[0])), plain)


def _meant(word: str) -> str:
    return SAME.get(word, word)


def words(text: str) -> frozenset[str]:
    """The words of a list, once each."""
    return frozenset(spelt(text).split())


def lines(text: str, **sets: str) -> tuple[str, ...]:
    """One expression a comma, in order; `WILL` stands for the forms that are given under that name. What follows a `#`
    is for whoever reads the list."""
    plain = _COMMENT.sub("", text)
    for name, forms in sets.items():
        plain = re.sub(rf"\b{name}\b", forms, plain)
    return tuple(" ".join(spelt(part).split()) for part in plain.split(",") if part.strip())


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Pairs as `a b, c d`."""
    found = (line.split() for line in lines(text))
    return frozenset((first, second) for first, second in found)
