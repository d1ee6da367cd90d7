"""The writer thread: whatever is waiting is one batch, so that durability costs one fsync for all of it.

asyncio stands on one side, the engine on the other; between them two queues and nothing else.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from typing import Final, TypeVar

from bot.ports.adapter import Delivered, Receipt, Stopping
from bot.ports.clock import Clock
from bot.ports.faults import Faults
from bot.ports.store import Ledger, Mark, Posted
from bot.runtime.engine import Engine, Quarantined, Work

LARGEST_BATCH: Final = 256
"""Pieces of work in one transaction: beyond, the first of a batch would wait for the last without saving an fsync."""
DUE_AT_ONCE: Final = 256
LONGEST_WAIT: Final = 30.0
"""Seconds between two looks at the timers when nothing comes in: the clock may have been set."""

Waiter = tuple[Work, asyncio.Future[Receipt | None] | None]
_Result = TypeVar("_Result")


class Writer:
    """Feeds the engine on a thread of its own, and hands what comes of it back to the loop it was started on."""

    def __init__(
        self,
        open_engine: Callable[[], tuple[Ledger, Engine]],
        clock: Clock,
        faults: Faults,
        send: Callable[[list[Posted]], None],
    ) -> None:
        """`open_engine` runs on the writer's thread; `send` runs on the loop, after each commit, with what to send."""
        self._open_engine = open_engine
        self._clock = clock
        self._faults = faults
        self._send = send
        self._queue: queue.SimpleQueue[Waiter | Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready: asyncio.Future[None] | None = None
        self._stopping = False
        self._ledger: Ledger | None = None
        self._engine: Engine | None = None

    async def start(self) -> None:
        """The ledger is open. Raises what opening it raised."""
        self._loop = asyncio.get_running_loop()
        self._ready = self._loop.create_future()
        self._thread.start()
        await self._ready

    async def stop(self) -> None:
        """All that was put in is committed, and the ledger is closed; nothing more is taken in."""
        self._stopping = True
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join)

    def refuse(self) -> None:
        """New deliveries are refused from now on; marks are still taken."""
        self._stopping = True

    def put(self, delivered: Delivered) -> asyncio.Future[Receipt | None]:
        """The delivery is waiting; the future is done once it is committed. Raises `Stopping` on the way out."""
        if self._stopping or self._loop is None:
            raise Stopping
        future: asyncio.Future[Receipt | None] = self._loop.create_future()
        self._queue.put((delivered, future))
        return future

    def mark(self, work: Mark | Quarantined) -> None:
        """It rides in a later batch."""
        self._queue.put((work, None))

    def quarantine(self, work: Quarantined) -> asyncio.Future[Receipt | None]:
        """The raw input is waiting to be kept; the future is done once it is."""
        if self._loop is None:
            raise Stopping
        future: asyncio.Future[Receipt | None] = self._loop.create_future()
        self._queue.put((work, future))
        return future

    async def call(self, function: Callable[[Ledger, Engine], _Result]) -> _Result:
        """The function has run on the writer's thread, between two turns; house-keeping goes this way."""
        if self._loop is None:
            raise Stopping
        loop, future = self._loop, self._loop.create_future()

        def run() -> None:
            try:
                if self._ledger is None or self._engine is None:
                    raise Stopping
                result = function(self._ledger, self._engine)
            except Exception as error:
                loop.call_soon_threadsafe(_fail, future, error)
            else:
                loop.call_soon_threadsafe(_finish, future, result)

        self._queue.put(run)
        result: _Result = await future
        return result

    # On the writer's thread

    def _run(self) -> None:
        loop, ready = self._loop, self._ready
        if loop is None or ready is None:
            return
        try:
            self._ledger, self._engine = self._open_engine()
        except BaseException as error:
            loop.call_soon_threadsafe(_fail, ready, error)
            return
        loop.call_soon_threadsafe(_finish, ready, None)
        try:
            self._serve(loop, self._ledger, self._engine)
        finally:
            self._ledger.close()

    def _serve(self, loop: asyncio.AbstractEventLoop, ledger: Ledger, engine: Engine) -> None:
        next_due = ledger.next_due()
        stopping = False
        while not stopping:
            batch, calls, stopping = self._collect(next_due)
            now = self._clock.now()
            if next_due is not None and next_due <= now:
                batch += [(due, None) for due in ledger.due(now, DUE_AT_ONCE)]
                next_due = ledger.next_due()
            if batch and self._turn(loop, engine, batch, now):
                next_due = ledger.next_due()
            for call in calls:
                call()
                next_due = ledger.next_due()

    def _collect(self, next_due: int | None) -> tuple[list[Waiter], list[Callable[[], None]], bool]:
        """Everything that is waiting now, or that comes first within the time to the next timer."""
        wait = LONGEST_WAIT
        if next_due is not None:
            wait = min(max((next_due - self._clock.now()) / 1000, 0.0), LONGEST_WAIT)
        batch: list[Waiter] = []
        calls: list[Callable[[], None]] = []
        try:
            item = self._queue.get(timeout=wait) if wait else self._queue.get_nowait()
            while True:
                if item is None:
                    return batch, calls, True
                if callable(item):
                    calls.append(item)
                else:
                    batch.append(item)
                if len(batch) >= LARGEST_BATCH or calls:
                    return batch, calls, False
                item = self._queue.get_nowait()
        except queue.Empty:
            return batch, calls, False

    def _turn(self, loop: asyncio.AbstractEventLoop, engine: Engine, batch: list[Waiter], now: int) -> bool:
        futures = [future for _work, future in batch]
        try:
            turned = engine.turn([work for work, _future in batch], now)
        except Exception as error:
            loop.call_soon_threadsafe(self._failed, futures, error)
            return True
        loop.call_soon_threadsafe(self._deliver, futures, turned.receipts, turned.posted)
        return turned.timers_changed

    # Back on the loop

    def _deliver(
        self, futures: list[asyncio.Future[Receipt | None] | None], receipts: list[Receipt | None], posted: list[Posted]
    ) -> None:
        self._faults.reach("receipt.given")
        for future, receipt in zip(futures, receipts, strict=True):
            if future is not None and not future.done():
                future.set_result(receipt)
        if posted:
            self._send(posted)

    def _failed(self, futures: list[asyncio.Future[Receipt | None] | None], error: Exception) -> None:
        for future in futures:
            if future is not None and not future.done():
                future.set_exception(error)


def _finish(future: asyncio.Future[_Result], result: _Result) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[_Result], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
