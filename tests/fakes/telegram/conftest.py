"""A server whose clock stands still and whose limits are off, a real client, and a person."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from tests.fakes.telegram.asking import FREE, Frozen
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with Server(now=Frozen(), limits=FREE) as server:
        yield server


@pytest.fixture
async def bot(server: Server) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as bot:
        yield bot


@pytest.fixture
def ada(server: Server) -> Person:
    return server.person(11, "Ada", "Lovelace", "ada")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """python-telegram-bot's hints are not for these tests: raw updates are asked for on purpose."""
    for item in items:
        if "fakes/telegram" in item.path.as_posix():
            item.add_marker(pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'"))
            item.add_marker(pytest.mark.filterwarnings("ignore:.*retry_after. will be of type"))
