"""Starting, stopping, and browsers that leave in the middle."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from aiohttp import ClientSession, CookieJar, web

from bot.adapters.web.adapter import WebAdapter
from bot.settings import load
from bot.web.application import Route
from bot.wiring import build_house
from tests.web.conftest import KEY
from tests.web.fakes import Bot, say
from tests.web.person import Person, shown


async def until(holds: Callable[[], bool]) -> None:
    """`holds` holds, within 3 seconds."""
    for _ in range(300):
        if holds():
            return
        await asyncio.sleep(0.01)
    pytest.fail("it never came true")


async def started(adapter: WebAdapter, bot: Bot) -> asyncio.Task[None]:
    task = asyncio.create_task(adapter.run(bot))
    await asyncio.wait_for(adapter.started.wait(), 5)
    return task


async def stopped(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.wait_for(task, 10)


async def test_what_is_being_taken_is_answered_before_the_end(bot: Bot) -> None:
    """A form under way when the adapter stops is taken, and its sender is told so."""
    adapter = WebAdapter(bot, KEY, port=0, clock=bot.clock)
    task = await started(adapter, bot)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        ada = Person(session, adapter.url)
        id = await ada.form()
        bot.slow = 0.3
        sending = asyncio.create_task(ada.say("zero!", id=id))
        await asyncio.sleep(0.1)
        await stopped(task)
        assert (await sending).status == 303
    assert bot.messages() == ["zero!"]


async def test_whoever_leaves_in_the_middle_is_heard_all_the_same(ada: Person, bot: Bot) -> None:
    """A connection that breaks while the form is being taken does not take it back."""
    id = await ada.form()
    bot.slow = 0.2
    sending = asyncio.create_task(ada.say("zero!", id=id))
    await asyncio.sleep(0.1)
    sending.cancel()
    await until(lambda: bot.messages() == ["zero!"])
    bot.slow = 0
    assert shown(await ada.open()) == [1, 2, 3]


async def test_a_stop_waits_for_whoever_left_in_the_middle(bot: Bot) -> None:
    """What is being taken is finished before `run` returns, even if nobody waits for the answer."""
    adapter = WebAdapter(bot, KEY, port=0, clock=bot.clock)
    task = await started(adapter, bot)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        ada = Person(session, adapter.url)
        id = await ada.form()
        bot.slow = 0.4
        sending = asyncio.create_task(ada.say("zero!", id=id))
        await asyncio.sleep(0.1)
        sending.cancel()
        await asyncio.sleep(0.05)
        await stopped(task)
        assert bot.messages() == ["zero!"]


async def test_a_stop_ends_every_stream_and_a_start_knows_everybody_again(bot: Bot) -> None:
    """The streams close at once; after a restart under the same key a cookie still opens the same conversation."""
    adapter = WebAdapter(bot, KEY, port=0, clock=bot.clock)
    task = await started(adapter, bot)
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        ada = Person(session, adapter.url)
        await ada.say("zero!")
        async with session.get(adapter.url + "/events?after=3") as stream:
            await stream.content.readline()
            await asyncio.wait_for(stopped(task), 2)
            await asyncio.wait_for(stream.content.read(), 2)
        task = await started(adapter, bot)
        ada.url = adapter.url
        assert shown(await ada.open()) == [1, 2, 3]
        await stopped(task)


async def test_one_who_does_not_read_is_put_out(
    ada: Person, bot: Bot, adapter: WebAdapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reader that stops reading loses its stream after a while, and finds everything when it comes back."""
    monkeypatch.setattr("bot.adapters.web.outbound.PATIENCE", 0.2)
    await ada.open()
    place = bot.taken[0].address
    for _ in range(150):
        bot.says(place, say("x" * 200_000))
    async with ada.session.get(ada.url + "/events?after=1") as stream:
        await asyncio.sleep(0.1)
        listening = adapter._listeners._bells
        assert place in listening
        await until(lambda: place not in listening)
        assert stream.status == 200
    async with ada.session.get(ada.url + "/events?after=149") as stream:
        text = b""
        while b"id: 151" not in text:
            text = await asyncio.wait_for(stream.content.readany(), 3)


async def test_other_rooms_bring_their_own_pages(bot: Bot) -> None:
    """Routes that are handed in are served under the same policy; health says what is wrong."""

    async def hello(_: web.Request) -> web.Response:
        return web.Response(text="hello")

    async def health() -> str:
        return "the disk is full"

    routes = (Route("GET", "/console", hello),)
    adapter = WebAdapter(bot, KEY, port=0, routes=routes, health=health, clock=bot.clock)
    task = await started(adapter, bot)
    async with ClientSession() as session:
        async with session.get(adapter.url + "/console") as answer:
            assert await answer.text() == "hello"
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        async with session.get(adapter.url + "/healthz") as answer:
            assert (answer.status, await answer.json()) == (503, {"ok": False, "why": "the disk is full"})
    await stopped(task)


async def test_health_is_asked_once_a_second_at_most(bot: Bot) -> None:
    """However often anybody asks, whoever is asked is left in peace."""
    asked = 0

    async def health() -> str:
        nonlocal asked
        asked += 1
        await asyncio.sleep(0.05)
        return ""

    adapter = WebAdapter(bot, KEY, port=0, health=health, clock=bot.clock)
    task = await started(adapter, bot)
    async with ClientSession() as session:
        answers = await asyncio.gather(*(session.get(adapter.url + "/healthz") for _ in range(20)))
    assert {answer.status for answer in answers} == {200}
    assert asked == 1
    await stopped(task)


async def test_the_real_bot_is_well_while_its_writer_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """200 while it writes; 503 with a sentence once the writer is gone, though the page is still served."""
    monkeypatch.setattr("bot.web.application.HEALTH_KEPT", 0.0)
    monkeypatch.setattr("bot.runtime.condition.WRITER_PATIENCE", 0.3)
    house = build_house(load({"db": str(tmp_path / "bot.db"), "port": 0}, {}, tmp_path))
    assert house.web is not None
    await house.bot.start()
    await house.web.started.wait()
    async with ClientSession() as session:
        async with session.get(house.web.url + "/healthz") as answer:
            assert (answer.status, await answer.json()) == (200, {"ok": True, "why": ""})
        await house.bot.writer.stop()
        async with session.get(house.web.url + "/healthz") as answer:
            assert (answer.status, await answer.json()) == (503, {"ok": False, "why": "The writer does not answer."})
    for task in house.bot._tasks:
        task.cancel()
    await asyncio.gather(*house.bot._tasks, return_exceptions=True)
    house.lock.release()


async def test_a_port_that_is_taken_is_an_error_at_once(bot: Bot, adapter: WebAdapter) -> None:
    """The second server on a port does not start quietly."""
    port = int(adapter.url.rsplit(":", 1)[1])
    with pytest.raises(OSError):
        await WebAdapter(bot, KEY, port=port, clock=bot.clock).run(bot)
