"""The whole bot, put together by `wiring`: started, stopped and killed over one database, and asked what is in it.

A kill is made in this process: from the instant on nothing more is decided, written, sent or marked (`Mortal` raises
at every named point), and tasks and the writer's thread end without a goodbye. `tests/crash` kills processes.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import sqlite3
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from bot.adapters.web import chat
from bot.chance import Seeded
from bot.model.effect import Say
from bot.model.ids import Address, ConversationId, MessageId, Platform, WordsId
from bot.model.line import Line
from bot.model.message import Role
from bot.ports.adapter import Adapter
from bot.ports.clock import Clock
from bot.ports.marks import read_marks
from bot.ports.store import Ledger, Posted
from bot.rendering.render import render
from bot.runtime.engine import Engine
from bot.settings import load
from bot.wiring import House, build_house

DECKS: Final = Path(__file__).parent / "decks"
PATIENCE: Final = 20.0
"""Seconds within which whatever is waited for has happened, also on a machine that has much else to do."""
AS_IT_IS: Final = "as-it-is"
"""A moment of these tests' own: whatever is in the gap `text`."""


class Died(BaseException):
    """The process is no more."""


class Mortal:
    """Faults that end the bot at the `count`-th time `point` is reached; from then on no point is passed alive."""

    def __init__(self) -> None:
        self.dead = threading.Event()
        self._point = ""
        self._left = 0

    def die_at(self, point: str, count: int = 1) -> None:
        self._point, self._left = point, count

    def reach(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                self.dead.set()
        if self.dead.is_set():
            raise Died


class Playhouse:
    """A bot over the database in `folder`, with these settings beside."""

    def __init__(
        self, platform: Platform, folder: Path, settings: Mapping[str, str | int], clock: Clock | None = None
    ) -> None:
        self.platform = platform
        self._clock = clock
        self.folder = folder
        self.path = folder / "bot.db"
        self.complaints: list[str] = []
        self.faults = Mortal()
        self._settings: dict[str, str | int | None] = {
            "db": str(self.path), "decks": str(DECKS), "port": 0, "operator": "Mara", **settings,
        }  # fmt: skip
        self._house: House | None = None
        self._seeds = itertools.count(1)

    @property
    def house(self) -> House:
        assert self._house is not None, "it does not run"
        return self._house

    @property
    def adapter(self) -> Adapter:
        """The adapter of this platform."""
        outbox: Any = self.house.bot.outbox
        adapter: Adapter = outbox._adapters[self.platform]
        return adapter

    async def start(self) -> None:
        """The bot runs, and can be talked to on this platform."""
        self.faults = Mortal()
        settings = load(self._settings, {}, self.folder)
        chance = Seeded(next(self._seeds))
        complain = self.complaints.append
        self._house = build_house(settings, clock=self._clock, chance=chance, faults=self.faults, complain=complain)
        await self._house.bot.start()
        async with asyncio.timeout(PATIENCE):
            await self.adapter.started.wait()

    async def stop(self) -> None:
        """It has ended as an operator ends it; nothing happens where it does not run."""
        if self._house is not None:
            house, self._house = self._house, None
            await house.bot.stop()
            house.lock.release()

    async def kill(self) -> None:
        """It is gone."""
        if self._house is None:
            return
        house, self._house = self._house, None
        self.faults.dead.set()
        bot: Any = house.bot
        bot.writer._queue.put(self._die)
        tasks = [*bot._tasks, *bot.outbox._tasks, *bot.outbox._held]
        for task in tasks:
            task.cancel()
        # The web chat would wait for what it has begun; the dead do not.
        patience, chat.DRAIN = chat.DRAIN, 0.01
        await asyncio.gather(*tasks, return_exceptions=True)
        chat.DRAIN = patience
        await asyncio.to_thread(bot.writer._thread.join, PATIENCE)
        assert not bot.writer._thread.is_alive()
        house.lock.release()

    @staticmethod
    def _die() -> None:
        raise Died

    async def died(self) -> None:
        """The point that was named has been reached."""
        await self.once(self.faults.dead.is_set)
        await self.kill()

    async def says(self, address: Address, text: str) -> MessageId:
        """The bot says these paragraphs of its own accord; they are in the outbox and on their way."""
        gaps = [(("text", one),) for one in text.split("\n\n")]
        return await self.shows(address, Say(tuple(Line(AS_IT_IS, role=Role.ANEW, gaps=gap) for gap in gaps)))

    async def quotes(self, address: Address, words: WordsId, length: int) -> str:
        """The bot quotes what was typed, in a sentence of its own; returns how that reads where nothing is marked."""
        effect = Say((Line("kept.said", 1, quotes=(("said", words, 0, length),)),))
        await self.shows(address, effect)
        text = self.rows("SELECT text FROM words WHERE id = ?", words)[0][0]
        voice: Any = vars(self.house.bot.outbox)["_voice"]
        (paragraph,) = render(effect, voice, {words: text}).paragraphs
        return read_marks(paragraph.text)[0]

    async def shows(self, address: Address, effect: Say) -> MessageId:
        """The effect is in the outbox, as a turn would have left it there, and on its way."""
        conversation = ConversationId(self.conversation(address))
        clock = vars(self.house.bot)["_clock"]

        def post(ledger: Ledger, engine: Engine) -> Posted:
            now = clock.now()
            desk = ledger.open_desk()
            seat = desk.seat_of(conversation)
            assert seat is not None
            posted = desk.post(seat, MessageId(vars(engine)["_mint"].strike(now)), effect, now)
            desk.write()
            desk.commit()
            return posted

        posted = await self.house.bot.writer.call(post)
        self.house.bot.outbox.send([posted])
        return posted.id

    # What is on disk

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database answers."""
        with closing(sqlite3.connect(self.path, timeout=PATIENCE)) as connection:
            return connection.execute(query, values).fetchall()

    def write(self, statement: str, *values: object) -> None:
        """The database was changed behind the bot's back; it does not run."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.execute(statement, values)

    def words(self) -> list[str]:
        """Everything that anybody typed, oldest first."""
        return [text for (text,) in self.rows("SELECT text FROM words ORDER BY id")]

    def last_words(self) -> WordsId:
        """Under which id the newest of it is kept."""
        return WordsId(self.rows("SELECT max(id) FROM words")[0][0])

    def answers(self) -> list[str]:
        """What was counted as the answer to a question itself, oldest first."""
        return [key for (key,) in self.rows("SELECT key FROM answers WHERE part = 0 ORDER BY round")]

    def conversation(self, address: Address) -> int:
        """The conversation of that place."""
        query = "SELECT id FROM conversations WHERE platform = ? AND address = ?"
        ((id_,),) = self.rows(query, self.platform, address)
        return int(id_)

    def unreachable(self, address: Address) -> bool:
        """Whether that place is marked as one that cannot be reached."""
        query = "SELECT unreachable FROM conversations WHERE platform = ? AND address = ?"
        return self.rows(query, self.platform, address) == [(1,)]

    def states(self) -> Counter[str]:
        """How many messages of the outbox are in which state."""
        return Counter(state for (state,) in self.rows("SELECT state FROM outbox"))

    def state_of(self, message: MessageId) -> tuple[str, str | None, str | None]:
        """The state of a message, its class of failure and its platform's id."""
        ((state, failure, id_),) = self.rows("SELECT state, failure, platform_id FROM outbox WHERE id = ?", message)
        return state, failure, id_

    async def settled(self) -> None:
        """Of everything that was sent it is marked what became of it."""
        await self.once(lambda: not self.states().keys() & {"ready", "attempted"})

    # Waiting

    async def once(self, what: Callable[[], object], seconds: float = PATIENCE) -> None:
        """Waits until it is so."""
        async with asyncio.timeout(seconds):
            while not what():
                await asyncio.sleep(0.005)

    async def once_so(self, what: Callable[[], Awaitable[object]], seconds: float = PATIENCE) -> None:
        """The same, for what has to be asked for."""
        async with asyncio.timeout(seconds):
            while not await what():
                await asyncio.sleep(0.01)


logging.getLogger("asyncio").setLevel(logging.CRITICAL)
"""Of tasks that died without a goodbye, as they do in a kill, nobody wants to read."""
