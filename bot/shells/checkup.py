"""What `notdate doctor` looks at: each check reads, changes nothing, and says in plain words what to do next."""

from __future__ import annotations

import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

from bot import __version__
from bot.adapters.web.capabilities import KEY_BYTES
from bot.model.noun import Noun
from bot.ports.store import Refused
from bot.settings import FILE, Settings
from bot.shells import platforms
from bot.shells.homes import homes
from bot.shells.moments import named_moments
from bot.store.sqlite import update
from bot.store.sqlite.backup import look
from bot.store.sqlite.connection import pending
from bot.store.sqlite.lock import Lock
from bot.voices import prompts
from bot.wiring import deck_files, read_decks

LOW_DISK: Final = 1_000_000_000
NO_DISK: Final = 100_000_000
"""Bytes: below, a write that fails in the middle of the night is near."""
WAL_RESET_BUG: Final = ((3, 7, 0), (3, 51, 2))
"""SQLite's versions in which two connections that write may corrupt the log (fixed in 3.51.3)."""

Result = Literal["ok", "warn", "fail"]


class Check(Noun, frozen=True):
    """One thing that was looked at. `next` says what to do, or is empty."""

    name: str
    result: Result
    what: str
    next: str = ""


class Surroundings(NamedTuple):
    """What all checks look at."""

    settings: Settings
    folder: Path


def look_around(settings: Settings, folder: Path) -> tuple[Check, ...]:
    """Every check, in the order in which one would put things right."""
    here = Surroundings(settings, folder)
    return tuple(check for look_at in CHECKS for check in look_at(here))


def _python(_here: Surroundings) -> Iterator[Check]:
    yield Check("python", "ok", sys.version.split()[0])


def _sqlite(_here: Surroundings) -> Iterator[Check]:
    first, last = WAL_RESET_BUG
    version = sqlite3.sqlite_version
    if first <= sqlite3.sqlite_version_info <= last:
        what = f"{version} can damage its log when two connections write; here one writes, so you are not affected"
        yield Check("sqlite", "warn", what, "Write to the database with nothing but notdate while it runs.")
    else:
        yield Check("sqlite", "ok", version)


def _settings_file(here: Surroundings) -> Iterator[Check]:
    file = here.folder / FILE
    if file.is_file():
        yield Check("settings", "ok", str(file))
    else:
        yield Check("settings", "ok", f"no {FILE} in {here.folder}, so the defaults count")


def _database(here: Surroundings) -> Iterator[Check]:
    file = here.settings.database
    if not file.exists():
        yield Check("database", "ok", f"{file} does not exist yet; the first start makes it")
        return
    try:
        problems = look(file)
    except Refused as refused:
        problems = (str(refused),)
    if problems:
        steps = f"Restore a backup: `notdate restore BACKUP --db {file}`."
        yield Check("database", "fail", f"{file} cannot be used: {'; '.join(problems)}", steps)
        return
    yield Check("database", "ok", f"{file}, {file.stat().st_size:,} bytes, checked")
    yield _migrations(file)
    yield from _update(here.settings)


def _migrations(file: Path) -> Check:
    waiting = pending(file)
    if waiting:
        what = f"{len(waiting)} to run: {', '.join(waiting)}"
        return Check("migrations", "warn", what, "The next start copies the database and then runs them.")
    return Check("migrations", "ok", "none pending")


def _update(settings: Settings) -> Iterator[Check]:
    file = settings.database
    found = update.find(file)
    if found is None or (found.version == __version__ and not found.older):
        return
    what = f"{found.version or 'an earlier version'} wrote the database last, and this is {__version__}"
    if not settings.number("update_backups") or not settings.number("backup_days"):
        yield Check("update", "warn", what, "The settings say that no copy is made first; make a backup.")
        return
    try:
        update.check_room(file)
    except Refused as refused:
        yield Check("update", "fail", str(refused), "Make room, or make a backup elsewhere.")
    else:
        yield Check("update", "ok", f"{what}; there is room for the copy that the next start makes first")


def _owner(here: Surroundings) -> Iterator[Check]:
    owner = Lock(here.settings.database).owner()
    yield Check("owner", "ok", f"process {owner.pid} runs a bot on it" if owner else "no bot runs on this database")


def _disk(here: Surroundings) -> Iterator[Check]:
    folder = here.settings.database.resolve().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    result: Result = "fail" if free < NO_DISK else "warn" if free < LOW_DISK else "ok"
    steps = "" if result == "ok" else "Make room: what cannot be written is not taken in."
    yield Check("disk", result, f"{free / 1e9:.1f} GB free in {folder}", steps)


def _decks(here: Surroundings) -> Iterator[Check]:
    try:
        decks = read_decks(deck_files(here.settings))
    except Refused as refused:
        yield Check("decks", "fail", str(refused), "Correct the deck, or take it out of the folder.")
        return
    counted = ", ".join(f"{deck.id} ({len(deck.questions)})" for deck in decks)
    if decks:
        yield Check("decks", "ok", counted)
    else:
        yield Check("decks", "warn", "none", "Put a deck into the folder that the setting `decks` names.")


def _prompts(_here: Surroundings) -> Iterator[Check]:
    there = frozenset(prompts().moments)
    missing = named_moments().missing(there)
    if missing:
        yield Check("prompts", "fail", f"missing: {', '.join(missing)}", "Install again; prompts and code do not fit.")
    else:
        yield Check("prompts", "ok", f"all {len(there)} moments have words")


def _port(here: Surroundings) -> Iterator[Check]:
    host, port = here.settings.text("host"), here.settings.number("port")
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        if Lock(here.settings.database).owner():
            yield Check("port", "ok", f"{host}:{port} is in use, which fits: a bot runs")
        else:
            what = f"{host}:{port} cannot be used: {error.strerror or error}"
            yield Check("port", "fail", what, "Set `port` to another, or to 0 for any that is free.")
    else:
        yield Check("port", "ok", f"{host}:{port} is free" if port else "any that is free")


def _web_key(here: Surroundings) -> Iterator[Check]:
    given = here.settings.text("web_key")
    file = here.settings.database.with_name(here.settings.database.name + ".key")
    if given:
        if len(given) < KEY_BYTES:
            steps = f"Set web_key to at least {KEY_BYTES} characters that nobody can guess."
            yield Check("web key", "fail", "too short to sign anything", steps)
        else:
            yield Check("web key", "ok", "configured")
    elif not file.exists():
        yield Check("web key", "ok", "made at the first `notdate serve`")
    elif file.stat().st_size < KEY_BYTES:
        steps = "Bring it back from a copy, or delete it: the next start makes another, and browsers begin anew."
        yield Check("web key", "fail", f"{file} is damaged: too short to sign anything", steps)
    elif file.stat().st_mode & 0o077:
        yield Check("web key", "warn", f"{file} can be read by others on this machine", f"chmod 600 {file}")
    else:
        yield Check("web key", "ok", f"{file}, readable by you alone")


def _telegram(here: Surroundings) -> Iterator[Check]:
    for found in platforms.telegram(here.settings):
        yield Check("telegram", _RESULTS[found.result], found.what, found.next)


def _discord(here: Surroundings) -> Iterator[Check]:
    for found in platforms.discord(here.settings):
        yield Check("discord", _RESULTS[found.result], found.what, found.next)


def _matrix(here: Surroundings) -> Iterator[Check]:
    for found in platforms.matrix(here.settings):
        yield Check("matrix", _RESULTS[found.result], found.what, found.next)


def _homes(here: Surroundings) -> Iterator[Check]:
    for found in homes(here.settings):
        yield Check("homes", _RESULTS[found.result], found.what, found.next)


_RESULTS: Final[dict[str, Result]] = {"ok": "ok", "warn": "warn", "fail": "fail"}
_TO_SAY: Final = {
    "help_text": "Name somebody near your members who can help; it is said when an answer sounds like distress.",
    "operator": "Say who you are, by a name that your members know; the greeting tells it to everybody.",
}


def _defaults(here: Surroundings) -> Iterator[Check]:
    for name, steps in _TO_SAY.items():
        value = here.settings.values[name]
        if value.value == value.field.default:
            yield Check(name, "warn", "still the default", f"{steps} Set `{name}` in {FILE}.")
        else:
            yield Check(name, "ok", f"from {value.origin}")


CHECKS: Final[tuple[Callable[[Surroundings], Iterator[Check]], ...]] = (
    _python,
    _sqlite,
    _settings_file,
    _database,
    _owner,
    _disk,
    _decks,
    _prompts,
    _port,
    _web_key,
    _telegram,
    _discord,
    _matrix,
    _homes,
    _defaults,
)
