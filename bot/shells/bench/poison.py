"""Spoilt updates, with good ones between them, go the adapter's own way into a real engine and a real store."""

from __future__ import annotations

import asyncio
import contextlib
import random
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, Final, Protocol

import msgspec

from bot.chance import Seeded, WallClock
from bot.connecting import PLATFORMS
from bot.model.event import Event
from bot.model.ids import Address, MessageId, Platform
from bot.ports.adapter import Adapter, Delivered, Intake, Outcome, Receipt
from bot.ports.faults import NoFaults
from bot.runtime.library import voice_of
from bot.runtime.supervisor import Bot
from bot.shells.bench.notdate_run import settings_for
from bot.shells.bench.workload import read_deck
from bot.voices import prompts
from bot.wiring import open_engine

LONGEST: Final = 1.0
"""Seconds that no update takes, and for which the loop is never blocked."""
TICK: Final = 0.05
AT_ONCE: Final = 25
"""Spoilt updates that come together, each before a good one."""
PATIENCE: Final = 60.0
"""Seconds after which nobody waits for the good ones of a batch any more."""
TELL_EVERY: Final = 10_000

Tell = Callable[[str], None]


class Good(msgspec.Struct):
    """An update that is as it should be: as the platform sends it, and the id of its delivery."""

    update: Any
    id: int | str


class Bad(msgspec.Struct):
    """A spoilt update. `kept` is what quarantine must hold of it, byte for byte; None where it can be read, or is
    nobody's."""

    update: Any
    kept: bytes | None


class Poisoner(Protocol):
    """A platform of which only what comes in is looked at; whatever the bot sends is taken."""

    platform: Platform
    source: str

    def adapter(self, watch: Callable[[Intake], Intake], complain: Callable[[str], None]) -> Adapter:
        """The real adapter, but that it speaks to this object; what it hands in goes through what `watch` returns."""
        ...

    async def ready(self) -> None:
        """The bot listens, and group places are open to it."""
        ...

    def good(self, number: int) -> Good: ...

    def bad(self, number: int, chance: random.Random) -> Bad: ...

    async def feed(self, updates: Sequence[Any]) -> None:
        """These come in, in this order."""
        ...

    async def close(self) -> None: ...


class Poisoned(msgspec.Struct):
    """What was fed, and what became of it."""

    platform: str
    spoilt: int
    good: int
    in_quarantine: int
    readable: int
    """Spoilt updates that say something all the same; they were taken like others."""
    answered: int
    slowest_ms: float
    """From the handing over of a batch until the last of it was taken."""
    longest_block_ms: float
    """Of the loop."""
    seconds: float
    failures: list[str]

    def as_json(self) -> str:
        """The result as one object."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()

    def as_text(self) -> str:
        """The result, for people."""
        head = (
            f"{self.platform}: {self.spoilt} spoilt updates with {self.good} good ones between them in "
            f"{self.seconds:.0f} s: {len(self.failures)} failures"
        )
        rest = (
            f"{self.in_quarantine} in quarantine byte for byte, {self.readable} readable all the same, the rest "
            f"nobody's; {self.answered} of the good ones answered\nthe slowest {2 * AT_ONCE} took "
            f"{self.slowest_ms:.0f} ms together, the loop was blocked for {self.longest_block_ms:.0f} ms at most"
        )
        return "\n".join([head, rest, *self.failures[:50]])


class Watched:
    """The real intake, and what was said through it."""

    def __init__(self) -> None:
        self.intake: Intake | None = None
        self.receipts: dict[int | str, Receipt] = {}
        self.aside: Counter[bytes] = Counter()
        self._bell = asyncio.Event()

    def watch(self, intake: Intake) -> Intake:
        """What goes through this goes to that intake."""
        self.intake = intake
        return self

    async def take(self, delivered: Delivered) -> Receipt:
        """The real receipt, written down."""
        receipt = await self._real.take(delivered)
        self.receipts.setdefault(delivered.id, receipt)
        self._bell.set()
        return receipt

    def asks_for_standing(self, event: Event, private: bool = False) -> bool:
        """As the real one says."""
        return self._real.asks_for_standing(event, private)

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        """The conversations have moved."""
        await self._real.move_room(platform, old, new)

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        """It is kept, and counted."""
        await self._real.quarantine(source, raw, error)
        self.aside[raw] += 1

    async def until(self, ids: Sequence[int | str]) -> None:
        """Each of these has a receipt."""
        for id_ in ids:
            while id_ not in self.receipts:
                self._bell.clear()
                await self._bell.wait()

    @property
    def _real(self) -> Intake:
        if self.intake is None:
            raise RuntimeError("the adapter runs before the bot has started it")
        return self.intake


def starved(tasks: str) -> float:
    """Seconds for which these threads of ours could have run, and the machine had no processor for them (Linux)."""
    nanoseconds = 0
    for file in Path("/proc/self/task").glob(f"{tasks}/schedstat"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            nanoseconds += int(file.read_text(encoding="ascii").split()[1])
    return nanoseconds / 1e9


class Watchdog:
    """Looks up again and again; `longest` is how much later than it wanted, in seconds, it ever did: what the machine
    did for others meanwhile is not counted."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """From now on."""
        self._task = asyncio.create_task(self._watch())
        # It has looked at the clock before anything else runs.
        await asyncio.sleep(0)

    def stop(self) -> None:
        """No more."""
        if self._task is not None:
            self._task.cancel()

    async def _watch(self) -> None:
        mine = str(threading.get_native_id())
        while True:
            before, without = time.monotonic(), starved(mine)
            await asyncio.sleep(TICK)
            late = time.monotonic() - before - TICK
            self.longest = max(self.longest, late - (starved(mine) - without))


async def run(poisoner: Poisoner, updates: int, seed: int, tell: Tell) -> Poisoned:
    """So many spoilt updates, and what became of them and of those between them."""
    with tempfile.TemporaryDirectory(prefix="notdate-poison-") as folder:
        return await Poisoning(poisoner, Path(folder) / "poisoned.db", seed, tell).run(updates)


class Poisoning:
    """One run over one database file."""

    def __init__(self, poisoner: Poisoner, database: Path, seed: int, tell: Tell = lambda sentence: None) -> None:
        self._poisoner = poisoner
        self._database = database
        self._chance = random.Random(seed)
        self._tell = tell
        self._watched = Watched()
        self._watchdog = Watchdog()
        self._expected: Counter[bytes] = Counter()
        self._goods: list[int | str] = []
        self._slowest = 0.0
        self.failures: list[str] = []

    async def run(self, updates: int) -> Poisoned:
        """What was fed, and what became of it."""
        began = time.monotonic()
        asyncio.get_running_loop().set_exception_handler(
            lambda _loop, context: self._unhandled(f"{context['message']}: {context.get('exception')!r}")
        )
        before, threading.excepthook = threading.excepthook, lambda given: self._unhandled(given.exc_type.__name__)
        bot = self._bot()
        await bot.start()
        try:
            await self._poisoner.ready()
            await self._watchdog.start()
            await self._feed_all(updates)
        finally:
            self._watchdog.stop()
            await bot.stop()
            await self._poisoner.close()
            threading.excepthook = before
        if self._watchdog.longest > LONGEST:
            self.failures.append(f"the loop was blocked for {self._watchdog.longest:.1f} s")
        kept, answered = self._compare()
        return Poisoned(
            platform=self._poisoner.platform,
            spoilt=updates,
            good=len(self._goods),
            in_quarantine=kept,
            readable=len(self._watched.receipts) - len(self._goods),
            answered=answered,
            slowest_ms=round(self._slowest * 1e3, 1),
            longest_block_ms=round(self._watchdog.longest * 1e3, 1),
            seconds=round(time.monotonic() - began, 1),
            failures=self.failures,
        )

    def _bot(self) -> Bot:
        clock, no_faults, platform = WallClock(), NoFaults(), self._poisoner.platform
        ledger, engine, shelves = open_engine(
            settings_for(self._database),
            (read_deck(),),
            prompts(),
            {platform: PLATFORMS[platform]},
            clock,
            Seeded(1),
            no_faults,
            self._complain,
        )
        adapter = self._poisoner.adapter(self._watched.watch, self._complain)
        return Bot(ledger, engine, voice_of(prompts(), shelves), (adapter,), clock, no_faults, 365, self._complain)

    def _complain(self, sentence: str) -> None:
        self.failures.append(f"it complained: {sentence}")

    def _unhandled(self, what: str) -> None:
        self.failures.append(f"nobody handled this: {what}")

    async def _feed_all(self, updates: int) -> None:
        for first in range(0, updates, AT_ONCE):
            batch: list[Any] = []
            goods: list[int | str] = []
            for number in range(first, min(first + AT_ONCE, updates)):
                bad, good = self._poisoner.bad(number, self._chance), self._poisoner.good(number)
                if bad.kept is not None:
                    self._expected[bad.kept] += 1
                batch += [bad.update, good.update]
                goods.append(good.id)
            if not await self._feed(batch, goods):
                return
            if (first + AT_ONCE) % TELL_EVERY == 0:
                self._tell(f"{first + AT_ONCE} of {updates} spoilt updates")

    async def _feed(self, batch: Sequence[Any], goods: Sequence[int | str]) -> bool:
        """Whether the good ones were taken, and nobody need give up."""
        self._goods += goods
        began, without = time.monotonic(), starved("*")
        await self._poisoner.feed(batch)
        try:
            await asyncio.wait_for(self._watched.until(goods), PATIENCE)
        except TimeoutError:
            self.failures.append(f"good updates up to {goods[-1]} were not taken within {PATIENCE:.0f} s")
            return False
        taken = time.monotonic() - began
        self._slowest = max(self._slowest, taken)
        if taken - (starved("*") - without) > LONGEST:
            self.failures.append(f"the updates up to {goods[-1]} took {taken:.1f} s")
        return len(self.failures) < 50

    def _compare(self) -> tuple[int, int]:
        """How many stand in quarantine and how many good ones are answered; whatever else is found is a failure."""
        with closing(sqlite3.connect(f"{self._database.as_uri()}?mode=ro", uri=True)) as connection:
            read = connection.execute
            kept = Counter(raw for (raw,) in read("SELECT raw FROM quarantine"))
            sent = {id_ for (id_,) in read("SELECT id FROM outbox WHERE state = 'sent'")}
            left = read("SELECT state, failure, why FROM outbox WHERE state NOT IN ('sent', 'failed')").fetchall()
            failed = read("SELECT count(*) FROM events WHERE outcome = 'failed'").fetchone()[0]
            stored = {id_ for (id_,) in read("SELECT id FROM deliveries WHERE source = ?", (self._poisoner.source,))}
        for raw, times in (self._expected - kept).items():
            self.failures.append(f"it should be in quarantine {times} times more: {raw[:120]!r}")
        for raw, times in (kept - self._expected).items():
            self.failures.append(f"it is in quarantine {times} times too often: {raw[:120]!r}")
        if left or failed:
            self.failures.append(f"{len(left)} messages are not sent, {failed} steps raised: {left[:3]}")
        unkept = [id_ for id_ in self._goods if id_ not in stored]
        unanswered = [id_ for id_ in self._goods if not self._is_answered(id_, sent)]
        if unkept or unanswered:
            self.failures.append(
                f"{len(unkept)} good updates are not in the store, {len(unanswered)} are not answered: {unanswered[:5]}"
            )
        return kept.total(), len(self._goods) - len(unanswered)

    def _is_answered(self, id_: int | str, sent: set[MessageId]) -> bool:
        receipt = self._watched.receipts.get(id_)
        if receipt is None or receipt.outcome is not Outcome.TAKEN:
            return False
        return bool(receipt.messages) and sent.issuperset(receipt.messages)
