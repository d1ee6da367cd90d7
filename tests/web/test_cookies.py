"""Whose conversation it is."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import ClientSession, DummyCookieJar
from itsdangerous import TimestampSigner

from bot.adapters.web.adapter import WebAdapter
from bot.web.cookies import Seal, is_near
from tests.web.conftest import KEY
from tests.web.fakes import Bot
from tests.web.person import Person, hidden_id


def held(person: Person) -> str:
    return next(cookie.value for cookie in person.session.cookie_jar if cookie.key == "notdate")


async def given(adapter: WebAdapter, cookie: str) -> str:
    """What `Set-Cookie` says to a browser that comes with `cookie`; empty when it says nothing."""
    async with (
        ClientSession(cookie_jar=DummyCookieJar()) as session,
        session.get(adapter.url, headers={"Cookie": f"notdate={cookie}"}) as answer,
    ):
        return answer.headers.get("Set-Cookie", "")


async def test_the_cookie_is_given_once_and_locked_down(ada: Person, adapter: WebAdapter) -> None:
    """HttpOnly, Lax, of the whole site, plainly named on loopback; a fresh one is not given again."""
    async with ada.session.get(adapter.url) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("notdate=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie and "Domain" not in cookie
    assert await given(adapter, held(ada)) == ""


async def test_a_forged_cookie_is_nobody(ada: Person, adapter: WebAdapter, bot: Bot) -> None:
    """Changed, cut, unsigned, signed with another key or for another purpose: a new address every time."""
    await ada.open()
    value = held(ada)
    address = bot.taken[0].address
    other = TimestampSigner(b"another key", salt="notdate.cookie.notdate").sign(address.encode()).decode()
    forged = [
        # Not the last character: two of its bits are padding, and mean nothing.
        value[:-2] + ("A" if value[-2] != "A" else "B") + value[-1],
        ("0" if value[0] != "0" else "1") + value[1:],
        value[:40],
        address,
        other,
        Seal(KEY, "delivery").close(address, address),
        "",
        "ü",
        "." * 50,
    ]
    for cookie in forged:
        assert await given(adapter, cookie) != ""
    assert len({one.address for one in bot.taken}) == 1 + len(forged)


async def test_without_a_cookie_nothing_is_taken_and_nothing_lost(adapter: WebAdapter, bot: Bot) -> None:
    """A browser that lost its cookie gets a new one, a new id, and its text back."""
    async with ClientSession() as session:
        data = {"id": "x", "text": "zero!"}
        async with session.post(adapter.url + "/say", data=data, headers={"Origin": adapter.url}) as answer:
            page = await answer.text()
    assert answer.status == 403
    assert "zero!</textarea>" in page and hidden_id(page)
    assert "Set-Cookie" in answer.headers
    assert bot.messages() == []


@pytest.mark.parametrize(
    ("public", "host", "prefix"),
    [
        ("https://talk.example.org", "talk.example.org", "__Host-notdate="),
        ("http://talk.example.org", "talk.example.org", "notdate="),
        ("", "localhost:8080", "notdate="),
        ("", "[::1]:8080", "notdate="),
    ],
)
async def test_where_there_is_tls_no_neighbour_can_plant_one(bot: Bot, public: str, host: str, prefix: str) -> None:
    """`__Host-` and `Secure` wherever the site has a public name, plain where there can be no TLS."""
    adapter = WebAdapter(bot, KEY, port=0, public=public, clock=bot.clock)
    task = asyncio.create_task(adapter.run(bot))
    await adapter.started.wait()
    async with ClientSession() as session, session.get(adapter.url, headers={"Host": host}) as answer:
        cookie = answer.headers["Set-Cookie"]
    task.cancel()
    assert cookie.startswith(prefix)
    assert ("Secure" in cookie) == prefix.startswith("__Host-")


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("localhost", True),
        ("127.0.0.1:8080", True),
        ("[::1]:80", True),
        ("192.168.1.4:8080", True),
        ("box.local", True),
        ("example.org", False),
        ("localhost.example.org", False),
        ("8.8.8.8", False),
        ("", False),
    ],
)
def test_what_is_near(host: str, near: bool) -> None:
    """This machine and private networks, by name or number."""
    assert is_near(host) is near


def test_a_short_key_is_refused(bot: Bot) -> None:
    """Nothing is signed with what can be guessed: 32 bytes are asked for and needed, as where the key is made."""
    with pytest.raises(ValueError, match="too short to sign anything: 32"):
        WebAdapter(bot, b"x" * 31, clock=bot.clock)
    WebAdapter(bot, b"x" * 32, clock=bot.clock)
