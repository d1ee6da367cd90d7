"""A deck made ready to be run: its texts named, its words indexed, its ears woven when they are needed. Built once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log

from bot.hearing import lexicon_for, stems_worth_following
from bot.model.deck import Deck, FollowUp, Kind, Question
from bot.model.ids import DeckHash, QuestionId, QuestionNumber
from bot.questions import Ears, Shape, kind_of


@dataclass(frozen=True)
class Shelved:
    """One question, ready: how it is read, what it is called in a member's `asked`."""

    question: Question
    kind: Shape
    language: str
    number: QuestionNumber

    # Weaving the nets of a deck takes a tenth of a second or more, and an evening asks eight of its questions.
    @cached_property
    def ears(self) -> Ears:
        """The question ready to hear answers; made when the first one comes."""
        return self.kind.prepare(self.question, self.language)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A version of a deck with all that a step needs to look up, each in one step.

    `texts` holds every text by its path (`@question/text`, `@question/theme.home`), lists of wordings included.
    `stems` maps a stem to (question number, weight) of the questions it touches; a rarer stem weighs more.
    Sets of questions are bits by question number, like a member's `asked`: `by_depth[d]` are those of depth d (1 to 5),
    `missions` and `steers_clear` (of loss, illness, conflict) what they say, `private` those that are answered where
    nobody reads along, `everything` all.
    """

    deck: Deck
    hash: DeckHash
    questions: tuple[Shelved, ...]
    by_id: Mapping[QuestionId, Shelved]
    texts: Mapping[str, tuple[str, ...]]
    stems: Mapping[str, tuple[tuple[QuestionNumber, float], ...]]
    arc: tuple[int, ...]
    by_number: Mapping[QuestionNumber, Shelved]
    by_depth: tuple[int, ...]
    missions: int
    private: int
    steers_clear: int
    everything: int


HEAVY_SUBJECTS = frozenset({"loss", "illness", "conflict"})
USUAL_ARC = (1, 1, 2, 2, 3, 3, 4, 2)


def shelve(deck: Deck, hash_: DeckHash, numbers: Mapping[QuestionId, QuestionNumber]) -> Shelf:
    """The deck is ready. `numbers` has a permanent number for each of its questions."""
    steps = shelving(deck, hash_, numbers)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            shelf: Shelf = done.value
            return shelf


def shelving(deck: Deck, hash_: DeckHash, numbers: Mapping[QuestionId, QuestionNumber]) -> Generator[None, None, Shelf]:
    """The same in small steps, so that whoever makes a large deck ready can let others go first in between."""
    shelved = tuple(
        Shelved(
            question=question,
            kind=kind_of(question),
            language=deck.language,
            number=numbers[question.id],
        )
        for question in deck.questions
    )
    yield
    texts = yield from _name_texts(deck)
    stems = yield from _index_stems(deck, shelved)
    return Shelf(
        deck=deck,
        hash=hash_,
        questions=shelved,
        by_id={entry.question.id: entry for entry in shelved},
        texts=texts,
        stems=stems,
        arc=deck.arc or USUAL_ARC,
        by_number={entry.number: entry for entry in shelved},
        by_depth=tuple(_bits(entry for entry in shelved if entry.question.depth == depth) for depth in range(6)),
        missions=_bits(entry for entry in shelved if entry.question.kind is Kind.MISSION),
        private=_bits(entry for entry in shelved if entry.question.private),
        steers_clear=_bits(entry for entry in shelved if not HEAVY_SUBJECTS.isdisjoint(entry.question.tags)),
        everything=_bits(shelved),
    )


def _bits(entries: Iterable[Shelved]) -> int:
    bits = 0
    for entry in entries:
        bits |= 1 << entry.number
    return bits


def _name_texts(deck: Deck) -> Generator[None, None, dict[str, tuple[str, ...]]]:
    texts: dict[str, tuple[str, ...]] = {"@/title": (deck.title,), "@/take-aways": deck.take_aways}
    for question in deck.questions:
        for name, wordings in _texts_of(question):
            if wordings and wordings[0]:
                texts[f"@{question.id}/{name}"] = wordings
        yield
    return texts


def _texts_of(question: Question) -> list[tuple[str, tuple[str, ...]]]:
    named: list[tuple[str, tuple[str, ...]]] = [
        ("text", (question.text,)),
        ("example", (question.example,)),
        ("short", (question.short,)),
        ("contrast", (question.contrast,)),
        ("thought", (question.thought,)),
        ("and-you", (question.and_you,)),
        ("take-away", (question.take_away,)),
        ("callback", (question.callback.text if question.callback else "",)),
    ]
    named += [(f"chip.{chip}", (ask,)) for chip, ask in question.chip_asks]
    for name, follow_up in follow_ups_of(question):
        named += [(name, follow_up.say), (f"{name}/ask", (follow_up.ask,))]
    named += [(f"theme.{theme.id}/contrast", (theme.contrast,)) for theme in question.themes]
    named += [(f"choice.{choice.id}/contrast", (choice.contrast,)) for choice in question.choices]
    return named


def follow_ups_of(question: Question) -> list[tuple[str, FollowUp]]:
    """Every follow-up that the question carries, by the name of its texts."""
    named = [(f"theme.{theme.id}", theme.follow_up) for theme in question.themes]
    named += [(f"choice.{choice.id}", choice.follow_up) for choice in question.choices]
    named += [(f"range.{part.first}-{part.last}", part.follow_up) for part in question.ranges]
    optional = {
        "tender": question.tender.follow_up if question.tender else None,
        "joke": question.joke.follow_up if question.joke else None,
        "both": question.both,
        "neither": question.neither,
        "depends": question.depends,
        "done": question.done,
        "default": question.default,
    }
    return named + [(name, follow_up) for name, follow_up in optional.items() if follow_up]


def _index_stems(
    deck: Deck, shelved: tuple[Shelved, ...]
) -> Generator[None, None, dict[str, tuple[tuple[QuestionNumber, float], ...]]]:
    """Stems to the questions they touch. `about` says it best, the text next, tags and choices last."""
    lexicon = lexicon_for(deck.language)
    touched: defaultdict[str, dict[QuestionNumber, float]] = defaultdict(dict)
    for entry in shelved:
        question = entry.question
        if question.kind is Kind.MISSION:
            continue
        labels = " . ".join(choice.label for choice in question.choices)
        sources = (" . ".join(question.about), 1.0), (question.text, 0.8), (labels, 0.6), (" ".join(question.tags), 0.5)
        for text, weight in sources:
            for stem in stems_worth_following(text, lexicon) if text else ():
                # The weightier source comes first.
                touched[stem].setdefault(entry.number, weight)
        yield
    size = len(deck.questions)
    index: dict[str, tuple[tuple[QuestionNumber, float], ...]] = {}
    for stem, places in touched.items():
        rarity = log(1 + size / len(places))
        index[stem] = tuple([(number, weight * rarity) for number, weight in places.items()])
        yield
    return index
