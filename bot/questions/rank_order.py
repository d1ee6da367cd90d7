"""The order that an answer puts the items in."""

from __future__ import annotations

from bot.hearing.lexicon import Lexicon
from bot.hearing.pick import pick_line
from bot.hearing.pick_clauses import Reading
from bot.hearing.pick_labels import Labels
from bot.hearing.picked import Outcome
from bot.hearing.words import Line
from bot.model.noun import Noun


class Order(Noun, frozen=True):
    """`places` are positions from 0, best first. `full`: every item, once. `plain`: and hardly another word."""

    places: tuple[int, ...]
    how: str
    full: bool = False
    plain: bool = False


def order_in(line: Line, labels: Labels) -> Order | None:
    """The order, whole or partial; None where the answer is about something else.

    An order that contradicts itself (`garden last, kitchen first`) is partial: it is asked again, not guessed.
    """
    count = len(labels.labels)
    if not line.words or not count:
        return None
    return _single(line, labels) or _by_place(line, count) or _by_name(line, labels)


def _single(line: Line, labels: Labels) -> Order | None:
    """One item, and nothing else. `1` alone may be the beginning of a list, so it takes the name."""
    pick = pick_line(line, labels)
    placed = len(line.words) == 1 and (line.words[0].isdecimal() or len(line.words[0]) == 1)
    named = pick.outcome is Outcome.PICKED and not placed
    return Order((pick.index,), "the first", plain=True) if named and pick.exact else None


def _by_place(line: Line, count: int) -> Order | None:
    """`2 1 3`, `2,1,3`, `213`, `b > a > c`."""
    words = [word for word in line.words if word not in ("then", "and", "or")]
    if len(words) == 1 and words[0].isdecimal() and len(words[0]) == count:
        words = list(words[0])
    places = [_place(word) for word in words]
    if any(place is None or place >= 26 for place in places):
        return None
    known = tuple(place for place in places if place is not None)
    if any(not 0 <= place < count for place in known) or len(set(known)) != len(known):
        return Order((), "not the places on offer") if len(known) > 1 or words[0].isdecimal() else None
    full = len(known) == count
    return Order(known, "by place", full, full)


def _place(word: str) -> int | None:
    if word.isdecimal() and len(word) < 3:
        return int(word) - 1
    return ord(word) - ord("a") if len(word) == 1 and "a" <= word <= "z" else None


def _by_name(line: Line, labels: Labels) -> Order | None:
    found = Reading(line, labels).mentions()
    # Named again ("rain outside, me inside, so rain") is no second place: where it stood first is where it stands.
    mentions = list({mention.alias.index: mention for mention in reversed(found)}.values())[::-1]
    mentions.sort(key=lambda mention: mention.first)
    named = [mention.alias.index for mention in mentions]
    strong = [mention for mention in mentions if mention.alias.rank < 2]
    if not strong:
        return None
    if any(mention.denied for mention in found):
        return Order((), "a name refused")
    places = _numbered(line, named)
    how = "by name"
    inside = {i for mention in mentions for i in range(mention.first, mention.last + 1)}
    others = [i for i in range(len(line.words)) if i not in inside]
    if places is None:
        places = tuple(named)
        if _contradicts(line, labels.lexicon, others, [mention.first for mention in mentions]):
            return Order(places, "first and last contradict the order")
    full = len(places) == len(labels.labels)
    lexicon = labels.lexicon
    extra = [i for i in others if line.words[i] not in lexicon.fillers and not line.words[i].isdecimal()]
    return Order(places, how, full, full and len(extra) <= 2)


def _numbered(line: Line, named: list[int]) -> tuple[int, ...] | None:
    """`garden 1, kitchen 3, bath 2`, or a numbered list: the numbers say the order."""
    numbers = [int(word) for word in line.words if word.isdecimal() and len(word) < 3]
    if sorted(numbers) != list(range(1, len(named) + 1)):
        return None
    return tuple(index for _, index in sorted(zip(numbers, named, strict=True)))


def _contradicts(line: Line, lexicon: Lexicon, others: list[int], firsts: list[int]) -> bool:
    for i in others:
        word = line.words[i]
        if word in lexicon.backwards:
            return True
        if word in lexicon.lasts and len(firsts) > 1 and i < firsts[-2]:
            return True
        if word in lexicon.firsts and len(firsts) > 1 and i > firsts[1]:
            return True
    return False
