"""A batch is one transaction, and one bad piece of work in it costs nobody else anything."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.situation import Step
from bot.model.ids import MessageId
from bot.model.state import Solo
from bot.ports.adapter import Delivered, Outcome, Receipt
from bot.ports.store import Conflict, Mark, Seat
from bot.runtime import engine as engine_module
from bot.runtime.engine import Engine, Quarantined, Turned
from bot.store.sqlite.desk import SqliteDesk
from bot.store.sqlite.ledger import SqliteLedger
from tests.runtime.engines import HERE, Clock, delivered, engine_at, said


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def opened(tmp_path: Path, complaints: list[str]) -> Iterator[tuple[SqliteLedger, Engine]]:
    ledger, engine, _shelves = engine_at(tmp_path / "e.db", Clock(), complaints)
    yield ledger, engine
    ledger.close()


def outcomes(turned: Turned) -> list[Outcome | None]:
    return [receipt.outcome if receipt else None for receipt in turned.receipts]


def rows(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        count: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return count


def test_a_delivery_changes_state_once(opened: tuple[SqliteLedger, Engine], tmp_path: Path) -> None:
    """Delivered twice, in one batch and again later, it is taken once and answered once."""
    _ledger, engine = opened
    turned = engine.turn([delivered("ada", "1"), delivered("ada", "1")], 1)
    again = engine.turn([delivered("ada", "1")], 2)
    assert outcomes(turned) + outcomes(again) == [Outcome.TAKEN, Outcome.DUPLICATE, Outcome.DUPLICATE]
    assert (rows(tmp_path / "e.db", "events"), rows(tmp_path / "e.db", "outbox")) == (1, 1)


def test_what_cannot_be_written_fails_alone(
    opened: tuple[SqliteLedger, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, complaints: list[str]
) -> None:
    """Of three pieces of work one cannot be written: its neighbours are committed, it leaves nothing and gets None."""
    _ledger, engine = opened
    original = SqliteDesk.seat

    def seat(desk: SqliteDesk, work: Delivered, now: int) -> Seat:
        if work.id == "bad":
            raise sqlite3.IntegrityError("planted")
        return original(desk, work, now)

    monkeypatch.setattr(SqliteDesk, "seat", seat)
    turned = engine.turn([delivered("ada", "1"), delivered("bob", "bad"), delivered("cem", "3")], 1)
    assert outcomes(turned) == [Outcome.TAKEN, None, Outcome.TAKEN]
    assert len(turned.posted) == 2
    assert rows(tmp_path / "e.db", "events") == 2
    assert len(complaints) == 1 and "could not be written" in complaints[0]


def test_a_step_that_raises_tells_the_person(
    opened: tuple[SqliteLedger, Engine], monkeypatch: pytest.MonkeyPatch, complaints: list[str]
) -> None:
    """A step that raises keeps its inbox row, the person gets a sentence, and no word of theirs is in the complaint."""
    _ledger, engine = opened
    engine.turn([delivered("ada", "1")], 1)

    def broken(*_: object) -> Step[Solo]:
        raise ValueError("my secret answer")

    monkeypatch.setattr(engine_module, "step", broken)
    turned = engine.turn([delivered("ada", "2", said("my secret answer"))], 2)
    assert outcomes(turned) == [Outcome.FAILED]
    assert turned.posted[0].effect.lines[0].name == "failed"
    assert len(complaints) == 1 and "secret" not in complaints[0]


def test_a_conflict_repeats_the_step(opened: tuple[SqliteLedger, Engine], monkeypatch: pytest.MonkeyPatch) -> None:
    """A member who was changed in between costs one repetition, also where nothing else is in the batch."""
    _ledger, engine = opened
    original, conflicts = SqliteDesk.settle, [Conflict("planted")]

    def settle(desk: SqliteDesk, *arguments: object) -> None:
        if conflicts:
            raise conflicts.pop()
        original(desk, *arguments)  # type: ignore[arg-type]  # handed on as they came

    monkeypatch.setattr(SqliteDesk, "settle", settle)
    assert outcomes(engine.turn([delivered("ada", "1")], 1)) == [Outcome.TAKEN]


def test_a_batch_that_failed_leaves_no_memory(
    opened: tuple[SqliteLedger, Engine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a commit that failed, the next turn starts from what is on disk."""
    ledger, engine = opened
    engine.turn([delivered("ada", "1")], 1)

    def full(_desk: SqliteDesk) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(SqliteDesk, "commit", full)
        assert outcomes(engine.turn([delivered("ada", "2", said("yes"))], 2)) == [None]
    assert outcomes(engine.turn([delivered("ada", "2", said("yes"))], 3)) == [Outcome.TAKEN]
    assert rows(tmp_path / "e.db", "events") == 2
    assert ledger.last_id() > 0


def test_marks_and_quarantine_have_no_receipt(opened: tuple[SqliteLedger, Engine], tmp_path: Path) -> None:
    """A mark changes its row, what could not be read is kept raw, and neither has a receipt."""
    ledger, engine = opened
    receipt = engine.turn([delivered("ada", "1")], 1).receipts[0]
    assert isinstance(receipt, Receipt)
    turned = engine.turn([Mark(receipt.messages[0], sent=True), Quarantined("here", b"\xff", "not UTF-8")], 2)
    assert turned.receipts == [None, None]
    assert ledger.unsent((HERE,), MessageId(0), 10) == ()
    assert rows(tmp_path / "e.db", "quarantine") == 1
