"""One step of a circle while it is being decided."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec.structs

from bot.core.dice import Dice
from bot.core.shelf import Shelf, Shelved
from bot.core.situation import Situation, Step
from bot.model.circle import Circle
from bot.model.effect import CancelTimer, Effect, SetTimer
from bot.model.ids import ConversationId
from bot.model.line import Gap, Line
from bot.model.message import Role
from bot.model.record import Record

Quote = tuple[str, int, int, int]


class Host:
    """Asks everybody, counts aloud, and turns the answers over. Mutable, and lives for one call of `step`."""

    def __init__(self, state: Circle, situation: Situation) -> None:
        self.state = state
        self.situation = situation
        self.dice = Dice(situation.told.chance)
        self.effects: list[Effect] = []
        self.records: list[Record] = []
        self.why: list[str] = []

    @property
    def now(self) -> int:
        """Milliseconds UTC."""
        return self.situation.told.now

    @property
    def id(self) -> ConversationId:
        """The circle's own."""
        return self.situation.conversation

    @property
    def shelf(self) -> Shelf:
        """The deck that the question is of."""
        return self.situation.library[self.state.deck]

    @property
    def shelved(self) -> Shelved:
        """The question."""
        return self.shelf.by_id[self.state.question]

    def change(self, **fields: object) -> None:
        """The circle has these fields from now on."""
        self.state = msgspec.structs.replace(self.state, **fields)

    def record(self, record: Record) -> None:
        """This is written down with the step."""
        self.records.append(record)

    def because(self, reason: str) -> None:
        """`replay --why` shows this reason."""
        self.why.append(reason)

    def set_timer(self, name: str, due: int) -> None:
        """That timer comes due then, milliseconds UTC."""
        self.effects.append(SetTimer(name, due))

    def cancel(self, *names: str) -> None:
        """None of these timers is waiting any more."""
        self.effects += [CancelTimer(name) for name in names]

    def throw(self, moment: str) -> int:
        """A wording of that moment, by chance."""
        return self.dice.throw(max(1, self.situation.context.wordings.get(moment, 1)))

    def line(self, moment: str, role: Role = Role.TEXT, quotes: Sequence[Quote] = (), **gaps: Gap) -> Line:
        """That moment in one of its wordings."""
        return Line(moment, self.throw(moment), role, tuple(gaps.items()), tuple(quotes))

    def finish(self) -> Step[Circle]:
        """The step, frozen."""
        return Step(self.state, tuple(self.effects), tuple(self.records), tuple(self.why))
