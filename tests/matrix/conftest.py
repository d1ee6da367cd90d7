"""A whole bot on a real homeserver: real engine, store, outbox and adapter, and people with clients of their own."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Final

import pytest

from bot import resources
from bot.adapters.matrix import safe
from bot.adapters.matrix.adapter import MatrixAdapter
from bot.adapters.matrix.capabilities import CAPABILITIES, PLATFORM
from bot.adapters.matrix.safe import Safe
from bot.chance import Seeded, WallClock
from bot.ports.faults import NoFaults
from bot.runtime import standings
from bot.runtime.library import voice_of
from bot.runtime.supervisor import Bot
from bot.settings import load
from bot.shells.bench.workload import read_deck
from bot.voices import prompts
from bot.wiring import open_engine
from tests.fakes.matrix.homeserver import Homeserver
from tests.fakes.matrix.people import Arrive, Person
from tests.matrix.harbour import Harbour

ALL: Final = "*:harbour.test"
NAME: Final = "Not-Date"


class Notes:
    """A memory that outlives the bot, and that can be told to forget where it was."""

    def __init__(self) -> None:
        self.place = ""
        self.notes: dict[str, str] = {}
        self.deaf = False

    async def since(self) -> str:
        return self.place

    async def keep(self, since: str) -> None:
        if not self.deaf:
            self.place = since

    async def noted(self, name: str) -> str:
        return self.notes.get(name, "")

    async def note(self, name: str, what: str) -> None:
        self.notes[name] = what


class Running:
    """A bot that can be stopped, started again on the same file, and asked what is in it."""

    def __init__(self, account: Person, folder: Path) -> None:
        self.account = account
        self.id = account.id
        self.path = folder / "matrix.db"
        self.notes = Notes()
        self.complaints: list[str] = []
        self.bot: Bot | None = None
        self.safe: Safe | None = None
        """Where the keys of encrypted rooms are; without, as without the extra."""

    async def start(
        self, allow: str = ALL, *, password: str | None = None, token: str = "", ready: bool = True, polls: bool = False
    ) -> MatrixAdapter:
        """The bot is logged in and listens; unless it is not expected to be `ready`."""
        settings = load({"db": str(self.path)}, {}, self.path.parent)
        clock = WallClock()
        complain, no_faults = self.complaints.append, NoFaults()
        ledger, engine, shelves = open_engine(
            settings, (read_deck(),), prompts(), {PLATFORM: CAPABILITIES}, clock, Seeded(1), no_faults, complain
        )
        self.adapter = MatrixAdapter(
            self.account.url, self.id, clock, password=self.account.password if password is None else password,
            token=token, allow_invites=allow, memory=self.notes, safe=self.safe, with_polls=polls, complain=complain,
        )  # fmt: skip
        self.bot = Bot(ledger, engine, voice_of(prompts(), shelves), (self.adapter,), clock, no_faults, 365, complain)
        await self.bot.start()
        if ready:
            async with asyncio.timeout(20):
                await self.adapter.started.wait()
        return self.adapter

    async def stop(self) -> None:
        """Nothing is half taken."""
        if self.bot is not None:
            await self.bot.stop()
            self.bot = None

    async def once(self, what: Callable[[], bool], seconds: float = 20.0) -> None:
        """Waits until it is so."""
        async with asyncio.timeout(seconds):
            while not what():
                await asyncio.sleep(0.02)

    def said(self) -> list[str]:
        """Everything of anybody's that is stored."""
        with sqlite3.connect(self.path) as connection:
            return [text for (text,) in connection.execute("SELECT text FROM words ORDER BY rowid")]

    async def heard(self, person: Person, room: str) -> list[str]:
        """What the bot has said in that room."""
        return [event["content"]["body"] for event in await person.messages(room) if event["sender"] == self.id]


async def meet(person: Person, running: Running, *others: Person) -> str:
    """A room with the bot in it, and with the others, who have come too."""
    room = await person.create_room(
        "Harbour Book Club" if others else None,
        invite=[running.id, *(other.id for other in others)],
        direct=not others,
    )
    for other in others:
        assert await other.wait_for_invite() == room
        await other.join(room)
    await person.wait_for(
        room, lambda event: event.get("state_key") == running.id and event["content"].get("membership") == "join"
    )
    return room


@pytest.fixture(scope="session")
def numbers() -> itertools.count[int]:
    return itertools.count(1)


async def _account(homeserver: Homeserver, name: str) -> Person:
    account = await homeserver.arrive(name)
    await account.rename(NAME)
    return account


@pytest.fixture
async def running(homeserver: Homeserver, numbers: itertools.count[int], tmp_path: Path) -> AsyncIterator[Running]:
    async with await _account(homeserver, f"notdate-{next(numbers)}") as account:
        one = Running(account, tmp_path)
        yield one
        await one.stop()


@pytest.fixture
async def sealed_harbour(arrive: Arrive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Harbour]:
    """A whole bot that is still to be opened, with two short decks. It waits for a homeserver on a busy machine."""
    monkeypatch.setattr(resources, "deck_files", tuple)
    monkeypatch.setattr(standings, "PATIENCE", 20.0)
    one = Harbour(await arrive("host"), tmp_path)
    yield one
    await one.close()


@pytest.fixture
def harbour(sealed_harbour: Harbour, monkeypatch: pytest.MonkeyPatch) -> Harbour:
    """The same as without the extra: where no room is encrypted, the keys for it would only take time."""
    monkeypatch.setattr(safe, "open_safe", lambda *_: None)
    return sealed_harbour
