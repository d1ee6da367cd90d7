"""Plays a transcript through the terminal's door of a real bot, and writes down what it answered.

A transcript is a header of `name: value` lines, an empty line, and then a script with the bot's words below each line:

    > zero                  the first of `names` types "zero"
    Ben> zero               Ben does
    @ Ada sits down         Ada opens the terminal (the first time with the header's `deck`); `@ Ada leaves` closes it
    @ +3d                   the clock moves on (m, h, d); timers that come due on the way fire when they are due
    @ restart               the process ends, another one starts over the same database, everybody has to sit down again
    @ types 4001 x          the first of `names` types 4001 times "x"
    @ sends {"type": ...}   the first of `names` sends this line over the socket as it is

Header: `about` (what the journey is about), `decks` (which files of tests/journeys/decks are on offer, or `shipped`),
`deck` (asked for on sitting down, may be left out), `seed`, `clock` (UTC), `names`.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot import resources, settings
from bot.adapters.terminal import frames
from bot.ports.clock import Chance
from bot.wiring import House, build_house, seeded

HERE: Final = Path(__file__).parent
DECKS: Final = HERE / "decks"
PATIENCE: Final = 10.0
_UNITS: Final = {"m": 60_000, "h": 3_600_000, "d": 86_400_000}
_DIRECTION: Final = re.compile(r"@ |[A-Z][a-z]+>( |$)|>( |$)")
_FLAGS: Final[dict[str, str | int | None]] = {
    "community": "the Harbour Book Club",
    "operator": "Mara at the harbour library",
    "contact": "mara@harbour.example",
    "help_text": "The Samaritans answer on 116 123, day and night.",
    "retention_days": 365,
    "backup_days": 30,
}


@dataclass(frozen=True, slots=True)
class Transcript:
    """A journey: its header and its script, without the bot's part."""

    header: dict[str, str]
    script: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Who takes part; the first is who speaks where no name is given."""
        return [name.strip() for name in self.header["names"].split(",")]


class Hand:
    """A clock that stands still until it is moved. Milliseconds UTC."""

    def __init__(self, now: int) -> None:
        self.at = now

    def now(self) -> int:
        return self.at


class Client:
    """One person's end of the socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def say(self, line: bytes) -> list[str]:
        """The messages that answer the line, each as its paragraphs, one a line; nothing else may have come in."""
        self._writer.write(line + b"\n")
        shown: dict[int, str] = {}
        awaited: Sequence[int] | None = None
        while awaited is None or any(key not in shown for key in awaited):
            frame = await self._next()
            match frame:
                case frames.Shown():
                    shown[frame.key] = "\n".join(one.text for part in frame.parts for one in part.paragraphs)
                case frames.Taken():
                    awaited = frame.messages
                case frames.Refusal():
                    return [f"(refused) {frame.why}"]
        return list(shown.values())

    async def _next(self) -> frames.FromServer:
        line = await asyncio.wait_for(self._reader.readline(), PATIENCE)
        assert line, "the bot closed the line"
        frame: frames.FromServer = frames.decode_server(line)
        return frame

    async def leave(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


@dataclass(slots=True)
class Player:
    """A transcript being played."""

    transcript: Transcript
    folder: Path
    clock: Hand
    chance: Chance
    clients: dict[str, Client] = field(default_factory=dict)
    seated: set[str] = field(default_factory=set)
    typed: int = 0
    house: House | None = None

    async def start(self) -> None:
        """A bot runs over the journey's database."""
        flags = {**_FLAGS, "db": str(self.folder / "journey.db"), "decks": str(self._decks())}
        self.house = build_house(
            settings.load(flags, environment={}, folder=self.folder), web=False, clock=self.clock, chance=self.chance
        )
        await self.house.bot.start()
        await asyncio.wait_for(self.house.terminal.started.wait(), PATIENCE)

    def _decks(self) -> Path:
        folder = self.folder / "decks"
        folder.mkdir(exist_ok=True)
        for name in self.transcript.header["decks"].split(","):
            if name.strip() != "shipped":
                shutil.copy(DECKS / f"{name.strip()}.yaml", folder)
        return folder

    async def stop(self) -> None:
        """The process has ended, and nobody sits anywhere."""
        for client in self.clients.values():
            await client.leave()
        self.clients = {}
        if self.house is not None:
            await self.house.bot.stop()
            self.house.lock.release()
            self.house = None

    async def play(self, direction: str) -> list[str]:
        """What the bot shows after that line of the script."""
        if direction.startswith("@ "):
            return await self._follow(direction.removeprefix("@ "))
        name, _, text = direction.partition(">")
        return await self._type(name or self.transcript.names[0], text.removeprefix(" "))

    async def _follow(self, direction: str) -> list[str]:
        first = self.transcript.names[0]
        match direction.split():
            case [name, "sits", "down"]:
                return await self._sit_down(name)
            case [name, "leaves"]:
                await self.clients.pop(name).leave()
            case ["restart"]:
                await self.stop()
                await self.start()
            case ["types", count, text]:
                return await self._type(first, text * int(count))
            case ["sends", *_]:
                return await self.clients[first].say(direction.removeprefix("sends ").encode())
            case [moved] if re.fullmatch(r"\+\d+[mhd]", moved):
                await self._move_on(int(moved[1:-1]) * _UNITS[moved[-1]])
                return []
            case _:
                raise ValueError(f"no such direction: {direction}")
        return []

    async def _sit_down(self, name: str) -> list[str]:
        assert self.house is not None
        reader, writer = await asyncio.open_unix_connection(str(self.house.socket), limit=frames.LONGEST)
        self.clients[name] = Client(reader, writer)
        deck = "" if name in self.seated else self.transcript.header.get("deck", "")
        self.seated.add(name)
        hello = frames.Hello(name, deck)
        return await self.clients[name].say(frames.encode(hello)) or ["(nothing)"]

    async def _type(self, name: str, text: str) -> list[str]:
        self.typed += 1
        return await self.clients[name].say(frames.encode(frames.Typed(f"{self.typed:06d}", text))) or ["(nothing)"]

    async def _move_on(self, span: int) -> None:
        """Timers fire when they are due, as they do while nobody types."""
        assert self.house is not None
        until = self.clock.at + span
        while True:
            due = await self.house.bot.writer.call(lambda ledger, _engine: ledger.next_due())
            if due is None or due > until:
                break
            self.clock.at = max(due, self.clock.at)
            await self.house.bot.writer.call(lambda _ledger, _engine: None)
        self.clock.at = until


def read(file: Path) -> Transcript:
    """The header and the script of that file."""
    head, _, body = file.read_text(encoding="utf-8").partition("\n\n")
    header = dict(line.split(": ", 1) for line in head.splitlines())
    return Transcript(header, tuple(line for line in body.splitlines() if _DIRECTION.match(line)))


async def perform(transcript: Transcript, folder: Path) -> str:
    """The whole transcript as it comes out: header, script, and below each line what the bot said."""
    start = datetime.strptime(transcript.header["clock"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    player = Player(transcript, folder, Hand(int(start.timestamp()) * 1000), seeded(int(transcript.header["seed"])))
    scenes = ["\n".join(f"{name}: {value}" for name, value in transcript.header.items())]
    await player.start()
    try:
        for direction in transcript.script:
            shown = await player.play(direction)
            for message in shown:
                assert not any(_DIRECTION.match(line) for line in message.splitlines()), "reads like a direction"
            scenes.append("\n".join([direction, "\n\n".join(shown)]).rstrip("\n"))
    finally:
        await player.stop()
    return "\n\n".join(scenes) + "\n"


def shipped(transcript: Transcript) -> tuple[Path, ...]:
    """The shipped decks that are on offer in this journey: all or none."""
    return resources.deck_files() if "shipped" in transcript.header["decks"] else ()


