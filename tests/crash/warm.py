"""Servers that find everything imported, and the decks that ship read, before they are forked: what a start does with
its database is all there is left to do, and hundreds of starts are not spent on modules and files."""

from __future__ import annotations

from functools import cache
from typing import Final

import bot.adapters.terminal.adapter
import bot.adapters.web.adapter
import bot.shells.console.application  # noqa: F401  # imported before the fork, once for all servers
from bot import wiring
from bot.shells.bench import nursery

WARM: Final = "tests.crash.warm"
"""The module that starts such servers."""

wiring._read_deck = cache(wiring._read_deck)


def main() -> None:
    """Serves requests until stdin ends."""
    nursery.main()


if __name__ == "__main__":
    main()
