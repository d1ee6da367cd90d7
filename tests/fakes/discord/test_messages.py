"""Messages: what may be sent, what is returned, what is recorded."""

from __future__ import annotations

import asyncio
import io
from typing import Any

import aiohttp
import discord
import discord.gateway
import discord.http
import pytest

from tests.fakes.discord import Channel, DiscordServer, error
from tests.fakes.discord.client import Bot, point, post, running, say, session, text_channel
from tests.fakes.discord.model import Pings
from tests.fakes.discord.sessions import MESSAGE_CONTENT, PRIVILEGED


async def test_nonce(server: DiscordServer, lounge: Channel) -> None:
    """The same nonce with `enforce_nonce` returns the earlier message for a few minutes, even a deleted one."""
    async with running(Bot(), server) as bot:
        channel = text_channel(bot, lounge)
        first = await channel.send("once", nonce="outbox-1")
        second = await channel.send("once", nonce="outbox-1")
        assert first.id == second.id and len(server.sent) == 1
        await first.delete()
        assert (await channel.send("once", nonce="outbox-1")).id == first.id and not lounge.messages
        assert (await say(server, lounge, content="x", nonce="outbox-1"))[0] == 200 and len(server.sent) == 2
        server.clock.advance(600)
        await channel.send("once", nonce="outbox-1")
        assert len(server.sent) == 3
        status, body = await say(server, lounge, content="x", nonce="n" * 26)
        assert (status, body["code"]) == (400, 50035)


async def test_dropped_after_accepting(server: DiscordServer, lounge: Channel) -> None:
    """A connection that breaks after acceptance leaves the message; a retry with its nonce finds it."""
    async with running(Bot(), server) as bot:
        channel = text_channel(bot, lounge)
        for when, stands in (("before", 0), ("after", 1)):
            server.faults.drop("create_message", "before" if when == "before" else "after")
            with pytest.raises((aiohttp.ClientError, OSError)):
                await channel.send("once", nonce="outbox-2")
            assert len(server.sent) == stands
        assert (await channel.send("once", nonce="outbox-2")).id == server.sent[0].id and len(server.sent) == 1


async def test_failures(server: DiscordServer, lounge: Channel) -> None:
    """5xx, slow answers and any refusal can be ordered for a route."""
    server.faults.fail("create_message", 503)
    server.faults.refuse("create_message", error(10003))
    server.faults.slow("create_message", 0.2)
    async with running(Bot(), server) as bot:
        channel = text_channel(bot, lounge)
        with pytest.raises(discord.DiscordServerError):
            await channel.send("a")
        with pytest.raises(discord.NotFound):
            await channel.send("b")
        before = asyncio.get_running_loop().time()
        await channel.send("c")
        assert asyncio.get_running_loop().time() - before >= 0.2 and server.faults.struck == 3


async def test_refusals(server: DiscordServer, lounge: Channel) -> None:
    """Closed DMs, no shared guild, missing rights, locked threads and gone channels have Discord's codes."""
    ada, bo = server.person("Ada"), server.person("Bo")
    ada.joins(server.guild("Lounge"))
    ada.closes_dms()
    assert (await say(server, ada.dm, content="hi"))[1]["code"] == 50007
    assert (await say(server, bo.dm, content="hi"))[1]["code"] == 50278
    with pytest.raises(PermissionError):
        await bo.says("hi")
    bo.installs()
    assert (await say(server, bo.dm, content="hi"))[0] == 200
    thread = await ada.opens_thread("aside", lounge)
    thread.archived = True
    assert (await say(server, thread, content="hi"))[0] == 200 and not thread.archived
    thread.archived = thread.locked = True
    assert (await say(server, thread, content="hi"))[1]["code"] == 50083
    lounge.denied.add("SEND_MESSAGES")
    assert (await say(server, lounge, content="hi"))[1]["code"] == 50013
    lounge.denied.add("VIEW_CHANNEL")
    assert (await say(server, lounge, content="hi"))[1]["code"] == 50001
    server.forget_channel(lounge)
    assert (await say(server, lounge, content="hi"))[1]["code"] == 10003
    assert server.limits.invalid == 4
    await server.revoke_token()
    assert (await say(server, ada.dm, content="hi"))[0] == 401


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"content": "x" * 2001}, "content"),
        ({"content": "x", "embeds": [{"title": "x" * 257}]}, "embeds"),
        ({"content": "x", "embeds": [{"description": "x" * 4000}] * 2}, "embeds"),
        ({"components": [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x"}]}]}, "components"),
        ({"components": [{"type": 1, "components": []}] * 6}, "components"),
        ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, "allowed_mentions"),
        ({"content": "x", "message_reference": {"message_id": "1"}}, "message_reference"),
    ],
)
async def test_form_errors(server: DiscordServer, lounge: Channel, body: dict[str, Any], place: str) -> None:
    """A body beyond a limit is 50035 with the place of the fault, and nothing is posted."""
    status, answer = await say(server, lounge, **body)
    assert (status, answer["code"], list(answer["errors"])) == (400, 50035, [place])
    assert server.sent == []


@pytest.mark.parametrize(
    ("button", "fits"),
    [
        ({"label": "x" * 80, "custom_id": "c" * 100}, True),
        ({"label": "x" * 81, "custom_id": "c"}, False),
        ({"label": "x", "custom_id": "c" * 101}, False),
        ({"custom_id": "c"}, False),
    ],
)
async def test_button_limits(server: DiscordServer, lounge: Channel, button: dict[str, Any], fits: bool) -> None:
    """A label has at most 80 characters, a custom_id 1 to 100, and a button has a label or an emoji."""
    row = {"type": 1, "components": [{"type": 2, "style": 1, **button}]}
    status, _ = await say(server, lounge, content="?", components=[row])
    assert (status == 200) is fits


async def test_empty_message(server: DiscordServer, lounge: Channel) -> None:
    """A message of nothing is 50006."""
    assert (await say(server, lounge, content=" "))[1]["code"] == 50006


async def test_pings(server: DiscordServer, lounge: Channel) -> None:
    """Without `allowed_mentions` everything pings; an empty `parse` pings nobody."""
    ada, role = server.person("Ada").account, server.guild("Lounge").role("Readers")
    text = f"@everyone {ada.mention} <@&{role}>"
    await say(server, lounge, content=text)
    await say(server, lounge, content=text, allowed_mentions={"parse": []})
    await say(server, lounge, content=text, allowed_mentions={"parse": [], "users": [str(ada.id)]})
    first, second, third = (message.pings for message in server.sent)
    assert first == Pings(True, frozenset({ada.id}), frozenset({role}))
    assert not second and third == Pings(False, frozenset({ada.id}))


async def test_history_pages(server: DiscordServer, lounge: Channel) -> None:
    """History comes in pages of at most 100, and `after` gives what is next to it."""
    said = [await server.person("Ada").says(str(number), lounge) for number in range(130)]
    async with running(Bot(), server) as bot:
        channel = text_channel(bot, lounge)
        after = discord.Object(said[9].id)
        texts = [message.content async for message in channel.history(after=after, limit=None)]
        assert texts == [str(number) for number in range(10, 130)]
        around = [message.content async for message in channel.history(around=after, limit=5)]
        assert sorted(around, key=int) == ["7", "8", "9", "10", "11"]
    async with session(server) as client:
        url = f"{server.api_url}/channels/{lounge.id}/messages?limit=101"
        async with client.get(url) as response:
            assert response.status == 400


async def test_edits_reactions_typing_threads_and_files(server: DiscordServer, lounge: Channel) -> None:
    """The rest of what a bot does to a message works through discord.py, and is recorded."""
    async with running(Bot(), server) as bot:
        channel = text_channel(bot, lounge)
        async with channel.typing():
            message = await channel.send("one", file=discord.File(__file__, "deck.yaml"))
        await message.edit(content="two")
        await message.add_reaction("👍")
        thread = await message.create_thread(name="aside")
        await thread.send("in the thread")
        stood = server.sent[0]
        assert (stood.content, [edit.content for edit in stood.edits]) == ("two", ["two"])
        assert stood.reactions == {"👍": [server.hub.bot]} and server.typing_in(lounge) >= 1
        assert server.sent[1].channel.parent is lounge and stood.attachments[0]["filename"] == "deck.yaml"
        assert await (await channel.fetch_message(message.id)).attachments[0].read()
        await message.delete()
        assert stood.deleted and message.id not in lounge.messages


async def test_people_change_their_words(server: DiscordServer, lounge: Channel) -> None:
    """Edits and deletions by people reach the bot."""
    async with running(Bot(), server) as bot:
        edited: list[str] = []
        gone: list[int] = []

        @bot.event
        async def on_raw_message_edit(payload: discord.RawMessageUpdateEvent) -> None:
            edited.append(payload.message.content)

        @bot.event
        async def on_raw_message_delete(payload: discord.RawMessageDeleteEvent) -> None:
            gone.append(payload.message_id)

        ada = server.person("Ada")
        message = await ada.says("first", lounge)
        await ada.edits(message, "second")
        await ada.deletes(message)
        await server.wait_for(lambda: gone)
        assert (edited, gone) == (["second"], [message.id])


async def test_command_limits(server: DiscordServer) -> None:
    """A command of more than 8,000 characters, or with a bad name, is 50035."""
    path = f"/applications/{server.hub.bot.id}/commands"
    options = [
        {"type": 3, "name": f"o{number}", "description": "d" * 100, "choices": _choices(25)} for number in range(25)
    ]
    for command in ({"name": "Upper", "description": "x"}, {"name": "x", "description": "x", "options": options}):
        status, answer = await post(server, path, command)
        assert (status, answer["code"]) == (400, 50035)


def _choices(count: int) -> list[dict[str, str]]:
    return [{"name": f"choice number {number}", "value": f"value {number}"} for number in range(count)]


async def test_portal_withholds_content_at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """REST withholds content by the portal's setting, whatever IDENTIFY asked for."""
    async with DiscordServer(privileged_intents=PRIVILEGED & ~MESSAGE_CONTENT) as server:
        point(server, monkeypatch)
        lounge = server.guild("Lounge").channel("general")
        await server.person("Ada").says("secret", lounge)
        await server.person("Ada").says("for you", lounge, mention_bot=True)
        async with running(Bot(content=False), server) as bot:
            texts = [message.content async for message in text_channel(bot, lounge).history(oldest_first=True)]
        assert texts[0] == "" and texts[1].endswith("for you")


async def test_attachments_stay_as_named(server: DiscordServer, lounge: Channel) -> None:
    """An edit that names no attachments removes them; eleven files are 30015."""
    async with running(Bot(), server) as bot:
        channel = text_channel(bot, lounge)
        message = await channel.send("one", file=discord.File(io.BytesIO(b"deck"), "deck.yaml"))
        await message.edit(content="none", attachments=[])
        assert server.sent[0].attachments == []
        with pytest.raises(discord.HTTPException) as caught:
            await channel.send(files=[discord.File(io.BytesIO(b"x"), f"{number}") for number in range(11)])
        assert caught.value.code == 30015


async def test_persons_file_can_be_read(server: DiscordServer, lounge: Channel) -> None:
    """What a person uploads can be downloaded by the bot."""
    async with running(Bot(), server) as bot:
        await server.person("Ada").says("my deck", lounge, files={"deck.yaml": b"questions: []"})
        await server.wait_for(lambda: bot.heard)
        assert await bot.heard[0].attachments[0].read() == b"questions: []"
