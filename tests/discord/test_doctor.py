"""The doctor looks at Discord and says what to do, without a word of the token."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.settings import load
from bot.shells.homes import homes
from bot.shells.platforms import Finding, discord
from tests.fakes.discord import DiscordServer


async def looked(token: str, api: str) -> list[Finding]:
    return await asyncio.to_thread(lambda: list(discord(load({"discord_token": token, "discord_api": api}, {}))))


async def test_each_state_has_its_next_step() -> None:
    """Not configured, known, unknown and unreachable are told apart; each that is wrong says what to do."""
    async with DiscordServer() as server:
        (none,) = await looked("", server.api_url)
        assert (none.result, "developers" in none.what) == ("ok", True)
        (known,) = await looked(server.token, server.api_url)
        assert (known.result, known.what.startswith("known as ")) == ("ok", True)
        assert "discord.com/oauth2/authorize?" in known.what
        assert f"&client_id={server.hub.bot.id}" in known.what
        (unknown,) = await looked("SECRET", server.api_url)
        assert (unknown.result, "Reset Token" in unknown.next) == ("fail", True)
        url = server.api_url
    (gone,) = await looked("SECRET", url)
    assert gone.result == "warn"
    assert "SECRET" not in f"{gone.what} {gone.next}"


async def test_servers_that_are_homes_or_could_be_are_named(tmp_path: Path) -> None:
    """By the number that the setting takes and the name that people know; where the bot is not in it, that is told."""
    async with DiscordServer() as server:
        lounge, other = server.guild("Lounge"), server.guild("Other", bot=False)
        given = {"discord_token": server.token, "discord_api": server.api_url, "db": str(tmp_path / "none.db")}

        async def found(named: str) -> list[Finding]:
            return await asyncio.to_thread(lambda: list(homes(load({**given, "homes": named}, {}))))

        (could,) = await found("")
        assert (could.result, f"discord:{lounge.id} (Lounge)" in could.what) == ("ok", True)
        one, none = await found(f"discord:{lounge.id}, discord:{other.id}")
        assert (one.result, "(Lounge)" in one.what, none.result) == ("ok", True, "warn")
        assert server.token not in f"{one} {none}"
