"""The outbox's sending side: one sender per destination keeps the order; what became of each message is marked."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from bot.model.ids import Address, Platform
from bot.ports.adapter import Adapter, Failure, SendFailed
from bot.ports.clock import Clock
from bot.ports.faults import Faults
from bot.ports.store import Mark, Posted
from bot.rendering.fit import fit
from bot.rendering.render import Voice, render

TRIES: Final = 5
"""A transient failure is tried so often, 0.5 s to 8 s apart; then the row says `failed` and the next message has its
turn."""
FIRST_PAUSE: Final = 0.5
LONGEST_RETRY_AFTER: Final = 600.0
PERMANENT: Final = frozenset({Failure.DESTINATION, Failure.MESSAGE, Failure.AUTH})


class Outbox:
    """Renders, fits and sends. Used on the loop."""

    def __init__(
        self,
        adapters: Mapping[Platform, Adapter],
        voice: Voice,
        mark: Callable[[Mark], None],
        clock: Clock,
        faults: Faults,
        sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
    ) -> None:
        self._adapters = adapters
        self._voice = voice
        self._mark = mark
        self._clock = clock
        self._faults = faults
        self._sleep = sleep
        self._queues: dict[tuple[Platform, Address], deque[Posted]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def send(self, posted: list[Posted]) -> None:
        """Each message is on its way, behind those for the same place."""
        for message in posted:
            destination = (message.platform, message.address)
            waiting = self._queues.get(destination)
            if waiting is not None:
                waiting.append(message)
                continue
            self._queues[destination] = deque((message,))
            self._start(self._drain(destination))

    def _start(self, drain: Coroutine[Any, Any, None]) -> None:
        task = _begin(asyncio.get_running_loop(), drain)
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _drain(self, destination: tuple[Platform, Address]) -> None:
        waiting = self._queues[destination]
        try:
            while waiting:
                await self._deliver(waiting[0])
                waiting.popleft()
        finally:
            del self._queues[destination]

    async def _deliver(self, message: Posted) -> None:
        adapter = self._adapters.get(message.platform)
        if adapter is None:
            return  # The platform is not configured now; the row waits for a start at which it is.
        if message.effect.expires and self._clock.now() > message.effect.expires:
            self._mark(Mark(message.id, sent=False, failure=Failure.MESSAGE, why="expired"))
            return
        try:
            parts = fit(render(message.effect, self._voice, message.words), adapter.capabilities)
        except Exception as error:
            self._mark(
                Mark(message.id, sent=False, failure=Failure.MESSAGE, why=f"cannot be rendered: {type(error).__name__}")
            )
            return
        self._faults.reach("outbox.rendered")
        pause = FIRST_PAUSE
        for _attempt in range(TRIES):
            try:
                self._faults.reach("outbox.sending")
                platform_id = await adapter.send(message.address, message.id, parts)
            except SendFailed as failed:
                if failed.failure in PERMANENT:
                    self._mark(Mark(message.id, sent=False, failure=failed.failure, why=str(failed)[:200]))
                    return
                wait = min(failed.after, LONGEST_RETRY_AFTER) if failed.failure is Failure.RETRY_AFTER else pause
                pause *= 2
                await self._sleep(wait)
                continue
            self._faults.reach("outbox.sent")
            self._mark(Mark(message.id, sent=True, platform_id=platform_id))
            return
        self._mark(Mark(message.id, sent=False, failure=Failure.TRANSIENT, why="given up after several tries"))

    async def drain(self, seconds: float) -> None:
        """What is on its way has arrived, or the time is over; the rest is sent at the next start."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)
        for task in tuple(self._tasks):
            task.cancel()


def _begin(loop: asyncio.AbstractEventLoop, drain: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """The sender runs, from Python 3.12 on at once: a page never waits, and needs no turn of the loop to be told."""
    if sys.version_info >= (3, 12):
        return asyncio.Task(drain, loop=loop, eager_start=True)
    return loop.create_task(drain)
