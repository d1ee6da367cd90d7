"""How the bot is: well, ready, and in numbers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Final

from bot.model.ids import EventId
from bot.model.spans import DAY
from bot.ports.clock import Clock
from bot.ports.views import Figures, Views
from bot.ports.watch import Reading
from bot.runtime.meter import Meter, readings_now
from bot.runtime.mint import first_of
from bot.runtime.supervisor import Bot

WRITER_PATIENCE: Final = 3.0
"""Seconds in which the writer answers, or something is wrong with it or with the disk."""
FIGURES_KEPT: Final = 15.0
"""Seconds for which what was read from the file is told again: it takes reading a day's events."""
DATABASE: Final = "database"


class Condition:
    """Answers whoever looks after the bot. `bot` is asked for when somebody looks, not before."""

    def __init__(self, bot: Callable[[], Bot], views: Views, meter: Meter, clock: Clock) -> None:
        self._bot = bot
        self._views = views
        self._meter = meter
        self._clock = clock
        self._figures: Figures | None = None
        self._until = 0.0

    async def health(self) -> str:
        """Empty when the writer has just read the database, otherwise what is wrong."""
        try:
            alive = self._bot().writer.call(lambda ledger, _engine: ledger.noted("alive"))
            await asyncio.wait_for(alive, WRITER_PATIENCE)
        except Exception:
            return "The writer does not answer."
        return ""

    async def missing(self) -> tuple[str, ...]:
        """What is not ready yet: `database`, and the names of platforms that cannot send."""
        unwell = (DATABASE,) if await self.health() else ()
        return (*unwell, *self._bot().waiting_for())

    async def readings(self) -> tuple[Reading, ...]:
        """Everything that is counted, and how things stand now."""
        bot = self._bot()
        if self._figures is None or time.monotonic() >= self._until:
            now = self._clock.now()
            self._figures = await asyncio.to_thread(self._views.figures, EventId(first_of(now - DAY)), now)
            self._until = time.monotonic() + FIGURES_KEPT
        missing = bot.waiting_for()
        waiting = bot.outbox.waiting()
        started = {platform: platform not in missing for platform in waiting}
        return (*self._meter.readings(), *readings_now(self._figures, bot.writer.waiting, waiting, started))
