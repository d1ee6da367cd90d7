"""Copies that can be trusted: a backup while the bot runs, a restore that keeps people forgotten, and erasing it all.

A backup is one plain file, complete on its own, checked before it gets its name. A restore never destroys the database
that it replaces, and makes every erasure again that the backup does not know of.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from bot.ports.store import Refused
from bot.store.sqlite import erasure
from bot.store.sqlite.connection import open_reader, open_writer, transaction
from bot.store.sqlite.lock import Lock

OURS = "_sqlite_migrations"


class Restored(NamedTuple):
    """What a restore did. `aside` is where the database that stood there is now; `forgotten` counts people forgotten
    anew.

    `list_found` is False where nothing told which people were forgotten since the backup.
    """

    aside: Path | None
    forgotten: int
    list_found: bool


def look(database: Path) -> tuple[str, ...]:
    """What is wrong with the file, in SQLite's words; empty where nothing is. Raises `Refused` without one."""
    if not database.is_file():
        raise Refused(f"There is no database {database}. Name it with --db, or run `notdate serve` to begin one.")
    try:
        with closing(open_reader(database)) as connection:
            problems = [str(row[0]) for row in connection.execute("PRAGMA quick_check(3)")]
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as error:
        return (str(error),)
    if problems != ["ok"]:
        return tuple(problems)
    return () if OURS in tables else ("it is not a database of Not-Date",)


# Backup


def back_up(database: Path, target: Path, replace: bool = False) -> int:
    """The target is a complete, checked copy of the database as it stands now; returns its bytes. Raises `Refused`.

    Whoever owns the database goes on working. The target appears whole or not at all.
    """
    problems = look(database)
    if problems:
        raise Refused(f"The database {database} is damaged ({'; '.join(problems)}), so no backup was made of it.")
    if target.exists() and not replace:
        raise Refused(f"{target} exists already and was left alone. Choose another name, or replace it with --force.")
    if target.exists() and target.samefile(database):
        raise Refused("That is the database itself, and no backup of it. Choose another name.")
    with _beside(target) as partial:
        with closing(open_reader(database)) as source:
            _copy(source, partial)
        _put(partial, target)
    return target.stat().st_size


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A name beside the target to write to first; whatever happens, nothing stays under it. Raises `Refused`."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield partial
    except (OSError, sqlite3.Error) as error:
        raise Refused(
            f"{target} cannot be written: {error}. Check the folder, its permissions and the free space."
        ) from error
    finally:
        for file in _with_log(partial):
            file.unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, partial: Path) -> None:
    """The partial file is a checked copy. Raises `Refused` for a copy that does not check."""
    with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
        # All pages in one go: the reader sees one moment of the database, however much is written meanwhile.
        source.backup(copy, pages=-1)
        # One plain file, which can be read from a folder that cannot be written.
        copy.execute("PRAGMA journal_mode = DELETE")
        problems = [str(row[0]) for row in copy.execute("PRAGMA quick_check(3)")]
    if problems != ["ok"]:
        raise Refused(f"The copy does not check ({'; '.join(problems)}), so it was thrown away. Is the disk in order?")


def _put(partial: Path, target: Path) -> None:
    """The file has its name, and both are on disk."""
    _sync(partial)
    os.replace(partial, target)
    _sync(target.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


# Restore


def restore(backup: Path, database: Path, now: str, lists: Iterable[Path] = ()) -> Restored:
    """The database is as the backup has it, but for people forgotten since. Raises `Refused`, changing nothing.

    `now` names the copy that is kept of the present database; `lists` are lists of erasures besides the database's own.
    The caller holds the lock.
    """
    problems = look(backup) if backup.is_file() else (f"there is no file {backup}",)
    if problems:
        raise Refused(f"{backup} cannot be restored: {'; '.join(problems)}. Nothing was changed; name another backup.")
    own = erasure.list_beside(database)
    files = [file for file in (own, erasure.list_beside(backup), *lists) if file.is_file()]
    erasures = {one for file in files for one in erasure.read_list(file)} | _remembered(database)
    database.parent.mkdir(parents=True, exist_ok=True)
    with _beside(database) as partial:
        with closing(open_reader(backup)) as source:
            _copy(source, partial)
        try:
            forgotten = _forget_again(partial, erasures)
        except Refused as refused:
            raise Refused(str(refused).replace(str(partial), str(backup))) from refused
        aside = _set_aside(database, now)
        _put(partial, database)
    with closing(open_writer(database)) as connection, contextlib.suppress(OSError):
        erasure.keep_list(connection)
    return Restored(aside, forgotten, bool(files) or aside is not None)


def _remembered(database: Path) -> set[erasure.Erasure]:
    """The erasures that the present database knows of; none where it cannot be read."""
    try:
        with closing(open_reader(database)) as connection:
            return set(erasure.read_table(connection))
    except sqlite3.Error:
        return set()


def _forget_again(partial: Path, erasures: set[erasure.Erasure]) -> int:
    """The copy is migrated, and knows nothing of those people any more. Raises `Refused` for a newer database."""
    with closing(open_writer(partial)) as connection:
        with transaction(connection):
            forgotten = erasure.apply_list(connection, erasures)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return forgotten


def _set_aside(database: Path, now: str) -> Path | None:
    """The present database has a second name, and its log is out of the way of the one that takes its place."""
    if not database.exists():
        return None
    _fold(database)
    aside = database.with_name(f"{database.name}.before-restore-{now}")
    # A log that could not be folded back belongs to the old file; beside the new one it would be played into it.
    for file, kept in zip(_with_log(database)[1:], _with_log(aside)[1:], strict=True):
        if file.exists():
            os.replace(file, kept)
    os.link(database, aside)
    _sync(database.parent)
    return aside


def _fold(database: Path) -> None:
    with contextlib.suppress(sqlite3.Error), closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _with_log(database: Path) -> tuple[Path, ...]:
    return (database, *(database.with_name(database.name + suffix) for suffix in ("-wal", "-shm", "-journal")))


# Erasing it all


def belongings(database: Path, socket: Path) -> tuple[Path, ...]:
    """All files that a bot on this database has made, the lock last."""
    keys = (database.with_name(f"{database.name}.key"), database.with_name(f"{database.name}.key.partial"))
    beside = (*_with_log(database), erasure.list_beside(database), *keys, socket)
    kept = sorted(database.parent.glob(f"{database.name}.before-*"))
    folder = database.with_name(f"{database.name}.matrix")
    folders = (*sorted(folder.glob("*")), folder)
    return tuple(file for file in (*beside, *kept, *folders, Lock(database).path) if file.exists())


def erase(files: Iterable[Path]) -> None:
    """The files are gone. Raises `Refused` for the first that cannot be deleted."""
    for file in files:
        try:
            if file.is_dir():
                file.rmdir()
            else:
                file.unlink(missing_ok=True)
        except OSError as error:
            raise Refused(f"{file} cannot be deleted: {error}. What stands before it in the list is gone.") from error
