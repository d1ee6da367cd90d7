"""People talk on a chat platform's double while the bot is killed at random instants; then everything is looked at."""

from __future__ import annotations

import asyncio
import logging
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec

from bot.shells.bench.chat_checker import Found, check_chats
from bot.shells.bench.crowd import Crowd, Kill, Unexpected
from bot.shells.bench.server import Nursery, Server

DELAYS: Final = (0.0, 0.003, 0.03, 0.3)
"""Longest times in seconds between a reply and the kill that it triggers: one of them is drawn for each. The platform
has the reply then, and the bot may not know yet; or it is anywhere in other people's turns; or at rest."""
AIMED, A_MOMENT = 3, 2.0
"""Each third kill waits so many seconds at most until a message is on its way: few kills by chance alone may all come
at rest."""
PATIENCE: Final = 120.0
"""Seconds in which all is confirmed and sent when nobody says anything more."""
LAST_LINES: Final = 8
"""Of the bot's log, where it ended by itself."""

Tell = Callable[[str], None]


class Killed(msgspec.Struct):
    """What a campaign did, and what it found."""

    platform: str
    kills: int
    answers: int
    people: int
    updates: int
    """What people did, greetings and all; each is in the store once, but for what `unheard` counts."""
    unheard: int
    """Of what the platform keeps for nobody, so much fell into a kill; people did it again."""
    under_way: int
    """Messages that were on their way at a kill, over all kills."""
    shown_twice: int
    """Each was on its way at a kill, on a platform that knows no key for a message; others are failures."""
    seconds: float
    failures: list[str]

    def as_json(self) -> str:
        """The result as one object."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()

    def as_text(self) -> str:
        """The result, for people."""
        lines = [
            f"{self.platform}: {self.kills} kills, {self.answers} answered updates of {self.people} people in "
            f"{self.seconds:.0f} s: {len(self.failures)} failures",
            f"{self.updates} updates in all; {self.under_way} messages were on their way at a kill, "
            f"{self.shown_twice} of them were shown twice, which their rows explain",
        ]
        if self.unheard:
            lines.append(f"{self.unheard} that the platform keeps for nobody fell into a kill and were done again")
        return "\n".join([*lines, *self.failures[:50]])


class Killing:
    """One run over one database file."""

    def __init__(self, crowd: Crowd, nursery: Nursery, database: Path, answers: int, seed: int) -> None:
        self.server = Server(nursery, database)
        self.log = nursery.log
        self.crowd = crowd
        self.database = database
        self.answered = 0
        self.kills: list[Kill] = []
        self.failures: list[str] = []
        self._wanted_dead = True
        self._people = 0
        self._wanted = answers
        self._seed = seed
        self._bell = asyncio.Event()

    def more(self) -> bool:
        """Whether anybody should say anything more."""
        return self.answered < self._wanted and not self.failures

    def _answer(self) -> None:
        self.answered += 1
        self._bell.set()

    async def talk(self) -> None:
        """Several people at a time have evenings, one after the other, until enough was answered."""
        at_once = max(4, min(self.crowd.at_once, self._wanted // 20))
        await asyncio.gather(*(self._evenings() for _ in range(at_once)))

    async def _evenings(self) -> None:
        while self.more():
            number = self._people
            self._people += 1
            try:
                await self.crowd.evening(number, self._seed, self.more, self._answer)
            except Unexpected as unexpected:
                self.failures.append(str(unexpected))
                self._bell.set()

    async def until(self, answers: int) -> None:
        """So many updates were answered."""
        while self.answered < answers and not self.failures:
            self._bell.clear()
            await self._bell.wait()

    async def start(self) -> None:
        """The bot is starting; should it end before it is killed, that is a failure."""
        ended = await self.server.start()
        self._wanted_dead = False
        ended.add_done_callback(self._ended)

    def _ended(self, _status: asyncio.Future[int]) -> None:
        if not self._wanted_dead:
            said = self.log.read_text(encoding="utf-8", errors="replace").split("\n")[-LAST_LINES:]
            self.failures.append("the bot ended by itself; the last that it said: " + " / ".join(said))
            self._bell.set()

    async def in_the_midst(self) -> None:
        """Something is on its way now, if anything is within a moment."""
        until = time.monotonic() + A_MOMENT
        while not _open_rows(self.database) and time.monotonic() < until and self.more():
            await asyncio.sleep(0.001)

    async def kill(self) -> None:
        """The bot is dead; what was on its way is noted."""
        self._wanted_dead = True
        await self.server.kill()
        self.kills.append(Kill(time.monotonic(), _open_rows(self.database)))

    async def look(self) -> Found:
        """Everything is confirmed and sent, the bot has stopped in order, and both sides are compared."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not self.failures and (self.crowd.waiting() or _open_rows(self.database)):
                    await asyncio.sleep(0.2)
        except TimeoutError:
            waiting, rows = self.crowd.waiting(), len(_open_rows(self.database))
            self.failures.append(
                f"{waiting} updates are not confirmed and {rows} messages not sent in {PATIENCE:.0f} s"
            )
        await self.crowd.look()
        self._wanted_dead = True
        if await self.server.stop():
            self.failures.append("the bot did not stop in order; see its log")
        found = check_chats(self.database, self.crowd, self.kills)
        self.failures += found.failures
        return found


def _open_rows(database: Path) -> tuple[int, ...]:
    with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        try:
            rows = connection.execute("SELECT id FROM outbox WHERE state IN ('ready', 'attempted')").fetchall()
        except sqlite3.OperationalError:
            return ()  # Killed before there was anything in it.
    return tuple(row[0] for row in rows)


async def run(crowd: Crowd, kills: int, answers: int, seed: int, tell: Tell) -> Killed:
    """So many kills at random instants of a run of so many answers, and what is wrong afterwards."""
    with tempfile.TemporaryDirectory(prefix="notdate-kill-") as folder:
        return await run_in(Path(folder), crowd, kills, answers, seed, tell)


async def run_in(
    folder: Path,
    crowd: Crowd,
    kills: int,
    answers: int,
    seed: int,
    tell: Tell,
    module: str = "bot.shells.bench.nursery",
) -> Killed:
    """The same, leaving the database in that folder; `module` starts the servers."""
    began = time.monotonic()
    # A double's server complains of each connection that a kill breaks.
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
    await crowd.open()
    nursery = Nursery(folder / "server.log", module, crowd.environment)
    killing = Killing(crowd, nursery, folder / "killed.db", answers, seed)
    try:
        await nursery.open()
        await killing.start()
        await _kill_and_start(killing, kills, answers, seed, tell)
        found = await killing.look()
    finally:
        await nursery.close()
        await crowd.close()
    return Killed(
        platform=crowd.platform,
        kills=len(killing.kills),
        answers=killing.answered,
        people=len(crowd.chats),
        updates=sum(len(chat.said) for chat in crowd.chats),
        unheard=found.unheard,
        under_way=sum(len(kill.under_way) for kill in killing.kills),
        shown_twice=found.shown_twice,
        seconds=round(time.monotonic() - began, 1),
        failures=killing.failures,
    )


async def _kill_and_start(killing: Killing, kills: int, answers: int, seed: int, tell: Tell) -> None:
    chance = random.Random(seed)
    instants = sorted(chance.uniform(0, answers * 0.98) for _ in range(kills))
    talking = asyncio.create_task(killing.talk())
    for number, instant in enumerate(instants, 1):
        await killing.until(int(instant))
        if killing.failures:
            break
        await asyncio.sleep(chance.uniform(0, chance.choice(DELAYS)))
        if number % AIMED == 0:
            await killing.in_the_midst()
        await killing.kill()
        await killing.start()
        if number % 10 == 0:
            tell(f"{number} of {kills} kills, {killing.answered} of {answers} answers")
    await talking
