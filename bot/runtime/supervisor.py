"""Starts everything, keeps the house, and stops everything in the order in which nothing is lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from bot.core.calling import Calling
from bot.model.ids import MessageId, Platform
from bot.model.spans import DAY
from bot.ports.adapter import Adapter
from bot.ports.backoff import Backoff
from bot.ports.clock import Clock
from bot.ports.faults import Faults
from bot.ports.standings import Standings
from bot.ports.store import Ledger
from bot.ports.watch import Watch
from bot.rendering.render import Voice
from bot.runtime.engine import Engine
from bot.runtime.examining import Examiner
from bot.runtime.intake import WriterIntake
from bot.runtime.outbox import Outbox
from bot.runtime.writer import Writer

HEARTBEAT: Final = 30.0
"""Seconds between two notes that the bot is alive; after a crash, the time since the last one counts as away."""
HOUSE_KEEPING: Final = 6 * 3600.0
BREATH: Final = 0.05
"""Seconds between two slices of house-keeping."""
DRAIN: Final = 5.0
RECOVERED_AT_ONCE: Final = 1_000
SETTLED: Final = 600_000
"""Milliseconds after which trouble is a new one."""


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
        complain: Callable[[str], None] = lambda sentence: None,
        watch: Watch | None = None,
        chore: Callable[[], None] = lambda: None,
        standings: Standings | None = None,
        examiner: Examiner | None = None,
    ) -> None:
        """`examiner` reads what moderators bring; without it that waits. `chore` is done with the house-keeping, on a
        thread of its own. `complain` is told, in sentences for whoever runs the bot, of what goes wrong and is tried
        again."""
        by_platform: Mapping[Platform, Adapter] = {adapter.platform: adapter for adapter in adapters}
        self._adapters = adapters
        self._clock = clock
        self._faults = faults
        self._retention = retention_days * DAY
        self._ledger = ledger
        self._complain = complain
        self._chore = chore
        self._platforms = tuple(by_platform)
        self.outbox = Outbox(
            by_platform,
            voice,
            lambda mark: self.writer.mark(mark),
            clock,
            faults,
            wanted=self._is_wanted,
            complain=complain,
            claim=self._claim,
            watch=watch,
            quiet=self._quiet_until,
        )
        self.writer = Writer(lambda: (ledger, engine), clock, faults, self.outbox.send, complain)
        self.intake = WriterIntake(self.writer, faults, standings, Calling(engine.tongues))
        self._examiner = examiner
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Deliveries are taken; what was on its way at the last stop is on its way again."""
        await self.writer.start()
        self._faults.reach("recovery.begun")
        await self.writer.call(self._look_back)
        await self._recover()
        self._faults.reach("recovery.done")
        for adapter in self._adapters:
            self._tasks.append(asyncio.create_task(self._attend(adapter), name=f"adapter {adapter.platform}"))
        self._tasks.append(asyncio.create_task(self._keep_house(), name="house-keeping"))
        self._tasks.append(asyncio.create_task(self.writer.watch(), name="writer"))
        if self._examiner is not None:
            examining = self._examiner.run(self.writer, self.outbox.send)
            self._tasks.append(asyncio.create_task(examining, name="examining"))

    async def _attend(self, adapter: Adapter) -> None:
        """It runs, and where it ends by itself it is started again: the other platforms have done nothing to deserve
        to be silent with it. Raises OSError where it could not even begin: its door is somebody else's."""
        backoff, has_begun = Backoff(), False
        while True:
            since, began = self._clock.now(), asyncio.create_task(adapter.started.wait())
            try:
                await adapter.run(self.intake)
                why = "without an error"
            except Exception as error:
                if isinstance(error, OSError) and not (has_begun or began.done()):
                    raise
                why = type(error).__name__
            finally:
                has_begun = has_begun or began.done()
                began.cancel()
            if self._clock.now() - since > SETTLED:
                backoff.reset()
            pause = backoff.next()
            self._complain(
                f"The line to {adapter.platform} ended by itself ({why}) and begins again in {pause:.0f} s. What is "
                "said there meanwhile is not lost where that platform keeps it; the others go on."
            )
            await asyncio.sleep(pause)

    def _look_back(self, ledger: Ledger, engine: Engine) -> None:
        now = self._clock.now()
        alive = int(ledger.noted("alive") or 0)
        if alive:
            # Whatever was sent between the last sign of life and now found nobody here, and gets a word about it.
            engine.away = (alive, now)
        ledger.note("alive", str(now))

    async def _recover(self) -> None:
        last = MessageId(0)
        while True:
            posted = await self.writer.call(
                lambda ledger, _engine, last=last: ledger.unsent(self._platforms, last, RECOVERED_AT_ONCE)  # type: ignore[misc]  # bound now
            )
            if not posted:
                return
            self.outbox.recover(posted)
            last = posted[-1].id

    async def _is_wanted(self, message: MessageId) -> bool:
        return await self.writer.call(lambda ledger, _engine: ledger.still_wanted(message, self._clock.now()))

    async def _quiet_until(self, message: MessageId) -> int:
        return await self.writer.call(lambda _ledger, engine: engine.quiet_until(message, self._clock.now()))

    async def _claim(self, message: MessageId) -> bool:
        return await self.writer.call(lambda ledger, _engine: ledger.claim_broadcast(message, self._clock.now()))

    def waiting_for(self) -> tuple[Platform, ...]:
        """The platforms that cannot send yet, or cannot just now."""
        return tuple(adapter.platform for adapter in self._adapters if not adapter.started.is_set())

    async def _keep_house(self) -> None:
        """A sign of life now and then; several times a day, what has grown too old is forgotten."""
        elapsed = HOUSE_KEEPING
        while True:
            try:
                if elapsed >= HOUSE_KEEPING:
                    await self._forget_the_old()
                    elapsed = 0.0
                await asyncio.sleep(HEARTBEAT)
                elapsed += HEARTBEAT
                await self._beat()
            except Exception as error:
                self._complain(f"House-keeping did not finish; it is tried again. {self._ledger.explain(error)}")
                await asyncio.sleep(HEARTBEAT)

    async def _beat(self) -> None:
        await self.writer.call(lambda ledger, _engine: ledger.note("alive", str(self._clock.now())))
        in_the_way = await self.writer.call(lambda ledger, _engine: ledger.tidy())
        if in_the_way:
            self._complain(in_the_way)

    async def _forget_the_old(self) -> None:
        now = self._clock.now()
        cutoff, after = now - self._retention, 0
        # In slices, each its own piece of work, so that nobody who is talking waits for it.
        while True:
            after = await self.writer.call(lambda ledger, _engine, after=after: ledger.expire(cutoff, now, after))  # type: ignore[misc]  # bound now
            if not after:
                break
            await asyncio.sleep(BREATH)
        while await self.writer.call(lambda ledger, _engine: ledger.prune(now)):
            await asyncio.sleep(BREATH)
        await asyncio.to_thread(self._chore)

    async def wait(self) -> None:
        """Raises what it raised, when the writer ends by itself, or an adapter that could not begin."""
        done, _pending = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Nothing more is taken; what was taken is answered if that is quick, else at the next start."""
        self.writer.refuse()
        with contextlib.suppress(Exception):
            # What was on its way to the writer has been through it, and its answers are with the outbox.
            await asyncio.wait_for(self.writer.call(lambda _ledger, _engine: None), DRAIN)
        # Before the adapters go: an answer that finds its line closed comes at the next start, some of them again.
        await self.outbox.drain(DRAIN)
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
        with contextlib.suppress(Exception):
            alive = self.writer.call(lambda ledger, _engine: ledger.note("alive", str(self._clock.now())))
            await asyncio.wait_for(alive, DRAIN)
        await self.writer.stop()
