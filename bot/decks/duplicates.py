"""Questions that are asked twice: word for word, or nearly so."""

from __future__ import annotations

import difflib
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"\w+(?:'\w+)?")
_LITTLE = frozenset(
    _WORD.findall(
        "a an the of in on at to for from with by and or is are was were be do does did you your yourself it its that "
        "this which what who whom whose when where why how would could one ever"
    )
)
LIKENESS = 0.7
"""Shared among all content words of two questions, from which on they are the same thing asked twice."""
_SUSPICION = 0.5
_LETTERS = 0.86
"""Likeness letter by letter, for pairs that share only half of their words."""
_BLOCK = 40
_COMPARISONS = 400_000
_LONGEST = 180
"""Characters of a question, as the schema has it. Longer texts are refused anyway, and are compared with none."""
_LETTERS_COMPARED = 2_500_000
"""For all comparisons letter by letter together: the square of a length each, which costs some 0.13 us a letter pair
where the letters are alike and their order is not."""


def same_words(text: str) -> str:
    """What two texts have in common that differ only in case, accents, punctuation or spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return " ".join(_WORD.findall(plain))


def exact_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first, later) positions of texts that say the same; each later one once."""
    seen: dict[str, int] = {}
    for index, text in enumerate(texts):
        key = same_words(text)
        if key and seen.setdefault(key, index) != index:
            yield seen[key], index


def are_near(one: str, another: str) -> bool:
    """Whether two questions are the same word for word, or nearly."""
    keys = same_words(one), same_words(another)
    if keys[0] == keys[1]:
        return True
    if max(map(len, keys)) > _LONGEST:
        return False
    words = [frozenset(key.split()) - _LITTLE or frozenset(key.split()) for key in keys]
    if not all(words):
        return False
    likeness = _alike(words[0], words[1])
    return likeness >= LIKENESS or (likeness >= _SUSPICION and _nearly(keys[0], keys[1]))


def near_pairs(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """(first, later) positions of texts that are nearly, but not word for word, the same.

    Two sets of words that are alike by half share a word among the rarer half of each (prefix filtering), so only those
    that do are compared. A word that is rare in no text costs nothing; blocks are bounded, so that 10,000 variations of
    one sentence end in a second, and find some of their pairs only. Letters have a budget of their own; when it is
    spent, words alone decide.
    """
    keys = [same_words(text) for text in texts]
    words = [frozenset(key.split()) - _LITTLE or frozenset(key.split()) for key in keys]
    frequency = Counter(word for one in words for word in one)
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    budget, letters = _COMPARISONS, _LETTERS_COMPARED
    seen: set[str] = set()
    for index, own in enumerate(words):
        if not own or keys[index] in seen or len(keys[index]) > _LONGEST:
            continue
        seen.add(keys[index])
        for other in sorted(_candidates(own, blocks, frequency)):
            budget -= 1
            if not len(own) <= 2 * len(words[other]) <= 4 * len(own):
                # One is twice as long as the other: less than half of their words can be shared.
                continue
            likeness = _alike(own, words[other])
            if LIKENESS > likeness >= _SUSPICION:
                letters -= max(len(keys[index]), len(keys[other])) ** 2
                likeness = LIKENESS if letters >= 0 and _nearly(keys[index], keys[other]) else likeness
            if likeness >= LIKENESS:
                yield other, index
                break
            if budget < 0:
                return
        for word in _rare_half(own, frequency):
            block = blocks[word]
            if len(block) < _BLOCK:
                block.append(index)


def _candidates(own: frozenset[str], blocks: defaultdict[str, list[int]], frequency: Counter[str]) -> set[int]:
    return {other for word in _rare_half(own, frequency) if frequency[word] > 1 for other in blocks.get(word, ())}


def _rare_half(words: Iterable[str], frequency: Counter[str]) -> list[str]:
    ordered = sorted(words, key=lambda word: (frequency[word], word))
    return ordered[: len(ordered) - math.ceil(_SUSPICION * len(ordered)) + 1]


def _alike(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _nearly(text: str, another: str) -> bool:
    matcher = difflib.SequenceMatcher(None, text, another, autojunk=False)
    return matcher.quick_ratio() >= _LETTERS and matcher.ratio() >= _LETTERS
