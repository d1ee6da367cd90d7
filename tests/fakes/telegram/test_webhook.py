"""The double posts updates as the real server does."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import (
    Conflict,
)

from tests.fakes.telegram.asking import fetch, texts
from tests.fakes.telegram.nouns import Json
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server


class House:
    """A bot's own web server, which says what `answers` holds and then 200, or 500 to one text."""

    def __init__(self) -> None:
        self.answers: list[web.Response] = []
        self.got: list[Json] = []
        self.secrets: list[str | None] = []
        self.url = self.deaf_to = ""

    async def take(self, request: web.Request) -> web.Response:
        self.got.append(json.loads(await request.read()))
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.deaf_to and self.got[-1]["message"]["text"] == self.deaf_to:
            return web.Response(status=500)
        return self.answers.pop(0) if self.answers else web.Response()


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house, app = House(), web.Application()
    app.router.add_post("/hook", house.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    house.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield house
    await runner.cleanup()


async def hook(bot: Bot, house: House, **wishes: Any) -> None:
    await bot.set_webhook(house.url, secret_token="s3cret", **wishes)


async def test_a_webhook_gets_updates_in_order_with_its_secret(
    server: Server, bot: Bot, ada: Person, house: House
) -> None:
    """Each is posted once, the next of a chat when the first was taken, and polling is a conflict meanwhile."""
    await hook(bot, house)
    for text in ("one", "two", "three"):
        await ada.says(text)
    await server.wait_for(lambda: len(house.got) == 3)
    assert texts(house.got) == ["one", "two", "three"] and set(house.secrets) == {"s3cret"}
    with pytest.raises(Conflict, match="webhook is active"):
        await fetch(bot)
    await server.wait_for(lambda: not server.account.queue.waiting())


async def test_a_webhook_is_retried_with_doubling_delays(server: Server, bot: Bot, ada: Person, house: House) -> None:
    """At once, then after 2, 4, 8... seconds but never more than 120; the chat's next update waits for it."""
    house.answers = [web.Response(status=500) for _ in range(9)]
    await hook(bot, house)
    await ada.says("one")
    delivery = server.account.delivery
    assert delivery is not None
    for count in range(1, 10):
        await server.wait_for(lambda count=count: len(delivery.delays) >= count)  # type: ignore[misc]  # bound now
        server.advance(120)
    assert delivery.delays[:6] == [0, 2, 4, 8, 16, 32] and all(60 <= delay <= 120 for delay in delivery.delays[6:])
    await ada.says("two")
    await server.wait_for(lambda: texts(house.got)[-2:] == ["one", "two"])
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"


async def test_chats_do_not_wait_for_each_other(server: Server, bot: Bot, ada: Person, house: House) -> None:
    """What the bot's server cannot take holds up its own chat only."""
    house.deaf_to = "one"
    await hook(bot, house)
    for text in ("one", "two"):
        await ada.says(text)
    await server.person(12, "Ben").says("three")
    await server.wait_for(lambda: len(house.got) == 3)
    assert sorted(texts(house.got)) == ["one", "one", "three"]


async def test_a_call_in_the_answer_to_a_webhook_counts(server: Server, bot: Bot, ada: Person, house: House) -> None:
    """A bot may send its answer along with the 200."""
    call = {"method": "sendMessage", "chat_id": ada.id, "text": "hello"}
    house.answers = [web.json_response(call)]
    await hook(bot, house)
    await ada.says("hi")
    await server.wait_for(lambda: [sent.text for sent in server.sent] == ["hello"])


async def test_a_webhook_may_ask_for_patience(server: Server, bot: Bot, ada: Person, house: House) -> None:
    """Retry-After is kept to; what expires meanwhile is never delivered; the rest can be polled afterwards."""
    house.answers = [web.Response(status=503, headers={"Retry-After": "300"})]
    await hook(bot, house)
    await ada.says("one")
    await server.wait_for(lambda: server.account.delivery and server.account.delivery.delays)
    server.advance(299)
    await asyncio.sleep(0.05)
    assert len(house.got) == 1
    server.advance(2)
    await server.wait_for(lambda: len(house.got) == 2)
    house.answers = [web.Response(status=503, headers={"Retry-After": "3600"})]
    await ada.says("two")
    await server.wait_for(lambda: len(house.got) == 3)
    await bot.delete_webhook()
    assert texts(await fetch(bot)) == ["two"]
