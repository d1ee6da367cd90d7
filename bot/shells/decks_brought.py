"""Files that a moderator brings, as the commands read them: in a limited process, beside the decks on offer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.shells.decks_offered import offered_files, read_files, shown_path
from bot.shells.options import give_up

if TYPE_CHECKING:
    from bot.decks.brought import Brought, Library
    from bot.model.deck import Deck


def take(file: Path) -> bytes:
    """The file's bytes, or one more than a list may have. A file that cannot be opened ends the command."""
    from bot.model.upload import LARGEST

    try:
        with file.open("rb") as handle:
            return handle.read(LARGEST + 1)
    except OSError as error:
        give_up(f"{file} cannot be read: {error.strerror or error}.", code=2)


def bring_file(file: Path, data: bytes, library: Library | None = None) -> Brought:
    """What came of the file, which was read in a limited process."""
    from bot.airlock import bring_held_off

    return bring_held_off(data, shown_path(file), library)


def library_besides(files: tuple[Path, ...]) -> Library:
    """The questions of the decks on offer but these files, and the platforms' longest labels."""
    from bot.airlock.looks import labels_of
    from bot.connecting import PLATFORMS
    from bot.decks.brought import Library

    known = {file.resolve() for file in files}
    offered = tuple(file for file in offered_files() if file.resolve() not in known)
    decks = [reading.deck for reading in read_files(offered) if reading.deck]
    questions = tuple((deck.title, question.text) for deck in decks for question in deck.questions)
    return Library(questions, labels_of(PLATFORMS))


def previews(deck: Deck) -> list[dict[str, str]]:
    """The first three questions, each as every platform would show it."""
    from bot.airlock.looks import looks
    from bot.connecting import PLATFORMS
    from bot.voices import prompts

    return looks(deck.questions, PLATFORMS, prompts())
