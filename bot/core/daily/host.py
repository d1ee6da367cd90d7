"""One step of a place's daily question while it is being decided."""

from __future__ import annotations

from typing import Final

from bot.core import rhythm
from bot.core.hosting import Placed
from bot.core.hours import USUAL_QUIET
from bot.core.situation import Situation, Step
from bot.core.tokens import HERE, NO_ROUND, token
from bot.model.circle import Room
from bot.model.daily import Daily
from bot.model.effect import Delivery, Say
from bot.model.line import Gap, Line, Option
from bot.model.message import Role
from bot.model.record import DailyHosted
from bot.model.rhythm import Rhythm
from bot.model.schedule import Zone
from bot.model.spans import HOUR

DAILY: Final = "daily"
"""The name of its timer."""
UNASKED_LIFE: Final = 6 * HOUR
"""Milliseconds after which a word that nobody asked for is not said any more."""
_UTC: Final = Zone("UTC")


class Host(Placed[Daily]):
    """Keeps the hours of a place. Mutable, and lives for one call of `step`; what it says is one message."""

    def __init__(self, state: Daily, situation: Situation, unasked: bool) -> None:
        super().__init__(state, situation)
        self._unasked = unasked
        self._lines: list[Line] = []
        self._options: list[Option] = []

    @property
    def room(self) -> Room:
        """What the place wants."""
        return self.situation.told.room or Room()

    @property
    def zone(self) -> Zone:
        """Whose clocks are meant."""
        return self.situation.told.zone or _UTC

    @property
    def quiet(self) -> tuple[int, int]:
        """The quiet hours that hold there, in minutes of the day."""
        return USUAL_QUIET if self.state.quiet_from < 0 else (self.state.quiet_from, self.state.quiet_until)

    @property
    def paused(self) -> bool:
        """Nothing comes by itself for now."""
        return self.state.paused_until > self.now

    def keep(self, changed: Rhythm) -> None:
        """The state has it so, and the timer is at the next occurrence; or at once, where one is owed."""
        self.change(rhythm=changed)
        due = rhythm.due(changed, self.zone, self.now)
        if due is not None:
            self.set_timer(DAILY, due)

    def say(self, moment: str, role: Role = Role.TEXT, **gaps: Gap) -> None:
        """That is one line of what is said there."""
        self._lines.append(self.line(moment, role, (), **gaps))

    def offer(self, key: str, name: str) -> None:
        """Whoever runs the place may press that."""
        self._options.append(Option(token(NO_ROUND, 0, HERE + key), name=name, quiet=True))

    def finish(self) -> Step[Daily]:
        """The step, frozen, with its message if there is one."""
        if not self.room.daily:
            self.record(DailyHosted())
        if self._lines:
            delivery = Delivery.PROMPT if self._unasked else Delivery.REPLY
            expires = self.now + UNASKED_LIFE if self._unasked else 0
            self.effects.append(Say(tuple(self._lines), tuple(self._options), delivery=delivery, expires=expires))
        return super().finish()
