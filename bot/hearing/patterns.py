"""Strict patterns: word by word, no stems, for lists where a wrong hit hurts (distress, tender, deeds done)."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Final

import msgspec


class Span(msgspec.Struct, frozen=True):
    """Words `first` to `last` (indices into a line's words, both included)."""

    first: int
    last: int


class _Sought(msgspec.Struct, frozen=True, eq=False):
    """A pattern, and the words without which it is nowhere: a set is looked into before an expression is run."""

    needs: frozenset[str]
    pattern: str


_Index = dict[str, tuple[_Sought, ...]]
_ANY: Final = {"..": "(?:[^ ,]+ ){0,2}", "#": "[0-9]+ "}
"""Slots that stand for no word in particular."""


class Patterns(msgspec.Struct, frozen=True, eq=False):
    """What to look for, and the innocent expressions whose words are then not looked at.

    A pattern is words with single spaces. `a/b` is either word (one word: `be here/there` is `be here` or `be there`,
    and two expressions are two patterns), `a?` and `a/b?` may be missing, `#` is a number in digits, `..` is up to two
    words of any kind, and no pattern crosses a comma or a full stop. Words are spelt as `words.plainly` leaves them:
    `dont`.
    """

    like: tuple[str, ...] = ()
    innocent: tuple[str, ...] = ()
    certain: tuple[str, ...] = ()
    """What to look for, too, whatever innocent expression lies in it."""
    sought: _Index = msgspec.field(default_factory=dict)
    """Computed, as are the next two: patterns by their longest indispensable word, so that most lines cost look-ups."""
    spared: _Index = msgspec.field(default_factory=dict)
    sure: _Index = msgspec.field(default_factory=dict)

    def __post_init__(self) -> None:
        msgspec.structs.force_setattr(self, "sought", _index(self.like))
        msgspec.structs.force_setattr(self, "spared", _index(self.innocent))
        msgspec.structs.force_setattr(self, "sure", _index(self.certain))

    def first(self, words: tuple[str, ...], clauses: tuple[int, ...]) -> Span | None:
        """The earliest hit that is certain or keeps clear of every innocent expression."""
        clear = _hits(self.sure, words, clauses)
        hits = _hits(self.sought, words, clauses)
        if hits:
            spared = _hits(self.spared, words, clauses)
            clear += [hit for hit in hits if not any(hit.first <= s.last and s.first <= hit.last for s in spared)]
        return min(clear, key=lambda hit: (hit.first, hit.last)) if clear else None


def _index(patterns: tuple[str, ...]) -> _Index:
    index: dict[str, list[_Sought]] = {}
    for pattern in patterns:
        needed = [slot.split("/") for slot in pattern.split() if slot not in _ANY and not slot.endswith("?")]
        sought = _Sought(frozenset(forms[0] for forms in needed if len(forms) == 1), pattern)
        for word in max(needed, key=lambda forms: min(len(form) for form in forms)):
            index.setdefault(word, []).append(sought)
    return {word: tuple(sought) for word, sought in index.items()}


# Of the hundreds that there are, most are never come near: each is compiled when its words have first been said.
@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile("(?<= )" + "".join(_slots(pattern)))


def _slots(pattern: str) -> Iterable[str]:
    for slot in pattern.split():
        if slot in _ANY:
            yield _ANY[slot]
            continue
        forms = "|".join(re.escape(form) for form in slot.removesuffix("?").split("/"))
        yield f"(?:(?:{forms}) )" + ("?" if slot.endswith("?") else "")


def _hits(index: _Index, words: tuple[str, ...], clauses: tuple[int, ...]) -> list[Span]:
    if index.keys().isdisjoint(words):
        return []
    said = frozenset(words)
    found = {sought: None for word in said if word in index for sought in index[word] if sought.needs <= said}
    if not found:
        return []
    plain, starts = _spaced(words, clauses)
    return [
        Span(bisect_left(starts, match.start()), bisect_left(starts, match.end()) - 1)
        for sought in found
        for match in _compile(sought.pattern).finditer(plain)
    ]


@lru_cache(maxsize=16)
def _spaced(words: tuple[str, ...], clauses: tuple[int, ...]) -> tuple[str, list[int]]:
    """The words with one space around each and a comma between clauses; and where each word starts."""
    parts = [" "]
    starts: list[int] = []
    length = 1
    for number, word in enumerate(words):
        if number and clauses[number] != clauses[number - 1]:
            parts.append(", ")
            length += 2
        starts.append(length)
        parts.append(word + " ")
        length += len(word) + 1
    return "".join(parts), starts
