"""Who speaks to the bot in a guild without picking it from the list, and what Discord lets it hear of that."""

from __future__ import annotations

import asyncio
from typing import Any

import msgspec

from bot.adapters.discord.adapter import DAY
from bot.adapters.discord.events import Guild, Message
from bot.adapters.discord.inbound import MUTED, Muted, Taken, read_message, role_of
from bot.chance import WallClock
from bot.model.event import MessageReceived
from tests.discord.conftest import Running
from tests.discord.test_evening import open_up
from tests.fakes.discord import DiscordServer

ME, ROLE = 7, 70
ADA = {"id": "11", "username": "ada"}


def message(content: str, **more: Any) -> Message:
    body = {"id": "100", "channel_id": "4", "guild_id": "5", "author": ADA, "content": content}
    return msgspec.convert(body | more, Message)


def heard(one: Message, role: int = ROLE) -> str | None:
    """The words that were taken; None where none were."""
    read = read_message(one, ME, role=role)
    if not isinstance(read, Taken):
        return None
    event = read.delivered.event
    assert isinstance(event, MessageReceived)
    return event.words.text


def test_the_bots_own_role_is_its_name() -> None:
    """Discord makes a role of the bot's name and offers it after @ as well; who picks that one means the bot."""
    assert heard(message("<@&70> tiger", mention_roles=["70"])) == "tiger"
    assert heard(message("a <@&70>, tiger", mention_roles=["70", "71"])) == "a , tiger"
    assert heard(message("<@&71> tiger", mention_roles=["71"])) is None
    assert heard(message("<@&70> tiger", mention_roles=["70"]), role=0) is None


def test_a_reply_without_a_ping_is_a_reply() -> None:
    """It mentions nobody, and answers the bot all the same; without its words there is nothing to hear."""
    ours = {"id": "99", "author": {"id": "7", "username": "not-date", "bot": True}}
    theirs = {"id": "99", "author": {"id": "12", "username": "ben"}}
    assert heard(message("tiger", type=19, referenced_message=ours)) == "tiger"
    assert heard(message("tiger", type=19, referenced_message=theirs)) is None
    assert read_message(message("", type=19, referenced_message=ours), ME, role=ROLE) is None
    assert heard(message("tiger", type=19, referenced_message=None)) is None


def test_a_role_is_ours_by_its_tag() -> None:
    """Not by its name, which anybody may give to a role."""
    roles = [
        {"id": "71", "name": "Not-Date", "permissions": "0"},
        {"id": "72", "tags": {"bot_id": "8"}},
        {"id": "73", "tags": {"premium_subscriber": None}},
        {"id": "70", "tags": {"bot_id": "7", "integration_id": "9"}},
    ]
    assert role_of(msgspec.convert({"id": "5", "roles": roles}, Guild), ME) == 70
    assert role_of(msgspec.convert({"id": "5", "roles": roles[:3]}, Guild), ME) == 0
    assert role_of(msgspec.convert({"id": "5", "unavailable": True}, Guild), ME) == 0


def test_a_role_without_words_is_known_as_such() -> None:
    """Where our role is called and no words came with it, it is read as what cannot be heard, with its message's id."""
    read = read_message(message("", mention_roles=["70"]), ME, role=ROLE)
    assert isinstance(read, Muted)
    assert read.message == 100


async def test_who_calls_the_role_is_told_once_a_day_what_works(server: DiscordServer, running: Running) -> None:
    """Without the intent that we do not ask for, the words of such a message do not come; one sentence says how to be
    heard, in each place, and that then works. A reply without a ping stays unheard in silence."""
    guild = server.guild("Lounge", owner="Ada")
    lounge, kitchen = guild.channel("general"), guild.channel("kitchen")
    ada = server.person("Ada")
    await running.start()
    sent = await open_up(running, ada, lounge)
    asked = await ada.says("hello", lounge, role=guild.bot_role)
    told = await running.newest(lounge, sent)
    assert (told.content, told.reply_to, told.allowed_mentions) == (MUTED, asked, {"parse": [], "replied_user": False})
    await ada.says("hello?", lounge, role=guild.bot_role)
    await ada.says("tiger", lounge, reply_to=told, ping=False)
    await ada.says("hello", kitchen, role=guild.bot_role)
    assert (await running.newest(kitchen, 0)).content == MUTED
    await ada.says("help", lounge, mention_bot=True)
    assert "skip" in (await running.newest(lounge, sent + 1)).content
    assert len(server.sent_to(lounge)) == sent + 2
    running.adapter._explained.keep(lounge.id, WallClock().now() - DAY)
    await ada.says("hello??", lounge, role=guild.bot_role)
    assert (await running.newest(lounge, sent + 2)).content == MUTED


async def test_where_it_may_not_write_it_is_silent(server: DiscordServer, running: Running) -> None:
    """Nothing raises, and nobody is complained to."""
    guild = server.guild("Lounge", owner="Ada")
    lounge = guild.channel("general")
    ada = server.person("Ada")
    await running.start()
    lounge.denied.add("SEND_MESSAGES")
    await ada.says("hello", lounge, role=guild.bot_role)
    await running.once(lambda: server.limits.calls["create_message"])
    await asyncio.sleep(0.1)
    assert running.complaints == []
    assert not server.sent_to(lounge)
