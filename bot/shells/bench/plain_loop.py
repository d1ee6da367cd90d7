"""Yardstick: a plain loop, one transaction for each update over one aiosqlite connection, then the answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import aiosqlite

from bot.chance import WallClock
from bot.model.ids import WordsId
from bot.model.message import Part
from bot.ports.adapter import Delivered
from bot.shells.bench import plain_bot
from bot.shells.bench.driver import Measured, talk
from bot.shells.bench.opened import open_plainly
from bot.shells.bench.plain_bot import PlainBot
from bot.shells.bench.workload import draw_talkers
from bot.store.sqlite.connection import CACHE_KIB, CHECKPOINT_PAGES

NAME: Final = "plain-loop"


class PlainLoop:
    """Each update has the connection for itself, from its first reading to its commit, as in bots of this kind."""

    def __init__(self, connection: aiosqlite.Connection, bot: PlainBot) -> None:
        self._connection = connection
        self._bot = bot
        self._clock = WallClock()
        self._lock = asyncio.Lock()
        self._sent: list[int] = []

    async def ask(self, delivered: Delivered) -> tuple[Part, ...]:
        """The update is committed, and the reply was given."""
        async with self._lock:
            await self._connection.execute("BEGIN IMMEDIATE")
            parts, message = await self._update(delivered)
            await self._connection.commit()
            # That it was sent is written with the next update: one transaction each.
            self._sent.append(message)
        return parts

    async def _update(self, delivered: Delivered) -> tuple[tuple[Part, ...], int]:
        now = self._clock.now()
        if await self._read(plain_bot.FIND_DELIVERY, (delivered.source, delivered.id)):
            raise ValueError("delivered twice")
        conversation = (await self._read(plain_bot.FIND_PLACE, (delivered.platform, delivered.address)))[0]
        place = plain_bot.found((await self._read(plain_bot.FIND_CONVERSATION, conversation))[0])
        wanted = self._bot.wants(place, delivered)
        counts: Sequence[Any] = ()
        quotes: Sequence[Any] = ()
        if wanted.counts_of:
            counts = await self._read(plain_bot.FIND_COUNTS, (wanted.counts_of,))
            quotes = await self._read(plain_bot.FIND_QUOTE, (wanted.quote_of, place.member.id))
        decided = self._bot.decide(place, delivered, now, counts, quotes)
        earlier = [
            row for key in plain_bot.first_answers(decided) for row in await self._read(plain_bot.FIND_ANSWER, key)
        ]
        rows, shown = self._bot.rows(place, decided, earlier)
        for statement, parameters in rows:
            await self._connection.execute(statement, parameters)
        for message in self._sent:
            await self._connection.execute(plain_bot.MARK, (message,))
        self._sent = []
        words = {}
        for id_ in plain_bot.quoted(shown):
            for row in await self._read(plain_bot.FIND_WORDS, (id_,)):
                words[WordsId(id_)] = row[0]
        return self._bot.say(shown, words), place.last_message

    async def _read(self, statement: str, parameters: Sequence[Any]) -> list[Any]:
        rows: Iterable[Any] = await self._connection.execute_fetchall(statement, parameters)
        return list(rows)


async def run(database: Path, stored: int, talkers: int, in_flight: int, seed: int) -> Measured:
    """So many people, drawn from those stored, talk to a plain loop."""
    bot = open_plainly(database, seed)
    async with aiosqlite.connect(database, isolation_level=None) as connection:
        await connection.execute("PRAGMA synchronous = FULL")
        await connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        await connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        loop = PlainLoop(connection, bot)
        return await talk(NAME, stored, draw_talkers(stored, talkers, seed), in_flight, seed, loop.ask)
