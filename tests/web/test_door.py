"""Who is let in, how fast, and under which name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import make_mocked_request

from bot.adapters.web.adapter import WebAdapter
from bot.adapters.web.chat import only_here
from bot.model.event import Arrived
from bot.web.application import Route
from tests.web.conftest import KEY
from tests.web.fakes import Bot
from tests.web.person import Person, hidden_id

FOREIGN = (
    "evil.example",
    "evil.example:8080",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "evil.example#localhost",
    "8.8.8.8",
    "[::1].evil.example",
    "",
)
NEAR = ("localhost:8080", "127.0.0.1", "[::1]:8080", "192.168.1.4:8080", "10.0.0.7", "box.local", "LOCALHOST")


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two conversations may begin, and each may ask for three things; then it is long until the next."""
    monkeypatch.setattr("bot.adapters.web.chat.NEWCOMERS", 2)
    monkeypatch.setattr("bot.adapters.web.chat.NEWCOMERS_PER_SECOND", 0.001)
    monkeypatch.setattr("bot.adapters.web.chat.MESSAGES", 3)
    monkeypatch.setattr("bot.adapters.web.chat.SECONDS", 10_000)


@asynccontextmanager
async def stranger(adapter: WebAdapter) -> AsyncIterator[Person]:
    """Somebody who has never been here."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as session:
        yield Person(session, adapter.url)


async def status(person: Person, path: str = "/") -> int:
    async with person.session.get(person.url + path, allow_redirects=False) as answer:
        return answer.status


@pytest.mark.usefixtures("narrow")
async def test_only_so_many_may_begin(adapter: WebAdapter, bot: Bot) -> None:
    """Beyond what the door takes, whoever is new is asked to try again, and leaves no trace."""
    statuses = []
    for _ in range(4):
        async with stranger(adapter) as one:
            statuses.append(await status(one))
    assert statuses == [200, 200, 503, 503]
    assert [one.event for one in bot.taken] == [Arrived()] * 2


@pytest.mark.usefixtures("narrow")
async def test_a_fresh_cookie_is_no_way_around_the_door(adapter: WebAdapter, bot: Bot) -> None:
    """A form without a cookie is answered with one; whoever opens the page with that one is new all the same."""
    statuses = []
    for _ in range(4):
        async with stranger(adapter) as one:
            assert (await one.post(b"id=x&text=hi")).status == 403
            statuses.append(await status(one))
    assert statuses == [200, 200, 503, 503]
    assert len(bot.taken) == 2


@pytest.mark.usefixtures("narrow")
async def test_speaking_first_is_no_way_around_the_door(adapter: WebAdapter, bot: Bot) -> None:
    """Whoever says something before they ever opened the page is new, and keeps what they typed."""
    answers = []
    for _ in range(4):
        async with stranger(adapter) as one:
            page = await one.post(b"id=x&text=hi")
            answers.append(await one.say("hi", id=hidden_id(page.text)))
    assert [answer.status for answer in answers] == [303, 303, 503, 503]
    assert "hi</textarea>" in answers[-1].text and int(answers[-1].headers["Retry-After"]) >= 1
    assert bot.messages() == ["hi"] * 2


@pytest.mark.usefixtures("narrow")
async def test_whoever_has_talked_comes_in_through_a_full_house(ada: Person, adapter: WebAdapter, bot: Bot) -> None:
    """The door counts beginnings only."""
    await ada.open()
    for _ in range(3):
        async with stranger(adapter) as one:
            await status(one)
    assert (await ada.say("zero!")).status == 303
    assert "9 of 31" in await ada.open()


@pytest.mark.usefixtures("narrow")
async def test_asking_for_decks_counts_like_talking(ada: Person, bot: Bot) -> None:
    """One link after the other is a lot in a few seconds; the page still opens, and says so."""
    await ada.open()
    statuses = [await status(ada, f"/?deck=a{n}") for n in range(5)]
    assert statuses == [303, 303, 303, 429, 429]
    assert len(bot.taken) == 4
    async with ada.session.get(ada.url + "/?deck=more") as answer:
        assert int(answer.headers["Retry-After"]) >= 1
        assert "a lot in a few seconds" in await answer.text()
    assert await status(ada) == 200


@pytest.mark.parametrize("host", FOREIGN)
async def test_under_a_name_that_may_be_anybodys_nobody_is_served(ada: Person, bot: Bot, host: str) -> None:
    """A page whose own name leads to this machine can neither read nor post; it is told what to set."""
    async with ada.session.get(ada.url, headers={"Host": host}) as answer:
        assert answer.status == 421
        assert "public_url" in await answer.text()
        assert "Set-Cookie" not in answer.headers
    for method, path in (("POST", "/say"), ("GET", "/events"), ("HEAD", "/")):
        headers = {"Host": host, "Origin": f"http://{host}"}
        async with ada.session.request(method, ada.url + path, headers=headers) as answer:
            assert answer.status == 421
    async with ada.session.get(ada.url + "/healthz", headers={"Host": host}) as answer:
        assert answer.status == 200
    assert bot.taken == []


@pytest.mark.parametrize("host", NEAR)
async def test_names_of_this_machine_and_the_local_network_will_do(ada: Person, bot: Bot, host: str) -> None:
    """Loopback, private addresses and `.local`, with a port or without."""
    async with ada.session.get(ada.url, headers={"Host": host}) as answer:
        assert answer.status == 200
    assert len(bot.taken) == 1


async def test_with_a_public_address_every_name_will_do(bot: Bot) -> None:
    """The proxy may ask under a name of its own; posts are held to the public one anyhow."""
    adapter = WebAdapter(bot, KEY, port=0, public="https://talk.example.org", clock=bot.clock)
    task = asyncio.create_task(adapter.run(bot))
    await asyncio.wait_for(adapter.started.wait(), 5)
    async with ClientSession() as session:
        for host in ("talk.example.org", "notdate:8080"):
            async with session.get(adapter.url, headers={"Host": host}) as answer:
                assert answer.status == 200
        headers = {"Host": "evil.example", "Origin": "http://evil.example"}
        async with session.post(adapter.url + "/say", headers=headers) as answer:
            assert answer.status == 403
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_the_name_that_it_listens_on_will_do() -> None:
    """Whoever serves on a name of their network need not say it twice."""

    async def served(_: web.Request) -> web.Response:
        return web.Response()

    route = only_here(Route("GET", "/", served), "Box.Lan", "")
    for host, expected in (("box.lan:8080", 200), ("BOX.LAN", 200), ("lan", 421), ("box.lan.evil.example", 421)):
        answer = await route.handler(make_mocked_request("GET", "/", headers={"Host": host}))
        assert answer.status == expected
