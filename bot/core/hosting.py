"""One step of a conversation that is nobody's own, while it is being decided: a table, a circle, a daily question, the
lobby.

Mutable, and lives for one call of `step`; what leaves it is frozen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

import msgspec.structs

from bot.core.dice import Dice
from bot.core.situation import Situation, Step
from bot.core.wording import any_of
from bot.model.circle import Circle
from bot.model.curator import Curator
from bot.model.daily import Daily
from bot.model.effect import CancelTimer, Effect, SetTimer
from bot.model.ids import ConversationId
from bot.model.line import Gap, Line
from bot.model.lobby import Lobby
from bot.model.message import Role
from bot.model.record import Record
from bot.model.table import Table

Hosted = TypeVar("Hosted", Table, Circle, Daily, Curator, Lobby)
Quote = tuple[str, int, int, int]
"""See `model.line.Line.quotes`."""


class Hosting(Generic[Hosted]):
    """What every host has: the state, the chance, and what it wants done and written down."""

    def __init__(self, state: Hosted, situation: Situation) -> None:
        self.state: Hosted = state
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
        """The conversation's own."""
        return self.situation.conversation

    def change(self, **fields: object) -> None:
        """The state has these fields from now on."""
        self.state = msgspec.structs.replace(self.state, **fields)

    def record(self, record: Record) -> None:
        """This is written down with the step."""
        self.records.append(record)

    def throw(self, moment: str) -> int:
        """A wording of that moment, by chance."""
        return any_of(moment, self.situation.context, self.dice)

    def because(self, reason: str) -> None:
        """`replay --why` shows this reason."""
        self.why.append(reason)

    def cancel(self, *names: str) -> None:
        """None of these timers is waiting any more."""
        self.effects += [CancelTimer(name) for name in names]

    def finish(self) -> Step[Hosted]:
        """The step, frozen."""
        return Step(self.state, tuple(self.effects), tuple(self.records), tuple(self.why))


class Placed(Hosting[Hosted]):
    """What hosts have that are at a group place: they speak there themselves, and to whoever happens to read."""

    def set_timer(self, name: str, due: int) -> None:
        """That timer comes due then, milliseconds UTC."""
        self.effects.append(SetTimer(name, due))

    def line(self, moment: str, role: Role = Role.TEXT, quotes: Sequence[Quote] = (), **gaps: Gap) -> Line:
        """That moment in one of its wordings."""
        return Line(moment, self.throw(moment), role, tuple(gaps.items()), tuple(quotes))
