"""What a large deck costs: checking it in each format, and importing it while a thousand people talk."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from bot.shells.bench import decks_checked, importing
from bot.shells.bench.decks_checked import Checked
from bot.shells.bench.importing import Importing
from bot.shells.bench.measure import machine


class LargeDecks(msgspec.Struct, frozen=True):
    """What was measured of decks of so many questions."""

    machine: dict[str, str | int]
    questions: int
    checked: tuple[Checked, ...]
    imported: Importing

    def as_json(self) -> str:
        """One object."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()

    def as_table(self) -> str:
        """For people."""
        return f"{decks_checked.as_table(self.checked)}\n\n{importing.as_text(self.imported)}"

    def misses(self) -> Iterator[str]:
        """What took more than it may."""
        yield from decks_checked.misses(self.checked, self.questions)
        yield from importing.misses(self.imported)


def run(count: int, seed: int, progress: Callable[[str], None]) -> LargeDecks:
    """All of it, measured."""
    checked = tuple(decks_checked.run(count, seed, progress))
    return LargeDecks(machine(), count, checked, importing.run(count, seed, progress))
