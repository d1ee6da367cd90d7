"""One step of a conversation that is nobody's own, while it is being decided: a table, a circle, the lobby.

Mutable, and lives for one call of `step`; what leaves it is frozen.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec.structs

from bot.core.dice import Dice
from bot.core.situation import Situation, Step
from bot.model.circle import Circle
from bot.model.effect import CancelTimer, Effect
from bot.model.ids import ConversationId
from bot.model.lobby import Lobby
from bot.model.record import Record
from bot.model.table import Table

Hosted = TypeVar("Hosted", Table, Circle, Lobby)
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

    def because(self, reason: str) -> None:
        """`replay --why` shows this reason."""
        self.why.append(reason)

    def cancel(self, *names: str) -> None:
        """None of these timers is waiting any more."""
        self.effects += [CancelTimer(name) for name in names]

    def finish(self) -> Step[Hosted]:
        """The step, frozen."""
        return Step(self.state, tuple(self.effects), tuple(self.records), tuple(self.why))
