"""Telegram calls: each update is answered 200 once it is committed, and nobody else is let in."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.adapters.telegram.webhook import PATH, SECRET_HEADER
from bot.web.application import build
from tests.fakes.telegram.server import Server
from tests.telegram.conftest import Running
from tests.telegram.test_chat import newest, texts

SECRET = "a-secret-of-thirty-two-characters-"


@pytest.fixture
async def door(server: Server, running: Running) -> AsyncIterator[str]:
    """The address at which Telegram finds the bot; the bot runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    adapter = await running.start(public=url, secret=SECRET)
    runner = web.AppRunner(build(adapter.routes(), body_limit=1 << 20))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await running.once(adapter.started.is_set)
    yield url
    await runner.cleanup()


async def test_it_talks(server: Server, running: Running, door: str) -> None:
    """An update that Telegram brings is answered."""
    await server.person(11, "Ada").starts()
    assert "bot" in (await newest(running, 11, 0)).text


@pytest.mark.parametrize("secret", ["", "wrong", SECRET[:-1], SECRET + "x", "ä"])
async def test_whoever_does_not_know_the_secret_is_refused(running: Running, door: str, secret: str) -> None:
    """Nothing is taken from them, and the answer says nothing."""
    async with aiohttp.ClientSession() as session:
        headers = {SECRET_HEADER: secret} if secret else {}
        async with session.post(door + PATH, json={"update_id": 1}, headers=headers) as answer:
            assert answer.status == 403


async def test_what_is_no_json_is_put_aside(running: Running, door: str) -> None:
    """It is in quarantine and not asked for again."""
    async with aiohttp.ClientSession() as session:
        async with session.post(door + PATH, data=b"{half", headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == 200
        async with session.post(door + PATH, data=b"[" * 100_000, headers={SECRET_HEADER: SECRET}) as answer:
            assert answer.status == 200


async def test_while_the_bot_is_away_nothing_is_lost(server: Server, running: Running, door: str) -> None:
    """What was said while the bot was stopped is brought again, and answered once."""
    await running.stop()
    ada = server.person(11, "Ada")
    await ada.starts()
    adapter = await running.start(public=door, secret=SECRET)
    body = b'{"update_id": 900, "message": {"message_id": 9, "date": 1, "chat": {"id": 11, "type": "private"},'
    body += b' "from": {"id": 11, "first_name": "Ada"}, "text": "help"}}'
    await running.once(adapter.started.is_set)
    assert await adapter.take_raw(body)
    assert await adapter.take_raw(body)
    await running.once(lambda: bool(texts(server, 11)))
