"""The one number that an answer to a scale gives."""

from __future__ import annotations

import re
from typing import Final

from bot.hearing.pick_labels import Labels
from bot.hearing.words import Line
from bot.model.deck import Scale
from bot.model.noun import Noun

_DECIMAL: Final = re.compile(r"[.,]\d")
_MINUS: Final = re.compile(r"(?:^|[\s(])[-\u2212]\s*$")


class Number(Noun, frozen=True):
    """`value` is None where a number was meant and none can be taken. `alone`: the answer is little else."""

    value: int | None
    evidence: str
    why: str
    alone: bool = False


def number_in(line: Line, scale: Scale, ends: Labels) -> Number | None:
    """The number the line gives; None where it speaks of no number at all.

    Out of range, refused ("not 7"), halved ("7.5") or one of several ("7 or 8") is a number without a value.
    """
    end = _end(line, scale, ends)
    if end is not None:
        return end
    places = [i for i in range(len(line.words)) if _number(line, i, ends) is not None and not _counted(line, i, ends)]
    places = _without_top(line, _without_scale(line, places), scale, ends)
    if not places:
        return _extreme(line, scale, ends)
    evidence = line.quote(places[0], places[-1])
    values = {_number(line, i, ends) for i in places}
    if len(values) > 1 and (first := _said_first(line, places, ends)) is not None:
        return _one(line, first, scale, ends, line.quote(first, first))
    if len(values) > 1:
        return Number(None, evidence, "more than one number")
    return _one(line, places[0], scale, ends, evidence)


AT_ONCE: Final = 3
"""Words within which a number that comes first is the answer, and the others are its story."""


def _said_first(line: Line, places: list[int], ends: Labels) -> int | None:
    """The number that opens the answer in a clause of its own: `maybe 4, there are two monitors on it`."""
    first = places[0]
    if _DECIMAL.match(line.text, line.ends[first]):
        return None
    alone = {_number(line, i, ends) for i in places if line.clauses[i] == line.clauses[first]}
    return first if first < AT_ONCE and len(alone) == 1 and line.clauses[first] != line.clauses[-1] else None


def _without_scale(line: Line, places: list[int]) -> list[int]:
    """`on a scale of one to archaeological dig` names a scale, not a number on it."""
    named = [i for i in places if line.words[max(0, i - 2) : i] == ("scale", "of")]
    return [i for i in places if i not in named]


def _one(line: Line, place: int, scale: Scale, ends: Labels, evidence: str) -> Number:
    value = _number(line, place, ends)
    if _refused(line, place, ends):
        return Number(None, evidence, "a number, but refused")
    if _MINUS.search(line.text[: line.starts[place]]) or (place and line.words[place - 1] == "minus"):
        value = -value if value is not None else None
    if value is None or not scale.first <= value <= scale.last:
        return Number(None, evidence, "not on the scale")
    return Number(value, evidence, "a number", _alone(line, place, ends))


def _refused(line: Line, place: int, ends: Labels) -> bool:
    """Any negator before it in its clause: `not 7`, and `no more than 4` is no 4 either."""
    lexicon = ends.lexicon
    for i in range(place):
        word, following = line.words[i], line.words[i + 1]
        denies = word in lexicon.negators or word in lexicon.exceptives or (word, following) in lexicon.exceptive_pairs
        if denies and line.clauses[i] == line.clauses[place] and (word, following) not in lexicon.harmless_pairs:
            return True
    return False


def _alone(line: Line, place: int, ends: Labels) -> bool:
    lexicon = ends.lexicon
    return all(
        i == place or word in lexicon.fillers or word in lexicon.little or word in lexicon.out_of or word.isdecimal()
        for i, word in enumerate(line.words)
    )


def _number(line: Line, i: int, ends: Labels) -> int | None:
    word = line.words[i]
    if word.isdecimal() and len(word) <= 9:
        return int(word)
    if word == "one" and i and line.words[i - 1] in ends.lexicon.pronoun_marks:
        return None
    return ends.lexicon.numbers.get(word)


def _counted(line: Line, i: int, ends: Labels) -> bool:
    """`7 years` counts something else, and so does `the ferry at six`; `I'd put it at 7` does not."""
    lexicon = ends.lexicon
    if i >= 2 and line.words[i - 1] in lexicon.hours and line.clauses[i - 2] == line.clauses[i]:
        before = line.words[i - 2]
        if not any(before in known for known in (lexicon.fillers, lexicon.stop, lexicon.cues, lexicon.poised)):
            return True
    after = i + 1
    if after >= len(line.words) or line.clauses[after] != line.clauses[i]:
        return False
    return line.words[after] in lexicon.units


def _without_top(line: Line, places: list[int], scale: Scale, ends: Labels) -> list[int]:
    """`7/10` and `7 out of 10` are one number."""
    if len(places) != 2 or _number(line, places[1], ends) != scale.last:
        return places
    first, second = places
    between = line.text[line.ends[first] : line.starts[second]].strip()
    said = line.words[first + 1 : second]
    one = between == "/" or (bool(said) and ends.lexicon.out_of.issuperset(said))
    return places[:1] if one else places


def _end(line: Line, scale: Scale, ends: Labels) -> Number | None:
    """The number of an end whose words are the whole answer."""
    index = ends.whole.get(" ".join(line.words))
    if index is None:
        return None
    low = bool(scale.low) and index == 0
    return Number(scale.first if low else scale.last, line.text.strip(), "the end's own words", True)


def _extreme(line: Line, scale: Scale, ends: Labels) -> Number | None:
    """`max`, `the lowest`: only as the whole answer, since these words have other uses."""
    lexicon = ends.lexicon
    said = [i for i in line.solid if line.words[i] not in lexicon.fillers or line.words[i] in lexicon.bottoms]
    if len(said) != 1:
        return None
    word, evidence = line.words[said[0]], line.quote(said[0], said[0])
    if word in lexicon.tops:
        return Number(scale.last, evidence, "the top", True)
    if word in lexicon.bottoms:
        return Number(scale.first, evidence, "the bottom", True)
    steps = scale.last - scale.first
    if word in lexicon.middles and steps % 2 == 0:
        return Number(scale.first + steps // 2, evidence, "the middle", True)
    return Number(None, evidence, "between two steps") if word in lexicon.middles else None
