"""People talk over the web chat while the server is killed at random instants; then everything is looked at."""

from __future__ import annotations

import asyncio
import contextlib
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import aiohttp
import msgspec

from bot.shells.bench.checker import check
from bot.shells.bench.diary import Diary
from bot.shells.bench.person import Person, Unexpected
from bot.shells.bench.server import Nursery, Server

AT_ONCE: Final = 40
"""People who talk at the same time; when one evening ends, somebody new comes."""
LONGEST_DELAY: Final = 0.03
"""Seconds between an acknowledgement and the kill that it triggers: several turns long, so it hits anywhere in one."""
EVERY_FOURTH: Final = 4
"""Listens to the stream as well."""
LOOKING: Final = 8

Tell = Callable[[str], None]


class Result(msgspec.Struct):
    """What a campaign did, and what it found."""

    kills: int
    answers: int
    people: int
    resent: int
    seconds: float
    failures: list[str]

    def as_json(self) -> str:
        """The result as one object."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()

    def as_text(self) -> str:
        """The result, for people."""
        head = (
            f"{self.kills} kills, {self.answers} acknowledged answers of {self.people} people in {self.seconds:.0f} s: "
            f"{len(self.failures)} failures"
        )
        return "\n".join([head, *self.failures[:50]])


class Campaign:
    """One run over one database file."""

    def __init__(self, nursery: Nursery, database: Path, answers: int, seed: int) -> None:
        self.server = Server(nursery, database)
        self.database = database
        self.diaries: list[Diary] = []
        self.people: list[Person] = []
        self.acknowledged = 0
        self.failures: list[str] = []
        self._wanted = answers
        self._seed = seed
        self._bell = asyncio.Event()

    def more(self) -> bool:
        """Whether anybody should say anything more."""
        return self.acknowledged < self._wanted and not self.failures

    def _acknowledge(self) -> None:
        self.acknowledged += 1
        self._bell.set()

    async def talk(self, at_once: int = AT_ONCE) -> None:
        """So many people at a time have evenings, one after the other, until enough was answered."""
        async with _session() as session:
            await asyncio.gather(*(self._evenings(session) for _ in range(at_once)))

    async def _evenings(self, session: aiohttp.ClientSession) -> None:
        while self.more():
            number = len(self.people)
            person = Person(self.server.url, number, self._seed, number % EVERY_FOURTH == 0, self._acknowledge)
            self.people.append(person)
            try:
                await person.have_an_evening(session, self.more)
            except Unexpected as unexpected:
                self.failures.append(str(unexpected))

    async def until(self, answers: int) -> None:
        """So many answers were acknowledged."""
        while self.acknowledged < answers and not self.failures:
            self._bell.clear()
            await self._bell.wait()

    async def look(self) -> None:
        """Everybody opens their page once more; then the server is stopped in order, and everything is compared."""
        await until_answering(self.server.url)
        async with _session() as session:
            room = asyncio.Semaphore(LOOKING)

            async def look(person: Person) -> None:
                async with room:
                    await person.look(session)

            await asyncio.gather(*(look(person) for person in self.people))
        if await self.server.stop():
            self.failures.append("the server did not stop in order; see its log")
        self.diaries = [person.diary for person in self.people]
        self.failures += check(self.database, self.diaries)


def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        cookie_jar=aiohttp.DummyCookieJar(), connector=aiohttp.TCPConnector(limit=0, force_close=False)
    )


async def until_answering(url: str, seconds: float = 60.0) -> None:
    """The server answers; raises TimeoutError if it never does."""
    async with asyncio.timeout(seconds), _session() as session:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with session.head(url + "/") as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.02)


async def run(kills: int, answers: int, seed: int, tell: Tell) -> Result:
    """So many kills at random instants of a run of so many answers, and what is wrong afterwards."""
    with tempfile.TemporaryDirectory(prefix="notdate-kill-") as folder:
        return await run_in(Path(folder), kills, answers, seed, tell)


async def run_in(folder: Path, kills: int, answers: int, seed: int, tell: Tell) -> Result:
    """The same, leaving the database in that folder."""
    began = time.monotonic()
    nursery = Nursery(folder / "server.log")
    campaign = Campaign(nursery, folder / "killed.db", answers, seed)
    chance = random.Random(seed)
    instants = sorted(chance.uniform(0, answers * 0.98) for _ in range(kills))
    killed = 0
    await nursery.open()
    try:
        await campaign.server.start()
        talking = asyncio.create_task(campaign.talk())
        for instant in instants:
            await campaign.until(int(instant))
            await asyncio.sleep(chance.uniform(0, LONGEST_DELAY))
            await campaign.server.kill()
            await campaign.server.start()
            killed += 1
            if killed % 10 == 0:
                tell(f"{killed} of {kills} kills, {campaign.acknowledged} of {answers} answers")
        await talking
        await campaign.look()
    finally:
        await nursery.close()
    return Result(
        kills=killed,
        answers=campaign.acknowledged,
        people=len(campaign.people),
        resent=sum(person.resent for person in campaign.people),
        seconds=round(time.monotonic() - began, 1),
        failures=campaign.failures,
    )
