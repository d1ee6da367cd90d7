"""When a call to a platform may go out: within its declared limits, and never inside a pause that it asked for.

A call is known by its keys, one for each scope that it counts in: `((PLACE, "42"), (EVERYTHING, ""))`. For each key
there is a gate. A waiter passes its gates from the narrowest to the widest and begins when it has passed the last:

- At a gate the earliest arrival passes first. Who has passed has a promise there, which takes up room until the call
  begins (and then counts for the gate's window) or is given back. So no gate lets more to the next than may go, a
  place that is full never stands in the way of another place, and a turn is a few steps however many wait.
- Who meets a gate with a pause steps aside: it gives all its promises back, so that others may have them, and starts
  again from the narrowest gate when the pause is over, with the number that it came with.

All gates are passed in the order of `Scope`, so that no two waiters can each wait for what was promised to the other.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import count
from math import inf
from typing import Any, Final

from bot.model.message import Pace, Scope

Keys = tuple[tuple[Scope, str], ...]
"""What one call counts in; at most one key of a scope is usual, their order does not matter."""

SLACK: Final = 0.05
LEAST_REMEMBERED: Final = 1.0
"""Seconds for which a key without a pace is remembered; more than 0, so that a look at the oldest keys has an end."""
SCOPES: Final = tuple(Scope)
RANKS: Final = {scope: rank for rank, scope in enumerate(Scope)}


@dataclass(slots=True)
class _Window:
    """The last calls to one key under one pace; `length` in seconds, `begun` in the pacer's seconds, oldest first."""

    calls: int
    length: float
    begun: deque[float]

    def opens(self, promised: int) -> float:
        """When there is room for one more, beside so many promised: -inf is long ago, inf waits for a promise."""
        room = self.calls - promised
        if room <= 0:
            return inf
        return self.begun[-room] + self.length if len(self.begun) >= room else -inf


@dataclass(slots=True, eq=False)
class _Waiter:
    """One call that has not begun. It has passed the first `passed` of its gates and has a promise at each of them."""

    number: int
    gates: tuple[_Gate, ...]
    passed: int = 0
    at: _Gate | None = None
    """Where it queues or stands aside."""
    bell: asyncio.Future[None] | None = None

    @property
    def called(self) -> bool:
        """It may begin."""
        return self.passed == len(self.gates)

    def ring(self) -> None:
        """Its task looks up."""
        if self.bell is not None and not self.bell.done():
            self.bell.set_result(None)


@dataclass(slots=True, eq=False)
class _Gate:
    """What is known of one key. Times are the pacer's seconds."""

    rank: int
    key: str
    windows: tuple[_Window, ...]
    seen: float
    """When a call to it began, or the key was looked at, last."""
    held_until: float = -inf
    queue: dict[int, _Waiter] = field(default_factory=dict)
    """By number: those who have passed all narrower gates."""
    order: list[int] = field(default_factory=list)
    """A heap of the numbers in `queue`, and of some that have left it."""
    aside: dict[int, _Waiter] = field(default_factory=dict)
    """By number: those who wait for the end of the pause, without a promise anywhere."""
    promised: dict[_Waiter, None] = field(default_factory=dict)
    users: int = 0
    """Waiters of which this is one of the gates, wherever they are."""
    due: float = inf
    """When it is looked at next."""
    touched: bool = False

    def opens(self) -> float:
        """When the next may pass; inf if that depends on those who have passed."""
        at, promised = self.held_until, len(self.promised)
        for window in self.windows:
            at = max(at, window.opens(promised))
        return at

    def join(self, waiter: _Waiter) -> None:
        """It queues here, before those with a higher number."""
        waiter.at = self
        self.queue[waiter.number] = waiter
        heappush(self.order, waiter.number)

    def first(self) -> _Waiter:
        """The earliest arrival, taken out of the queue, which is not empty."""
        while True:
            waiter = self.queue.pop(heappop(self.order), None)
            if waiter is not None:
                waiter.at = None
                return waiter

    def remove(self, waiter: _Waiter) -> None:
        """It waits here no more."""
        self.aside.pop(waiter.number, None)
        self.queue.pop(waiter.number, None)
        # A number inside a heap is found only when it comes to the top; many that left must not stay for a long pause.
        if len(self.order) > 2 * len(self.queue) + 8:
            self.order = list(self.queue)
            heapify(self.order)

    def clear(self) -> list[_Waiter]:
        """All who queue here or have a promise, in no order; the queue is empty."""
        waiters = [*self.promised, *self.queue.values()]
        self.queue.clear()
        self.order.clear()
        return waiters


class Pacer:
    """Lets calls begin when they may. Used on one loop; knows no platform."""

    def __init__(
        self,
        paces: Sequence[Pace],
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
        slack: float = SLACK,
    ) -> None:
        """Every window and every pause is `slack` seconds longer than declared.

        A limit is counted where the call arrives. Two calls sent a second apart arrive closer together when the first
        travelled longer than the second; the slack is how much longer it may have travelled. 0.05 s is more than the
        jitter of a usual line, and than what two clocks drift apart in any window; it costs 5 % of a limit by the
        second and 0.1 % of one by the minute. What is worse than that the platform answers with a pause: see `hold`.
        With a slack of 0 the windows are half open: a call may begin exactly `seconds` after another.
        Raises `ValueError` for a pace that would never let anything go.
        """
        for pace in paces:
            if pace.calls < 1 or not 0 < pace.seconds < inf:
                raise ValueError(f"{pace} lets nothing go")
        self._monotonic = monotonic
        self._sleep = sleep
        self._slack = slack
        self._lengths = {scope: _lengths(paces, scope, slack) for scope in Scope}
        self._remembered = {
            scope: max((length for _calls, length in lengths), default=LEAST_REMEMBERED)
            for scope, lengths in self._lengths.items()
        }
        self._gates: dict[Scope, OrderedDict[str, _Gate]] = {scope: OrderedDict() for scope in Scope}
        """Of each scope, those longest unseen first."""
        self._numbers = count()
        self._present = 0
        self._called = 0
        self._touched: list[tuple[int, int, _Gate]] = []
        self._openings: list[tuple[float, int, _Gate]] = []
        """A heap of the times at which gates are due; what is not its gate's `due` any more is stale."""
        self._alarm: asyncio.Task[None] | None = None
        self._alarm_at = inf

    @property
    def remembered(self) -> int:
        """The number of keys of which anything is known: with a waiter, with a pause, or seen within their window."""
        return sum(len(gates) for gates in self._gates.values())

    async def turn(self, keys: Keys) -> None:
        """A call to these keys may begin now, and is counted for each of them as begun now.

        Among all with the same keys the earliest arrival goes first, and at each gate the earliest that may pass. Who
        waits for room in a wide scope keeps its promise in the narrower ones meanwhile: that matters only where keys
        share a narrow scope but not the wide one, or only a middle one (places of one group: who came earlier but was
        full until now goes by the group's next room). It is never kept during a pause.
        A cancelled turn counts nowhere. What does not begin at once after its turn must ask for another one.
        """
        waiter = self._arrive(keys)
        try:
            # Whoever was called but has not run yet came first, and still begins first.
            if not waiter.called or self._called > 1:
                await _wait(waiter)
        except BaseException:
            self._leave(waiter)
            raise
        self._begin(waiter)

    def hold(self, scope: Scope, key: str, seconds: float) -> None:
        """No call to this key begins for so many seconds and the slack, nor before the end of an earlier `hold`.

        That goes also for who may begin already, but has not run yet. All other keys go on as before.
        """
        now = self._monotonic()
        self._forget(now)
        gate = self._gate(scope, key, now)
        until = now + seconds + self._slack
        if not until > max(now, gate.held_until):
            return
        in_a_pause = gate.held_until > now
        gate.held_until = until
        if not in_a_pause:
            for waiter in gate.clear():
                self._step_aside(waiter, gate)
        self._settle(now)
        self._set_alarm()

    def _arrive(self, keys: Keys) -> _Waiter:
        now = self._monotonic()
        self._forget(now)
        gates = tuple(self._gate(scope, key, now) for scope, key in sorted(set(keys), key=_rank))
        for gate in gates:
            gate.users += 1
        self._present += 1
        waiter = _Waiter(next(self._numbers), gates)
        self._advance(waiter, now)
        self._settle(now)
        self._set_alarm()
        return waiter

    def _begin(self, waiter: _Waiter) -> None:
        """The call counts from now, not from when it was called: the loop may have been busy in between."""
        now = self._monotonic()
        self._called -= 1
        for gate in waiter.gates:
            del gate.promised[waiter]
            for window in gate.windows:
                window.begun.append(now)
            self._see(gate, now)
        self._be_gone(waiter, now)

    def _leave(self, waiter: _Waiter) -> None:
        self._give_back(waiter)
        if waiter.at is not None:
            waiter.at.remove(waiter)
        self._be_gone(waiter, self._monotonic())

    def _be_gone(self, waiter: _Waiter, now: float) -> None:
        for gate in waiter.gates:
            gate.users -= 1
            self._touch(gate)
        self._present -= 1
        self._settle(now)
        self._set_alarm()

    def _advance(self, waiter: _Waiter, now: float) -> None:
        """The waiter queues at its next gate, or stands aside, or is called."""
        ahead = waiter.gates[waiter.passed :]
        held = next((gate for gate in ahead if gate.held_until > now), None)
        if held is not None:
            self._step_aside(waiter, held)
        elif ahead:
            ahead[0].join(waiter)
            self._touch(ahead[0])
        else:
            self._called += 1
            waiter.ring()

    def _step_aside(self, waiter: _Waiter, gate: _Gate) -> None:
        self._give_back(waiter)
        if waiter.at is not None:
            waiter.at.remove(waiter)
        waiter.at = gate
        gate.aside[waiter.number] = waiter
        self._look_at(gate, gate.held_until)

    def _give_back(self, waiter: _Waiter) -> None:
        if waiter.called:
            self._called -= 1
        for gate in waiter.gates[: waiter.passed]:
            del gate.promised[waiter]
            self._touch(gate)
        waiter.passed = 0

    def _settle(self, now: float) -> None:
        """Everybody is as far as they may be now.

        Those who stood aside come back before anyone passes, and narrow gates are served before wide ones: so the
        earliest arrival is there when a gate asks who is first.
        """
        while self._openings and self._openings[0][0] <= now:
            due, _number, gate = heappop(self._openings)
            if due == gate.due:
                gate.due = inf
                self._end_pause(gate, now)
                self._touch(gate)
        while self._touched:
            gate = heappop(self._touched)[-1]
            gate.touched = False
            self._serve(gate, now)

    def _end_pause(self, gate: _Gate, now: float) -> None:
        if gate.held_until > now:
            if gate.aside:
                self._look_at(gate, gate.held_until)
            return
        waiters, gate.aside = gate.aside, {}
        for waiter in waiters.values():
            waiter.at = None
            self._advance(waiter, now)

    def _serve(self, gate: _Gate, now: float) -> None:
        while gate.queue:
            opens = gate.opens()
            if opens > now:
                self._look_at(gate, opens)
                return
            waiter = gate.first()
            gate.promised[waiter] = None
            waiter.passed += 1
            self._advance(waiter, now)

    def _touch(self, gate: _Gate) -> None:
        """The gate is served before the pacer rests."""
        if not gate.touched:
            gate.touched = True
            heappush(self._touched, (gate.rank, next(self._numbers), gate))

    def _look_at(self, gate: _Gate, at: float) -> None:
        """The gate is looked at then, or earlier."""
        if at < gate.due:
            gate.due = at
            heappush(self._openings, (at, next(self._numbers), gate))

    def _set_alarm(self) -> None:
        """The one task that waits is running if, and only if, somebody waits for a time; it wakes at the earliest."""
        if not self._present:
            for _at, _number, gate in self._openings:
                gate.due = inf
            self._openings.clear()
        running = self._alarm is not None and not self._alarm.done()
        at = self._openings[0][0] if self._openings else inf
        if running and self._openings and self._alarm_at <= at:
            return
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if self._openings:
            self._alarm_at = at
            self._alarm = asyncio.get_running_loop().create_task(self._keep_time())

    async def _keep_time(self) -> None:
        while self._openings:
            self._alarm_at = self._openings[0][0]
            wait = self._alarm_at - self._monotonic()
            if wait > 0:
                await self._sleep(wait)
            self._settle(self._monotonic())

    def _gate(self, scope: Scope, key: str, now: float) -> _Gate:
        gate = self._gates[scope].get(key)
        if gate is None:
            windows = tuple(_Window(calls, length, deque(maxlen=calls)) for calls, length in self._lengths[scope])
            gate = self._gates[scope][key] = _Gate(RANKS[scope], key, windows, now)
        return gate

    def _see(self, gate: _Gate, now: float) -> None:
        gate.seen = now
        self._gates[SCOPES[gate.rank]].move_to_end(gate.key)

    def _forget(self, now: float) -> None:
        """What has no waiter, no pause and no call within its window is gone; each look is paid for by one call."""
        for scope, gates in self._gates.items():
            while gates:
                gate = next(iter(gates.values()))
                if gate.seen + self._remembered[scope] > now:
                    break
                if gate.users or gate.held_until > now:
                    self._see(gate, now)  # It comes up again when its window is over, and costs nothing till then.
                else:
                    del gates[gate.key]


async def _wait(waiter: _Waiter) -> None:
    """The waiter is called. It may have been called before, and have been called back by a pause."""
    loop = asyncio.get_running_loop()
    waiter.bell = loop.create_future()
    if waiter.called:
        loop.call_soon(waiter.ring)
    await waiter.bell
    while not waiter.called:
        waiter.bell = loop.create_future()
        await waiter.bell


def _rank(key: tuple[Scope, str]) -> tuple[int, str]:
    return RANKS[key[0]], key[1]


def _lengths(paces: Sequence[Pace], scope: Scope, slack: float) -> tuple[tuple[int, float], ...]:
    """The windows of this scope, in calls and seconds. Evenly spaced is a window for one call beside that for all."""
    lengths: list[tuple[int, float]] = []
    for pace in paces:
        if pace.scope is scope:
            length = pace.seconds + slack
            lengths.append((pace.calls, length))
            if pace.spread:
                lengths.append((1, length / pace.calls))
    return tuple(lengths)
