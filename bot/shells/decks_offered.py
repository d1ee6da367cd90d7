"""The files of the decks on offer, and files of our own YAML, as the commands read them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.shells.options import give_up, settings_of

if TYPE_CHECKING:
    from bot.decks.reading import Reading


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
    from bot.decks.encoding import SIZE_LIMIT
    from bot.decks.reading import read

    readings = []
    for file in files:
        try:
            with file.open("rb") as handle:
                # One more than a deck may have: a file without end does no harm.
                data = handle.read(SIZE_LIMIT + 1)
        except OSError as error:
            give_up(f"{file} cannot be read: {error.strerror or error}.", code=2)
        readings.append(read(data, shown_path(file)))
    return tuple(readings)


def shown_path(file: Path) -> str:
    """The path as it is shortest to type from here."""
    try:
        return str(file.relative_to(Path.cwd()))
    except ValueError:
        return str(file)
