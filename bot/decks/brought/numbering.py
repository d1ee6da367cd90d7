"""What stands before the questions of a whole list, and is none of their words: taken off where most have it.

`1. What?` says of itself that it is numbered. `1 What?` or `Card 1: What?` says so among its neighbours only: a
question may begin with a year, and with a letter.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple


class _Mark(NamedTuple):
    """`rising` marks carry a number, which goes up from one line to the next."""

    pattern: re.Pattern[str]
    rising: bool = False


_KEYCAP: Final = "\ufe0f?\u20e3"
_ROMAN: Final = r"\(?(?P<roman>[ivxl]{1,7}|[IVXL]{1,7})[.)]\s+"
_MARKS: Final = (
    _Mark(re.compile(r"(?P<number>\d{1,4})(?:\s*[:–—/-]\s*|\s+)(?=\S)"), rising=True),
    _Mark(re.compile(r"(?P<word>[^\W\d_]{1,16})[.:]?\s*#?\s*(?P<number>\d{1,4})\s*[.:)/–—-]+\s*"), rising=True),
    _Mark(re.compile(r"[*_]{2}[(#]?(?P<number>\d{1,4})[.):]?[*_]{2}[.):]?\s+"), rising=True),
    _Mark(re.compile(_ROMAN), rising=True),
    _Mark(re.compile(r"\(?[a-zA-Z][.)]\s+")),
    _Mark(re.compile(r"\d{1,3}(?:\.\d{1,3})+[.):]?\s+")),
    _Mark(re.compile(r"(?:\\[-*+•]|\d{1,4}\\[.)])\s+")),
    _Mark(re.compile(r"[①-⓿❶-➓]\s*")),
    _Mark(re.compile(rf"(?:(?:[0-9]{_KEYCAP})+|\U0001f51f)\s*")),
    _Mark(re.compile(r"[一二三四五六七八九十]{1,3}[、．.]\s*")),
    _Mark(re.compile(r"(?P<word>[^\W\d_]{1,2})[.:]\s+")),
    _Mark(re.compile(r"(?P<word>[\u2190-\u2bff\u3000-\u303f\U0001f000-\U0001faff][\ufe0f\u200d]*)\s+")),
)
_UNITS: Final = {"i": 1, "v": 5, "x": 10, "l": 50}


def numbering_of(texts: Sequence[str]) -> Callable[[str], str]:
    """What takes the mark off that most of these texts have; where they have none in common, nothing does."""
    for mark in _MARKS:
        found = _marked(mark.pattern, texts)
        if len(found) < 2:
            continue
        words = Counter(_word(match) for match in found)
        word, count = words.most_common(1)[0]
        if count * 3 < len(texts) * 2 or (mark.rising and not _rises([_number(match) for match in found])):
            continue
        return _Taker(mark.pattern, word)
    return _as_it_stands


def _marked(pattern: re.Pattern[str], texts: Sequence[str]) -> list[re.Match[str]]:
    """What the mark finds, if two texts in three have it. Where none has, only a third of them is read."""
    found, left = [], len(texts) - -(-len(texts) * 2 // 3)
    for text in texts:
        match = pattern.match(text)
        if match is not None:
            found.append(match)
        elif left == 0:
            return []
        else:
            left -= 1
    return found


class _Taker:
    def __init__(self, pattern: re.Pattern[str], word: str) -> None:
        self._pattern, self._mark_word = pattern, word

    def __call__(self, text: str) -> str:
        match = self._pattern.match(text)
        rest = text[match.end() :] if match is not None and _word(match) == self._mark_word else ""
        return rest.strip() or text


def _as_it_stands(text: str) -> str:
    return text


def _word(match: re.Match[str]) -> str:
    return (match.groupdict().get("word") or "").casefold()


def _number(match: re.Match[str]) -> int:
    roman = match.groupdict().get("roman")
    if roman is None:
        return int(match["number"])
    values = [_UNITS[letter] for letter in roman.casefold()]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _rises(numbers: Sequence[int]) -> bool:
    """Whether most numbers are the next after the one before, as when somebody counts."""
    steps = [later - earlier for earlier, later in itertools.pairwise(numbers)]
    return sum(step == 1 for step in steps) * 3 >= len(steps) * 2
