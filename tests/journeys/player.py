"""Plays a journey through the doors of a real bot, and writes down what its people were shown.

A journey is a header of `name: value` lines, an empty line, and then a script, with the bot's words below each line:

    > zero                  the first of `names` answers "zero": types it, or presses what says exactly that
    Ben> zero               Ben does
    @ Ada sits down         Ada comes to talk: she opens the terminal, sends /start, invites the bot (the first time
                            with the header's `deck`); once she has been there, she comes back to go on
    @ Ben follows the link  Ben comes by the link of the code that was shown last, where such a link leads
    Ben> join CODE          CODE is the code that was shown last
    @ Ada looks in          Ada looks what has come since she left, and says nothing; the terminal is opened
    @ Ada leaves            Ada looks away: what comes now she sees when she looks in or sits down
    @ Ada presses Yes       Ada presses that button, wherever it still stands
    @ Ada gathers Lounge    Ada and all the others are in a group of that name, and the bot is let in
    Ben#> tea               Ben says it to the bot there, and everybody reads along
    Ben^> tea               the same, as a reply to the bot's newest message there
    @ Ben presses tea there Ben presses that button in the group
    @ Ada sends friday.txt: one? / two?   Ada sends a file of that name, with these lines
    @ +3d                   the clock moves on (m, h, d); timers that come due on the way fire when they are due
    @ restart               the process ends, another one starts over the same database a second later
    @ types 4001 x          the first of `names` types 4001 times "x"
    @ sends {"type": ...}   the first of `names` sends this line over the terminal's socket as it is

The shared scripts are the terminal's transcripts, `*.txt`; a platform's folder holds what the same script makes there.
Below a line stands in brackets how it was done, where not by typing it, then the messages as the platform got them:
Telegram's entities as `**bold**`, `*italic*` and code in backticks, Discord's markdown as sent, Matrix's plain bodies,
buttons as rows of `[label]`, a line with only ~ between two messages, `(continued)` before a later part of a split one,
`(now reads)` before an edited one, `(Ben)` before what somebody else was shown, `(there)` before what the group was.

Header: `about` (what the journey is about), `decks` (which files of tests/journeys/decks are on offer, or `shipped`),
`language` (the installation's), `deck` (asked for on sitting down, may be left out), `seed`, `clock` (UTC), `names`;
`only` (platforms, then `because` and the reason) where it has no meaning on others; `moderators` as the setting has
it. A name may have its own door: `Ada@telegram, Ben@discord`. There is one bot, and it has all the doors that the
header names.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot import resources, settings
from bot.adapters.terminal import capabilities as terminal
from bot.chance import Seeded
from bot.ports.adapter import Delivered, Outcome, Receipt
from bot.ports.clock import Chance
from bot.ports.faults import NoFaults
from bot.runtime.intake import WriterIntake
from bot.runtime.writer import Writer
from bot.wiring import House, build_house
from tests.journeys.doors.door import PATIENCE, Did, Door, Gathering, Group, Now, Platform, Sending
from tests.journeys.doors.terminal import TerminalDoor, TerminalPlatform

HERE: Final = Path(__file__).parent
DECKS: Final = HERE / "decks"
TERMINAL: Final = str(terminal.PLATFORM)
PLATFORMS: Final = (TERMINAL, "telegram", "discord", "matrix")
RESTARTING: Final = 1000
"""Milliseconds from a process's end to the next one's beginning, and to the first word after that."""
Grounds = Mapping[str, Callable[[Now], Platform]]
"""How each platform but the terminal is made, for a journey with that clock."""
_UNITS: Final = {"m": 60_000, "h": 3_600_000, "d": 86_400_000}
_CODE: Final = re.compile(r"\b(?:join|answer)[ /]([2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4})\b")
_DIRECTION: Final = re.compile(r"@ |[A-Z][a-z]+[#^]?>( |$)|>( |$)")
_FLAGS: Final[dict[str, str | int | None]] = {
    "community": "the Harbour Book Club",
    "operator": "Mara at the harbour library",
    "contact": "mara@harbour.example",
    "help_text": "The Samaritans answer on 116 123, day and night.",
    "retention_days": 365,
    "backup_days": 30,
    "port": 0,
    "zone": "UTC",
}


@dataclass(frozen=True, slots=True)
class Transcript:
    """A journey: its header and its script, without the bot's part."""

    header: dict[str, str]
    script: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """Who takes part; the first is who speaks where no name is given."""
        return [name.partition("@")[0] for name in self._named]

    def platform_of(self, name: str, here: str) -> str:
        """Where their door is: named with them, or `here`, where the journey is played."""
        return next((own for one, _at, own in (each.partition("@") for each in self._named) if one == name), "") or here

    @property
    def _named(self) -> list[str]:
        return [name.strip() for name in self.header["names"].split(",")]

    def plays_on(self, platform: str) -> bool:
        """Whether it has a meaning there; where not, the header says why."""
        only, _because, reason = self.header.get("only", "").partition(" because ")
        assert bool(only) == bool(reason), "`only` names platforms, and says because of what"
        return not only or platform in [name.strip() for name in only.split(",")]


class Hand:
    """A clock that stands still until it is moved. Milliseconds UTC."""

    def __init__(self, now: int) -> None:
        self.at = now

    def now(self) -> int:
        return self.at


class Watch(WriterIntake):
    """The way in, which counts what has come through it: taken, known already, or put aside."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer, NoFaults())
        self.count = 0
        self._news = asyncio.Event()

    async def take(self, delivered: Delivered) -> Receipt:
        receipt = await super().take(delivered)
        # After a start Discord's history is read back beside what people do: nobody has done that just now.
        if receipt.outcome is not Outcome.DUPLICATE or delivered.platform != "discord":
            self._tell()
        return receipt

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        await super().quarantine(source, raw, error)
        self._tell()

    def _tell(self) -> None:
        self.count += 1
        self._news.set()

    async def until(self, count: int) -> None:
        """So many have come through."""
        async with asyncio.timeout(PATIENCE):
            while self.count < count:
                self._news.clear()
                await self._news.wait()


@dataclass(slots=True)
class Player:
    """A journey being played, with one bot at all its doors; `here` is where those are who name no platform."""

    transcript: Transcript
    folder: Path
    clock: Hand
    chance: Chance
    grounds: Grounds
    here: str = TERMINAL
    platforms: dict[str, Platform] = field(default_factory=dict)
    doors: dict[str, Door] = field(default_factory=dict)
    away: set[str] = field(default_factory=set)
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    house: House | None = None
    watch: Watch | None = None
    code: str = ""
    """The code to a table or a circle that was shown last."""
    group: Group | None = None

    async def open(self) -> None:
        """The platforms that the journey names are there, and a bot runs on them."""
        wanted = {self.transcript.platform_of(name, self.here) for name in self.transcript.names}
        self.platforms[TERMINAL] = TerminalPlatform()
        for name in sorted(wanted - {TERMINAL}):
            self.platforms[name] = await self.stack.enter_async_context(self.grounds[name](self.clock.now))
        await self.start()

    async def close(self) -> None:
        """Nobody is there any more."""
        for door in self.doors.values():
            await door.leave()
        await self.stop()
        await self.stack.aclose()

    async def start(self) -> None:
        """A bot runs over the journey's database."""
        flags = {**_FLAGS, "db": str(self.folder / "journey.db"), "decks": str(self._decks())}
        flags["adults"] = self.transcript.header.get("adults", "yes")
        flags["language"] = self.transcript.header.get("language", "en")
        flags["moderators"] = self.transcript.header.get("moderators", "")
        for platform in self.platforms.values():
            flags |= platform.settings()
        loaded = settings.load(flags, environment={}, folder=self.folder)
        elsewhere = len(self.platforms) > 1
        self.house = build_house(loaded, web=elsewhere, clock=self.clock, chance=self.chance)
        self.watch = Watch(self.house.bot.writer)
        self.house.bot.intake = self.watch
        for platform in self.platforms.values():
            platform.attend(self.house)
        await self.house.bot.start()
        for platform in self.platforms.values():
            await platform.begin(self.house)

    def _decks(self) -> Path:
        folder = self.folder / "decks"
        folder.mkdir(exist_ok=True)
        for name in self.transcript.header["decks"].split(","):
            if name.strip() != "shipped":
                shutil.copy(DECKS / f"{name.strip()}.yaml", folder)
        return folder

    async def stop(self) -> None:
        """The process has ended, and nobody sits at a line to it."""
        for door in self.doors.values():
            door.restart()
        if self.house is not None:
            await self.house.bot.stop()
            self.house.lock.release()
            self.house = None

    async def play(self, direction: str) -> str:
        """That line of the script, and below it what its people were shown."""
        assert self.watch is not None
        before = self.watch.count
        if direction.startswith("@ "):
            who, did = await self._follow(direction.removeprefix("@ "))
        else:
            name, _, text = direction.partition(">")
            who = name or self.transcript.names[0]
            assert self.code or "CODE" not in text, "no code has been shown"
            said = text.removeprefix(" ").replace("CODE", self.code)
            if who[-1] in "#^":
                assert self.group is not None, "nobody has gathered yet"
                who, reply = who[:-1], who[-1] == "^"
                did = await self.group.say(who, said, reply)
            else:
                did = await self.doors[who].type(said)
        if did is not None:
            await self.watch.until(before + did.deliveries)
        assert self.house is not None
        await self._read_what_was_brought(self.house)
        if self.group is not None:
            # What a circle has to say at once it says by a timer that is due.
            await self._move_on(0)
        await self.house.bot.outbox.drain(PATIENCE)
        scene = "\n".join([direction, *[line for line in await self._told(who, did) if line]])
        self.code = next(iter(_CODE.findall(scene)[-1:]), self.code)
        return scene

    async def _told(self, who: str, did: Did | None) -> list[str]:
        """In which way it was done, what that person was shown, and what the others were."""
        own = await self._shown(who)
        there = "\n~\n".join(await self.group.shown()) if self.group else ""
        if did is not None:
            told = [f"({did.way})" if did.way else "", own or ("" if there else _nothing(did))]
        else:
            told = [f"({who})" if own and len(self.transcript.names) > 1 else "", own]
        for name in self.transcript.names:
            if name != who and (shown := await self._shown(name)):
                told += [f"({name})", shown]
        return [*told, "(there)", there] if there else told

    async def _shown(self, name: str) -> str:
        """What has come for them since they looked last; empty for whoever looks away."""
        if name not in self.doors or name in self.away:
            return ""
        between = "\n\n" if isinstance(self.doors[name], TerminalDoor) else "\n~\n"
        return between.join(await self.doors[name].shown())

    async def _follow(self, direction: str) -> tuple[str, Did | None]:
        """Who acted, and what they did; None where nothing that is done is to be answered."""
        first = self.transcript.names[0]
        match direction.split():
            case [name, "sits", "down"]:
                return name, await self._sit_down(name)
            case [name, "follows", "the", "link"]:
                return name, await self._sit_down(name, f"join-{self.code}")
            case [name, "looks", "in"]:
                self.away.discard(name)
                return name, await self.doors[name].look_in()
            case [name, "gathers", title]:
                platform = self.platforms[self.transcript.platform_of(name, self.here)]
                assert isinstance(platform, Gathering), "nobody gathers there"
                self.group = await platform.gather(title, self.transcript.names)
                return name, Did(1)
            case [name, "presses", *label, "there"]:
                assert self.group is not None, "nobody has gathered yet"
                return name, await self.group.press(name, " ".join(label))
            case [name, "presses", *label]:
                return name, await self.doors[name].press(" ".join(label))
            case [name, "sends", file, *_] if file.endswith(":"):
                return name, await self._send_file(name, file[:-1], direction.partition(f" {file} ")[2])
            case [name, "leaves"]:
                self.away.add(name)
                await self.doors[name].leave()
                return name, None
            case ["restart"]:
                await self.stop()
                self._pass(RESTARTING)
                await self.start()
                self._pass(RESTARTING)
                return first, None
            case ["types", count, text]:
                return first, await self.doors[first].type(text * int(count))
            case ["sends", *_]:
                door = self.doors[first]
                assert isinstance(door, TerminalDoor), "raw lines go over the terminal's socket"
                return first, (await door.send_raw(direction.removeprefix("sends ")))
            case [moved] if re.fullmatch(r"\+\d+[mhd]", moved):
                await self._move_on(int(moved[1:-1]) * _UNITS[moved[-1]])
                return first, None
            case _:
                raise ValueError(f"no such direction: {direction}")

    async def _send_file(self, name: str, file: str, lines: str) -> Did:
        door = self.doors[name]
        assert isinstance(door, Sending), "nobody sends a file there"
        return await door.send_file(file, "\n".join(lines.split(" / ")).encode())

    async def _read_what_was_brought(self, house: House) -> None:
        """A list that was brought has been read, and what was found is said."""
        async with asyncio.timeout(PATIENCE):
            while await house.bot.writer.call(lambda ledger, _engine: ledger.to_examine()):
                await asyncio.sleep(0.01)

    async def _sit_down(self, name: str, link: str = "") -> Did:
        self.away.discard(name)
        deck = link
        if name not in self.doors:
            platform = self.platforms[self.transcript.platform_of(name, self.here)]
            self.doors[name] = await platform.door(name)
            deck = link or self.transcript.header.get("deck", "")
        return await self.doors[name].sit_down(deck)

    def _pass(self, span: int) -> None:
        """It is so much later, everywhere."""
        self.clock.at += span
        for platform in self.platforms.values():
            platform.move(span)

    async def _move_on(self, span: int) -> None:
        """Timers fire when they are due, as they do while nobody types."""
        assert self.house is not None
        until = self.clock.at + span
        while True:
            due = await self.house.bot.writer.call(lambda ledger, _engine: ledger.next_due())
            if due is None or due > until:
                break
            self._pass(max(due - self.clock.at, 0))
            await self.house.bot.writer.call(lambda _ledger, _engine: None)
            # What was said then goes out then: hours later it would be too late for it.
            await self.house.bot.outbox.drain(PATIENCE)
        self._pass(until - self.clock.at)


def _nothing(did: Did) -> str:
    if did.deliveries:
        return "(nothing)"
    return "" if did.way else "(nothing new)"


def read(file: Path) -> Transcript:
    """The header and the script of that file."""
    head, _, body = file.read_text(encoding="utf-8").partition("\n\n")
    header = dict(line.split(": ", 1) for line in head.splitlines())
    return Transcript(header, tuple(line for line in body.splitlines() if _DIRECTION.match(line)))


def played_on(platform: str) -> list[Path]:
    """The journeys that have a meaning there."""
    return [file for file in sorted(HERE.glob("*.txt")) if read(file).plays_on(platform)]


async def perform(transcript: Transcript, folder: Path, grounds: Grounds, here: str = TERMINAL) -> list[str]:
    """The scenes as they come out: each line of the script, and below it what people were shown."""
    start = datetime.strptime(transcript.header["clock"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    clock, chance = Hand(int(start.timestamp()) * 1000), Seeded(int(transcript.header["seed"]))
    player = Player(transcript, folder, clock, chance, grounds, here)
    scenes = []
    try:
        await player.open()
        for direction in transcript.script:
            scene = await player.play(direction)
            assert not any(_DIRECTION.match(line) for line in scene.splitlines()[1:]), "reads like a direction"
            scenes.append(scene)
    finally:
        await player.close()
    return scenes


def head(transcript: Transcript) -> str:
    """The header as it is written."""
    return "\n".join(f"{name}: {value}" for name, value in transcript.header.items())


def write(heading: str, scenes: list[str]) -> str:
    """A transcript as it stands in its file."""
    return "\n\n".join([heading, *scenes]) + "\n"


def shipped(transcript: Transcript) -> tuple[Path, ...]:
    """The shipped decks that are on offer in this journey: all or none."""
    return resources.deck_files() if "shipped" in transcript.header["decks"] else ()
