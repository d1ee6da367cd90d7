"""Decks as the commands find them: those on offer, or a file; and what to say when there is none of that name."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, NoReturn

from bot.shells.options import give_up, settings_of

if TYPE_CHECKING:
    from bot.decks import Reading
    from bot.model.deck import Deck, Question

LARGEST: Final = 2_000_001
"""Bytes that are read of a file: one more than a deck may have, and a file without end does no harm."""


def offered_files() -> tuple[Path, ...]:
    """The files of the decks on offer."""
    from bot.wiring import deck_files

    return deck_files(settings_of())


def read_files(files: Sequence[Path]) -> tuple[Reading, ...]:
    """The files, read. One that cannot be opened ends the command.

    In this process, not in a limited child: the readers open nothing, take at most 2 MB, build no objects that a file
    names, and bound depth, nodes, findings and comparisons, so that any bytes end within seconds; and whoever runs this
    chose the file. Whatever is no deck of our own YAML is another matter: see `decks_brought`.
    """
    from bot.decks import read

    readings = []
    for file in files:
        try:
            with file.open("rb") as handle:
                data = handle.read(LARGEST)
        except OSError as error:
            give_up(f"{file} cannot be read: {error.strerror or error}.", code=2)
        readings.append(read(data, shown_path(file)))
    return tuple(readings)


def look_into(file: Path) -> Reading:
    """The file, whoever wrote it: our own YAML as it stands, anything else as a moderator's list."""
    from bot.decks import Reading
    from bot.decks.brought import is_ours
    from bot.shells.decks_brought import bring_file, take

    data = take(file)
    if is_ours(data):
        return read_files((file,))[0]
    brought = bring_file(file, data)
    return Reading(brought.file, brought.deck, brought.findings, questions=brought.questions)


def shown_path(file: Path) -> str:
    """The path as it is shortest to type from here."""
    try:
        return str(file.relative_to(Path.cwd()))
    except ValueError:
        return str(file)


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

    hint = did_you_mean(wanted, known).removeprefix(", ").capitalize()
    there = f"There are: {', '.join(known)}." if len(known) <= 12 else "`notdate decks show DECK` lists them."
    give_up(f"There is no {what} {wanted!r}. {f'{hint} ' if hint else ''}{there}", code=2)
