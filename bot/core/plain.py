"""How somebody's line is compared with the words of a language: in the plainest spelling, marks taken off."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_HIDDEN: Final = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_ENDS: Final = ".!?…؟،؛, "
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_DOTLESS: Final = str.maketrans({"ä": "a", "ö": "o", "ü": "u"})
_MARKS: Final = re.compile("[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0640]")
_ARABIC: Final = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        "ؤ": "و",
        "ئ": "ي",
        "ى": "ي",
        "ة": "ه",
        "ک": "ك",
        "گ": "ك",
        "ی": "ي",
        "ہ": "ه",
        "ھ": "ه",
    }
)
_WESTERN: Final = {"٫": ".", "٪": "%"}
_COLONS: Final = re.compile(r":(?=\s)|(?<=[^\W\d]):")


def hidden_marks(text: str) -> str:
    """The text without what nobody sees: marks of direction come along when a phrase is copied out of a line that runs
    the other way."""
    return text if text.isascii() else _HIDDEN.sub("", text)


def western_digits(text: str) -> str:
    """The text with 0 to 9 for the digits of any script, and a plain percent sign and decimal point."""
    if text.isascii():
        return text
    return "".join(_WESTERN.get(one, one) if one in _WESTERN or not one.isdecimal() else str(int(one)) for one in text)


def plainly(text: str, language: str) -> str:
    """The line as it is compared: lower case, one space between words, no slash before and no mark behind it, `ae` for
    `ä`, one alef for all of them."""
    return _in_letters(_spelt(text), language, _UMLAUTS)


def bare(text: str, language: str) -> str:
    """The same as whoever types it who leaves the dots out."""
    return _in_letters(_spelt(text), language, _DOTLESS)


def _in_letters(plain: str, language: str, dots: dict[int, str]) -> str:
    if plain.isascii():
        return plain
    return arabic(plain) if language == "ar" else plain.translate(dots)


# Each language's table asks for the same line, one after the other.
@lru_cache(maxsize=16)
def _spelt(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFKC", western_digits(hidden_marks(text)))
    plain = " ".join(text.casefold().replace("’", "'").split())
    if ":" in plain:
        plain = _COLONS.sub("", plain)
    plain = plain.removeprefix("!nd ").removeprefix("/").rstrip(_ENDS)
    return plain.replace("_", " ").replace(",", "").replace("،", "")


def arabic(text: str) -> str:
    """Arabic as it is compared: no vowel signs, no tatweel, one alef, one ya, one form of what ends a word."""
    return _MARKS.sub("", text).translate(_ARABIC)
