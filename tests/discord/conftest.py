"""A whole bot on Discord's double: real engine, store, outbox, adapter and discord.py, over real sockets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from bot.adapters.discord import adapter
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.capabilities import CAPABILITIES, PLATFORM
from bot.chance import Seeded, WallClock
from bot.core.circle import card
from bot.ports.adapter import NO_MENUS
from bot.ports.faults import NoFaults
from bot.runtime import supervisor
from bot.runtime.library import voice_of
from bot.runtime.notes import StreamNotes
from bot.runtime.supervisor import Bot
from bot.settings import load
from bot.shells.bench.workload import read_deck
from bot.voices import prompts
from bot.wiring import open_engine
from tests.fakes.discord import Channel, DiscordServer, Message
from tests.fakes.unpaced import SOON, unpaced


class Notebook:
    """A memory that lives as long as the test."""

    def __init__(self) -> None:
        self.last: dict[str, int] = {}

    async def seen(self, place: str) -> int:
        return self.last.get(place, 0)

    async def note(self, place: str, message_id: int) -> None:
        self.last[place] = max(self.last.get(place, 0), message_id)

    async def places(self) -> Sequence[str]:
        return tuple(self.last)


class Sheet:
    """Notes that live as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def noted(self, name: str) -> str:
        return self.kept.get(name, "")

    async def note(self, name: str, what: str) -> None:
        self.kept[name] = what


class Running:
    """A bot that can be stopped, started again on the same file, and asked what is in it."""

    def __init__(self, server: DiscordServer, folder: Path) -> None:
        self.server = server
        self.path = folder / "discord.db"
        self.complaints: list[str] = []
        self.memory = Notebook()
        self.bot: Bot | None = None
        self.menus = NO_MENUS

    async def start(self, *, wait: bool = True) -> DiscordAdapter:
        """The bot is connected; without `wait`, it tries to be."""
        settings = load({"db": str(self.path)}, {}, self.path.parent)
        clock = WallClock()
        complain, no_faults = self.complaints.append, NoFaults()
        ledger, engine, shelves = open_engine(
            settings, (read_deck(),), prompts(), {PLATFORM: CAPABILITIES}, clock, Seeded(1), no_faults, complain
        )
        server = self.server
        notes = StreamNotes("discord replies", lambda: bot.writer)
        self.adapter = DiscordAdapter(
            server.token,
            clock,
            server.api_url,
            memory=self.memory,
            notes=notes,
            complain=complain,
            menus=self.menus,
        )
        voice = voice_of(prompts(), shelves)
        self.bot = bot = Bot(ledger, engine, voice, (self.adapter,), clock, no_faults, 365, complain)
        await bot.start()
        if wait:
            await asyncio.wait_for(self.adapter.started.wait(), 10)
        return self.adapter

    async def stop(self) -> None:
        """Nothing is half taken."""
        if self.bot is not None:
            await self.bot.stop()
            self.bot = None

    async def kill(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It is gone, and what was on its way has not gone out."""
        with monkeypatch.context() as patch:
            patch.setattr(supervisor, "DRAIN", 0.0)
            await self.stop()

    async def once(self, what: Callable[[], object], seconds: float = 10.0) -> None:
        """Waits until it is so."""
        async with asyncio.timeout(seconds):
            while not what():
                await asyncio.sleep(0.01)

    async def newest(self, channel: Channel, after: int) -> Message:
        """The newest message to that channel, once there are more than `after`."""
        return (await self.server.wait_sent(after + 1, channel, 10))[-1]


@pytest.fixture
def own_pace() -> None:
    """For a test that is about the pace which the bot keeps on this platform; all others wait for none."""


@pytest.fixture(autouse=True)
def hurried(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages go out as soon as they may, however many a test has been told before, and a card counts at once."""
    if "own_pace" not in request.fixturenames:
        monkeypatch.setattr(adapter, "CAPABILITIES", unpaced(CAPABILITIES))
        monkeypatch.setattr(card, "BETWEEN_EDITS", SOON)


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer(heartbeat_interval=5) as server:
        yield server


@pytest.fixture
async def running(server: DiscordServer, tmp_path: Path) -> AsyncIterator[Running]:
    one = Running(server, tmp_path)
    yield one
    await one.stop()
