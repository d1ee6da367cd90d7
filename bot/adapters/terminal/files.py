"""A file that somebody at the terminal names: it is read where it lies, since both sit at the same computer, and only
whoever owns the database can open this door."""

from __future__ import annotations

import stat
from pathlib import Path

from bot.model.enclosure import FILE, Enclosure
from bot.ports.carrying import FetchFailed, Lost


def enclosure_of(path: str) -> Enclosure | None:
    """The file at that path, as it is now; None without a path."""
    if not path:
        return None
    file = Path(path)
    try:
        size = file.stat().st_size
    except (OSError, ValueError):
        size = 0
    return Enclosure(FILE, size, handle=path, name=file.name)


def read(path: str, limit: int) -> bytes:
    """At most so many bytes of it. Raises `FetchFailed`."""
    try:
        if not stat.S_ISREG(Path(path).stat().st_mode):
            # A pipe or a device may have no end.
            raise FetchFailed(Lost.UNSAFE, "not a file")
        with open(path, "rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise FetchFailed(Lost.GONE, type(error).__name__) from error
    if len(data) > limit:
        raise FetchFailed(Lost.LARGE, "more than it may have")
    return data
