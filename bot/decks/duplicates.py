"""Questions that are asked twice: word for word, or nearly so."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TypeVar

_WORD = re.compile(r"\w+(?:'\w+)?")
_APART = {code: " " for code in range(128) if not re.match(r"\w", chr(code))}
"""What stands between words, in ASCII."""
_LITTLE = frozenset(
    _WORD.findall(
        "a an the of in on at to for from with by and or is are was were be do does did you your yourself it its that "
        "this which what who whom whose when where why how would could one ever"
    )
)
_Word = TypeVar("_Word", str, int)
LIKENESS = 0.7
"""Shared among all content words of two questions, from which on they are the same thing asked twice."""
_SUSPICION = 0.5
_LETTERS = 0.86
"""Likeness letter by letter, for pairs that share only half of their words."""
_BLOCK = 40
_LOOKS = 2_000_000
_MARK_BITS = 120
_LONGEST = 180
"""Characters of a question, as the schema has it. Longer texts are refused anyway, and are compared with none."""
_LETTERS_COMPARED = 2_500_000
"""For all comparisons letter by letter together: the square of a length each, which costs some 0.13 us a letter pair
where the letters are alike and their order is not."""


def same_words(text: str) -> str:
    """What two texts have in common that differ only in case, accents, punctuation or spaces."""
    if text.isascii() and "'" not in text:
        # Nearly every English text, in a quarter of the time.
        return " ".join(text.lower().translate(_APART).split())
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(_WORD.findall(plain))


def exact_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first, later) positions of texts that say the same; each later one once."""
    return same_keys([same_words(text) for text in texts])


def same_keys(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The same of texts whose `same_words` are these."""
    seen: dict[str, int] = {}
    for index, key in enumerate(keys):
        if key and seen.setdefault(key, index) != index:
            yield seen[key], index


def are_near(one: str, another: str) -> bool:
    """Whether two questions are the same word for word, or nearly."""
    keys = same_words(one), same_words(another)
    if keys[0] == keys[1]:
        return True
    if max(map(len, keys)) > _LONGEST:
        return False
    words = [_content(key) for key in keys]
    if not all(words):
        return False
    likeness = _alike(words[0], words[1])
    return likeness >= LIKENESS or (likeness >= _SUSPICION and _nearly(keys[0], keys[1]))


def near_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first, later) positions of texts that are nearly, but not word for word, the same."""
    return near_keys([same_words(text) for text in texts])


def near_keys(keys: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The same of texts whose `same_words` are these.

    Two sets of words that are alike by half share a word among the rarer half of each (prefix filtering), so only those
    that do are looked at, and of them only those whose marks could share enough are compared. A word that is rare in no
    text costs nothing; blocks are bounded, so that 10,000 variations of one sentence end in a second, and find some of
    their pairs only. Looks and letters have budgets of their own; when that of letters is spent, words alone decide.
    """
    told = [_content(key) for key in keys]
    frequency = Counter(chain.from_iterable(told))
    ordered = sorted(frequency, key=lambda word: (frequency[word], word))
    ranks = {word: rank for rank, word in enumerate(ordered)}
    alone = sum(1 for word in ordered if frequency[word] == 1)
    words = [frozenset([ranks[word] for word in one]) for one in told]
    marks, lengths = [_mark(one) for one in words], [len(one) for one in words]
    blocks: defaultdict[int, list[int]] = defaultdict(list)
    looks, letters = _LOOKS, _LETTERS_COMPARED
    seen: set[str] = set()
    for index, own in enumerate(words):
        key, mark = keys[index], marks[index]
        if not own or key in seen or len(key) > _LONGEST:
            continue
        seen.add(key)
        # Words that stand in one text only have ranks of their own, below all others, and lead nowhere.
        near = [blocks[rank] for rank in _rare_half(own) if rank >= alone]
        looks -= sum(map(len, near))
        # Alike by half is to share a third of the words of both; two words of one text may be one in its mark.
        spare = 3 * (lengths[index] - mark.bit_count()) - lengths[index]
        likely = {
            other for block in near for other in block
            if 3 * (mark & marks[other]).bit_count() + spare >= lengths[other]
        }  # fmt: skip
        for other in sorted(likely):
            likeness = _alike(own, words[other])
            if LIKENESS > likeness >= _SUSPICION:
                letters -= max(len(key), len(keys[other])) ** 2
                likeness = LIKENESS if letters >= 0 and _nearly(key, keys[other]) else likeness
            if likeness >= LIKENESS:
                yield other, index
                break
        if looks < 0:
            return
        for block in near:
            if len(block) < _BLOCK:
                block.append(index)


def _content(key: str) -> frozenset[str]:
    words = frozenset(key.split())
    return words - _LITTLE or words


def _mark(words: frozenset[int]) -> int:
    """A bit for each word, few of them shared: what two marks have in common is counted in a tenth of a microsecond."""
    mark = 0
    for rank in words:
        mark |= 1 << rank % _MARK_BITS
    return mark


def _rare_half(ranks: Iterable[int]) -> list[int]:
    ordered = sorted(ranks)
    return ordered[: len(ordered) - math.ceil(_SUSPICION * len(ordered)) + 1]


def _alike(one: frozenset[_Word], other: frozenset[_Word]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _nearly(text: str, another: str) -> bool:
    matcher = difflib.SequenceMatcher(None, text, another, autojunk=False)
    return matcher.quick_ratio() >= _LETTERS and matcher.ratio() >= _LETTERS
