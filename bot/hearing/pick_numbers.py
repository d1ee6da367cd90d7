"""Picks by place: `2`, `#2`, `two`, `number two`, `the second one`, `last`, `option b`."""

from __future__ import annotations

import re

from bot.hearing.pick_labels import Labels
from bot.hearing.picked import Outcome, Pick
from bot.hearing.words import Line

_MINUS = re.compile(r"[-\u2212]\s*$")
_DIGITS = re.compile(r"0*(\d{1,9})")


def position(line: Line, labels: Labels) -> Pick | None:
    """The pick of an answer whose first words are a place in the list and nothing else.

    `2, tigers are boring` is a 2; `2 tigers` and `minus one` are not.
    """
    said = _first_words(line, labels)
    if len(said) != 1:
        return _several(line, said, labels)
    index = said[0]
    number = _number(line, index, labels)
    if number is None:
        return _letter(line, index, labels)
    if line.stems[index] in labels.aliases:
        # "zero obviously", where zero is on offer, is no number.
        return None
    if _MINUS.search(line.text[: line.starts[index]]):
        return Pick(Outcome.OUT_OF_RANGE, evidence=line.quote(index, index), why="a negative number")
    return _place(line, index, number, labels)


def _first_words(line: Line, labels: Labels) -> list[int]:
    """Indices of the words that are no fillers, up to the end of the first clause that has any."""
    found: list[int] = []
    for index, word in enumerate(line.words):
        # "no. 2" has a full stop in it, so `no` directly before a number is an abbreviation.
        if found and line.clauses[index] != line.clauses[found[-1]] and not _abbreviation(line, found):
            break
        if found and word in labels.lexicon.breakers:
            break
        if word == "no" and not found and index + 1 < len(line.words) and line.words[index + 1].isdecimal():
            continue
        if not _filler(line, index, labels):
            found.append(index)
    return found


def _abbreviation(line: Line, found: list[int]) -> bool:
    return len(found) == 1 and line.words[found[0]] == "no"


def _filler(line: Line, index: int, labels: Labels) -> bool:
    word, lexicon = line.words[index], labels.lexicon
    if word in lexicon.marks or word == "or":
        return True
    if word == "one":
        # "one" is a number when alone, a pronoun after "the second".
        return any(w in lexicon.ordinals for w in line.words[:index]) or (
            index > 0 and line.words[index - 1] in ("the", "this", "that")
        )
    marked = line.words[0] == word or line.words[0] in lexicon.marks
    if len(word) == 1 and len(line.words) <= 2 and word not in ("i", "k") and marked:
        return False
    return word in lexicon.fillers and word not in lexicon.ordinals and word not in lexicon.numbers


def _number(line: Line, index: int, labels: Labels) -> int | None:
    word, lexicon = line.words[index], labels.lexicon
    digits = _DIGITS.fullmatch(word)
    if digits:
        return int(digits[1])
    if word in lexicon.ordinals:
        return lexicon.ordinals[word]
    return lexicon.numbers.get(word)


def _place(line: Line, index: int, number: int, labels: Labels) -> Pick:
    count, evidence = len(labels.labels), line.quote(index, index)
    if number == -2:
        number = 2 if count == 2 else 0
    elif number == -1:
        number = count
    elif line.words[index] == "former" and count != 2:
        number = 0
    if 1 <= number <= count:
        return Pick(Outcome.PICKED, number - 1, evidence, "its place in the list", len(line.words) == 1)
    return Pick(Outcome.OUT_OF_RANGE, evidence=evidence, why="no such place in the list")


def _several(line: Line, said: list[int], labels: Labels) -> Pick | None:
    numbers = [_number(line, index, labels) for index in said]
    if len(numbers) < 2 or not all(number and 1 <= number <= len(labels.labels) for number in numbers):
        return None
    evidence = line.quote(said[0], said[-1])
    every = len(set(numbers)) == len(labels.labels) == 2 and _joined(line, said, labels)
    return Pick(Outcome.BOTH if every else Outcome.SEVERAL, evidence=evidence, why="more than one place")


def _joined(line: Line, said: list[int], labels: Labels) -> bool:
    between = line.words[said[0] : said[-1]]
    text = line.text[line.starts[said[0]] : line.ends[said[-1]]]
    return not labels.lexicon.joiners.isdisjoint(between) or "&" in text or "+" in text


def _letter(line: Line, index: int, labels: Labels) -> Pick | None:
    """`b` is the second, unless a label begins with it; `option b` is, whatever labels begin with."""
    word = line.words[index]
    if len(word) != 1 or not "a" <= word <= "z":
        return None
    marked = index > 0 and line.words[index - 1] in labels.lexicon.marks
    if not marked and (len(line.words) > 1 or any(label.startswith(word) for label in labels.plain)):
        return None
    place = ord(word) - ord("a")
    if place >= len(labels.labels):
        return None
    return Pick(Outcome.PICKED, place, line.quote(index, index), "its letter in the list", len(line.words) == 1)
