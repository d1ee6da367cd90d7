"""Opening the file: the one writer, and readers. A file that cannot be trusted is refused with what to do next."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from bot.ports.store import Refused
from bot.store.sqlite.schema import MIGRATIONS

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
    db = Database(connection)
    known = {migration.name for migration in MIGRATIONS._migrations}
    unknown = [one.name for one in MIGRATIONS.applied(db) if one.name not in known]
    if unknown:
        raise Refused(
            f"The database {path} was written by a newer version of Not-Date (it has {', '.join(unknown)}). "
            f"Nothing was "
            "changed. Install that version or a later one, or restore a backup from before the update."
        )
    MIGRATIONS.apply(db)


def pending(path: Path) -> list[str]:
    """The migrations that would run at the next start, without running them."""
    with closing(open_reader(path)) as connection:
        return [migration.name for migration in MIGRATIONS.pending(Database(connection))]
