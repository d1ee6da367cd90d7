"""The writer thread: whatever waits is one batch, what is promised is on disk, and its end is not silent."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.ports.adapter import Outcome, Stopping
from bot.ports.faults import NoFaults
from bot.ports.store import Due, Mark, Posted
from bot.runtime.engine import Engine
from bot.runtime.intake import WriterIntake
from bot.runtime.writer import Writer, WriterEnded
from bot.store.sqlite.desk import SqliteDesk
from bot.store.sqlite.ledger import SqliteLedger
from tests.runtime.engines import Clock, delivered, engine_at


class House:
    """A writer over a real file, and what it would have sent."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.clock = Clock()
        self.sent: list[Posted] = []
        self.complaints: list[str] = []
        self.ledger, self.engine, _shelves = engine_at(database, self.clock, self.complaints)
        self.batches: list[int] = []
        self.writer = Writer(self._open, self.clock, NoFaults(), self.sent.extend)

    def _open(self) -> tuple[SqliteLedger, Engine]:
        turn = self.engine.turn

        def counted(batch, now):  # type: ignore[no-untyped-def]
            self.batches.append(len(batch))
            return turn(batch, now)

        self.engine.turn = counted  # type: ignore[method-assign]
        return self.ledger, self.engine

    def rows(self, table: str) -> int:
        with closing(sqlite3.connect(self.database)) as connection:
            count: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        return count


async def test_what_is_acknowledged_is_on_disk(tmp_path: Path) -> None:
    """When `take` returns, another connection sees the event and its reply."""
    house = House(tmp_path / "w.db")
    await house.writer.start()
    receipt = await WriterIntake(house.writer, NoFaults()).take(delivered("ada", "1"))
    assert receipt.outcome is Outcome.TAKEN
    assert (house.rows("events"), house.rows("outbox"), len(house.sent)) == (1, 1, 1)
    await house.writer.stop()


async def test_whatever_waits_is_one_batch(tmp_path: Path) -> None:
    """A hundred deliveries that wait together are at most a few transactions."""
    house = House(tmp_path / "w.db")
    waiting = []
    house.writer._loop = asyncio.get_running_loop()
    for number in range(100):
        waiting.append(house.writer.put(delivered(f"person {number}", str(number))))
    await house.writer.start()
    await asyncio.gather(*waiting)
    assert house.batches == [100]
    await house.writer.stop()


async def test_a_due_timer_fires_by_itself(tmp_path: Path) -> None:
    """A timer of the past is a batch of its own at the start, and is gone afterwards."""
    house = House(tmp_path / "w.db")
    house.engine.turn([delivered("ada", "1")], house.clock.now())
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute("INSERT INTO timers SELECT id, 'check-in', 1 FROM conversations")
        connection.commit()
    await house.writer.start()
    await house.writer.call(lambda ledger, engine: None)
    await house.writer.stop()
    assert (house.rows("timers"), house.rows("events")) == (0, 2)


async def test_on_the_way_out_nothing_is_taken(tmp_path: Path) -> None:
    """Refusing, it raises `Stopping`; what was put in before is committed."""
    house = House(tmp_path / "w.db")
    await house.writer.start()
    before = house.writer.put(delivered("ada", "1"))
    house.writer.refuse()
    with pytest.raises(Stopping):
        house.writer.put(delivered("bob", "2"))
    await house.writer.stop()
    assert (await before) is not None
    assert house.rows("events") == 1


async def test_a_writer_that_dies_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An end that no turn catches is told to whoever watches and whoever waits, nothing more is taken, and stopping
    does not hang."""
    house = House(tmp_path / "w.db")

    def broken(_desk: SqliteDesk) -> None:
        raise SystemExit("planted")

    monkeypatch.setattr(SqliteDesk, "write", broken)
    await house.writer.start()
    waiting = house.writer.put(delivered("ada", "1"))
    with pytest.raises(WriterEnded):
        await asyncio.wait_for(house.writer.watch(), 5)
    with pytest.raises(Stopping):
        await asyncio.wait_for(waiting, 5)
    with pytest.raises(Stopping):
        house.writer.put(delivered("ada", "1"))
    with pytest.raises(Stopping):
        await house.writer.call(lambda ledger, engine: None)
    await asyncio.wait_for(house.writer.stop(), 5)


async def test_timers_that_cannot_be_read_cost_nobody_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the timers cannot be read deliveries are taken all the same, and the timers are not asked all the time."""
    house = House(tmp_path / "w.db")
    asked = []

    def broken(_ledger: SqliteLedger, *_: object) -> tuple[Due, ...]:
        asked.append(1)
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(SqliteLedger, "due", broken)
    monkeypatch.setattr(SqliteLedger, "next_due", broken)
    await house.writer.start()
    receipt = await asyncio.wait_for(house.writer.put(delivered("ada", "1")), 5)
    await asyncio.sleep(0.3)
    assert receipt is not None and receipt.outcome is Outcome.TAKEN
    assert len(asked) < 8
    await house.writer.stop()


async def test_a_timer_that_cannot_be_written_rests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A timer whose turn cannot be written is put off instead of tried all the time."""
    house = House(tmp_path / "w.db")
    house.engine.turn([delivered("ada", "1")], house.clock.now())
    with closing(sqlite3.connect(house.database)) as connection:
        connection.execute("INSERT INTO timers SELECT id, 'check-in', 1 FROM conversations")
        connection.commit()

    def broken(_desk: SqliteDesk) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(SqliteDesk, "write", broken)
    await house.writer.start()
    await asyncio.sleep(0.3)
    await house.writer.stop()
    assert len(house.batches) == 1
    with closing(sqlite3.connect(house.database)) as connection:
        assert connection.execute("SELECT due FROM timers").fetchone()[0] > house.clock.now()


async def test_marks_outlast_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark that could not be written is written once the disk has room again, and the trouble was told in words."""
    house = House(tmp_path / "w.db")
    await house.writer.start()
    receipt = await WriterIntake(house.writer, NoFaults()).take(delivered("ada", "1"))
    with monkeypatch.context() as patched:

        def broken(_desk: SqliteDesk) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        patched.setattr(SqliteDesk, "write", broken)
        house.writer.mark(Mark(receipt.messages[0], sent=True))
        await house.writer.call(lambda ledger, engine: None)
    assert len(house.complaints) == 1
    await house.writer.stop()
    with closing(sqlite3.connect(house.database)) as connection:
        assert connection.execute("SELECT state FROM outbox").fetchall() == [("sent",)]


async def test_a_turn_that_cannot_be_written_reaches_its_deliverer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone in its batch and impossible to write, the delivery is refused; the next one is taken."""
    house = House(tmp_path / "w.db")
    await house.writer.start()
    intake = WriterIntake(house.writer, NoFaults())

    def broken(_desk: SqliteDesk) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(SqliteDesk, "commit", broken)
        with pytest.raises(Stopping):
            await intake.take(delivered("ada", "1"))
    assert (await intake.take(delivered("ada", "1"))).outcome is Outcome.TAKEN
    await house.writer.stop()
