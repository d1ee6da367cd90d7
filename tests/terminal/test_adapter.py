"""The server's side of the terminal's door."""

from __future__ import annotations

import asyncio
import os
import stat
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.terminal import frames
from bot.adapters.terminal.adapter import TerminalAdapter
from bot.model.event import Event, MessageReceived
from bot.model.ids import Address, MessageId, Platform
from bot.model.message import Paragraph, Part
from bot.ports.adapter import Delivered, Failure, Outcome, Receipt, SendFailed
from bot.ports.transcript import Entry

NOW = 1_800_000_000_000
PATIENCE = 5.0


class Bot:
    """An intake that answers nothing, an empty transcript, and a clock that stands still."""

    def __init__(self) -> None:
        self.taken: list[Delivered] = []

    def now(self) -> int:
        return NOW

    def asks_for_standing(self, event: Event, private: bool = False) -> bool:
        """There are no rooms at a terminal."""
        return False

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        """There are no rooms at a terminal."""

    async def take(self, delivered: Delivered) -> Receipt:
        self.taken.append(delivered)
        return Receipt(Outcome.TAKEN)

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        raise AssertionError(error)

    async def since(self, platform: Platform, address: Address, after: int = 0, limit: int = 200) -> tuple[Entry, ...]:
        return ()


class Sitting:
    """Somebody at the socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    async def send(self, frame: frames.FromClient) -> frames.FromServer:
        """The frame was sent; returns what comes next."""
        self.writer.write(frames.encode(frame) + b"\n")
        return await self.next()

    async def next(self) -> frames.FromServer:
        line = await asyncio.wait_for(self.reader.readline(), PATIENCE)
        frame: frames.FromServer = frames.decode_server(line)
        return frame


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
def door() -> Iterator[Path]:
    """A path that is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="door-") as folder:
        yield Path(folder) / "bot.sock"


async def operator(do: str, argument: str) -> str:
    return argument


@pytest.fixture
async def adapter(bot: Bot, door: Path) -> AsyncIterator[TerminalAdapter]:
    adapter = TerminalAdapter(bot, door, operator, bot)
    task = asyncio.create_task(adapter.run(bot))
    await asyncio.wait_for(adapter.started.wait(), PATIENCE)
    yield adapter
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert not door.exists()


@pytest.fixture
async def somebody(adapter: TerminalAdapter, door: Path) -> AsyncIterator[Sitting]:
    reader, writer = await asyncio.open_unix_connection(str(door))
    yield Sitting(reader, writer)
    writer.close()


async def test_whoever_sits_down_anew_hears_the_first_person_no_more(
    somebody: Sitting, adapter: TerminalAdapter
) -> None:
    """After a second `hello` on one line only what is said to the second name comes through it."""
    await somebody.send(frames.Hello("Ada"))
    await somebody.send(frames.Hello("Ben"))
    secret, meant = (Part((Paragraph(text),)) for text in ("for Ada alone", "for Ben"))
    await adapter.send(Address("ada"), MessageId(1), secret, 0)
    await adapter.send(Address("ben"), MessageId(2), meant, 0)
    assert await somebody.next() == frames.Shown(2, (meant,))


async def test_the_same_name_twice_hears_everything_once(somebody: Sitting, adapter: TerminalAdapter) -> None:
    """Sitting down again under the same name changes nothing."""
    for _ in range(2):
        await somebody.send(frames.Hello("Ada"))
    for key in (1, 2):
        await adapter.send(Address("ada"), MessageId(key), Part((Paragraph("yes"),)), 0)
    assert [await somebody.next() for _ in range(2)] == [
        frames.Shown(key, (Part((Paragraph("yes"),)),)) for key in (1, 2)
    ]


async def test_nothing_is_kept_of_whoever_left(somebody: Sitting, adapter: TerminalAdapter) -> None:
    """The places that are listened at are those of whoever sits there."""
    await somebody.send(frames.Hello("Ada"))
    somebody.writer.close()
    for _ in range(100):
        if not adapter._listening:
            break
        await asyncio.sleep(0.01)
    assert dict(adapter._listening) == {}


async def test_the_door_is_never_open_to_others(bot: Bot, door: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its first instant only this user can open the socket, and what else is made keeps its own permissions."""
    modes: list[int] = []
    original = asyncio.start_unix_server

    async def noticed(*arguments: Any, **named: Any) -> asyncio.Server:
        server = await original(*arguments, **named)
        modes.append(stat.S_IMODE(door.stat().st_mode))
        return server

    monkeypatch.setattr(asyncio, "start_unix_server", noticed)
    before = os.umask(0o022)
    try:
        task = asyncio.create_task(TerminalAdapter(bot, door, operator, bot).run(bot))
        while not modes:
            await asyncio.sleep(0.01)
            assert not task.done()
        assert os.umask(0o022) == 0o022
    finally:
        os.umask(before)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert modes == [0o600]


async def test_times_are_the_bots_own(somebody: Sitting, bot: Bot) -> None:
    """What had to wait was sent so long before the clock that the whole bot goes by."""
    await somebody.send(frames.Hello("Ada"))
    for number, waited in enumerate((90_000, 0, -5)):
        await somebody.send(frames.Typed(str(number), "a line", waited))
    events = [one.event for one in bot.taken]
    assert [one.sent_at for one in events if isinstance(one, MessageReceived)] == [NOW - 90_000, 0, 0]
    assert str(bot.taken[0].id).startswith(f"{NOW:x}-")


async def test_what_was_shown_is_not_changed(adapter: TerminalAdapter) -> None:
    """A terminal says that it cannot, and whoever asks all the same is told that it is the message's fault."""
    assert not adapter.capabilities.edit
    with pytest.raises(SendFailed) as trouble:
        await adapter.edit(Address("ada"), "1", Part(()))
    assert trouble.value.failure is Failure.MESSAGE
