"""What the bot is measured against does the same work: row for row, text for text."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from bot.model.message import Part
from bot.ports.adapter import Delivered
from bot.rendering.fit import fit
from bot.rendering.render import render
from bot.runtime.library import voice_of
from bot.shells.bench import stored
from bot.shells.bench.bare_sqlite import Rehearsal
from bot.shells.bench.notdate_run import open_house
from bot.shells.bench.opened import open_plainly
from bot.shells.bench.workload import CAPABILITIES, Deliveries, Talker, read_deck
from bot.voices import prompts
from tests.runtime.engines import Clock

SEED = 7
STORED = 3
WRITTEN = {
    "deliveries": "source, id",
    "events": "id",
    "words": "id",
    "answers": "round, member, part",
    "tallies": "question, key",
    "outbox": "id",
    "conversations": "id",
    "members": "id",
}


def rows(database: Path, table: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(database)) as connection:
        found = connection.execute(f"SELECT * FROM {table} ORDER BY {WRITTEN[table]}").fetchall()
    # Tallies of nobody are nothing; whether a message was marked as sent is the outbox's business.
    return [row[:4] if table == "outbox" else row for row in found if table != "tallies" or row[2]]


def test_a_plain_bot_writes_the_same_rows_and_says_the_same(tmp_path: Path) -> None:
    """Through a whole evening both say the same texts, and leave the same rows in every table."""
    ours, theirs, clock = tmp_path / "ours.db", tmp_path / "theirs.db", Clock()
    stored.build(ours, STORED, lambda sentence: None)
    shutil.copy(ours, theirs)
    ledger, engine, shelves = open_house(ours, read_deck(), SEED, clock)
    voice = voice_of(prompts(), shelves)

    def by_engine(update: Delivered) -> tuple[Part, ...]:
        last = engine.turn([update], clock.time).posted[-1]
        return fit(render(last.effect, voice, last.words), CAPABILITIES)

    plain = open_plainly(theirs, SEED)
    with closing(sqlite3.connect(theirs, isolation_level=None)) as connection:
        rehearsal = Rehearsal(connection, plain, clock)
        talker, deliveries, updates = Talker(1, SEED), Deliveries(SEED), 0
        update: Delivered | None = deliveries.deliver(talker.address, talker.begin())
        while update is not None:
            prepared, parts = rehearsal.update(update)
            for statement, values in prepared.rows:
                connection.execute(statement, values)
            assert parts == by_engine(update)
            event = talker.answer(parts)
            update = deliveries.deliver(talker.address, event) if event else None
            clock.time += 1_000
            updates += 1
    ledger.close()
    assert updates > 15
    for table in WRITTEN:
        assert rows(ours, table) == rows(theirs, table), table
