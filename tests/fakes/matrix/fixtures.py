"""The homeserver and its people as fixtures: `pytest_plugins = ["tests.fakes.matrix.fixtures"]`."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Final

import pytest
import pytest_asyncio

from tests.fakes.matrix.homeserver import Homeserver, available
from tests.fakes.matrix.people import Arrive, Person

NOT_INSTALLED: Final = "no Synapse here: run tests/fakes/matrix/install.sh"


@pytest.fixture(scope="session")
def synapse() -> None:
    """Synapse is installed; whatever asks for this is skipped where it is not."""
    if not available():
        pytest.skip(NOT_INSTALLED)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def homeserver(synapse: None, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Homeserver]:
    """One homeserver for all tests of a worker; whoever stops it starts it again."""
    async with Homeserver(tmp_path_factory.mktemp("synapse")) as server:
        yield server


@pytest.fixture(scope="session")
def account_numbers() -> Iterator[int]:
    """What makes two people of one name two accounts."""
    return itertools.count(1)


@pytest_asyncio.fixture
async def arrive(homeserver: Homeserver, account_numbers: Iterator[int]) -> AsyncIterator[Arrive]:
    """People of this test's own, on the homeserver that it shares with others."""
    async with AsyncExitStack() as stack:

        async def arrive(name: str, *, admin: bool = False) -> Person:
            person = await homeserver.arrive(f"{name}-{next(account_numbers)}", admin=admin)
            return await stack.enter_async_context(person)

        yield arrive
