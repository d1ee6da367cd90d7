"""What importing a large deck costs those who talk meanwhile.

A thousand conversations go on at a steady pace, as people's do. Alternately nobody imports, and a new deck is staged,
put on offer and begun by somebody; an import is over when its first question has been shown.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

import msgspec

from bot.chance import WallClock
from bot.model.event import ChoicePressed, MessageReceived
from bot.model.ids import DeckId
from bot.ports.faults import NoFaults
from bot.runtime.farewell import Farewell
from bot.runtime.library import voice_of
from bot.runtime.operator import Operator
from bot.runtime.supervisor import Bot
from bot.shells.bench import stored as storing
from bot.shells.bench.decks_checked import large_deck
from bot.shells.bench.driver import Ask, peak_mib
from bot.shells.bench.notdate_run import NullAdapter, asking, open_house
from bot.shells.bench.workload import Deliveries, Talker, draw_talkers, read_deck, typed
from bot.voices import prompts
from bot.wiring import settle

TALKING: Final = 1_000
A_SECOND: Final = 200
"""Updates, of all together: everybody says something every five seconds."""
REPEATS: Final = 9
WARMING: Final = 8.0
"""Seconds of talking before anything is measured: each question's nets are woven when its first answer comes, and a bot
that has run for a while has done that."""
ALONE: Final = 2.0
"""Seconds of talking before each import."""
STORED: Final = 20_000
MOST_SECONDS: Final = 2.0
MOST_GROWTH: Final = 1.2
"""What an import of 10,000 questions may take, and what p99 may be multiplied by meanwhile."""


class Importing(msgspec.Struct, frozen=True):
    """Medians of the imports; the latencies of all updates that were handed in while nobody imported, or somebody."""

    questions: int
    conversations: int
    updates_alone: int
    updates_importing: int
    seconds: float
    slowest_seconds: float
    p50_alone_ms: float
    p50_importing_ms: float
    p99_alone_ms: float
    p99_importing_ms: float
    growth: float
    """By what p99 is multiplied while somebody imports."""
    peak_mib: float


class _Talking:
    """Everybody says something in turn; when one evening ends, somebody else comes. `latencies` is where they go."""

    def __init__(self, ask: Ask, people: Sequence[Talker], seed: int) -> None:
        self.latencies: list[float] = []
        self.deliveries = Deliveries(seed)
        self.ask = ask
        self._to_come = deque(people)
        self._waiting: deque[tuple[Talker, ChoicePressed | MessageReceived]] = deque()
        self._under_way: set[asyncio.Task[None]] = set()

    async def begin(self) -> None:
        """A thousand have begun."""
        for _ in range(TALKING):
            self._come()
        for _ in range(TALKING):
            await self._say(*self._waiting.popleft(), [])

    async def go_on(self) -> None:
        """They talk, until this is cancelled; whoever is not answered yet is not waited for."""
        due = time.perf_counter()
        while True:
            due += 1 / A_SECOND
            await asyncio.sleep(due - time.perf_counter())
            if self._waiting:
                task = asyncio.create_task(self._say(*self._waiting.popleft(), self.latencies))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def rest(self) -> None:
        """Everybody has their reply."""
        await asyncio.gather(*self._under_way)

    async def _say(self, talker: Talker, event: ChoicePressed | MessageReceived, latencies: list[float]) -> None:
        begun = time.perf_counter()
        parts = await self.ask(self.deliveries.deliver(talker.address, event))
        latencies.append(time.perf_counter() - begun)
        following = talker.answer(parts)
        if following is None:
            self._come()
        else:
            self._waiting.append((talker, following))

    def _come(self) -> None:
        if self._to_come:
            talker = self._to_come.popleft()
            self._waiting.append((talker, talker.begin()))


async def measure(database: Path, count: int, seed: int) -> Importing:
    """So many questions, imported again and again into a bot that a thousand people talk to."""
    ledger, engine, shelves = open_house(database, read_deck(), seed)
    voice, adapter, clock = voice_of(prompts(), shelves), NullAdapter(), WallClock()
    bot = Bot(ledger, engine, voice, (adapter,), clock, NoFaults(), 365)
    operator = Operator(lambda: bot.writer, _no_farewell, clock, shelves, voice)
    people = draw_talkers(STORED, STORED, seed)
    # As `serve` does. Those who talk are here as well, since they live elsewhere where they are people.
    settle()
    await bot.start()
    talking = _Talking(asking(bot, adapter), people[REPEATS:], seed)
    await talking.begin()
    task = asyncio.create_task(talking.go_on())
    await asyncio.sleep(WARMING)
    alone: list[float] = []
    importing: list[float] = []
    seconds: list[float] = []
    try:
        for number in range(REPEATS):
            file = database.with_name(f"{number}.deck")
            await asyncio.to_thread(_write_apart, file, count, number)
            talking.latencies = []
            await asyncio.sleep(ALONE)
            alone += talking.latencies
            during: list[float] = []
            talking.latencies = during
            began = time.perf_counter()
            await operator.do("load-deck", str(file))
            begin = talking.deliveries.deliver(people[number].address, typed(f"deck large-{number}"))
            asked = (await talking.ask(begin))[-1].text
            seconds.append(time.perf_counter() - began)
            if "Which " not in asked:
                raise RuntimeError(f"The deck large-{number} was imported, and not begun: {asked}")
            talking.latencies = []
            importing += during
    finally:
        task.cancel()
        await talking.rest()
        await bot.stop()
    return _result(count, alone, importing, seconds)


def as_text(one: Importing) -> str:
    """For people."""
    return "\n".join(
        (
            f"{one.questions:,} questions imported while {one.conversations:,} talk: {one.seconds:.2f} s, the slowest "
            f"{one.slowest_seconds:.2f} s, {one.peak_mib:.1f} MiB at most",
            "           updates   p50 ms   p99 ms",
            f"alone     {one.updates_alone:8,} {one.p50_alone_ms:8.2f} {one.p99_alone_ms:8.2f}",
            f"importing {one.updates_importing:8,} {one.p50_importing_ms:8.2f} {one.p99_importing_ms:8.2f}",
            f"p99 importing / alone: {one.growth}",
        )
    )


def misses(one: Importing) -> Iterator[str]:
    """What took more than it may, said of 10,000 questions only."""
    if one.questions == 10_000 and one.seconds > MOST_SECONDS:
        yield f"import: {one.seconds:.2f} s, at most {MOST_SECONDS:g}"
    if one.questions == 10_000 and one.growth > MOST_GROWTH:
        yield f"import: p99 of those who talk is multiplied by {one.growth}, at most {MOST_GROWTH:g}"


def _result(count: int, alone: list[float], importing: list[float], seconds: list[float]) -> Importing:
    p99_alone, p99_importing = _quantile(alone, 99), _quantile(importing, 99)
    return Importing(
        questions=count,
        conversations=TALKING,
        updates_alone=len(alone),
        updates_importing=len(importing),
        seconds=round(statistics.median(seconds), 3),
        slowest_seconds=round(max(seconds), 3),
        p50_alone_ms=_quantile(alone, 50),
        p50_importing_ms=_quantile(importing, 50),
        p99_alone_ms=p99_alone,
        p99_importing_ms=p99_importing,
        growth=round(p99_importing / p99_alone, 3),
        peak_mib=peak_mib(),
    )


def _quantile(latencies: Sequence[float], percent: int) -> float:
    ordered = sorted(latencies)
    return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1e3, 3)


def _no_farewell() -> Farewell:
    raise LookupError("nobody takes leave here")


def _write_apart(file: Path, count: int, number: int) -> None:
    """What is measured has not made the deck itself: its memory is that of a bot that was handed one."""
    command = [sys.executable, "-m", "bot.shells.bench.importing", "deck", str(file), str(count), str(number)]
    subprocess.run(command, check=True, capture_output=True)


def write_deck(file: Path, count: int, number: int) -> None:
    """A deck of so many questions, encoded as `notdate` hands it over."""
    from bot.written import encode

    deck = large_deck(count, number)
    file.write_bytes(encode(msgspec.structs.replace(deck, id=DeckId(f"large-{number}"), title=f"Large {number}")))


def run(count: int, seed: int, progress: Callable[[str], None]) -> Importing:
    """The same, in a process of its own over a database of its own."""
    with tempfile.TemporaryDirectory(prefix="notdate-import-") as folder:
        database = Path(folder) / "import.db"
        storing.build(database, STORED, progress)
        progress(f"imports beside {TALKING:,} conversations ...")
        command = [sys.executable, "-m", "bot.shells.bench.importing", "measure", str(database), str(count), str(seed)]
        return msgspec.json.decode(subprocess.run(command, check=True, capture_output=True).stdout, type=Importing)


if __name__ == "__main__":
    what, path, *rest = sys.argv[1:]
    if what == "deck":
        write_deck(Path(path), *map(int, rest))
    else:
        found = asyncio.run(measure(Path(path), *map(int, rest)))
        print(msgspec.json.encode(found).decode())
