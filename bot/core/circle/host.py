"""One step of a circle while it is being decided."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.hosting import Hosting, Quote
from bot.core.shelf import Shelf, Shelved
from bot.model.circle import Circle
from bot.model.effect import SetTimer
from bot.model.line import Gap, Line
from bot.model.message import Role


class Host(Hosting[Circle]):
    """Asks everybody, counts aloud, and turns the answers over. Mutable, and lives for one call of `step`."""

    @property
    def shelf(self) -> Shelf:
        """The deck that the question is of."""
        return self.situation.library[self.state.deck]

    @property
    def shelved(self) -> Shelved:
        """The question."""
        return self.shelf.by_id[self.state.question]

    def set_timer(self, name: str, due: int) -> None:
        """That timer comes due then, milliseconds UTC."""
        self.effects.append(SetTimer(name, due))

    def throw(self, moment: str) -> int:
        """A wording of that moment, by chance."""
        return self.dice.throw(max(1, self.situation.context.wordings.get(moment, 1)))

    def line(self, moment: str, role: Role = Role.TEXT, quotes: Sequence[Quote] = (), **gaps: Gap) -> Line:
        """That moment in one of its wordings."""
        return Line(moment, self.throw(moment), role, tuple(gaps.items()), tuple(quotes))
