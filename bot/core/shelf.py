"""A deck made ready to be run: its texts named, its words indexed, its ears woven when they are needed. Built once."""

from __future__ import annotations

from array import array
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from bot.core.rack import PLACE, WEIGHTS, Found, Places, Rack, Shelved, Stems, Texts, Touched, Wordings, follow_ups_of
from bot.hearing import lexicon_for, stems_worth_following
from bot.model.deck import Deck, Kind, Question
from bot.model.ids import DeckHash, QuestionId, QuestionNumber


@dataclass(frozen=True, slots=True)
class Shelf:
    """A version of a deck with all that a step needs to look up, each in one step.

    `texts` holds every text by its path (`@question/text`, `@question/theme.home`), lists of wordings included.
    `stems` maps a stem to (question number, weight) of the questions it touches; a rarer stem weighs more.
    Sets of questions are bits by question number, like a member's `asked`: `by_depth[d]` are those of depth d (1 to 5),
    `missions`, `rankings` and `steers_clear` (of loss, illness, conflict) what they say, `private` those that are
    answered where nobody reads along, `everything` all.
    """

    deck: Deck
    hash: DeckHash
    questions: Sequence[Shelved]
    by_id: Mapping[QuestionId, Shelved]
    texts: Mapping[str, Wordings]
    stems: Mapping[str, Touched]
    arc: tuple[int, ...]
    by_number: Mapping[QuestionNumber, Shelved]
    by_depth: tuple[int, ...]
    missions: int
    rankings: int
    private: int
    steers_clear: int
    everything: int


_Result = TypeVar("_Result")
HEAVY_SUBJECTS = frozenset({"loss", "illness", "conflict"})
USUAL_ARC = (1, 1, 2, 2, 3, 3, 4, 2)


def shelve(deck: Deck, hash_: DeckHash, numbers: Mapping[QuestionId, QuestionNumber]) -> Shelf:
    """The deck is ready. `numbers` has a permanent number for each of its questions."""
    return straight_through(shelving(deck, hash_, numbers))


def straight_through(steps: Generator[None, None, _Result]) -> _Result:
    """The result of these steps, without a pause."""
    while True:
        try:
            next(steps)
        except StopIteration as done:
            result: _Result = done.value
            return result


def shelving(
    deck: Deck, hash_: DeckHash, numbers: Mapping[QuestionId, QuestionNumber], touched: Places | None = None
) -> Generator[None, None, Shelf]:
    """The same in small steps, so that whoever makes a large deck ready can let others go first in between. `touched`
    is what `finding_places` found in the deck, where that was done elsewhere: it is nearly all of the work."""
    given: list[QuestionNumber] = []
    places: dict[QuestionId, int] = {}
    by_number: dict[QuestionNumber, int] = {}
    depths: list[list[QuestionNumber]] = [[] for _depth in range(6)]
    told: list[list[QuestionNumber]] = [[] for _tells in _TELLING]
    for place, question in enumerate(deck.questions):
        number = numbers[question.id]
        given.append(number)
        places[question.id] = by_number[number] = place
        depths[question.depth].append(number)
        for tells, those in zip(_TELLING, told, strict=True):
            if tells(question):
                those.append(number)
        yield
    rack = Rack(deck, given)
    if touched is None:
        touched = yield from finding_places(deck)
    missions, rankings, private, heavy = map(_bits, told)
    return Shelf(
        deck,
        hash_,
        questions=rack,
        by_id=Found(rack, places),
        texts=Texts(deck, places),
        stems=Stems(touched, given),
        arc=deck.arc or USUAL_ARC,
        by_number=Found(rack, by_number),
        by_depth=tuple(map(_bits, depths)),
        missions=missions,
        rankings=rankings,
        private=private,
        steers_clear=heavy,
        everything=_bits(given),
    )


def _is_mission(question: Question) -> bool:
    return question.kind is Kind.MISSION


def _is_ranking(question: Question) -> bool:
    return question.kind is Kind.RANK


def _is_private(question: Question) -> bool:
    return question.private


def _is_heavy(question: Question) -> bool:
    return not HEAVY_SUBJECTS.isdisjoint(question.tags)


_TELLING: Final = (_is_mission, _is_ranking, _is_private, _is_heavy)


def _bits(numbers: Sequence[QuestionNumber]) -> int:
    """Set in bytes: to shift a number of ten thousand bits ten thousand times takes a tenth of a second."""
    bits = bytearray((max(numbers) >> 3) + 1 if numbers else 0)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def finding_places(deck: Deck) -> Generator[None, None, Places]:
    """Where each stem of the deck leads, in small steps."""
    lexicon = lexicon_for(deck.language)
    touched: dict[str, tuple[array[int], bytearray]] = {}
    for place, question in enumerate(deck.questions):
        if question.kind is Kind.MISSION:
            continue
        labels = " . ".join([choice.label for choice in question.choices])
        for source, text in enumerate((" . ".join(question.about), question.text, labels, " ".join(question.tags))):
            for stem in stems_worth_following(text, lexicon) if text else ():
                if stem not in touched:
                    touched[stem] = array(PLACE), bytearray()
                places, sources = touched[stem]
                # The weightier source comes first.
                if not places or places[-1] != place:
                    places.append(place)
                    sources.append(source)
        yield
    return {stem: (places.tobytes(), bytes(sources)) for stem, (places, sources) in touched.items()}


def fits(touched: Places, count: int) -> bool:
    """Whether a deck of so many questions can have these places."""
    return all(_fits(places, sources, count) for places, sources in touched.values())


def _fits(places: bytes, sources: bytes, count: int) -> bool:
    return (
        len(places) == array(PLACE).itemsize * len(sources) > 0
        and max(sources) < len(WEIGHTS)
        and max(memoryview(places).cast(PLACE)) < count
    )


__all__ = [
    "HEAVY_SUBJECTS", "Places", "Shelf", "Shelved", "finding_places", "fits", "follow_ups_of", "shelve", "shelving",
    "straight_through",
]  # fmt: skip
