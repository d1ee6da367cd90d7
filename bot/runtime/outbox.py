"""The outbox's sending side: one sender per destination keeps the order; what became of each message is marked."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from typing import Any, Final

from bot.model.effect import Delivery
from bot.model.ids import Address, MessageId, Platform
from bot.ports.adapter import Adapter, Failure, SendFailed, Stopping
from bot.ports.clock import Clock
from bot.ports.faults import Faults
from bot.ports.store import Mark, Posted
from bot.rendering.fit import fit
from bot.rendering.render import Voice, render
from bot.runtime.pacer import Pacer

TRIES: Final = 5
"""A transient failure is tried so often, 0.5 s to 8 s apart; then the row says so, stays open, and is tried more and
more seldom. What comes after it for the same place waits, so that nothing is read in the wrong order."""
LONGEST_PAUSE: Final = 300.0
PATIENCE: Final = 86_400_000
"""Milliseconds after which a message that never went out is given up: an answer of yesterday answers nothing."""
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
        wanted: Callable[[MessageId], Awaitable[bool]] | None = None,
        complain: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        """`wanted` is asked before anything unasked is sent; `complain` is told of what could not be sent."""
        self._wanted = wanted
        self._complain = complain
        self._held: set[asyncio.Task[None]] = set()
        self._adapters = adapters
        self._voice = voice
        self._mark = mark
        self._clock = clock
        self._faults = faults
        self._sleep = sleep
        self._pacers = {
            platform: Pacer(adapter.capabilities.paces)
            for platform, adapter in adapters.items()
            if adapter.capabilities.paces
        }
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

    def recover(self, posted: Iterable[Posted]) -> None:
        """What was left from the last run is on its way as soon as its platform can send, before anything new."""
        for message in posted:
            destination = (message.platform, message.address)
            waiting = self._queues.get(destination)
            if waiting is not None:
                waiting.append(message)
            elif message.platform in self._adapters:
                self._queues[destination] = deque((message,))
                held = asyncio.create_task(self._hold(destination))
                self._held.add(held)
                held.add_done_callback(self._held.discard)

    async def _hold(self, destination: tuple[Platform, Address]) -> None:
        await self._adapters[destination[0]].started.wait()
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
                message = waiting[0]
                try:
                    await self._deliver(message)
                except Exception as error:
                    # Whether it arrived nobody knows; those behind it have done nothing to deserve to be lost.
                    self._complain(f"What became of message {message.id} is unknown: {type(error).__name__}.")
                    self._mark(Mark(message.id, sent=False, why=type(error).__name__))
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
        if message.effect.delivery is Delivery.PROMPT and not await self._is_wanted(message):
            self._mark(Mark(message.id, sent=False, failure=Failure.MESSAGE, why="not wanted any more"))
            return
        try:
            parts = fit(render(message.effect, self._voice, message.words), adapter.capabilities)
        except Exception as error:
            self._mark(
                Mark(message.id, sent=False, failure=Failure.MESSAGE, why=f"cannot be rendered: {type(error).__name__}")
            )
            return
        self._faults.reach("outbox.rendered")
        pause, pacer = FIRST_PAUSE, self._pacers.get(message.platform)
        tries, since, shown, platform_id = 0, self._clock.now(), 0, ""
        while self._clock.now() - since <= PATIENCE:
            try:
                # After trouble half-way, what was shown already is not shown again.
                while shown < len(parts):
                    if pacer is not None:
                        await pacer.turn(adapter.scopes(message.address))
                    self._faults.reach("outbox.sending")
                    platform_id = await adapter.send(message.address, message.id, parts[shown], shown)
                    shown += 1
            except Exception as error:
                # What no contract foresees is trouble like any other: a bug must not end the sender of this place.
                failed = error if isinstance(error, SendFailed) else _unforeseen(error)
                tries += 1
                if failed.failure in PERMANENT:
                    why = str(failed)[:200]
                    self._mark(Mark(message.id, sent=False, failure=failed.failure, why=why, tries=tries))
                    return
                wait = min(failed.after, LONGEST_RETRY_AFTER) if failed.failure is Failure.RETRY_AFTER else pause
                if pacer is not None and failed.failure is Failure.RETRY_AFTER:
                    # Everybody whom the pause is about waits, and nobody else.
                    for scope, key in adapter.scopes(message.address):
                        if scope is failed.scope:
                            pacer.hold(scope, key, wait)
                    wait = 0.0
                pause = min(pause * 2, LONGEST_PAUSE)
                if tries >= TRIES:
                    self._stay_open(message, failed, wait, tries)
                await self._sleep(wait)
                continue
            self._faults.reach("outbox.sent")
            self._mark(Mark(message.id, sent=True, platform_id=platform_id, tries=tries + 1))
            return
        self._mark(Mark(message.id, sent=False, failure=Failure.TRANSIENT, why="given up after a day"))

    async def _is_wanted(self, message: Posted) -> bool:
        """Asked again while it cannot be told: what was certainly not sent is not lost."""
        pause = FIRST_PAUSE
        while self._wanted is not None:
            try:
                return await self._wanted(message.id)
            except Stopping:
                raise
            except Exception:
                if message.effect.expires and self._clock.now() > message.effect.expires:
                    return False
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        return True

    def _stay_open(self, message: Posted, failed: SendFailed, wait: float, tries: int) -> None:
        if tries == TRIES:
            self._complain(
                f"A message to somebody on {message.platform} could not be sent ({failed.failure}). It is tried again; "
                "if this goes on, check the network and that platform."
            )
        retry_at = self._clock.now() + int(wait * 1000)
        why = str(failed)[:200]
        self._mark(Mark(message.id, sent=False, failure=failed.failure, why=why, retry_at=retry_at, tries=tries))

    async def drain(self, seconds: float) -> None:
        """What is on its way has arrived, or the time is over; the rest is sent at the next start."""
        for held in tuple(self._held):
            held.cancel()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)
        for task in tuple(self._tasks):
            task.cancel()


def _unforeseen(error: Exception) -> SendFailed:
    return SendFailed(Failure.TRANSIENT, f"the adapter raised {type(error).__name__}")


def _begin(loop: asyncio.AbstractEventLoop, drain: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """The sender runs, from Python 3.12 on at once: a page never waits, and needs no turn of the loop to be told."""
    if sys.version_info >= (3, 12):
        return asyncio.Task(drain, loop=loop, eager_start=True)
    return loop.create_task(drain)
