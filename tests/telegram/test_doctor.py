"""The doctor looks at Telegram and says what to do, without a word of the token."""

from __future__ import annotations

import asyncio

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
