"""Several decks side by side: what a member of them all would be asked twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.decks.diagnostic import Diagnostic, finding, shown
from bot.decks.duplicates import exact_pairs, near_pairs
from bot.decks.reading import Reading
from bot.decks.remarks import remark
from bot.model.deck import Question


def compare(readings: Sequence[Reading]) -> tuple[Diagnostic, ...]:
    """Questions that stand, word for word or nearly, in two of these decks; said of the later one."""
    owned = [(reading, question) for reading in readings if reading.deck for question in reading.deck.questions]
    texts = [question.text for _, question in owned]
    return (
        *_across(owned, exact_pairs(texts), "same-elsewhere", "the question of {file}:{line}: {text}"),
        *_across(owned, near_pairs(texts), "near-duplicate", "nearly the question of {file}:{line}: {text}"),
    )


def _across(
    owned: Sequence[tuple[Reading, Question]], pairs: Iterator[tuple[int, int]], code: str, form: str
) -> Iterator[Diagnostic]:
    for first, later in pairs:
        (there, other), (here, question) = owned[first], owned[later]
        if there is not here:
            line = there.places.get(f"{other.id}/text", (0, 0))[0]
            place = here.places.get(f"{question.id}/text", (0, 0))
            yield finding(here.file, place, code, remark(form, file=there.file, line=line, text=shown(other.text)))
