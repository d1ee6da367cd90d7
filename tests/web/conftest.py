"""A served adapter over a runtime in memory, and two people with browsers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress

import pytest
from aiohttp import ClientSession, CookieJar

from bot.adapters.web.adapter import WebAdapter
from tests.web.fakes import Bot, Hand
from tests.web.person import Person

KEY = b"a key of thirty-two random bytes"
TITLE = "The Harbour <Book> Club"


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def bot(clock: Hand) -> Bot:
    return Bot(clock)


@pytest.fixture
async def adapter(bot: Bot) -> AsyncIterator[WebAdapter]:
    adapter = WebAdapter(bot, KEY, port=0, title=TITLE, clock=bot.clock)
    task = asyncio.create_task(adapter.run(bot))
    await asyncio.wait_for(adapter.started.wait(), 5)
    yield adapter
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def ada(adapter: WebAdapter) -> AsyncIterator[Person]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Person(session, adapter.url)


@pytest.fixture
async def ben(adapter: WebAdapter) -> AsyncIterator[Person]:
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Person(session, adapter.url)


@pytest.fixture
def quick_heartbeat(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("bot.adapters.web.outbound.HEARTBEAT", 0.05)
    yield
