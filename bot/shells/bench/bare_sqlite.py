"""Yardstick: bare sqlite3, which decides nothing, commits the same rows in groups of 100, and renders the same
texts."""

from __future__ import annotations

import itertools
import sqlite3
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from bot.chance import WallClock
from bot.model.effect import Shown
from bot.model.ids import WordsId
from bot.model.message import Part
from bot.ports.adapter import Delivered
from bot.ports.clock import Clock
from bot.shells.bench import plain_bot
from bot.shells.bench.driver import Measured, measured
from bot.shells.bench.opened import open_plainly
from bot.shells.bench.plain_bot import Found, PlainBot, Row
from bot.shells.bench.workload import Deliveries, Talker, draw_talkers
from bot.store.sqlite.connection import CACHE_KIB, CHECKPOINT_PAGES

NAME: Final = "bare-sqlite"
GROUP: Final = 100


class Prepared(msgspec.Struct):
    """An update that has been decided beforehand."""

    rows: list[Row]
    shown: list[Shown]
    words: dict[WordsId, str]
    message: int


class Rehearsal:
    """Everybody talks without a database, so that every row is known before the clock starts."""

    def __init__(self, connection: sqlite3.Connection, bot: PlainBot, clock: Clock) -> None:
        self._bot = bot
        self._connection = connection
        self._clock = clock
        self._places: dict[str, Found] = {}
        self._counts: dict[int, dict[str, int]] = {}
        self._answers: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        self._words: dict[int, str] = {}

    def update(self, delivered: Delivered) -> tuple[Prepared, tuple[Part, ...]]:
        """The update, decided, with its rows, and the reply."""
        place = self._place(delivered)
        wanted = self._bot.wants(place, delivered)
        counts = tuple(self._count(wanted.counts_of).items()) if wanted.counts_of else ()
        decided = self._bot.decide(place, delivered, self._clock.now(), counts, ())
        earlier = [self._answers[key] for key in plain_bot.first_answers(decided) if key in self._answers]
        rows, shown = self._bot.rows(place, decided, earlier)
        self._remember(rows)
        words = {WordsId(id_): self._words[id_] for id_ in plain_bot.quoted(shown) if id_ in self._words}
        return Prepared(rows, shown, words, place.last_message), self._bot.say(shown, words)

    def _place(self, delivered: Delivered) -> Found:
        place = self._places.get(delivered.address)
        if place is None:
            execute = self._connection.execute
            conversation = execute(plain_bot.FIND_PLACE, (delivered.platform, delivered.address)).fetchone()
            row = execute(plain_bot.FIND_CONVERSATION, conversation).fetchone()
            place = self._places[delivered.address] = plain_bot.found(row)
        return place

    def _count(self, question: int) -> dict[str, int]:
        if question not in self._counts:
            self._counts[question] = dict(self._connection.execute(plain_bot.FIND_COUNTS, (question,)).fetchall())
        return self._counts[question]

    def _remember(self, rows: Sequence[Row]) -> None:
        for statement, values in rows:
            if statement == plain_bot.WORDS:
                self._words[values[0]] = values[2]
            elif statement == plain_bot.TALLY:
                counts = self._count(values[0])
                counts[values[1]] = counts.get(values[1], 0) + values[2]
            elif statement == plain_bot.ANSWER and values[2] == 0:
                self._answers[values[0], values[1]] = (values[3], values[5], values[7])


def rehearse(rehearsal: Rehearsal, talkers: Sequence[Talker], in_flight: int, seed: int) -> Iterator[Prepared]:
    """The updates in the order in which so many in flight would come; everybody's beginning comes first."""
    deliveries = Deliveries(seed)
    waiting: deque[tuple[Talker, tuple[Part, ...]]] = deque()
    for talker in talkers:
        prepared, parts = rehearsal.update(deliveries.deliver(talker.address, talker.begin()))
        waiting.append((talker, parts))
        yield prepared
    while waiting:
        flying = [waiting.popleft() for _ in range(min(in_flight, len(waiting)))]
        for talker, parts in flying:
            event = talker.answer(parts)
            if event is not None:
                prepared, parts = rehearsal.update(deliveries.deliver(talker.address, event))
                waiting.append((talker, parts))
                yield prepared


def run(database: Path, stored: int, talkers: int, in_flight: int, seed: int) -> Measured:
    """The same rows and texts, with nothing decided and nobody waited for."""
    bot = open_plainly(database, seed)
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        people = draw_talkers(stored, talkers, seed)
        updates = iter(list(rehearse(Rehearsal(connection, bot, WallClock()), people, in_flight, seed)))
        _write(connection, bot, list(itertools.islice(updates, talkers)))
        rest = list(updates)
        latencies: list[float] = []
        began, cpu_began = time.perf_counter(), time.process_time()
        for first in range(0, len(rest), GROUP):
            group = rest[first : first + GROUP]
            begun = time.perf_counter()
            _write(connection, bot, group)
            latencies += [time.perf_counter() - begun] * len(group)
        return measured(
            NAME, in_flight, stored, latencies, time.perf_counter() - began, time.process_time() - cpu_began
        )
    finally:
        connection.close()


def _write(connection: sqlite3.Connection, bot: PlainBot, group: Sequence[Prepared]) -> None:
    by_statement: dict[str, list[tuple[Any, ...]]] = {}
    for update in group:
        for statement, values in update.rows:
            by_statement.setdefault(statement, []).append(values)
        by_statement.setdefault(plain_bot.MARK, []).append((update.message,))
    connection.execute("BEGIN IMMEDIATE")
    for statement, rows in by_statement.items():
        connection.executemany(statement, rows)
    connection.execute("COMMIT")
    for update in group:
        bot.say(update.shown, update.words)
