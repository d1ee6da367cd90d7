"""Whether a deck is heard as its author means it: every sample under `hears`, read as a member's answer would be."""

from __future__ import annotations

from typing import NamedTuple

from bot.decks.diagnostic import Diagnostic, finding, shown
from bot.decks.reading import Reading
from bot.model.deck import Deck
from bot.model.heard import Heard
from bot.model.ids import QuestionId
from bot.questions import kind_of


class Miss(NamedTuple):
    """A sample answer that found another branch than its deck says."""

    question: QuestionId
    sample: str
    wanted: str
    found: Heard


def prove(deck: Deck) -> tuple[Miss, ...]:
    """All samples that miss, in the order of the deck; empty where the deck is heard as it is meant."""
    return tuple(
        Miss(question, sample, wanted, found)
        for question, sample, wanted, found in read_samples(deck)
        if found.name != wanted
    )


def read_samples(deck: Deck) -> tuple[Miss, ...]:
    """Every sample with what it wants and what it finds, hits and misses alike."""
    read = []
    for question in deck.questions:
        if question.hears:
            kind = kind_of(question)
            ears = kind.prepare(question, deck.language)
            read += [Miss(question.id, sample, branch, kind.read(ears, sample)) for sample, branch in question.hears]
    return tuple(read)


def diagnose(reading: Reading) -> tuple[Diagnostic, ...]:
    """The misses of a deck that was read, each at its sample in the file; none where there is no deck."""
    if reading.deck is None:
        return ()
    return tuple(_explain(reading, miss) for miss in prove(reading.deck))


def _explain(reading: Reading, miss: Miss) -> Diagnostic:
    place = reading.places.get(f"{miss.question}/hears/{miss.sample}", (0, 0))
    found = miss.found
    by = f" by {shown(found.evidence)}" if found.evidence else ""
    why = f" ({found.why})" if found.why else ""
    what = f"{shown(miss.sample)} must find {miss.wanted}, and finds {found.name}{by}{why}"
    return finding(reading.file, place, "hears", what)
