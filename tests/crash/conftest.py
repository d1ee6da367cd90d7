"""Servers to be killed, and a database whose decks have been read already, so that every start is a quick one."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.shells.bench.campaign import Campaign, until_answering
from bot.shells.bench.server import Nursery
from tests.crash.warm import WARM


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def nursery(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Nursery]:
    """One process to fork servers from, for all tests here."""
    nursery = Nursery(tmp_path_factory.mktemp("nursery") / "server.log", WARM)
    await nursery.open()
    yield nursery
    await nursery.close()


@pytest_asyncio.fixture(scope="package", loop_scope="package")
async def ready(nursery: Nursery, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that a server has started on, and stopped."""
    database = tmp_path_factory.mktemp("ready") / "ready.db"
    campaign = Campaign(nursery, database, 0, 1)
    await campaign.server.start()
    await until_answering(campaign.server.url)
    await campaign.server.stop()
    return database


@pytest.fixture
def database(ready: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    for file in ready.parent.iterdir():
        shutil.copy(file, tmp_path / file.name)
    return tmp_path / ready.name
