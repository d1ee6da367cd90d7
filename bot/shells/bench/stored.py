"""A database with as many conversations in it as wanted: one real one, and copies of it under other ids."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bot.chance import WallClock
from bot.model.event import Arrived, MessageReceived, Words
from bot.model.ids import WordsId
from bot.model.message import Part
from bot.ports.adapter import Delivered
from bot.rendering.fit import fit
from bot.rendering.render import render
from bot.shells.bench.notdate_run import open_house
from bot.shells.bench.workload import BEFORE, CAPABILITIES, PLATFORM, Deliveries, Talker, address_of, read_deck
from bot.voices import prompts, speaking

STRIDE: Final = 512
"""Ids between a conversation and its copy: more than one evening uses."""
KEPT: Final = 2
"""Events and messages of each stored conversation that are copied, the last ones."""
A_WEEK: Final = 7 * 86_400_000
SLICE: Final = 50_000

Tell = Callable[[str], None]


class _LastWeek:
    """A clock that stands still a week ago, so that ids of one conversation follow each other."""

    def __init__(self) -> None:
        self._now = WallClock().now() - A_WEEK

    def now(self) -> int:
        return self._now


def build(database: Path, stored: int, tell: Tell) -> None:
    """The file holds so many people who talked through a deck last week."""
    _talk_once(database)
    connection = sqlite3.connect(database, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -262144")
        connection.create_function("address_of", 1, address_of, deterministic=True)
        _trim(connection)
        _copy(connection, stored, tell)
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _talk_once(database: Path) -> None:
    """One whole evening through the real engine: what is copied is what it writes."""
    clock = _LastWeek()
    ledger, engine, shelves = open_house(database, read_deck(BEFORE), 1, clock)
    voice = speaking(prompts(), shelves)
    talker, deliveries = Talker(0, 1), Deliveries(0)

    def say(delivered: Delivered) -> tuple[Part, ...]:
        posted = engine.turn([delivered], clock.now()).posted
        return fit(render(posted[-1].effect, voice, posted[-1].words), CAPABILITIES)

    say(Delivered(PLATFORM, talker.address, talker.address, PLATFORM, "arrived", Arrived()))
    parts = say(deliveries.deliver(talker.address, MessageReceived(Words(WordsId(0), "yes"))))
    while (event := talker.answer(parts)) is not None:
        parts = say(deliveries.deliver(talker.address, event))
    ledger.close()


def _trim(connection: sqlite3.Connection) -> None:
    """Of the one evening, the last events and messages are left, all of them answered."""
    connection.execute("UPDATE outbox SET state = 'sent', platform_id = ''")
    for table in ("events", "outbox"):
        connection.execute(
            f"DELETE FROM {table} WHERE id NOT IN (SELECT id FROM {table} ORDER BY id DESC LIMIT {KEPT})"
        )
        connection.execute(f"UPDATE {table} SET previous = 0 WHERE id = (SELECT min(id) FROM {table})")
    connection.execute(f"DELETE FROM words WHERE id NOT IN (SELECT id FROM words ORDER BY id DESC LIMIT {KEPT})")
    connection.execute(
        "DELETE FROM answers WHERE (round, part) NOT IN"
        f" (SELECT round, part FROM answers ORDER BY round DESC LIMIT {KEPT})"
    )
    connection.execute("DELETE FROM deliveries")


_COPIES: Final = {
    "members": """id + n.i * :stride, community, version, last_seen,
        CAST(json_set(CAST(body AS TEXT), '$.id', id + n.i * :stride) AS BLOB)""",
    "conversations": """id + n.i * :stride, community, format, member + n.i * :stride, account + n.i * :stride,
        place + n.i * :stride, platform, address_of(n.i), last_event + n.i * :stride, last_message + n.i * :stride,
        state, unreachable""",
    "events": """id + n.i * :stride, conversation + n.i * :stride, iif(previous, previous + n.i * :stride, 0), at,
        outcome, body, told""",
    "outbox": """id + n.i * :stride, conversation + n.i * :stride, iif(previous, previous + n.i * :stride, 0), at,
        state, delivery, attempts, expires, slot, body, platform_id, failure, why, retry_at""",
    "words": "id + n.i * :stride, account + n.i * :stride, text, audience",
    "answers": """round + n.i * :stride, member + n.i * :stride, part, question, branch, key,
        iif(words, words + n.i * :stride, 0), counts, shared, at""",
}
"""What is copied in the order of its ids, so that every table grows at its end."""
_SORTED: Final = {
    "accounts": "id + n.i * :stride, platform, address_of(n.i), member + n.i * :stride",
    "places": """platform, address_of(n.i), id + n.i * :stride, account + n.i * :stride,
        conversation + n.i * :stride""",
}
_NUMBERS: Final = "WITH RECURSIVE n (i) AS (SELECT :first UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :last)"


def _copy(connection: sqlite3.Connection, stored: int, tell: Tell) -> None:
    for table in (*_COPIES, *_SORTED):
        # The one conversation apart: its rows would have to be looked for among all the copies.
        connection.execute(f"CREATE TEMP TABLE one_{table} AS SELECT * FROM {table}")
    for first in range(1, stored, SLICE):
        last = min(first + SLICE, stored)
        tell(f"storing conversations: {last:,} of {stored:,}")
        connection.execute("BEGIN")
        for table, columns in _COPIES.items():
            _insert(connection, table, columns, first, last)
        connection.execute("COMMIT")
    if stored > 1:
        tell("storing conversations: their addresses")
        connection.execute("BEGIN")
        for table, columns in _SORTED.items():
            _insert(connection, table, columns, 1, stored, "ORDER BY address_of(n.i)")
        connection.execute("COMMIT")
    connection.execute("UPDATE tallies SET n = n * :stored", {"stored": stored})


def _insert(connection: sqlite3.Connection, table: str, columns: str, first: int, last: int, order: str = "") -> None:
    connection.execute(
        f"INSERT INTO {table} {_NUMBERS} SELECT {columns} FROM n CROSS JOIN one_{table} {order}",
        {"stride": STRIDE, "first": first, "last": last},
    )


def copy(database: Path, to: Path) -> None:
    """The same file once more, on disk. Where the file system can share the bytes it does."""
    if sys.platform == "linux" and shutil.which("cp"):
        subprocess.run(["cp", "--reflink=auto", str(database), str(to)], check=True)
    else:
        shutil.copyfile(database, to)
    with to.open("rb+") as file:
        # What the copy left unwritten would be written during the measurement, and charged to it.
        os.fsync(file.fileno())
