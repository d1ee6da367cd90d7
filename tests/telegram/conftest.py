"""A whole bot on Telegram's double: real engine, store, outbox and adapter, over a real socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.adapters.telegram import adapter
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.capabilities import CAPABILITIES, PLATFORM
from bot.chance import Seeded, WallClock
from bot.core.circle import card
from bot.ports.faults import NoFaults
from bot.runtime.library import voice_of
from bot.runtime.supervisor import Bot
from bot.settings import load
from bot.shells.bench.workload import read_deck
from bot.voices import prompts
from bot.wiring import open_engine
from tests.fakes.telegram.flood import Limits
from tests.fakes.telegram.server import Server
from tests.fakes.unpaced import SOON, unpaced

FREE = Limits(chat_burst=10_000, group_minute=10_000, group_edits_minute=10_000, overall_second=10_000)


class Running:
    """A bot that can be stopped, started again on the same file, and asked what is in it."""

    def __init__(self, server: Server, folder: Path) -> None:
        self.server = server
        self.path = folder / "telegram.db"
        self.complaints: list[str] = []
        self.bot: Bot | None = None

    async def start(self, public: str = "", secret: str = "") -> TelegramAdapter:
        """The bot polls, or waits for the webhook."""
        settings = load({"db": str(self.path)}, {}, self.path.parent)
        clock = WallClock()
        complain, no_faults = self.complaints.append, NoFaults()
        ledger, engine, shelves = open_engine(
            settings, (read_deck(),), prompts(), {PLATFORM: CAPABILITIES}, clock, Seeded(1), no_faults, complain
        )
        self.adapter = TelegramAdapter(
            self.server.token, clock, self.server.url, public=public, secret=secret, complain=complain
        )
        voice = voice_of(prompts(), shelves)
        self.bot = Bot(ledger, engine, voice, (self.adapter,), clock, no_faults, 365, complain)
        await self.bot.start()
        return self.adapter

    async def stop(self) -> None:
        """Nothing is half taken."""
        if self.bot is not None:
            await self.bot.stop()
            self.bot = None

    async def once(self, what: Callable[[], bool], seconds: float = 10.0) -> None:
        """Waits until it is so."""
        async with asyncio.timeout(seconds):
            while not what():
                await asyncio.sleep(0.01)


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
async def server() -> AsyncIterator[Server]:
    async with Server(limits=FREE) as server:
        server.account.polling.again = 0.02
        yield server


@pytest.fixture
async def running(server: Server, tmp_path: Path) -> AsyncIterator[Running]:
    one = Running(server, tmp_path)
    yield one
    await one.stop()
