"""Connecting, sessions and what a client misses: the double keeps Discord's promises, as discord.py meets them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import urllib.request
import zlib
from functools import partial

import aiohttp
import discord
import discord.gateway
import discord.http
import pytest

from tests.fakes.discord import Channel, DiscordServer, Message, Place
from tests.fakes.discord.client import Bot, die, identify, point, running, say, text_channel
from tests.fakes.discord.gateway import IDENTIFIES_MAX
from tests.fakes.discord.sessions import MESSAGE_CONTENT, PRIVILEGED
from tests.fakes.discord.threaded import ThreadedDiscord


async def test_connects_and_talks(server: DiscordServer, lounge: Channel) -> None:
    """discord.py becomes ready, knows the guild, hears a person and is heard."""
    async with running(Bot(), server) as bot:
        assert [guild.name for guild in bot.guilds] == ["Lounge"]
        await server.person("Ada").says("hello", lounge)
        await server.wait_for(lambda: bot.heard)
        await bot.heard[0].reply("good evening")
        answer = (await server.wait_sent(1, lounge))[0]
        assert (bot.texts, answer.content) == (["hello"], "good evening")
        assert answer.reply_to is not None and answer.reply_to.content == "hello"
        assert answer.allowed_mentions is not None and not answer.pings
        assert answer.nonce is not None and answer.wire["enforce_nonce"] is True


async def test_dm(server: DiscordServer, lounge: Channel) -> None:
    """A DM reaches the bot with its content and without the message-content intent."""
    async with running(Bot(content=False), server) as bot:
        ada = server.person("Ada")
        await ada.says("only you", lounge)
        await ada.says("psst")
        await server.wait_for(lambda: len(bot.heard) == 2)
        assert bot.texts == ["", "psst"]
        assert isinstance(bot.heard[1].channel, discord.DMChannel)
        await bot.heard[1].channel.send("yes?")
        assert (await server.wait_sent(1, ada.dm))[0].content == "yes?"


async def test_content_is_withheld(server: DiscordServer, lounge: Channel) -> None:
    """Without the intent content is empty, except where the bot is mentioned or replied to."""
    async with running(Bot(content=False), server) as bot:
        ada = server.person("Ada")
        mine = await text_channel(bot, lounge).send("a question")
        await ada.says("secret", lounge)
        await ada.says("for you", lounge, mention_bot=True)
        await ada.says("my answer", lounge, reply_to=lounge.messages[mine.id])
        await server.wait_for(lambda: len(bot.heard) == 3)
        assert bot.texts[0] == "" and bot.texts[1].endswith("for you") and bot.texts[2] == "my answer"


async def test_wrong_token(server: DiscordServer) -> None:
    """A wrong token is 401 at REST, and 4004 at the gateway."""
    server.hub.token = "another"
    client = Bot()
    with pytest.raises(discord.LoginFailure):
        await client.login("bot-token")
    await client.close()
    assert server.limits.invalid == 1
    assert await identify(server, token="wrong") == 4004


async def test_disallowed_intents(monkeypatch: pytest.MonkeyPatch) -> None:
    """A privileged intent that the portal does not grant closes with 4014."""
    async with DiscordServer(privileged_intents=PRIVILEGED & ~MESSAGE_CONTENT) as server:
        point(server, monkeypatch)
        with pytest.raises(discord.PrivilegedIntentsRequired):
            async with running(Bot(), server):
                pass


async def test_uncompressed_and_refused_payloads(server: DiscordServer) -> None:
    """Without `compress` payloads are text; bad ones close with Discord's codes."""
    assert await identify(server, intents=1 << 30) == 4013
    assert await identify(server, shard=[1, 2]) == 4010
    assert await identify(server, padding="x" * 5000) == 4002
    assert await identify(server) is None


async def test_identify_budget(server: DiscordServer) -> None:
    """Each IDENTIFY is counted in /gateway/bot; the thousandth of a day resets the token."""
    async with running(Bot(), server) as bot:
        _, url, limit = await bot.http.get_bot_gateway()
        assert url == server.gateway_url
        assert (limit["total"], limit["remaining"], limit["max_concurrency"]) == (1000, 999, 1)
    now = server.clock.now()
    server.gateway.identifies = [now] * (IDENTIFIES_MAX - 1)
    assert await identify(server) == 4004
    assert server.hub.revoked and not server.hub.sessions.live()
    server.clock.advance(86_401)
    assert server.gateway.start_limit()["remaining"] == 1000


async def test_heartbeats(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heartbeats are acked; a connection without any is closed, and its session can be resumed."""
    async with DiscordServer(heartbeat_interval=0.2) as server:
        point(server, monkeypatch)
        async with running(Bot(), server) as bot:
            await server.wait_for(lambda: server.gateway.heartbeats >= 3)
            assert bot.latency < 1 and bot.connects == 1
            bot.ws._keep_alive.stop()  # type: ignore[union-attr]  # connected
            await server.wait_for(lambda: bot.resumed)
            assert server.gateway.closes == [4009] and len(server.gateway.identifies) == 1


@pytest.mark.parametrize("how", ["drop", "close", "reconnect", "invalid but resumable"])
async def test_resume_replays(server: DiscordServer, lounge: Channel, how: str) -> None:
    """After a broken line RESUME at the resume url replays what was missed, in order, with no second IDENTIFY."""
    async with running(Bot(), server) as bot:
        if how == "drop":
            server.gateway.drop()
        elif how == "close":
            await server.gateway.close(4000)
        elif how == "reconnect":
            server.gateway.reconnect()
        else:
            server.gateway.invalidate(resumable=True)
        for number in range(3):
            await server.person("Ada").says(f"missed {number}", lounge)
        await server.wait_for(lambda: bot.resumed and len(bot.heard) == 3)
        assert bot.texts == ["missed 0", "missed 1", "missed 2"]
        assert len(server.gateway.identifies) == 1 and server.gateway.resumed_elsewhere == 0


async def test_discord_py_says_no_goodbye(server: DiscordServer, lounge: Channel) -> None:
    """`Client.close()` while polling sends 4000 instead of its 1000: the session lingers, and the bot seems online."""
    async with running(Bot(), server):
        pass
    await server.wait_for(lambda: server.gateway.closes)
    assert server.gateway.closes == [4000] and len(server.hub.sessions.live()) == 1


async def test_clean_close_loses_events(server: DiscordServer, lounge: Channel) -> None:
    """Closing with 1000 kills the session: what was said meanwhile is in the history only."""
    async with running(Bot(), server) as first:
        assert first.life is not None
        first.life.cancel()
        await asyncio.wait([first.life])
    await server.wait_for(lambda: server.gateway.closes)
    assert server.gateway.closes == [1000] and not server.hub.sessions.live()
    said = await server.person("Ada").says("anybody there?", lounge)
    async with running(Bot(), server) as bot:
        await asyncio.sleep(0.05)
        history = [message.content async for message in text_channel(bot, lounge).history(limit=5)]
        assert (bot.heard, history) == ([], [said.content])
        assert len(server.gateway.identifies) == 2


async def test_death_loses_events_but_not_the_session(server: DiscordServer, lounge: Channel) -> None:
    """A process that dies leaves a session that lives for minutes, and a new process that identifies gets no replay."""
    bot = Bot()
    task = asyncio.create_task(bot.start(server.token))
    await server.wait_connected()
    await server.wait_for(lambda: bot.is_ready())
    await die(bot)
    await asyncio.wait([task], timeout=2)
    await server.person("Ada").says("too late", lounge)
    assert len(server.hub.sessions.live()) == 1
    async with running(Bot(), server) as second:
        await asyncio.sleep(0.05)
        assert second.heard == []
    server.clock.advance(200)
    assert server.hub.sessions.live() == []


async def test_expired_session_is_invalid(server: DiscordServer, lounge: Channel) -> None:
    """RESUME after the session's minutes gets INVALID_SESSION; the client must identify anew."""
    url = f"{server.gateway_url}resume/?v=10&encoding=json"
    async with running(Bot(), server) as bot:
        id_ = bot.ws.session_id
    server.clock.advance(600)
    async with aiohttp.ClientSession() as client, client.ws_connect(url) as socket:
        await socket.receive_json()
        await socket.send_json({"op": 6, "d": {"token": server.token, "session_id": id_, "seq": 1}})
        assert await socket.receive_json() == {"op": 9, "d": False, "s": None, "t": None}


async def test_poison(server: DiscordServer, lounge: Channel) -> None:
    """Any event and any frame can be pushed; an unknown event passes discord.py by, a broken frame ends `start`."""
    async with running(Bot(), server) as bot:
        server.push_raw({"t": "NEW_KIND_OF_EVENT", "d": {"id": None}})
        await server.person("Ada").says("still here?", lounge)
        await server.wait_for(lambda: bot.heard)
        server.push_bytes(b"\x00garbage\x00\x00\xff\xff")
        assert bot.life is not None
        await asyncio.wait([bot.life], timeout=5)
        assert isinstance(bot.life.exception(), zlib.error)


async def test_guild_comes_and_goes(server: DiscordServer) -> None:
    """An invited bot gets GUILD_CREATE, a removed one GUILD_DELETE and then 50001."""
    async with running(Bot(), server) as bot:
        place = server.guild("Club", owner="Bo", bot=False)
        with pytest.raises(PermissionError):
            server.add_bot(place, by=server.person("Ada"))
        server.add_bot(place, by=server.person("Bo"))
        await server.wait_for(lambda: bot.guilds)
        channel = place.channel("general")
        server.remove_bot(place, by=server.person("Bo"))
        await server.wait_for(lambda: not bot.guilds)
        assert (await say(server, channel, content="hi"))[1]["code"] == 50001


async def test_server_goes_away_and_comes_back(server: DiscordServer, lounge: Channel) -> None:
    """State and sessions survive the server's own absence, and the port stays."""
    said: Message = await server.person("Ada").says("before", lounge)
    port = server.port
    await server.stop()
    await server.start()
    place: Place = server.guild("Lounge")
    assert server.port == port and place.channel("general").messages == {said.id: said}
    async with running(Bot(), server) as bot:
        assert [message.content async for message in text_channel(bot, lounge).history()] == ["before"]


async def test_zombie(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway that falls silent is left by the client, which resumes when it speaks again."""
    async with DiscordServer(heartbeat_interval=0.1) as server:
        point(server, monkeypatch)
        lounge = server.guild("Lounge").channel("general")
        async with running(Bot(heartbeat_timeout=0.4), server) as bot:
            server.gateway.silent = True
            await server.person("Ada").says("unheard", lounge)
            await server.wait_for(lambda: server.gateway.closes)
            server.gateway.silent = False
            await server.wait_for(lambda: bot.resumed and bot.heard)
            assert bot.texts == ["unheard"] and len(server.gateway.identifies) == 1


async def test_members_are_chunked(server: DiscordServer, lounge: Channel) -> None:
    """With the members intent, discord.py gets all members at the start and news of those who come and go."""
    ada, bo, place = server.person("Ada"), server.person("Bo"), server.guild("Lounge")
    ada.joins(place)
    async with running(Bot(members=True), server) as bot:
        assert {member.name for member in bot.guilds[0].members} == {"owner", "not-date", "Ada"}
        bo.joins(place)
        ada.leaves(place)
        await server.wait_for(lambda: {each.name for each in bot.guilds[0].members} == {"owner", "not-date", "Bo"})


async def test_identify_in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where concurrency is enforced, a second IDENTIFY within 5 s gets INVALID_SESSION."""
    async with DiscordServer(strict_identify=True) as server:
        url = f"{server.gateway_url}?v=10&encoding=json"
        ops = []
        for _ in range(2):
            async with aiohttp.ClientSession() as client, client.ws_connect(url) as socket:
                await socket.receive_json()
                await socket.send_json({"op": 2, "d": {"token": server.token, "intents": 0, "properties": {}}})
                ops.append((await socket.receive_json())["op"])
        assert ops == [0, 9]


async def test_gateway_flood(server: DiscordServer) -> None:
    """More than 120 sends in 60 s close the connection with 4008."""
    url = f"{server.gateway_url}?v=10&encoding=json"
    async with aiohttp.ClientSession() as client, client.ws_connect(url) as socket:
        for _ in range(121):
            await socket.send_json({"op": 1, "d": None})
        async for _frame in socket:
            pass
        assert socket.close_code == 4008


async def test_token_reset(server: DiscordServer, lounge: Channel) -> None:
    """A reset token closes connections with 4004, which ends the client."""
    async with running(Bot(), server) as bot:
        assert bot.life is not None
        await server.revoke_token()
        await asyncio.wait([bot.life], timeout=5)
        raised = bot.life.exception()
        assert isinstance(raised, discord.ConnectionClosed) and raised.code == 4004


def test_in_a_thread() -> None:
    """A test that blocks can run the double in a thread, and act through its loop."""
    with ThreadedDiscord() as threaded:
        server = threaded.server
        lounge = threaded.call(lambda: server.guild("Lounge").channel("general"))
        threaded.do(server.person("Ada").says("hello", lounge))
        url = f"{server.api_url}/channels/{lounge.id}/messages"
        request = urllib.request.Request(url, headers={"Authorization": f"Bot {server.token}"})
        with urllib.request.urlopen(request) as response:
            assert [message["content"] for message in json.load(response)] == ["hello"]


ECHO = """
import discord, discord.gateway, discord.http, sys, yarl
discord.http.Route.BASE, gateway, token = sys.argv[1:]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
client = discord.Client(intents=discord.Intents.all(), guild_ready_timeout=0.05)
@client.event
async def on_message(message):
    if message.author != client.user:
        await message.channel.send("heard " + message.content)
client.run(token, log_handler=None)
"""


def _ended(server: DiscordServer, connections: int) -> bool:
    return len(server.gateway.closes) == connections


@pytest.mark.slow
def test_killed_process() -> None:
    """A killed client leaves the server's state: its session waits, its messages stand, the next process goes on."""
    with ThreadedDiscord() as threaded:
        server = threaded.server
        lounge = threaded.call(lambda: server.guild("Lounge").channel("general"))
        for turn in (1, 2):
            process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", ECHO, server.api_url, server.gateway_url, server.token]
            )
            try:
                threaded.do(server.wait_connected(timeout=20))
                threaded.do(server.person("Ada").says(str(turn), lounge))
                threaded.do(server.wait_sent(turn, timeout=10))
            finally:
                process.kill()
                process.wait(10)
            threaded.do(server.wait_for(partial(_ended, server, turn)))
        assert [message.content for message in server.sent] == ["heard 1", "heard 2"]
        assert server.gateway.closes == [1006, 1006] and len(server.hub.sessions.live()) == 2
