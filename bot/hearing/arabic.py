"""Arabic as its lists are written, and as it is compared: without vowel signs and tatweel, with one alef and one ya."""

from __future__ import annotations

import re
from typing import Final

PROCLITICS: Final = ("و", "ف")
"""What is written onto a word: "and", "so"."""
SPELLING: Final[dict[int, str | None]] = {
    **{ord(one): "ا" for one in "أإآٱ"},
    **{ord(one): "ي" for one in "ئىی"},
    **{ord(one): "ه" for one in "ةہھ"},
    **{ord(one): "ك" for one in "کگ"},
    ord("ؤ"): "و",
    0x0640: None,
    **{ord(digit): str(value) for value, digit in enumerate("٠١٢٣٤٥٦٧٨٩")},
    **{ord(digit): str(value) for value, digit in enumerate("۰۱۲۳۴۵۶۷۸۹")},
}
_MARKS: Final = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]")
_COMMENT: Final = re.compile(r"#[^\n]*")
_WORD: Final = re.compile(r"[^\W\d_]+")


_DRAWN_OUT: Final = re.compile("([\u0621-\u064a])\\1{2,}")
SAME: Final = {
    "لاا": "لا", "نعمم": "نعم", "ايوا": "ايوه", "شكرن": "شكرا", "لاكن": "لكن", "هاذا": "هذا", "هاذي": "هذه", 
    "انتي": "انت",
    "انتا": "انت",
}  # fmt: skip
"""How words of the lists are typed in a hurry."""


def spelt(text: str) -> str:
    """The words as they are compared."""
    return _WORD.sub(lambda word: _bare(word[0]), _MARKS.sub("", text).translate(SPELLING))


def _bare(word: str) -> str:
    word = _DRAWN_OUT.sub(r"\1\1", word)
    word = SAME.get(word, word)
    return word[1:] if word.startswith(PROCLITICS) and len(word) > 3 else word


def words(text: str) -> frozenset[str]:
    """The words of a list, once each."""
    return frozenset(spelt(text).split())


def lines(text: str, **sets: str) -> tuple[str, ...]:
    """One expression a comma, in order; `KIN` stands for the words that are given under that name. What follows a `#`
    is for whoever reads the list."""
    plain = _COMMENT.sub("", text).replace("،", ",")
    for name, forms in sets.items():
        plain = re.sub(rf"\b{name}\b", forms, plain)
    return tuple(" ".join(spelt(part).split()) for part in plain.split(",") if part.strip())


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Pairs as `a b, c d`."""
    found = (line.split() for line in lines(text))
    return frozenset((first, second) for first, second in found)
