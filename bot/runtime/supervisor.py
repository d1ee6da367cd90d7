"""Starts everything, keeps the house, and stops everything in the order in which nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping, Sequence
from typing import Final

from bot.model.ids import Platform
from bot.ports.adapter import Adapter
from bot.ports.clock import Clock
from bot.ports.faults import Faults
from bot.ports.store import Ledger, Posted
from bot.rendering.render import Voice
from bot.runtime.engine import Engine
from bot.runtime.intake import WriterIntake
from bot.runtime.outbox import Outbox
from bot.runtime.writer import Writer

HEARTBEAT: Final = 30.0
"""Seconds between two notes that the bot is alive; after a crash, the time since the last one counts as away."""
HOUSE_KEEPING: Final = 6 * 3600.0
DAY: Final = 86_400_000
EXPIRE_AT_ONCE: Final = 50
DRAIN: Final = 5.0
RESENT_AT_START: Final = 10_000


class Bot:
    """A running bot: the writer, the outbox and the adapters."""

    def __init__(
        self,
        ledger: Ledger,
        engine: Engine,
        voice: Voice,
        adapters: Sequence[Adapter],
        clock: Clock,
        faults: Faults,
        retention_days: int,
    ) -> None:
        by_platform: Mapping[Platform, Adapter] = {adapter.platform: adapter for adapter in adapters}
        self._adapters = adapters
        self._clock = clock
        self._faults = faults
        self._retention = retention_days * DAY
        self.outbox = Outbox(by_platform, voice, lambda mark: self.writer.mark(mark), clock, faults)
        self.writer = Writer(lambda: (ledger, engine), clock, faults, self.outbox.send)
        self.intake = WriterIntake(self.writer, faults)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Deliveries are taken; what was on its way at the last stop is on its way again."""
        await self.writer.start()
        self._faults.reach("recovery.begun")
        posted = await self.writer.call(self._recover)
        self.outbox.send(list(posted))
        self._faults.reach("recovery.done")
        for adapter in self._adapters:
            self._tasks.append(asyncio.create_task(adapter.run(self.intake), name=f"adapter {adapter.platform}"))
        self._tasks.append(asyncio.create_task(self._keep_house(), name="house-keeping"))

    def _recover(self, ledger: Ledger, engine: Engine) -> tuple[Posted, ...]:
        now = self._clock.now()
        alive = int(ledger.noted("alive") or 0)
        if alive:
            # Whatever was sent between the last sign of life and now found nobody here, and gets a word about it.
            engine.away = (alive, now)
        ledger.note("alive", str(now))
        return ledger.unsent(RESENT_AT_START)

    async def _keep_house(self) -> None:
        """A sign of life now and then; several times a day, what has grown too old is forgotten."""
        elapsed = HOUSE_KEEPING
        while True:
            if elapsed >= HOUSE_KEEPING:
                elapsed = 0.0
                await self._forget_the_old()
            await asyncio.sleep(HEARTBEAT)
            elapsed += HEARTBEAT
            await self.writer.call(lambda ledger, _engine: ledger.note("alive", str(self._clock.now())))

    async def _forget_the_old(self) -> None:
        now = self._clock.now()
        # In slices, each its own piece of work, so that nobody who is talking waits for it.
        while await self.writer.call(lambda ledger, _engine: ledger.expire(now - self._retention, now, EXPIRE_AT_ONCE)):
            await asyncio.sleep(0.05)
        await self.writer.call(lambda ledger, _engine: ledger.prune(now))

    async def wait(self) -> None:
        """Returns, or raises what it raised, when an adapter ends by itself."""
        done, _pending = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Nothing more is taken; what was taken is answered if that is quick, else at the next start."""
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
        self.writer.refuse()
        await self.outbox.drain(DRAIN)
        with contextlib.suppress(Exception):
            await self.writer.call(lambda ledger, _engine: ledger.note("alive", str(self._clock.now())))
        await self.writer.stop()
