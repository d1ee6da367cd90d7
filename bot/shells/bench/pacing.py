"""Many messages to many chats through the whole bot, against a platform that counts them; waits are skipped."""

from __future__ import annotations

import asyncio
import random
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final, Protocol

import msgspec

from bot.chance import Seeded, WallClock
from bot.connecting import PLATFORMS
from bot.model.ids import Platform
from bot.ports.adapter import Adapter, Delivered, Intake, Receipt
from bot.ports.faults import NoFaults
from bot.runtime.library import voice_of
from bot.runtime.pacer import SLACK, Pacer
from bot.runtime.supervisor import Bot
from bot.shells.bench.notdate_run import settings_for
from bot.shells.bench.poison import Watched
from bot.shells.bench.skipping import SkippingLoop
from bot.shells.bench.workload import read_deck
from bot.voices import prompts
from bot.wiring import open_engine

LONGEST_WAY: Final = SLACK * 0.8
"""Seconds that a call travels at most; each travels for another time, as on a real line."""
STORM_SHARE: Final = 4
"""In storms, so manieth part of the messages is sent."""
STORMY: Final = 10
"""Each so manieth chat is one that storms break out in."""
STORMY_PART: Final = 0.8
"""Of all messages; then the weather is calm again."""
STORM_EVERY: Final = 2.0
LONGEST_STORM: Final = 20.0
"""Seconds."""
KEPT: Final = 0.95
"""Of their rate the chats without storms keep so much while storms rage in others."""
FULL: Final = 0.6
"""Of what chats without storms are sent, the part that is measured: until then every chat has something left."""

Tell = Callable[[str], None]


class Counting(Protocol):
    """A platform in this loop that refuses what comes too soon, with a chat for each number."""

    platform: Platform

    def adapter(self, runner: Runner) -> Adapter:
        """The real adapter; what it hands in goes through `runner.intake`, and each send through `runner.flight`."""
        ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def ready(self) -> None:
        """Chats can be spoken in."""
        ...

    async def speak(self, chat: int) -> None:
        """Somebody says something there that is answered with one message."""
        ...

    def storm(self, chat: int, seconds: float) -> None:
        """The platform wants a pause there, without any reason."""
        ...

    def accepted(self) -> Sequence[tuple[int, float]]:
        """Each message that the platform has taken: its chat, and when in the loop's seconds."""
        ...

    def refused(self) -> tuple[int, int, int]:
        """How often the bot was refused for what it did itself, how often for nothing, and how often it came inside a
        pause that it had been told of."""
        ...


Make = Callable[[SkippingLoop, int], Counting]
"""A platform in that loop, with so many chats."""


class Ran(msgspec.Struct):
    """One run."""

    sends: int
    platform_s: float
    """Seconds as the platform counts them."""
    calm_rate: float
    """Messages a second to chats that storms never break out in, while all have something to send."""
    self_caused_429: int
    injected_429: int
    early: int


class PacedResult(msgspec.Struct):
    """Two runs, the same but for the storms."""

    platform: str
    chats: int
    calm: Ran
    storms: Ran
    seconds: float
    failures: list[str]

    def as_json(self) -> str:
        """The result as one object."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()

    def as_text(self) -> str:
        """The result, for people."""
        lines = [
            f"{self.platform}: {self.calm.sends} and {self.storms.sends} messages to {self.chats} chats in "
            f"{self.seconds:.0f} s: {len(self.failures)} failures"
        ]
        for name, ran in (("calm", self.calm), ("storms", self.storms)):
            lines.append(
                f"{name}: {ran.platform_s:.0f} s of the platform's, {ran.self_caused_429} refusals of our own making, "
                f"{ran.injected_429} injected, {ran.early} calls inside a pause, {ran.calm_rate:.2f} messages a second "
                "to chats without storms"
            )
        return "\n".join([*lines, *self.failures])


class Runner:
    """One run of one bot."""

    def __init__(self, loop: SkippingLoop, counting: Counting, database: Path, seed: int) -> None:
        self._loop = loop
        self._counting = counting
        self._database = database
        self._chance = random.Random(seed)
        self.complaints: list[str] = []

    def intake(self, real: Intake) -> Intake:
        """While the writer's thread has something in hand, no time passes."""
        return Timeless(self._loop, real)

    @asynccontextmanager
    async def flight(self) -> AsyncIterator[None]:
        """A call travels for a while, and is then answered at once."""
        await asyncio.sleep(self._chance.uniform(0, LONGEST_WAY))
        with self._loop.busy():
            yield

    async def run(self, sends: int, chats: int, storms: bool) -> Ran:
        """So many messages were sent."""
        counting = self._counting
        await counting.open()
        bot = self._bot()
        await bot.start()
        try:
            await counting.ready()
            before = len(counting.accepted())
            began = self._loop.time()
            storming = asyncio.create_task(self._storm(chats, sends)) if storms else None
            for number in range(sends):
                await counting.speak(number % chats)
            await self._until(before + sends)
            if storming is not None:
                storming.cancel()
        finally:
            await bot.stop()
            await counting.close()
        return self._measured(counting.accepted()[before:], began)

    async def _until(self, count: int) -> None:
        while len(self._counting.accepted()) < count:
            await asyncio.sleep(1.0)

    async def _storm(self, chats: int, sends: int) -> None:
        stormy = range(0, chats, STORMY)
        # Not to the end, which would never come for a chat with a storm after each of its messages.
        while len(self._counting.accepted()) < sends * STORMY_PART:
            await asyncio.sleep(self._chance.uniform(0, 2 * STORM_EVERY))
            self._counting.storm(self._chance.choice(stormy), self._chance.uniform(1.0, LONGEST_STORM))

    def _measured(self, accepted: Sequence[tuple[int, float]], began: float) -> Ran:
        calm = sorted(at for chat, at in accepted if chat % STORMY)
        full = calm[: max(int(len(calm) * FULL), 1)]
        own, injected, early = self._counting.refused()
        return Ran(
            sends=len(accepted),
            platform_s=round(max(at for _chat, at in accepted) - began, 1),
            calm_rate=round(len(full) / (full[-1] - began), 3),
            self_caused_429=own,
            injected_429=injected,
            early=early,
        )

    def _bot(self) -> Bot:
        clock, no_faults, platform = WallClock(), NoFaults(), self._counting.platform
        ledger, engine, shelves = open_engine(
            settings_for(self._database),
            (read_deck(),),
            prompts(),
            {platform: PLATFORMS[platform]},
            clock,
            Seeded(1),
            no_faults,
            self.complaints.append,
        )
        adapter = self._counting.adapter(self)
        voice = voice_of(prompts(), shelves)
        bot = Bot(ledger, engine, voice, (adapter,), clock, no_faults, 365, self.complaints.append)
        # The same pacer, by the clock of the platform that counts.
        bot.outbox._pacers[platform] = Pacer(adapter.capabilities.paces, self._loop.time)
        return bot


class Timeless(Watched):
    """The real intake, during which no time passes."""

    def __init__(self, loop: SkippingLoop, real: Intake) -> None:
        super().__init__()
        self._loop = loop
        self.watch(real)

    async def take(self, delivered: Delivered) -> Receipt:
        """The real receipt."""
        with self._loop.busy():
            return await self._real.take(delivered)


def run(counting: Make, sends: int, chats: int, seed: int, tell: Tell) -> PacedResult:
    """So many messages in calm weather, and as many in storms."""
    began = time.monotonic()
    rans: list[Ran] = []
    failures: list[str] = []
    for storms, share in ((False, sends), (True, max(sends // STORM_SHARE, chats))):
        tell("with storms in some chats" if storms else "in calm weather")
        with (
            tempfile.TemporaryDirectory(prefix="notdate-pace-") as folder,
            asyncio.Runner(loop_factory=SkippingLoop) as runs,
        ):
            loop = runs.get_loop()
            assert isinstance(loop, SkippingLoop), "it was made so"
            platform = counting(loop, chats)
            runner = Runner(loop, platform, Path(folder) / "paced.db", seed)
            rans.append(runs.run(runner.run(share, chats, storms)))
            # In a storm it rightly says that something could not be sent.
            failures += [f"it complained: {sentence}" for sentence in runner.complaints if not storms]
    calm, storms_ = rans
    for ran, wanted in zip(rans, (sends, max(sends // STORM_SHARE, chats)), strict=True):
        if ran.self_caused_429 or ran.early:
            failures.append(f"{ran.self_caused_429} refusals of our own making, {ran.early} calls inside a pause")
        if ran.sends != wanted:
            failures.append(f"{wanted} messages were caused, {ran.sends} were sent")
    if storms_.calm_rate < calm.calm_rate * KEPT:
        failures.append(f"chats without storms had {storms_.calm_rate} messages a second instead of {calm.calm_rate}")
    if not storms_.injected_429:
        failures.append("no storm has broken out")
    return PacedResult(platform.platform, chats, calm, storms_, round(time.monotonic() - began, 1), failures)
