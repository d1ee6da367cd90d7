"""Decks as the commands find them: those on offer, or a file; and what to say when there is none of that name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from bot.shells.decks_brought import bring_file, take
from bot.shells.decks_offered import offered_files, read_files
from bot.shells.options import give_up

if TYPE_CHECKING:
    from bot.decks.reading import Reading
    from bot.model.deck import Deck, Question


def look_into(file: Path) -> Reading:
    """The file, whoever wrote it: our own YAML as it stands, anything else as a moderator's list."""
    from bot.decks.brought import is_ours
    from bot.decks.reading import Reading

    data = take(file)
    if is_ours(data):
        return read_files((file,))[0]
    brought = bring_file(file, data)
    return Reading(brought.file, brought.deck, brought.findings, questions=brought.questions)


def find_deck(wanted: str) -> tuple[str, Deck]:
    """The deck with that id, or in that file; otherwise the command ends."""
    as_file = Path(wanted)
    if as_file.is_file():
        reading = look_into(as_file)
        if reading.deck is None:
            give_up(f"{wanted} has errors; `notdate decks check {wanted}` lists them.")
        return reading.file, reading.deck
    decks = [(reading.file, reading.deck) for reading in read_files(offered_files()) if reading.deck]
    for file, deck in decks:
        if deck.id == wanted:
            return file, deck
    _unknown("deck", wanted, [deck.id for _file, deck in decks])


def versions_of(deck: Deck) -> tuple[Deck | None, tuple[Deck, ...]]:
    """Of a translation the deck as it was written, and of that its translations, as far as they are on offer."""
    same = [reading.deck for reading in read_files(offered_files()) if reading.deck and reading.deck.id == deck.id]
    if same and same[0].language != deck.language:
        return same[0], ()
    return None, tuple(one for one in same if one.language != deck.language)


def find_question(deck: Deck, wanted: str) -> Question:
    """The deck's question with that id; otherwise the command ends."""
    for question in deck.questions:
        if question.id == wanted:
            return question
    _unknown("question", wanted, [question.id for question in deck.questions])


def _unknown(what: str, wanted: str, known: Sequence[str]) -> NoReturn:
    from bot.decks.diagnostic import did_you_mean

    hint = str(did_you_mean(wanted, known)).removeprefix(", ").capitalize()
    there = f"There are: {', '.join(known)}." if len(known) <= 12 else "`notdate decks show DECK` lists them."
    give_up(f"There is no {what} {wanted!r}. {f'{hint} ' if hint else ''}{there}", code=2)
