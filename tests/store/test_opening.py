"""One process owns a database, whatever it is called; and what is wrong with a file is told as it is."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.beside import socket_for
from bot.ports.store import Refused
from bot.runtime.mint import Mint
from bot.shells.bench.workload import read_deck
from bot.store.sqlite import connection as room
from bot.store.sqlite.connection import explain, open_writer
from bot.store.sqlite.ledger import SqliteLedger
from bot.store.sqlite.lock import Lock
from bot.written import encode, seal


def test_two_names_are_one_database(tmp_path: Path) -> None:
    """A link to a database has the same lock and the same socket."""
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "real.db")
    assert socket_for(link) == socket_for(tmp_path / "real.db")
    with Lock(tmp_path / "real.db") as lock:
        lock.take()
        with pytest.raises(Refused):
            Lock(link).take()


def test_a_look_refuses_nobody(tmp_path: Path) -> None:
    """While somebody only looks who the owner is, the database can be taken, and nobody is named as its owner."""
    lock = Lock(tmp_path / "a.db")
    lock.take()
    lock.release()
    looking = os.open(lock.path, os.O_RDONLY)
    fcntl.flock(looking, fcntl.LOCK_SH)
    assert lock.owner() is None
    threading.Timer(0.1, os.close, (looking,)).start()
    lock.take()
    lock.release()


def test_a_deleted_lock_locks_nobody_in(tmp_path: Path) -> None:
    """A lock file that was deleted while somebody waited for it is not taken for the lock."""
    first, second = Lock(tmp_path / "a.db"), Lock(tmp_path / "a.db")
    first.take()
    first.path.unlink()
    second.take()
    first.release()
    with pytest.raises(Refused):
        Lock(tmp_path / "a.db").take()
    second.release()


def test_a_locked_database_is_not_called_damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program's lock is refused as a lock, with what to do about it."""
    monkeypatch.setattr(room, "BUSY_TIMEOUT", 50)
    open_writer(tmp_path / "a.db").close()
    with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        began = time.monotonic()
        with pytest.raises(Refused, match="locked by another program"):
            open_writer(tmp_path / "a.db")
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (sqlite3.SQLITE_FULL, "disk is full"),
        (sqlite3.SQLITE_READONLY, "read-only"),
        (sqlite3.SQLITE_IOERR_WRITE, "disk reports an error"),
    ],
)
def test_every_trouble_has_its_sentence(tmp_path: Path, code: int, words: str) -> None:
    """A full disk, a read-only file and a failing disk are named, and none of them is called damage."""
    error = sqlite3.OperationalError("whatever")
    error.sqlite_errorcode = code
    sentence = explain(tmp_path / "a.db", error)
    assert words in sentence and "damaged" not in sentence


def test_decks_of_older_releases_are_packed(tmp_path: Path) -> None:
    """A version that was kept as it is written is read as it was, in less room."""
    file, body = tmp_path / "old.db", encode(read_deck())
    open_writer(file).close()
    with closing(sqlite3.connect(file)) as older, older:
        older.execute("DELETE FROM _sqlite_migrations WHERE name = 'm016_packed_decks'")
        older.execute("INSERT INTO decks VALUES (?, 'not-date', '1.0.0', 1, ?)", (seal(body), body))
    ledger = SqliteLedger(file, Mint().strike)
    assert ledger.decks() == {seal(body): body}
    ledger.close()
    with closing(sqlite3.connect(file)) as newer:
        assert newer.execute("SELECT length(body) FROM decks").fetchone()[0] < len(body) // 2
