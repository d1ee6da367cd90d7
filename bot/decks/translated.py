"""A translation beside the deck as it was written: what it lacks, and what it has of its own that it should not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.decks.diagnostic import Diagnostic, finding
from bot.decks.reading import Reading
from bot.decks.remarks import Remark, remark
from bot.model.deck import Deck, Question


def is_translation(deck: Deck, written: Deck) -> bool:
    """It is the same deck in another language."""
    return deck.id == written.id and deck.language != written.language


def compare_translations(readings: Sequence[Reading], library: Sequence[Reading] = ()) -> tuple[Diagnostic, ...]:
    """What is missing and superfluous in each of these files that translates a deck which stands before it, among them
    or in the library; said at the translation."""
    found: list[Diagnostic] = []
    for place, reading in enumerate(readings):
        if reading.deck is not None and (written := _written(reading.deck, (*library, *readings[:place]))) is not None:
            found += _compare(reading, reading.deck, written)
    return tuple(found)


def _written(deck: Deck, before: Sequence[Reading]) -> Deck | None:
    return next((one.deck for one in before if one.deck is not None and is_translation(deck, one.deck)), None)


def _compare(reading: Reading, deck: Deck, written: Deck) -> Iterator[Diagnostic]:
    own = {question.id: question for question in deck.questions}
    theirs = {question.id: question for question in written.questions}
    if missing := [id_ for id_ in theirs if id_ not in own]:
        what = remark(
            "{missing} of {theirs} questions are not in {language} yet: {ids}",
            missing=len(missing),
            theirs=len(theirs),
            language=deck.language,
            ids=", ".join(missing),
        )
        yield finding(reading.file, (1, 1), "untranslated", what)
    for question in deck.questions:
        line = reading.places.get(f"{question.id}/text", (0, 0))
        if question.id not in theirs:
            what = remark(
                "{id} in {language} has no question {question}; nobody is asked it there",
                id=written.id,
                language=written.language,
                question=question.id,
            )
            yield finding(reading.file, line, "not-in-original", what)
        elif differs := _differs(question, theirs[question.id]):
            yield finding(reading.file, line, "differs", remark("{id}: {differs}", id=question.id, differs=differs))


def _differs(question: Question, other: Question) -> str | Remark:
    """Why answers to these two cannot be counted together; empty where they can."""
    if question.kind is not other.kind:
        return remark("it is a {kind}, and a {other} in the original", kind=question.kind, other=other.kind)
    own, theirs = [choice.id for choice in question.choices], [choice.id for choice in other.choices]
    if own != theirs:
        return remark("its choices are {own}, and {other} in the original", own=", ".join(own), other=", ".join(theirs))
    if _ends(question) != _ends(other):
        return remark("its scale has other ends than the original's")
    if question.depth != other.depth:
        return remark("its depth is {depth}, and {other} in the original", depth=question.depth, other=other.depth)
    return ""


def _ends(question: Question) -> tuple[int, int]:
    return (question.scale.first, question.scale.last) if question.scale else (0, 0)
