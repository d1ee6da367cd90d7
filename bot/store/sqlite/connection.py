"""Opening the file: the one writer, and readers. A file that cannot be trusted is refused with what to do next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.ports.store import Refused

CHECKPOINT_PAGES: Final = 16_384
"""64 MiB of log before it is folded back. At the usual 1,000 pages, a million stored conversations make every tenth
batch
pay for a checkpoint of pages scattered over the whole file."""
CACHE_KIB: Final = 65_536


def open_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes: checked, migrated, and it also owns the checkpoints. Raises `Refused`."""
    connection = _connect(path)
    try:
        _check(connection, path)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA secure_delete = ON")
        _migrate(connection, path)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Refused(_damaged(path, str(error))) from error
    except Refused:
        connection.close()
        raise
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read, from any one thread at a time."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA busy_timeout = 5000")
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
        connection.execute("PRAGMA busy_timeout = 5000")
    except (sqlite3.OperationalError, OSError) as error:
        raise Refused(
            f"The database {path} cannot be opened: {error}. Check that the folder exists and may be written to, "
            f"or name "
            "another file with --db."
        ) from error
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    problems = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
    if problems != ["ok"]:
        raise Refused(_damaged(path, "; ".join(problems)))
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "_sqlite_migrations" not in tables:
        raise Refused(
            f"The file {path} is a database, but not one of ours: it holds {', '.join(sorted(tables)[:5])}. "
            f"Nothing was "
            "changed. Name another file with --db."
        )


def _damaged(path: Path, what: str) -> str:
    return (
        f"The database {path} is damaged ({what}), so nothing was started and nothing was changed. Restore "
        f"the last backup "
        f"with `notdate restore BACKUP --db {path}`, or move the file away to begin anew."
    )


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    applied = _applied(connection)
    unknown = [name for name in applied if name not in KNOWN]
    if unknown:
        raise Refused(
            f"The database {path} was written by a newer version of Not-Date (it has {', '.join(unknown)}). Nothing "
            "was changed. Install that version or a later one, or restore a backup from before the update."
        )
    if set(applied) == set(KNOWN):
        return
    # Imported only where there is something to migrate: sqlite-utils takes a tenth of a second of every other start.
    from sqlite_utils import Database

    from bot.store.sqlite.schema import MIGRATIONS

    MIGRATIONS.apply(Database(connection))


def _applied(connection: sqlite3.Connection) -> list[str]:
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    if there is None:
        return []
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'not-date' ORDER BY id")
    return [name for (name,) in rows]


def pending(path: Path) -> list[str]:
    """The migrations that would run at the next start, without running them."""
    with closing(open_reader(path)) as connection:
        applied = _applied(connection)
    return [name for name in KNOWN if name not in applied]


KNOWN: Final = ("m001_the_house",)
"""The names of all migrations in `schema`, in order; a test compares them."""
