"""Keeps so many updates in flight, and takes the time."""

from __future__ import annotations

import asyncio
import resource
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from bot.model.event import ChoicePressed, MessageReceived
from bot.model.message import Part
from bot.ports.adapter import Delivered
from bot.shells.bench.workload import Deliveries, Talker

Ask = Callable[[Delivered], Awaitable[tuple[Part, ...]]]
"""Delivers one update and returns the reply that reached the person."""
SETTING_UP: Final = 100
"""In flight while everybody begins the deck, which is not measured."""


class Measured(msgspec.Struct, frozen=True):
    """One run. Latencies go from handing an update in until its reply has reached the adapter."""

    name: str
    in_flight: int
    stored: int
    updates: int
    updates_per_s: float
    cpu_us_per_update: float
    p50_ms: float
    p99_ms: float
    peak_mib: float


async def talk(name: str, stored: int, talkers: Sequence[Talker], in_flight: int, seed: int, ask: Ask) -> Measured:
    """Everybody has begun the deck and talked it through; the latter is measured."""
    deliveries = Deliveries(seed)
    waiting: deque[tuple[Talker, tuple[Part, ...]]] = deque()
    to_begin = deque(talkers)

    async def begin() -> None:
        while to_begin:
            talker = to_begin.popleft()
            waiting.append((talker, await ask(deliveries.deliver(talker.address, talker.begin()))))

    await asyncio.gather(*(begin() for _ in range(SETTING_UP)))

    async def answer(talker: Talker, event: ChoicePressed | MessageReceived) -> None:
        waiting.append((talker, await ask(deliveries.deliver(talker.address, event))))

    def next_update() -> Awaitable[None] | None:
        while waiting:
            talker, parts = waiting.popleft()
            event = talker.answer(parts)
            if event is not None:
                return answer(talker, event)
        return None

    return await keep_busy(name, stored, in_flight, next_update)


async def keep_busy(
    name: str, stored: int, in_flight: int, next_update: Callable[[], Awaitable[None] | None]
) -> Measured:
    """So many updates were in flight until there was no next one; each was measured until it was through."""
    latencies: list[float] = []
    ended: list[tuple[float, float, int]] = []

    async def go_on() -> None:
        while (update := next_update()) is not None:
            begun = time.perf_counter()
            await update
            latencies.append(time.perf_counter() - begun)
        # The clock stops when, for the first time, nobody is left to keep this place in flight busy.
        if latencies and not ended:
            ended.append((time.perf_counter(), time.process_time(), len(latencies)))

    began, cpu_began = time.perf_counter(), time.process_time()
    await asyncio.gather(*(go_on() for _ in range(in_flight)))
    at, cpu_at, updates = ended[0]
    return measured(name, in_flight, stored, latencies[:updates], at - began, cpu_at - cpu_began)


def measured(
    name: str, in_flight: int, stored: int, latencies: Sequence[float], seconds: float, cpu_seconds: float
) -> Measured:
    """The figures of a run that took so long."""
    ordered = sorted(latencies)
    count = len(ordered)
    return Measured(
        name=name,
        in_flight=in_flight,
        stored=stored,
        updates=count,
        updates_per_s=round(count / seconds, 1),
        cpu_us_per_update=round(cpu_seconds / count * 1e6, 2),
        p50_ms=round(ordered[count // 2] * 1e3, 3),
        p99_ms=round(ordered[min(count - 1, count * 99 // 100)] * 1e3, 3),
        peak_mib=peak_mib(),
    )


def peak_mib() -> float:
    """The most memory that this process ever held."""
    return _mib("VmHWM")


def resident_mib() -> float:
    """The memory that this process holds now; where the system does not say, the most that it ever held."""
    return _mib("VmRSS")


def _mib(what: str) -> float:
    try:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        kib = next(int(line.split()[1]) for line in status.splitlines() if line.startswith(what))
    except (OSError, StopIteration):
        kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(kib / 1024, 1)
