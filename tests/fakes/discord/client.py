"""The real discord.py as the double's guest, and the shortest ways to make it do something."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import discord
import discord.gateway
import discord.http
import pytest
import yarl
from discord import app_commands

from tests.fakes.discord import Channel, DiscordServer

Press = Callable[[discord.Interaction], Awaitable[object]]


class Bot(discord.Client):
    """A client that remembers what it heard, and answers presses as a test tells it to."""

    def __init__(self, *, content: bool = True, members: bool = False, heartbeat_timeout: float = 60) -> None:
        intents = discord.Intents.default()
        intents.message_content = content
        intents.members = members
        super().__init__(
            intents=intents,
            guild_ready_timeout=0.05,
            heartbeat_timeout=heartbeat_timeout,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[discord.Message] = []
        self.resumed = 0
        self.connects = 0
        self.on_press: Press | None = None
        self.life: asyncio.Task[None] | None = None

    async def on_connect(self) -> None:
        self.connects += 1

    async def on_resumed(self) -> None:
        self.resumed += 1

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.append(message)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if self.on_press is not None and interaction.type is not discord.InteractionType.application_command:
            await self.on_press(interaction)

    @property
    def texts(self) -> list[str]:
        return [message.content for message in self.heard]


@contextlib.asynccontextmanager
async def running(bot: Bot, server: DiscordServer) -> AsyncIterator[Bot]:
    """The bot is ready, and is closed at the end by discord.py's own `close`."""
    task = bot.life = asyncio.create_task(bot.start(server.token))
    ready = asyncio.create_task(bot.wait_until_ready())
    await asyncio.wait([task, ready], return_when=asyncio.FIRST_COMPLETED, timeout=5)
    if task.done():
        ready.cancel()
        await task
    try:
        yield bot
    finally:
        await bot.close()
        with contextlib.suppress(Exception, asyncio.CancelledError):
            await asyncio.wait_for(task, 2)


async def die(bot: Bot) -> None:
    """The client's process ends without a word: no close frame reaches the server."""
    bot.ws.socket._response.connection.transport.abort()  # type: ignore[union-attr]  # connected
    if bot.ws._keep_alive is not None:
        bot.ws._keep_alive.stop()
    bot._closing_task = asyncio.create_task(asyncio.sleep(0))
    await bot.http.close()


def point(server: DiscordServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discord.http.Route, "BASE", server.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(server.gateway_url))


@contextlib.asynccontextmanager
async def session(server: DiscordServer) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bot {server.token}"}
    async with aiohttp.ClientSession(headers=headers) as client:
        yield client


async def post(server: DiscordServer, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
    """One bare call: status and answer."""
    async with session(server) as client, client.post(server.api_url + path, json=body) as response:
        return response.status, await response.json()


async def say(server: DiscordServer, channel: Channel, **body: Any) -> tuple[int, dict[str, Any]]:
    return await post(server, f"/channels/{channel.id}/messages", body)


def text_channel(bot: Bot, channel: Channel) -> discord.TextChannel:
    found = bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found


async def offer(bot: Bot, channel: Channel, *labels: str) -> None:
    """The bot posts a question with these buttons."""
    view = discord.ui.View(timeout=None)
    for label in labels:
        view.add_item(discord.ui.Button(label=label, custom_id=f"v1:{label}"))
    await text_channel(bot, channel).send("Pick one", view=view)


async def identify(server: DiscordServer, **over: Any) -> int | None:
    """The close code that a bare IDENTIFY meets."""
    url = f"{server.gateway_url}?v=10&encoding=json"
    async with aiohttp.ClientSession() as client, client.ws_connect(url) as socket:
        assert (await socket.receive_json())["op"] == 10
        await socket.send_json({"op": 2, "d": {"token": server.token, "intents": 0, "properties": {}, **over}})
        await socket.receive(timeout=2)
        return socket.close_code
