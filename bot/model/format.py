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
    CIRCLE = "circle"
    """One question to everybody in a group place. It is at that place itself, and nobody's own."""
    DAILY = "daily"
    """What comes by itself at a group place. It is at that place itself, there is one, and it is nobody's own."""
