"""Where the keys of encrypted rooms are kept: a folder beside the database, with a key of its own to open it."""

from __future__ import annotations

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Final, NamedTuple

from bot.files import write_secret
from bot.ports.store import Refused

KEY_CHARACTERS: Final = 64
KEY: Final = "key"
IDENTITY: Final = "signing.json"
"""Files in it: what the others are locked with, and what the account vouches for its devices by."""


class Safe(NamedTuple):
    """A folder that nobody else may read, and what its contents are locked with. `anew`: the account's own keys, where
    another client made them, are to be replaced by the bot's."""

    folder: Path
    key: str
    anew: bool = False


def can_encrypt() -> bool:
    """Whether the extra `e2e` is installed."""
    return find_spec("vodozemac") is not None and find_spec("peewee") is not None


def folder_of(database: Path) -> Path:
    """Where the keys of the bot on that database are."""
    return database.with_name(f"{database.name}.matrix")


def open_safe(database: Path, anew: bool = False) -> Safe | None:
    """The safe beside that database, made where there is none yet; None without the extra. Raises `Refused`."""
    if not can_encrypt():
        return None
    folder = folder_of(database)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.chmod(folder, 0o700)
        file = folder / KEY
        if not file.exists():
            write_secret(file, secrets.token_hex(KEY_CHARACTERS // 2).encode())
        key = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"The keys for encrypted Matrix rooms cannot be kept in {folder}: {error}. Make room, and make the folder "
            "readable and writable for the user that runs the bot."
        ) from error
    if len(key) < KEY_CHARACTERS:
        raise Refused(
            f"{file} is damaged: too short to open anything. Bring it back from a copy, or delete the folder {folder}: "
            "the next start makes another, and what was written to the bot in encrypted rooms until then stays unread."
        )
    return Safe(folder, key, anew)
