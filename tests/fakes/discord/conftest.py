"""A double that discord.py is pointed at."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord import Channel, DiscordServer
from tests.fakes.discord.client import point


@pytest.fixture
async def server(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordServer]:
    async with DiscordServer(heartbeat_interval=5) as server:
        point(server, monkeypatch)
        yield server


@pytest.fixture
def lounge(server: DiscordServer) -> Channel:
    return server.guild("Lounge").channel("general")
