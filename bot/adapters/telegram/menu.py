"""The commands in Telegram's menu, in each language."""

from __future__ import annotations

from typing import Final

from bot.adapters.telegram.capabilities import WORDS
from bot.ports.adapter import Menus

_TWO_LETTERS: Final = 2
"""Telegram tells languages by ISO 639-1."""


def calls(menus: Menus) -> list[dict[str, object]]:
    """What `setMyCommands` is called with: once for everybody, and once for each language. The names are the same for
    all: they are what is sent when one is tapped, and have a to z only."""
    found: list[dict[str, object]] = [{"commands": [{"command": name, "description": what} for name, what in WORDS]}]
    for tag, own in menus.items():
        if len(tag) == _TWO_LETTERS:
            said = [{"command": name, "description": own.get(what, what)} for name, what in WORDS]
            found.append({"commands": said, "language_code": tag})
    return found
