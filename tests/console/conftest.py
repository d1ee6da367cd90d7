"""A community with its console open, and somebody with a browser."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.console.community import Browser, Community


@pytest.fixture
async def community(tmp_path: Path) -> AsyncIterator[Community]:
    async with Community(tmp_path).served() as community:
        yield community


@pytest.fixture
async def ada(community: Community) -> AsyncIterator[Browser]:
    async with Browser(community) as browser:
        yield browser
