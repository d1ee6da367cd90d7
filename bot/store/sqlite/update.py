"""The way back from an update: before another version touches the database, there is a copy of it beside it."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from bot.ports.store import Refused
from bot.store.sqlite.backup import back_up, look
from bot.store.sqlite.connection import KNOWN, explain, open_reader

VERSION: Final = "version"
"""The note of the version that wrote the database last."""
MARGIN: Final = 16_000_000
"""Bytes that have to be free beyond the copy: what migrates needs room as well."""
DAY: Final = 86_400.0


class Found(NamedTuple):
    """What wrote the database last. `version` is empty where that was never noted; `older` that it has to migrate."""

    version: str
    older: bool


class Kept(NamedTuple):
    """A copy that was made before an update, and the version to go back to."""

    file: Path
    version: str
    older: bool


def find(database: Path) -> Found | None:
    """What wrote the database last; None where there is none, or none that this version can use. Raises `Refused`."""
    if not database.is_file() or not database.stat().st_size:
        return None
    try:
        with closing(open_reader(database)) as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "_sqlite_migrations" not in tables or "meta" not in tables:
                return None
            rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = 'not-date'")
            applied = {name for (name,) in rows}
            noted = connection.execute("SELECT value FROM meta WHERE name = ?", (VERSION,)).fetchone()
    except sqlite3.OperationalError as error:
        raise Refused(f"{explain(database, error)} Nothing was started.") from error
    except sqlite3.DatabaseError:
        return None  # Opening it says what is wrong.
    if not applied <= set(KNOWN):
        return None
    return Found(str(noted[0]) if noted else "", applied < set(KNOWN))


def copy_first(database: Path, version: str, keep: int) -> Kept | None:
    """Where another version, or none that is known, wrote last: a copy is beside the database, the newest `keep` stay.

    None where nothing changes, or with `keep` 0. Raises `Refused` where there is no room for it. The caller holds the
    lock.
    """
    found = find(database)
    if found is None or keep == 0 or (found.version == version and not found.older) or look(database):
        return None
    if (there := _unchanged_since(database)) is not None:
        return Kept(there, found.version, found.older)
    check_room(database)
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    target = database.with_name(f"{database.name}.before-update-{now}")
    back_up(database, target, replace=True)
    for old in copies(database)[:-keep]:
        old.unlink(missing_ok=True)
    return Kept(target, found.version, found.older)


def _unchanged_since(database: Path) -> Path | None:
    """The newest copy, if nothing was written after it: an update that fails is tried again and again."""
    log = database.with_name(f"{database.name}-wal")
    written = max(file.stat().st_mtime_ns for file in (database, log) if file.exists())
    newest = copies(database)[-1:]
    return newest[0] if newest and newest[0].stat().st_mtime_ns > written else None


def way_back(kept: Kept, database: Path, version: str) -> str:
    """What happened, and the commands that lead back, for whoever runs the bot."""
    was = kept.version or "an earlier version"
    migrated = (
        "It has been brought up to date, and the earlier version refuses it now"
        if kept.older
        else ("Its tables are as they were, so the earlier version can also go on from it as it is")
    )
    return (
        f"This is version {version}, and {was} wrote {database} last. {migrated}. As it stood before the update it is "
        f"in {kept.file}. The way back, with the bot stopped and {was} in place again:\n"
        f"  notdate restore {shlex.quote(str(kept.file))} --db {shlex.quote(str(database))}"
    )


def check_room(database: Path) -> None:
    """There is room for a copy. Raises `Refused`."""
    log = database.with_name(f"{database.name}-wal")
    needed = database.stat().st_size + (log.stat().st_size if log.exists() else 0) + MARGIN
    free = shutil.disk_usage(database.parent).free
    if free < needed:
        raise Refused(
            f"This is another version than the one that wrote {database} last, and there is no room for the copy that "
            f"would lead back: {needed:,} bytes are needed in {database.parent}, and {free:,} are free. Nothing was "
            "changed. Make room and start again; or make a backup elsewhere with `notdate backup` and start once with "
            "NOTDATE_UPDATE_BACKUPS=0, which updates without a copy."
        )


def copies(database: Path) -> list[Path]:
    """The copies that were made before updates, oldest first."""
    return sorted(database.parent.glob(f"{database.name}.before-update-*"))


def age_out(database: Path, days: int) -> None:
    """Copies older than so many days are gone: members were told how long backups are kept."""
    oldest = time.time() - days * DAY
    for file in copies(database):
        with contextlib.suppress(OSError):
            if file.stat().st_mtime < oldest:
                file.unlink()
