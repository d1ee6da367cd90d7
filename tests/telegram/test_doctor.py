"""The doctor looks at Telegram and says what to do, without a word of the token."""

from __future__ import annotations

import asyncio

import pytest

from bot.settings import load
from bot.shells.platforms import Finding, telegram
from tests.fakes.telegram.server import Server


async def looked(server: Server, token: str, **settings: str) -> list[Finding]:
    given = load({"telegram_token": token, "telegram_api": server.url, **settings}, {})
    return await asyncio.to_thread(lambda: list(telegram(given)))


async def test_each_state_has_its_next_step(server: Server) -> None:
    """Not configured, known, unknown and unreachable are told apart; each that is wrong says what to do."""
    (none,) = await looked(server, "")
    assert (none.result, "@BotFather" in none.what) == ("ok", True)
    known = (await looked(server, server.token))[0]
    assert (known.result, known.what) == ("ok", f"known as @{server.account.user.username}")
    (unknown,) = await looked(server, "123:wrong")
    assert (unknown.result, "/token" in unknown.next) == ("fail", True)
    url = server.url
    await server.__aexit__(None, None, None)
    (gone,) = await looked(server, "123:SECRET", telegram_api=url)
    assert gone.result == "warn"
    assert "SECRET" not in f"{gone.what} {gone.next}"
    await server.__aenter__()


async def test_a_webhook_needs_an_address(server: Server) -> None:
    """A secret without an https address of ours is told."""
    found = await looked(server, server.token, telegram_webhook_secret="s" * 32)
    assert found[-1].result == "fail"
    assert "public_url" in found[-1].what


@pytest.mark.parametrize("token", ["123:SECRET here", "123:SECRET\nhere", "123:SECRETü", " "])
async def test_what_is_no_token_reaches_nobody(server: Server, token: str) -> None:
    """A token that was copied with something else is not called, nor shown."""
    (found,) = await looked(server, token)
    assert (found.result, "/token" in found.next) == ("fail", True)
    assert "SECRET" not in f"{found.what} {found.next}"
    assert not server.calls


async def test_what_is_no_telegram_is_told(server: Server) -> None:
    """An address at which something else answers, or breaks off, is one that cannot be reached."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(answers.pop())
        writer.close()

    answers = [b"nonsense\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", *JSON]
    other = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with other:
        api = f"http://127.0.0.1:{other.sockets[0].getsockname()[1]}"
        while answers:
            (found,) = await looked(server, "123:SECRET", telegram_api=api)
            assert (found.result, "cannot be reached" in found.what) == ("warn", True)
            assert "SECRET" not in f"{found.what} {found.next}"


JSON = [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body) for body in (b"[]", b'{"result": null}')]
