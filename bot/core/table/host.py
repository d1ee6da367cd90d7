"""One step of a table while it is being decided: what is said to whom, and what has changed so far.

What goes to several is worded once: nobody can tell from a wording who did what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec.structs

from bot.core.hosting import Hosting, Quote
from bot.core.shelf import Shelf
from bot.core.tokens import COMMAND, token
from bot.core.united import unite
from bot.core.wording import fresh, wordings_of
from bot.model.effect import SetTimer, Tell
from bot.model.enclosure import Enclosed, Offered
from bot.model.ids import MemberId, RoundId
from bot.model.line import NAME, Gap, Line, Option
from bot.model.member import Member
from bot.model.message import Role
from bot.model.record import EnclosureAddressed, WordsAddressed
from bot.model.table import Chair, Table
from bot.model.tiding import Guest, Said, Stage, TableSaid

replace = msgspec.structs.replace


class Host(Hosting[Table]):
    """Lays the cards and gets out of the way. Mutable, and lives for one call of `step`."""

    @property
    def shelf(self) -> Shelf:
        """The deck on the table."""
        return self.situation.library[self.state.deck]

    @property
    def together(self) -> Member:
        """Everybody at the table as one: what any was asked counts, and the lowest ceiling holds."""
        rows = [row for rows in self.situation.told.guests for row in rows]
        return unite(rows[0], tuple(rows[1:]))

    def change_evening(self, **fields: object) -> None:
        """The evening has these fields from now on."""
        self.change(evening=replace(self.state.evening, **fields))

    def change_chair(self, member: MemberId, **fields: object) -> None:
        """Whoever sits there has these fields from now on."""
        self.change(
            chairs=tuple(
                replace(chair, **fields) if chair.guest.member == member else chair for chair in self.state.chairs
            )
        )

    def chair(self, member: MemberId) -> Chair | None:
        """Where that member sits; None where they do not."""
        return next((chair for chair in self.state.chairs if chair.guest.member == member), None)

    def grant(self, said: Said) -> None:
        """Whoever sits or sat here may read that from now on. What lies face down, nobody may: no report holds it."""
        if said.words:
            self.record(WordsAddressed(said.words, self.id))
        if said.enclosed:
            self.record(EnclosureAddressed(said.enclosed.id, self.id))

    def can_show(self, guest: Guest, enclosed: Enclosed) -> bool:
        """Whether something of that kind can be shown where that guest sits."""
        return enclosed.kind in self.situation.context.shows.get(guest.platform, ())

    def set_timer(self, name: str, after: int) -> None:
        """That timer comes due so many milliseconds from now."""
        self.effects.append(SetTimer(name, self.now + after))

    # What is said

    def line(self, moment: str, role: Role = Role.TEXT, quotes: Sequence[Quote] = (), **gaps: Gap) -> Line:
        """That moment in a wording that this table has not heard tonight, if there is one left."""
        count = wordings_of(moment, self.situation.context)
        used = self.state.evening.used.get(moment, 0)
        variant = fresh(count, used, self.dice)
        if variant is None:
            variant, used = self.throw(moment), 0
        self.change_evening(used={**self.state.evening.used, moment: used | 1 << variant})
        return Line(moment, variant, role, tuple(gaps.items()), tuple(quotes))

    def tell(
        self,
        guest: Guest,
        lines: Iterable[Line],
        stage: Stage | None = None,
        options: tuple[Option, ...] = (),
        unasked: bool = False,
        offers: tuple[Offered, ...] = (),
    ) -> None:
        """That guest reads these lines, and the table does that with what they type from now on."""
        lines = tuple(lines)
        deck = self.state.deck if any(line.name[0] == "@" for line in lines) else type(self.state.deck)("")
        said = TableSaid(self.id, lines, stage, options, deck, self.state.nth, unasked, offers)
        self.effects.append(Tell(guest.conversation, said))

    def tell_all(
        self,
        lines: Iterable[Line],
        stage: Stage | None = None,
        options: tuple[Option, ...] = (),
        unasked: bool = False,
    ) -> None:
        """Everybody at the table reads the same."""
        lines = tuple(lines)
        for chair in self.state.chairs:
            self.tell(chair.guest, lines, stage, options, unasked)

    def option(self, key: str, name: str, quiet: bool = False) -> Option:
        """Something to press that belongs to the card that lies there now."""
        return Option(token(RoundId(self.id), self.state.nth, COMMAND + key), name=name, quiet=quiet)


def name_of(guest: Guest, gap: str = "name") -> Quote:
    """The name that this guest goes by, for that gap."""
    return (gap, guest.member, NAME, NAME)


def quote_of(said: Said, gap: str = "said") -> tuple[tuple[Quote, ...], dict[str, Gap]]:
    """What was said, for that gap: a quote of what was typed, or the label that was pressed."""
    if said.label:
        return (), {gap: said.label}
    return ((gap, said.words, 0, said.length),), {}
