"""The writer thread: whatever is waiting is one batch, so that durability costs one fsync for all of it.

asyncio stands on one side, the engine on the other; between them two queues and nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from typing import Final, TypeVar, TypeVarTuple, Unpack

from bot.ports.adapter import Delivered, Receipt, Stopping
from bot.ports.clock import Clock
from bot.ports.faults import Faults
from bot.ports.store import Due, Ledger, Mark, Posted
from bot.runtime.engine import Engine, Quarantined, Work

LARGEST_BATCH: Final = 256
"""Pieces of work in one transaction: beyond, the first of a batch would wait for the last without saving an fsync."""
DUE_AT_ONCE: Final = 256
LONGEST_WAIT: Final = 30.0
"""Seconds between two looks at the timers when nothing comes in: the clock may have been set."""

FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
"""Seconds for which timers, and marks that could not be written, rest; doubled each time, up to the longest."""
MARKS_KEPT: Final = 10_000
"""So many marks wait for a disk that cannot be written; without a mark a message is only sent once more."""
PATIENCE: Final = 10.0
"""Seconds for which `stop` waits for a thread that hangs in the disk."""

Waiter = tuple[Work, asyncio.Future[Receipt | None] | None]
_Result = TypeVar("_Result")
_Given = TypeVarTuple("_Given")


class Writer:
    """Feeds the engine on a thread of its own, and hands what comes of it back to the loop it was started on."""

    def __init__(
        self,
        open_engine: Callable[[], tuple[Ledger, Engine]],
        clock: Clock,
        faults: Faults,
        send: Callable[[list[Posted]], None],
        complain: Callable[[str], None] = lambda sentence: None,
    ) -> None:
        """`open_engine` runs on the writer's thread; `send` runs on the loop, after each commit, with what to send."""
        self._complain = complain
        self._pause = 0.0
        self._rests_until = 0.0
        self._unwritten: deque[Mark] = deque(maxlen=MARKS_KEPT)
        self._in_hand: list[Waiter] = []
        self._calls_in_hand: list[Callable[[], None]] = []
        self._open_engine = open_engine
        self._clock = clock
        self._faults = faults
        self._send = send
        self._queue: queue.SimpleQueue[Waiter | Callable[[], None] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._ready: asyncio.Future[None] | None = None
        self._died: asyncio.Future[None] | None = None
        self._stopping = False
        self._ledger: Ledger | None = None
        self._engine: Engine | None = None

    async def start(self) -> None:
        """The ledger is open. Raises what opening it raised."""
        self._loop = asyncio.get_running_loop()
        self._ready = self._loop.create_future()
        self._died = self._loop.create_future()
        self._thread.start()
        await self._ready

    async def watch(self) -> None:
        """Waits for as long as the writer lives; raises what ended it."""
        if self._died is None:
            raise Stopping
        await asyncio.shield(self._died)

    async def stop(self) -> None:
        """All that was put in is committed, and the ledger is closed; nothing more is taken in."""
        self._stopping = True
        self._queue.put(None)
        await asyncio.to_thread(self._thread.join, PATIENCE)

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
        if self._loop is None or self._has_ended():
            raise Stopping
        future: asyncio.Future[Receipt | None] = self._loop.create_future()
        self._queue.put((work, future))
        return future

    async def call(self, function: Callable[[Ledger, Engine], _Result]) -> _Result:
        """The function has run on the writer's thread, between two turns; house-keeping goes this way."""
        if self._loop is None or self._has_ended():
            raise Stopping
        loop, future = self._loop, self._loop.create_future()

        def run() -> None:
            try:
                if self._ledger is None or self._engine is None:
                    raise Stopping
                result = function(self._ledger, self._engine)
            except BaseException as error:
                loop.call_soon_threadsafe(_fail, future, error if isinstance(error, Exception) else Stopping())
                if not isinstance(error, Exception):
                    raise
            else:
                loop.call_soon_threadsafe(_finish, future, result)

        self._queue.put(run)
        result: _Result = await future
        return result

    def send(self, posted: list[Posted]) -> None:
        """What a call has had said is on its way. On the loop."""
        self._send(posted)

    @property
    def waiting(self) -> int:
        """Pieces of work that are not in a batch yet."""
        return self._queue.qsize()

    def _has_ended(self) -> bool:
        return self._died is not None and self._died.done()

    # On the writer's thread

    def _run(self) -> None:
        loop, ready = self._loop, self._ready
        if loop is None or ready is None:
            return
        try:
            ledger, self._engine = self._open_engine()
            self._ledger = ledger
        except BaseException as error:
            loop.call_soon_threadsafe(_fail, ready, error)
            return
        loop.call_soon_threadsafe(_finish, ready, None)
        try:
            self._serve(loop, ledger, self._engine)
        except BaseException as error:
            # Whoever waits for a receipt would wait for ever, so that this must not pass in silence.
            self._complain(f"The writer has ended, and the bot with it: {type(error).__name__}. {_WHAT_NOW}")
            # Whatever still waits to be called finds nobody, instead of a ledger that is being closed.
            self._ledger = None
            _tell_loop(loop, self._die, error)
        else:
            _tell_loop(loop, self._die, None)
        finally:
            self._ledger = None
            with contextlib.suppress(Exception):
                ledger.close()

    def _serve(self, loop: asyncio.AbstractEventLoop, ledger: Ledger, engine: Engine) -> None:
        next_due = self._look_ahead(ledger)
        stopping = False
        while not stopping:
            batch, calls, stopping = self._collect(next_due)
            self._in_hand, self._calls_in_hand = batch, calls
            now = self._clock.now()
            again = self._is_rested() and (bool(self._unwritten) or (next_due is not None and next_due <= now))
            if again or stopping:
                batch[:0] = [(mark, None) for mark in self._unwritten]
                self._unwritten.clear()
            if again:
                batch += [(due, None) for due in self._due(ledger, now)]
            if (batch and self._turn(loop, ledger, engine, batch, now)) or again:
                next_due = self._look_ahead(ledger)
            self._in_hand = []
            while calls:
                calls.pop(0)()
                next_due = self._look_ahead(ledger)

    def _look_ahead(self, ledger: Ledger) -> int | None:
        """When the next timer is due; None where that cannot be read now."""
        try:
            return ledger.next_due()
        except Exception as error:
            self._rest(ledger, error)
            return self._clock.now()

    def _due(self, ledger: Ledger, now: int) -> tuple[Due, ...]:
        try:
            return ledger.due(now, DUE_AT_ONCE)
        except Exception as error:
            self._rest(ledger, error)
            return ()

    def _is_rested(self) -> bool:
        return time.monotonic() >= self._rests_until

    def _rest(self, ledger: Ledger, error: Exception | None = None) -> None:
        """What failed is not tried again at once: a disk in trouble gets worse by being asked all the time."""
        self._pause = min(max(self._pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self._rests_until = time.monotonic() + self._pause
        if error is not None:
            self._complain(f"The timers cannot be read; they are tried again. {ledger.explain(error)}")

    def _collect(self, next_due: int | None) -> tuple[list[Waiter], list[Callable[[], None]], bool]:
        """Everything that is waiting now, or that comes first within the time to the next timer."""
        wait = LONGEST_WAIT
        if next_due is not None:
            wait = min(max((next_due - self._clock.now()) / 1000, 0.0), LONGEST_WAIT)
        rest = max(self._rests_until - time.monotonic(), 0.0)
        wait = rest if self._unwritten else max(wait, rest)
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

    def _turn(
        self, loop: asyncio.AbstractEventLoop, ledger: Ledger, engine: Engine, batch: list[Waiter], now: int
    ) -> bool:
        futures = [future for _work, future in batch]
        try:
            turned = engine.turn([work for work, _future in batch], now)
        except Exception as error:
            _tell_loop(loop, self._failed, futures, error)
            self._rest(ledger)
            return True
        _tell_loop(loop, self._deliver, futures, turned.receipts, turned.posted, turned.unwritten)
        if turned.erased:
            # Here, when everybody has their receipt; what is in the way now is left to house-keeping.
            ledger.tidy()
        if turned.unwritten:
            self._keep_for_later(ledger, [batch[position][0] for position in sorted(turned.unwritten)], now)
        else:
            self._pause = 0.0
        return turned.timers_changed or bool(turned.unwritten)

    def _keep_for_later(self, ledger: Ledger, unwritten: list[Work], now: int) -> None:
        """Marks wait, timers are put off, and deliveries come again by themselves."""
        self._unwritten.extend(work for work in unwritten if isinstance(work, Mark))
        if any(isinstance(work, (Mark, Due)) for work in unwritten):
            self._rest(ledger)
        for work in unwritten:
            if isinstance(work, Due):
                # One that fails alone must not stand before the others; where nothing can be written all of them rest.
                with contextlib.suppress(Exception):
                    ledger.put_off(work, now + int(LONGEST_PAUSE * 1000))

    # Back on the loop

    def _die(self, error: BaseException | None) -> None:
        """Nothing more is taken in, and nobody waits for what can no longer come."""
        self._stopping = True
        if self._died is not None and error is None:
            _finish(self._died, None)
        elif self._died is not None and error is not None:
            _fail(self._died, error if isinstance(error, Exception) else WriterEnded(type(error).__name__))
        waiting: list[Waiter | Callable[[], None] | None] = []
        if error is not None:
            waiting += [*self._in_hand, *self._calls_in_hand]
        with contextlib.suppress(queue.Empty):
            while True:
                waiting.append(self._queue.get_nowait())
        for item in waiting:
            if callable(item):
                item()
            elif item is not None and item[1] is not None:
                _fail(item[1], Stopping("the writer has ended"))

    def _deliver(
        self,
        futures: list[asyncio.Future[Receipt | None] | None],
        receipts: list[Receipt | None],
        posted: list[Posted],
        unwritten: set[int],
    ) -> None:
        self._faults.reach("receipt.given")
        for position, (future, receipt) in enumerate(zip(futures, receipts, strict=True)):
            if future is None or future.done():
                continue
            if position in unwritten:
                future.set_exception(Stopping("the store could not write it; nothing was taken"))
            else:
                future.set_result(receipt)
        if posted:
            self._send(posted)

    def _failed(self, futures: list[asyncio.Future[Receipt | None] | None], error: Exception) -> None:
        for future in futures:
            if future is not None and not future.done():
                future.set_exception(error)


class WriterEnded(Exception):
    """The writer's thread was ended by something that is no ordinary error; the text is its name."""


_WHAT_NOW: Final = "What was acknowledged is on disk. Start the bot again; `notdate doctor` looks for the reason."


def _tell_loop(loop: asyncio.AbstractEventLoop, function: Callable[[Unpack[_Given]], None], *given: *_Given) -> None:
    # A loop that was closed meanwhile has nobody left who could wait for it.
    with contextlib.suppress(RuntimeError):
        loop.call_soon_threadsafe(function, *given)


def _finish(future: asyncio.Future[_Result], result: _Result) -> None:
    if not future.done():
        future.set_result(result)


def _fail(future: asyncio.Future[_Result], error: BaseException) -> None:
    if not future.done():
        future.set_exception(error)
