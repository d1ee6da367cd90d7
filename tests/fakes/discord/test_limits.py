"""Buckets, the global limit, storms and bans."""

from __future__ import annotations

import asyncio

import discord
import discord.gateway
import discord.http
import pytest

from tests.fakes.discord import Channel, DiscordServer
from tests.fakes.discord.client import Bot, running, say, session, text_channel


async def test_buckets(server: DiscordServer, lounge: Channel) -> None:
    """The sixth message within 5 s to one channel is 429; another channel has a bucket of its own."""
    server.limits.strict = True
    answers = [await say(server, lounge, content=str(number)) for number in range(6)]
    assert [status for status, _ in answers] == [200] * 5 + [429]
    refusal = answers[-1][1]
    assert refusal["global"] is False and isinstance(refusal["retry_after"], float)
    assert server.limits.self_caused_429 == 1 and server.limits.invalid == 1
    other = server.guild("Lounge").channel("other")
    assert (await say(server, other, content="x"))[0] == 200
    server.clock.advance(5.1)
    assert (await say(server, lounge, content="x"))[0] == 200


async def test_discord_py_stays_within_buckets(server: DiscordServer, lounge: Channel) -> None:
    """discord.py reads the headers and earns no 429."""
    server.limits.strict = True
    server.limits.table["create_message"] = (2, 0.3)
    async with running(Bot(), server) as bot:
        await asyncio.gather(*(text_channel(bot, lounge).send(str(number)) for number in range(6)))
    assert len(server.sent) == 6 and server.limits.self_caused_429 == 0


async def test_global_limit(server: DiscordServer, lounge: Channel) -> None:
    """50 calls a second in all; interaction endpoints are exempt."""
    server.limits.strict = True
    server.limits.table["user"] = (1000, 60.0)
    async with session(server) as client:
        url = f"{server.api_url}/users/{server.hub.bot.id}"
        responses = await asyncio.gather(*(client.get(url) for _ in range(60)))
        refused = [response for response in responses if response.status == 429]
        assert len(refused) == 10 and refused[0].headers["X-RateLimit-Scope"] == "global"
        async with client.post(f"{server.api_url}/webhooks/1/none", json={"content": "x"}) as response:
            assert response.status == 401


async def test_storm(server: DiscordServer, lounge: Channel) -> None:
    """discord.py waits a storm out; a call inside the pause that was told is counted as early."""
    async with running(Bot(), server) as bot:
        server.limits.storm(0.4, channel=lounge.id)
        await text_channel(bot, lounge).send("patience")
    assert (server.limits.injected_429, server.limits.early, server.limits.self_caused_429) == (1, 0, 0)
    server.limits.storm(5)
    await say(server, lounge, content="a")
    await asyncio.sleep(0.1)
    await say(server, lounge, content="b")
    assert server.limits.early == 1


async def test_cloudflare_ban(server: DiscordServer, lounge: Channel) -> None:
    """Ten thousand invalid requests end in HTML without `Via`, which discord.py raises at once."""
    server.limits._invalid = [server.clock.now()] * 9_999
    async with running(Bot(), server) as bot:
        lounge.denied.add("SEND_MESSAGES")
        with pytest.raises(discord.Forbidden):
            await text_channel(bot, lounge).send("no")
        assert server.limits.banned
        with pytest.raises(discord.HTTPException) as caught:
            await text_channel(bot, lounge).send("no")
        assert caught.value.status == 429
