"""Who talks in a conversation."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """The kind of a conversation; each is decided by a room of its own in `core`."""

    SOLO = "solo"
    """A member and the bot."""
    TABLE = "table"
    """A not-date: two to six members, wherever each of them sits. It is nowhere itself."""
    LOBBY = "lobby"
    """Where members wait who would like company. It is nowhere itself, and there is one."""
