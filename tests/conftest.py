"""What all tests share: the order they run in, what the quick loop leaves out, and decks that are read once."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Final

import pytest

from bot import wiring

TESTS: Final = Path(__file__).parent
PROCESSES: Final = frozenset({"browser", "crash", "deploy", "discord", "fakes", "matrix", "shells", "telegram"})
"""Folders whose tests start servers, kill them, or drive a browser."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--quick` is known."""
    parser.addoption("--quick", action="store_true", help="leave out what starts processes, and what is marked slow")


def pytest_configure() -> None:
    """The same bytes of a deck file are read once in this process, however many bots are started in it: reading the
    decks that ship takes most of a second, and what reading does is tested where decks are."""
    pytest.MonkeyPatch().setattr(wiring, "_read_deck", cache(wiring._read_deck))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Crash tests come first, or one worker would still kill servers when the others are done. Browser tests come last:
    playwright's own loop stays in the main thread and keeps asyncio's tests from theirs; of their files those with many
    tests before those with few, so that no worker begins a long one when the others are done."""
    sizes = Counter(item.path for item in items)

    def turn(item: pytest.Item) -> tuple[bool, bool, int, str]:
        if item.get_closest_marker("browser") is None:
            return False, _folder(item) != "crash", 0, ""
        return True, True, -sizes[item.path], item.path.name

    items.sort(key=turn)
    if config.getoption("quick"):
        left_out = [item for item in items if _takes_long(item)]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not _takes_long(item)]


def _takes_long(item: pytest.Item) -> bool:
    return _folder(item) in PROCESSES or item.get_closest_marker("slow") is not None


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(TESTS).parts[0]
