"""One step of a circle while it is being decided."""

from __future__ import annotations

from bot.core.hosting import Placed
from bot.core.shelf import Shelf, Shelved
from bot.model.circle import Circle


class Host(Placed[Circle]):
    """Asks everybody, counts aloud, and turns the answers over. Mutable, and lives for one call of `step`."""

    @property
    def shelf(self) -> Shelf:
        """The deck that the question is of."""
        return self.situation.library[self.state.deck]

    @property
    def shelved(self) -> Shelved:
        """The question."""
        return self.shelf.by_id[self.state.question]
