"""What is kept beside the database: the key that signs cookies, and where its owner can be asked."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Final

from bot.adapters.web.capabilities import KEY_BYTES
from bot.files import write_secret
from bot.ports.store import Refused
from bot.settings import Settings


def web_key(settings: Settings) -> bytes:
    """The key that signs cookies: the configured one, or one that is made once and kept beside the database.

    Called by whoever holds the lock. Raises `Refused`.
    """
    given = settings.text("web_key")
    if given:
        if len(given) < KEY_BYTES:
            raise Refused(
                f"The setting web_key is too short to sign anything: at least {KEY_BYTES} characters, please."
            )
        return given.encode()
    file = settings.database.with_name(settings.database.name + ".key")
    try:
        if not file.exists():
            write_secret(file, secrets.token_hex(KEY_BYTES).encode())
        key = file.read_bytes()
    except OSError as error:
        raise Refused(
            f"The key for the web chat cannot be kept in {file}: {error}. Make room, and make the file and its folder "
            "readable and writable for the user that runs the bot."
        ) from error
    if len(key) < KEY_BYTES:
        raise Refused(
            f"The key for the web chat in {file} is damaged: it has {len(key)} bytes, and too few to sign anything. "
            "Bring the file back from a copy, or delete it: the next start makes another, and every browser begins a "
            "conversation of its own anew."
        )
    return key


def socket_for(database: Path) -> Path:
    """Where the owner of that database can be asked: beside it, or, where that path is too long for a socket, in
    /tmp."""
    real = database.resolve()
    beside = real.with_name(real.name + ".sock")
    if len(str(beside).encode()) <= LONGEST_SOCKET_PATH:
        return beside
    name = hashlib.sha256(str(beside).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"not-date-{os.getuid()}-{name}.sock"


LONGEST_SOCKET_PATH: Final = 100
