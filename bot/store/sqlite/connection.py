"""Opening the file: the one writer, and readers. A file that cannot be trusted is refused with what to do next."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from bot.ports.store import Refused

CHECKPOINT_PAGES: Final = 16_384
"""64 MiB of log before it is folded back. At the usual 1,000 pages, a million stored conversations make every tenth
batch pay for a checkpoint of pages scattered over the whole file."""
CACHE_KIB: Final = 65_536
BUSY_TIMEOUT: Final = 5_000
"""Milliseconds for which another program is waited for."""


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
    except sqlite3.OperationalError as error:
        connection.close()
        raise Refused(f"{explain(path, error)} Nothing was started.") from error
    except sqlite3.DatabaseError as error:
        connection.close()
        raise Refused(_damaged(path, str(error))) from error
    except Refused:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All that is done inside is on disk afterwards; if it raises, none of it is."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # After some errors SQLite has rolled back by itself.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def explain(path: Path, error: Exception) -> str:
    """What is wrong with the database, why, and what to do, as sentences; nothing of what anybody said."""
    code = getattr(error, "sqlite_errorcode", None)
    for known, why, what_to_do in _TROUBLES:
        # The upper bits of a code say more about the same kind of trouble.
        if code is not None and code & 0xFF == known:
            return f"The database {path} {why}. {what_to_do}"
    return f"The database {path} could not be used ({type(error).__name__}). `notdate doctor` looks for the reason."


_TROUBLES: Final = (
    (sqlite3.SQLITE_FULL, "cannot be written: the disk is full", "Make room; the bot goes on by itself."),
    (
        sqlite3.SQLITE_READONLY,
        "cannot be written: it, its folder or its disk is read-only",
        "Make the file and its folder writable for the user that runs the bot.",
    ),
    (
        sqlite3.SQLITE_BUSY,
        "is locked by another program",
        "Close whatever has it open (a database browser, a copy under way) and try again.",
    ),
    (sqlite3.SQLITE_IOERR, "could not be read or written: the disk reports an error", "Check the disk and its space."),
    (sqlite3.SQLITE_CANTOPEN, "cannot be opened", "Check that its folder exists and may be written to."),
    (sqlite3.SQLITE_CORRUPT, "is damaged", "Stop the bot and restore the last backup with `notdate restore`."),
)


def open_reader(path: Path) -> sqlite3.Connection:
    """A connection that can only read, from any one thread at a time."""
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    connection.execute("PRAGMA query_only = ON")
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # What people say is nobody else's: SQLite would make the file readable for all, and its log takes after it.
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
    except (sqlite3.OperationalError, OSError) as error:
        raise Refused(
            f"The database {path} cannot be opened: {error}. Check that the folder exists and may be written to, or "
            "name another file with --db."
        ) from error
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    problems = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
    if problems != ["ok"]:
        raise Refused(_damaged(path, "; ".join(problems)))
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if tables and "_sqlite_migrations" not in tables:
        raise Refused(
            f"The file {path} is a database, but not one of ours: it holds {', '.join(sorted(tables)[:5])}. Nothing "
            "was changed. Name another file with --db."
        )


def _damaged(path: Path, what: str) -> str:
    return (
        f"The database {path} is damaged ({what}), so nothing was started and nothing was changed. Restore the last "
        f"backup with `notdate restore BACKUP --db {path}`, or move the file away to begin anew."
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

    # All or none, and the disk is waited for once: a new file has every one of them before it.
    with transaction(connection):
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


KNOWN: Final = (
    "m001_the_house",
    "m002_found_at_once",
    "m003_several_places",
    "m004_tables",
    "m005_circles",
    "m006_days",
    "m007_enclosures",
    "m008_curation",
    "m009_figures",
    "m010_grants",
    "m011_suggestions",
    "m012_languages",
    "m013_uploads",
    "m014_console",
    "m015_reactions",
    "m016_packed_decks",
)
"""The names of all migrations in `schema`, in order; a test compares them."""
