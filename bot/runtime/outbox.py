"""The outbox's sending side: one sender per destination keeps the order; what became of each message is marked."""

from __future__ import annotations

import asyncio
import sys
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from typing import Any, Final

from bot.model.effect import Delivery, Edit, Say, Shown
from bot.model.enclosure import Enclosed
from bot.model.ids import Address, MessageId, Platform
from bot.model.line import Line
from bot.model.message import Part
from bot.model.spans import DAY
from bot.ports.adapter import Adapter, Failure, SendFailed, Stopping
from bot.ports.carrying import FetchFailed, Lost
from bot.ports.clock import Clock
from bot.ports.faults import Faults
from bot.ports.recent import Recent
from bot.ports.store import Mark, Posted
from bot.ports.watch import NoWatch, Sending, Watch
from bot.rendering.fit import fit
from bot.rendering.render import Voice, render
from bot.runtime.carrying import Carrying
from bot.runtime.mint import struck_at
from bot.runtime.pacer import Keys, Pacer

TRIES: Final = 5
"""A transient failure is tried so often, 0.5 s to 8 s apart; then the row says so, stays open, and is tried more and
more seldom. What comes after it for the same place waits, so that nothing is read in the wrong order."""
LONGEST_PAUSE: Final = 300.0
PATIENCE: Final = DAY
"""Milliseconds after which a message that never went out is given up: an answer of yesterday answers nothing."""
REMEMBERED: Final = 10_000
FIRST_PAUSE: Final = 0.5
LONGEST_NAP: Final = 900.0
"""Seconds that a message lies before its hour is looked at again: the clock may have been set, or the hours changed."""
PERMANENT: Final = {
    Failure.DESTINATION: Sending.DESTINATION,
    Failure.MESSAGE: Sending.MESSAGE,
    Failure.AUTH: Sending.AUTH,
}


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
        claim: Callable[[MessageId], Awaitable[bool]] | None = None,
        watch: Watch | None = None,
        quiet: Callable[[MessageId], Awaitable[int]] | None = None,
    ) -> None:
        """`wanted` is asked before anything unasked is sent, and `claim` before what goes to many: once claimed, it is
        on disk that it was tried. `quiet` says until when something unasked has to wait (milliseconds UTC; 0: not at
        all). `complain` is told of what could not be sent."""
        self._quiet = quiet
        self._wanted = wanted
        self._claim = claim
        self._watch = watch or NoWatch()
        self._complain = complain
        self._held: set[asyncio.Task[None]] = set()
        self._adapters = adapters
        self._voice = voice
        self._mark = mark
        self._clock = clock
        self._faults = faults
        self._sleep = sleep
        # Also where no pace is declared: a pause that the platform asks for is about more than the message that met it.
        self._pacers = {platform: Pacer(adapter.capabilities.paces) for platform, adapter in adapters.items()}
        self._carrying = Carrying(adapters, sleep)
        self._shown_as: Recent[MessageId, str] = Recent(REMEMBERED)
        """The platform's ids of what was sent with a slot, which may be edited before the mark of it is on disk."""
        self._queues: dict[tuple[Platform, Address], deque[Posted]] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def waiting(self) -> dict[Platform, int]:
        """How many messages have not found their end, by platform."""
        counted = dict.fromkeys(self._adapters, 0)
        for (platform, _address), waiting in self._queues.items():
            counted[platform] = counted.get(platform, 0) + len(waiting)
        return counted

    def send(self, posted: list[Posted]) -> None:
        """Each message is on its way, behind those for the same place."""
        for message in posted:
            destination = (message.platform, message.address)
            waiting = self._queues.get(destination)
            if waiting is not None:
                waiting.append(message)
                self._drop_older_edits(waiting)
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

    def _drop_older_edits(self, waiting: deque[Posted]) -> None:
        """Of the edits of one message only the newest waits; the first in the queue is on its way, and sees to it
        itself."""
        newest = waiting[-1]
        if not newest.edits:
            return
        older = [one for one in tuple(waiting)[1:-1] if one.edits == newest.edits]
        for one in older:
            waiting.remove(one)
            self._end(one, Sending.UNWANTED, Failure.MESSAGE, "a newer edit")

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
                except Stopping:
                    return  # Nothing went out; this one, and those behind it, come at the next start.
                except Exception as error:
                    # Whether it arrived nobody knows; those behind it have done nothing to deserve to be lost.
                    self._complain(f"What became of message {message.id} is unknown: {type(error).__name__}.")
                    self._end(message, Sending.UNKNOWN, None, type(error).__name__)
                waiting.popleft()
        finally:
            del self._queues[destination]

    async def _deliver(self, message: Posted) -> None:
        adapter = self._adapters.get(message.platform)
        if adapter is None:
            return  # The platform is not configured now; the row waits for a start at which it is.
        if message.effect.expires and self._clock.now() > message.effect.expires:
            self._end(message, Sending.EXPIRED, Failure.MESSAGE, "expired")
            return
        if not await self._may_go(message):
            self._end(message, Sending.UNWANTED, Failure.MESSAGE, "not wanted any more")
            return
        if until := await self._quiet_until(message):
            self._put_off(message, until)
            return
        try:
            able = adapter.capabilities
            said = render(
                message.effect, self._voice, message.words, message.names, able.door, language=message.language
            )
            parts = fit(said, able)
        except Exception as error:
            self._end(message, Sending.MESSAGE, Failure.MESSAGE, f"cannot be rendered: {type(error).__name__}")
            return
        self._faults.reach("outbox.rendered")
        if isinstance(message.effect, Edit):
            await self._amend(message, adapter, parts)
            return
        pause, pacer = FIRST_PAUSE, self._pacers[message.platform]
        tries, since, way = 0, self._clock.now(), _Way(parts, enclosed_in(message.effect))
        while self._clock.now() - since <= PATIENCE:
            try:
                await self._show(message, adapter, pacer, way)
            except Exception as error:
                # What no contract foresees is trouble like any other: a bug must not end the sender of this place.
                failed = error if isinstance(error, SendFailed) else _unforeseen(error)
                tries += 1
                if failed.failure in PERMANENT:
                    self._end(message, PERMANENT[failed.failure], failed.failure, str(failed)[:200], tries)
                    return
                if not _may_repeat(message, failed, adapter):
                    self._end(message, Sending.UNKNOWN, None, str(failed)[:200], tries)
                    return
                self._watch.sending(message.platform, Sending.RETRY)
                wait = _wait_after(failed, pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                if tries >= TRIES:
                    self._stay_open(message, failed, wait, tries)
                held = _hold_all(pacer, adapter.scopes(message.address), failed, wait)
                await self._sleep(0.0 if held else wait)
                continue
            self._faults.reach("outbox.sent")
            if message.effect.slot:
                self._shown_as.keep(message.id, way.platform_id)
            self._mark(Mark(message.id, sent=True, platform_id=way.platform_id, tries=tries + 1))
            waited = max(self._clock.now() - struck_at(message.id), 0)
            self._watch.sending(message.platform, Sending.SENT, waited)
            return
        self._end(message, Sending.TRANSIENT, Failure.TRANSIENT, "given up after a day")

    async def _show(self, message: Posted, adapter: Adapter, pacer: Pacer, way: _Way) -> None:
        """All of it is shown, but for what was shown before: after trouble half-way nothing is shown again."""

        async def turn() -> None:
            if keys := adapter.scopes(message.address):
                await pacer.turn(keys)
            self._faults.reach("outbox.sending")

        while way.shown < len(way.parts) or way.owed:
            if way.shown < len(way.parts):
                await turn()
                way.platform_id = await adapter.send(message.address, message.id, way.parts[way.shown], way.shown)
                way.shown += 1
            elif way.owed:
                # Words go first, and whatever becomes of what was enclosed, they have gone.
                enclosed, number = way.owed, way.shown
                try:
                    way.platform_id = await self._carrying.show(adapter, message, number, turn) or way.platform_id
                except FetchFailed as lost:
                    way.parts = (*way.parts, *self._say_lost(enclosed, lost.why, adapter, message.language))
                way.owed = None

    def _say_lost(self, enclosed: Enclosed, why: Lost, adapter: Adapter, language: str) -> tuple[Part, ...]:
        """One sentence, instead of what did not make it."""
        line = Line("table.media-lost", gaps=(("media", enclosed.kind), ("why", why.value)))
        return fit(render(Say((line,)), self._voice, {}, {}, language=language), adapter.capabilities)

    async def _amend(self, message: Posted, adapter: Adapter, parts: Sequence[Part]) -> None:
        """What was sent says this now, unless something newer waits by then. Doing it twice is doing it once."""
        # A message goes out before its edits: its id was noted when it was sent, if it is not on disk yet.
        sent = self._shown_as.get(message.edits) or message.shown_as
        if not sent or not adapter.capabilities.edit or len(parts) != 1:
            self._end(message, Sending.UNWANTED, Failure.MESSAGE, "there is nothing to edit")
            return
        pause, pacer, tries = FIRST_PAUSE, self._pacers[message.platform], 0
        while not self._is_outdated(message):
            try:
                if keys := adapter.scopes(message.address):
                    await pacer.turn(keys)
                    if self._is_outdated(message):
                        break
                self._faults.reach("outbox.sending")
                await adapter.edit(message.address, sent, parts[0])
            except Exception as error:
                failed = error if isinstance(error, SendFailed) else _unforeseen(error)
                tries += 1
                if failed.failure in PERMANENT:
                    self._end(message, PERMANENT[failed.failure], failed.failure, str(failed)[:200], tries)
                    return
                self._watch.sending(message.platform, Sending.RETRY)
                wait = _wait_after(failed, pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                held = _hold_all(pacer, adapter.scopes(message.address), failed, wait)
                await self._sleep(0.0 if held else wait)
                continue
            self._mark(Mark(message.id, sent=True, platform_id=sent, tries=tries + 1))
            self._watch.sending(message.platform, Sending.SENT, max(self._clock.now() - struck_at(message.id), 0))
            return
        self._end(message, Sending.UNWANTED, Failure.MESSAGE, "a newer edit, or too late")

    def _is_outdated(self, message: Posted) -> bool:
        """A newer edit of the same message waits, or nobody looks at this any more."""
        waiting = self._queues.get((message.platform, message.address), ())
        newer = any(one.edits == message.edits and one.id > message.id for one in waiting)
        return newer or bool(message.effect.expires and self._clock.now() > message.effect.expires)

    def _end(self, message: Posted, outcome: Sending, failure: Failure | None, why: str, tries: int = 1) -> None:
        """It did not go out, or nobody knows; it is not tried again."""
        self._mark(Mark(message.id, sent=False, failure=failure, why=why, tries=tries))
        self._watch.sending(message.platform, outcome)

    async def _may_go(self, message: Posted) -> bool:
        """Asked again while it cannot be told: what was certainly not sent is not lost."""
        delivery = message.effect.delivery
        ask = self._claim if delivery is Delivery.BROADCAST else self._wanted if delivery is Delivery.PROMPT else None
        pause = FIRST_PAUSE
        while ask is not None:
            try:
                return await ask(message.id)
            except Stopping:
                raise
            except Exception:
                if message.effect.expires and self._clock.now() > message.effect.expires:
                    return False
                await self._sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        return True

    async def _quiet_until(self, message: Posted) -> int:
        if self._quiet is None or message.effect.delivery is not Delivery.PROMPT:
            return 0
        try:
            return await self._quiet(message.id)
        except Stopping:
            raise
        except Exception:
            # Where it cannot be told whether somebody sleeps, nobody is woken.
            return self._clock.now() + int(LONGEST_NAP * 1000)

    def _put_off(self, message: Posted, until: int) -> None:
        """It leaves the queue, so that no answer waits behind it, and comes back by itself."""
        self._mark(Mark(message.id, sent=False, why="quiet hours", retry_at=until, tries=0))
        waiting = asyncio.create_task(self._bring_back(message, until))
        self._held.add(waiting)
        waiting.add_done_callback(self._held.discard)

    async def _bring_back(self, message: Posted, until: int) -> None:
        await self._sleep(min(max((until - self._clock.now()) / 1000, FIRST_PAUSE), LONGEST_NAP))
        self.send([message])

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


class _Way:
    """How far a message has come: the parts that are shown, and what is still owed behind them."""

    __slots__ = ("owed", "parts", "platform_id", "shown")

    def __init__(self, parts: tuple[Part, ...], owed: Enclosed | None) -> None:
        self.parts = parts
        self.owed = owed
        self.shown = 0
        self.platform_id = ""


def enclosed_in(effect: Shown) -> Enclosed | None:
    """What is to be shown behind the effect's lines."""
    return effect.encloses if isinstance(effect, Say) else None


def _may_repeat(message: Posted, failed: SendFailed, adapter: Adapter) -> bool:
    """What goes to many comes at most once: in doubt it is not sent again, unless the platform drops the second."""
    certain = failed.failure is Failure.RETRY_AFTER or adapter.capabilities.idempotent
    return certain or message.effect.delivery is not Delivery.BROADCAST


def _wait_after(failed: SendFailed, pause: float) -> float:
    """Seconds until the next try: what the platform asked for, or our own pause."""
    return min(failed.after, PATIENCE / 1000) if failed.failure is Failure.RETRY_AFTER else pause


def _hold_all(pacer: Pacer, keys: Keys, failed: SendFailed, seconds: float) -> bool:
    """Everybody whom the platform's pause is about waits, and nobody else; False where it asked for none, or where the
    message counts in no such scope."""
    if failed.failure is not Failure.RETRY_AFTER:
        return False
    held = [key for one, key in keys if one is failed.scope]
    for key in held:
        pacer.hold(failed.scope, key, seconds)
    return bool(held)


def _unforeseen(error: Exception) -> SendFailed:
    return SendFailed(Failure.TRANSIENT, f"the adapter raised {type(error).__name__}")


def _begin(loop: asyncio.AbstractEventLoop, drain: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """The sender runs, from Python 3.12 on at once: a page never waits, and needs no turn of the loop to be told."""
    if sys.version_info >= (3, 12):
        return asyncio.Task(drain, loop=loop, eager_start=True)
    return loop.create_task(drain)
