"""Nets of phrases, as a deck's author wrote them: woven once, cast over every answer."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import msgspec

from bot.hearing.languages import ENGLISH
from bot.hearing.lexicon import Lexicon
from bot.hearing.negation import governors
from bot.hearing.words import Line, known_words, take_apart

GAP: Final = 2
"""Other words (little ones not counted) that may stand between two neighbours of a phrase."""


class Catch(msgspec.Struct, frozen=True):
    """What a net brought up. `score` is 0 for nothing; several-word phrases count double.

    `evidence` is verbatim from the answer; `start` and `end` are its place there, in characters.
    """

    score: int = 0
    evidence: str = ""
    start: int = 0
    end: int = 0


NOTHING: Final = Catch()

_Phrase = tuple[str, ...]
_Indices = tuple[int, ...]


class Net(msgspec.Struct, frozen=True):
    """Phrases by the stem of their first word.

    `literal` are those that little words hold together ("on time", "that's me"): matched word by word.
    """

    phrases: dict[str, tuple[_Phrase, ...]]
    literal: dict[str, tuple[_Phrase, ...]]
    firsts: frozenset[str]

    def catch(self, line: Line) -> Catch:
        """What of this net the line says, leaving out what it denies."""
        if self.firsts.isdisjoint(line.bag):
            return NOTHING
        caught: dict[_Phrase, _Indices] = {}
        for place, index in enumerate(line.solid):
            for phrase in self.phrases.get(line.stems[index], ()):
                if phrase not in caught:
                    found = _follow(line, phrase, place)
                    if found and not line.denies(found):
                        caught[phrase] = found
        if self.literal:
            self._catch_literal(line, caught)
        return _weigh(line, caught)

    def _catch_literal(self, line: Line, caught: dict[_Phrase, _Indices]) -> None:
        for index, stem in enumerate(line.stems):
            for phrase in self.literal.get(stem, ()):
                found = tuple(range(index, index + len(phrase)))
                together = line.stems[index : index + len(phrase)] == phrase
                if together and line.clauses[found[-1]] == line.clauses[index] and not line.denies(found):
                    caught.setdefault(phrase, found)

    def holds(self, line: Line) -> bool:
        """Whether the whole line is one of the phrases, little words apart."""
        if not line.stems:
            return False
        whole = line.core
        return (bool(whole) and whole in self.phrases.get(whole[0], ())) or (
            line.stems in self.literal.get(line.stems[0], ())
        )


EMPTY: Final = Net({}, {}, frozenset())


# One step hears the same text up to four times (the lanes, the themes, a chip, the thread); no two people's.
@lru_cache(maxsize=16)
def hear(text: str, lexicon: Lexicon = ENGLISH) -> Line:
    """The line that was said: words, stems, clauses and what is denied."""
    line = take_apart(text, lexicon)
    denied = governors(line.words, line.clauses, lexicon)
    return msgspec.structs.replace(line, denied=denied) if denied else line


def weave(phrases: Iterable[str], lexicon: Lexicon = ENGLISH) -> Net:
    """A net of these phrases. Two that come to the same stems count once; one without any word is left out."""
    loose: dict[str, list[_Phrase]] = {}
    literal: dict[str, list[_Phrase]] = {}
    # A deck has thousands of phrases, and every start weaves them: their places in a line are not asked for.
    for text in phrases:
        words = known_words(text, lexicon)
        left = [(word, root) for word, root, little, _leads in words if not little]
        if _held_by_little(len(words), [word for word, _root in left], lexicon):
            kept, phrase = literal, tuple([root for _word, root, _little, _leads in words])
        else:
            kept, phrase = loose, tuple([root for _word, root in left])
        if phrase and phrase not in kept.setdefault(phrase[0], []):
            kept[phrase[0]].append(phrase)
    if not loose and not literal:
        return EMPTY
    return Net(_frozen(loose), _frozen(literal), frozenset(loose) | frozenset(literal))


def _held_by_little(count: int, left: list[str], lexicon: Lexicon) -> bool:
    """Whether nothing but a very common word would be left without the little ones: "on time" is not "time"."""
    return not left or (len(left) == 1 < count and left[0] in lexicon.stop)


def _frozen(phrases: dict[str, list[_Phrase]]) -> dict[str, tuple[_Phrase, ...]]:
    return {first: tuple(rest) for first, rest in phrases.items()}


def _follow(line: Line, phrase: _Phrase, place: int) -> _Indices:
    """The indices of the phrase's words from `place` (an index into `solid`) on, or nothing."""
    here = line.solid[place]
    if len(phrase) == 1:
        return (here,)
    for onward in range(place + 1, min(place + 2 + GAP, len(line.solid))):
        index = line.solid[onward]
        if line.clauses[index] != line.clauses[here]:
            break
        if line.stems[index] == phrase[1]:
            rest = _follow(line, phrase[1:], onward)
            if rest:
                return (here, *rest)
    return ()


def _weigh(line: Line, caught: dict[_Phrase, _Indices]) -> Catch:
    if not caught:
        return NOTHING
    best = max(caught.values(), key=lambda indices: (len(indices), -indices[0]))
    start, end = line.starts[best[0]], line.ends[best[-1]]
    score = sum(2 if len(phrase) > 1 else 1 for phrase in caught)
    return Catch(score, line.text[start:end], start, end)
