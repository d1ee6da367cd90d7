"""Before another version touches a database there is a copy of it, which leads back; else there is none."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlite_utils import Database

from bot import __version__
from bot.beside import socket_for
from bot.ports.store import Refused
from bot.runtime.mint import Mint
from bot.settings import Settings, load
from bot.store.sqlite import connection as room
from bot.store.sqlite import update
from bot.store.sqlite.backup import belongings, restore
from bot.store.sqlite.connection import KNOWN, open_writer
from bot.store.sqlite.schema import MIGRATIONS
from bot.wiring import open_ledger

OLD = KNOWN[:2]


def settings_in(folder: Path, **more: str | int) -> Settings:
    return load({"db": str(folder / "bot.db"), **more}, {}, folder)


def old_database(folder: Path) -> Path:
    """A database as an earlier version left it, with words in it."""
    file = folder / "bot.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        MIGRATIONS.apply(Database(connection), stop_before=KNOWN[len(OLD)])
        connection.execute("INSERT INTO words (id, account, text) VALUES (1, 1, 'a red door')")
    return file


def words_in(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM words")]


def applied_in(file: Path) -> tuple[str, ...]:
    with closing(sqlite3.connect(file)) as connection:
        return tuple(room._applied(connection))


class Start(NamedTuple):
    """What a start told whoever runs the bot."""

    told: list[str]


def start(settings: Settings) -> Start:
    """The database was opened as at any start, and closed again."""
    told: list[str] = []
    open_ledger(settings, Mint(), told.append).close()
    return Start(told)


def test_an_update_leaves_a_way_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy has the old tables, the database the new ones; the copy restored, the old version opens it."""
    file = old_database(tmp_path)
    told = start(settings_in(tmp_path)).told
    (copy,) = update.copies(file)
    assert (applied_in(copy), applied_in(file)) == (OLD, KNOWN)
    assert words_in(copy) == words_in(file) == ["a red door"]
    assert len(told) == 1
    assert f"notdate restore {copy} --db {file}" in told[0]
    assert copy.stat().st_mode & 0o077 == 0
    # From here on it is the earlier version that runs.
    monkeypatch.setattr(room, "KNOWN", OLD)
    with pytest.raises(Refused, match="newer version"):
        open_writer(file)
    restore(copy, file, "now")
    with closing(open_writer(file)) as opened:
        assert opened.execute("SELECT text FROM words").fetchall() == [("a red door",)]
    assert applied_in(file) == OLD


def test_an_ordinary_start_copies_nothing(tmp_path: Path) -> None:
    """Neither the first start of all nor any that follows it makes a copy or says a word."""
    settings = settings_in(tmp_path)
    assert [start(settings).told for _ in range(3)] == [[], [], []]
    assert update.copies(tmp_path / "bot.db") == []


def test_another_version_is_an_update_without_a_migration_too(tmp_path: Path) -> None:
    """Where only the version differs there is a copy, once, and it is said that it is not needed to go back."""
    settings = settings_in(tmp_path)
    start(settings)
    with closing(sqlite3.connect(tmp_path / "bot.db")) as connection, connection:
        connection.execute("UPDATE meta SET value = '0.0.9' WHERE name = 'version'")
    told = start(settings).told
    assert len(told) == 1 and "0.0.9" in told[0] and __version__ in told[0] and "as they were" in told[0]
    assert start(settings).told == []
    assert len(update.copies(tmp_path / "bot.db")) == 1


def test_the_newest_three_stay(tmp_path: Path) -> None:
    """Older copies go, the newest stay; with another number, so many."""
    file = old_database(tmp_path)
    for number in range(5):
        old = tmp_path / f"bot.db.before-update-2020010{number}T000000Z"
        old.write_bytes(b"x")
        os.utime(old, (1_600_000_000 + number, 1_600_000_000 + number))
    start(settings_in(tmp_path))
    assert len(update.copies(file)) == 3
    assert applied_in(update.copies(file)[-1]) == OLD


def test_without_room_nothing_is_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is refused with what is missing and what to do; with the setting it is updated without a copy."""
    file = old_database(tmp_path)

    class Full(NamedTuple):
        total: int = 10**12
        used: int = 10**12
        free: int = 1_000

    monkeypatch.setattr("shutil.disk_usage", lambda _path: Full())
    with pytest.raises(Refused, match="no room") as refused:
        start(settings_in(tmp_path))
    assert "NOTDATE_UPDATE_BACKUPS=0" in str(refused.value)
    assert applied_in(file) == OLD
    assert update.copies(file) == []
    assert start(settings_in(tmp_path, update_backups=0)).told == []
    assert applied_in(file) == KNOWN
    assert update.copies(file) == []


def test_whoever_keeps_no_backups_keeps_none(tmp_path: Path) -> None:
    """Where members are told that there are no backups, an update makes none."""
    file = old_database(tmp_path)
    start(settings_in(tmp_path, backup_days=0))
    assert applied_in(file) == KNOWN
    assert update.copies(file) == []


def test_an_update_that_fails_again_and_again_fills_no_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As long as nothing was written since the copy, the next attempt makes no other, and pushes no other out."""
    file = old_database(tmp_path)

    def broken(*_given: object) -> None:
        raise sqlite3.OperationalError("planted")

    monkeypatch.setattr(room, "_migrate", broken)
    for _attempt in range(4):
        with pytest.raises(Refused):
            start(settings_in(tmp_path))
    assert len(update.copies(file)) == 1


def test_copies_go_when_members_were_told_that_they_go(tmp_path: Path) -> None:
    """A copy is gone after as many days as backups are kept, and not before."""
    file = old_database(tmp_path)
    start(settings_in(tmp_path))
    (copy,) = update.copies(file)
    update.age_out(file, 7)
    assert copy.exists()
    a_week_ago = time.time() - 8 * 86_400
    os.utime(copy, (a_week_ago, a_week_ago))
    update.age_out(file, 7)
    assert not copy.exists()


def test_what_an_update_kept_is_erased_with_the_rest(tmp_path: Path) -> None:
    """The copy counts among what belongs to the bot."""
    file = old_database(tmp_path)
    start(settings_in(tmp_path))
    assert set(update.copies(file)) <= set(belongings(file, socket_for(file)))


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00rubbish", b"no database at all" * 100])
def test_what_is_no_database_is_not_copied(tmp_path: Path, content: bytes) -> None:
    """An empty file begins anew; what is damaged or something else is refused by whoever opens it, and not copied."""
    file = tmp_path / "bot.db"
    file.write_bytes(content)
    if content:
        with pytest.raises(Refused):
            start(settings_in(tmp_path))
    else:
        start(settings_in(tmp_path))
    assert update.copies(file) == []
