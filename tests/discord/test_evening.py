"""A conversation on Discord, in private and in a guild, and what a restart makes of it."""

from __future__ import annotations

import asyncio
import sqlite3

import discord.gateway
import discord.http
import pytest

from bot.adapters.discord.capabilities import TITLE_LIMIT
from bot.adapters.discord.commands import COMMANDS, FOR_MODERATORS, MODERATE
from bot.adapters.discord.inbound import NOT_YOURS
from bot.voices import menus
from tests.discord.conftest import Running
from tests.fakes.discord import Channel, DiscordServer, Message, Person


def answers(running: Running) -> int:
    with sqlite3.connect(running.path) as connection:
        count: int = connection.execute("SELECT count(*) FROM answers WHERE part = 0").fetchone()[0]
    return count


def said(running: Running) -> set[str]:
    with sqlite3.connect(running.path) as connection:
        return {text for (text,) in connection.execute("SELECT text FROM words")}


async def begin(running: Running, person: Person) -> Message:
    """The first question of a direct conversation."""
    await person.says("hello")
    greeting = await running.newest(person.dm, 0)
    assert "bot" in greeting.content
    pressed = await person.presses("Yes", greeting)
    assert pressed.outcome == "deferred update"
    return await running.newest(person.dm, 1)


async def open_up(running: Running, owner: Person, place: Channel) -> int:
    """The place is allowed; returns how many messages were sent there."""
    await owner.says("allow", place, mention_bot=True)
    assert "answer here" in (await running.newest(place, 0)).content
    return 1


async def test_an_evening_in_private(server: DiscordServer, running: Running) -> None:
    """A greeting, a press on Yes, the question with its answers as buttons, a press that answers it."""
    ada = server.person("Ada")
    ada.installs()
    await running.start()
    question = await begin(running, ada)
    assert "**" in question.content
    assert question.labels
    assert all(len(row["components"]) <= 5 for row in question.components)
    pressed = await ada.presses(question.labels[0], question)
    assert pressed.after is not None
    assert pressed.after < 3
    assert (await running.newest(ada.dm, 2)).content
    assert answers(running) == 1
    assert running.complaints == []


async def test_nothing_leaks_into_other_clients(server: DiscordServer, running: Running) -> None:
    """discord.py's own addresses are what they were, though we speak to another server."""
    await running.start()
    assert discord.http.Route.BASE == "https://discord.com/api/v10"
    assert str(discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY) == "wss://gateway.discord.gg/"


async def test_pressed_twice_counts_once(server: DiscordServer, running: Running) -> None:
    """Two presses of the same button at the same moment are one answer."""
    ada = server.person("Ada")
    ada.installs()
    await running.start()
    question = await begin(running, ada)
    label = question.labels[0]
    await asyncio.gather(ada.presses(label, question), ada.presses(label, question))
    await running.newest(ada.dm, 2)
    await asyncio.sleep(0.3)
    assert answers(running) == 1


async def test_in_a_guild_it_speaks_when_spoken_to(server: DiscordServer, running: Running) -> None:
    """A place is closed until whoever runs it opens it; then whoever speaks to the bot is answered, by a reply, and
    nothing else is stored. Somebody else's press is turned away."""
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    ada, ben, cem = server.person("Ada"), server.person("Ben"), server.person("Cem")
    await running.start()
    await ben.says("nobody speaks to the bot here", lounge)
    count = await open_up(running, ada, lounge)
    mention = await ben.says("hello", lounge, mention_bot=True)
    greeting = await running.newest(lounge, count)
    assert greeting.reply_to is mention
    assert not greeting.pings
    other = await cem.presses("Yes", greeting)
    assert other.original is not None
    assert other.original.content == NOT_YOURS
    assert other.original.only_for is cem.account
    await ben.presses("Yes", greeting)
    await running.once(lambda: any("Everybody in this place" in each.content for each in server.sent_to(lounge)))
    assert not any("nobody speaks" in text for text in said(running))


async def test_the_moderators_command_is_for_moderators(server: DiscordServer, running: Running) -> None:
    """It is hidden from members, and tells those who may where the questions are looked after: in private, which nobody
    else reads."""
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    ada, ben = server.person("Ada"), server.person("Ben")
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    await ben.says("hello", lounge)
    with pytest.raises(PermissionError):
        await ben.slash(MODERATE, lounge)
    asked = await ada.slash(MODERATE, lounge)
    await running.once(lambda: asked.original)
    assert asked.original is not None
    assert asked.original.content == FOR_MODERATORS
    assert asked.original.only_for is ada.account


async def test_whom_discord_speaks_german_to_reads_german(server: DiscordServer, running: Running) -> None:
    """Also what the bot's conversation never hears of: where the questions are looked after, and that something was
    asked of somebody else."""
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    ada, ben = server.person("Ada"), server.person("Ben")
    ada.account.locale = "de"
    running.menus = menus()
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    await open_up(running, ada, lounge)
    await ben.says("hello", lounge, mention_bot=True)
    pressed = await ada.presses("Yes", await running.newest(lounge, 1))
    assert pressed.original is not None and pressed.original.content.startswith("Das war eine Frage an jemand anderes")
    asked = await ada.slash(MODERATE, lounge)
    await running.once(lambda: asked.original)
    assert asked.original is not None and "sag Stapel" in asked.original.content


async def test_a_command_and_a_form(server: DiscordServer, running: Running) -> None:
    """A slash command's answer fills its deferred reply; Answer opens a form, and what is written there arrives."""
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    ada, ben = server.person("Ada"), server.person("Ben")
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    opened = await ada.slash("nd", lounge, word="allow")
    await opened.settled()
    assert opened.original is not None
    assert "answer here" in opened.original.content
    hello = await ben.slash("start", lounge)
    await hello.settled()
    assert hello.original is not None
    await ben.presses("Yes", hello.original)
    question = await running.newest(lounge, 2)
    for number in range(40):
        if "Answer" in question.labels:
            break
        # A word of ours brings another question until one is open.
        await (await ben.slash("skip", lounge)).settled()
        question = await running.newest(lounge, 3 + number)
    form = await ben.presses("Answer", question)
    assert form.outcome == "modal"
    assert form.modal is not None
    assert form.modal["custom_id"].startswith("v1:form:")
    assert len(form.modal["title"]) <= TITLE_LIMIT
    many = len(server.sent_to(lounge))
    sent = await ben.submits_modal(form, {"answer": "the harbour at six in the morning"})
    assert sent.outcome == "deferred update"
    assert (await running.newest(lounge, many)).content
    assert "the harbour at six in the morning" in said(running)


async def test_permissions_decide_who_opens_a_place(server: DiscordServer, running: Running) -> None:
    """Somebody without rights may not; with Manage Channels or Manage Guild they may."""
    place = server.guild("Lounge")
    lounge = place.channel("general")
    ben = server.person("Ben")
    ben.joins(place)
    place.guild.members[ben.id].permissions = 1 << 31
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    refused = await ben.slash("nd", lounge, word="allow")
    await refused.settled()
    assert refused.original is not None
    assert "Only somebody who runs" in refused.original.content
    ben.joins(place, "MANAGE_GUILD")
    allowed = await ben.slash("nd", lounge, word="allow")
    await allowed.settled()
    assert allowed.original is not None
    assert "answer here" in allowed.original.content


async def test_a_closed_place_is_told_once(server: DiscordServer, running: Running) -> None:
    """Where the bot then keeps quiet, no "is thinking" stays behind a slash command."""
    lounge = server.guild("Lounge").channel("general")
    ben = server.person("Ben")
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    await (await ben.slash("help", lounge)).settled()
    again = await ben.slash("start", lounge)
    await again.settled()
    assert again.original is not None
    assert again.original.deleted
    assert len(server.sent) == 1


async def test_the_owner_hears_of_an_invitation_in_private(server: DiscordServer, running: Running) -> None:
    """Added to a guild, the bot posts nothing there; its owner reads the steps in private."""
    await running.start()
    place = server.guild("Harbour Club", owner="Ada", bot=False)
    lounge = place.channel("general")
    server.add_bot(place, by=server.person("Ada"))
    steps = await running.newest(server.person("Ada").dm, 0)
    assert "Harbour Club" in steps.content
    assert "allow" in steps.content
    assert not server.sent_to(lounge)
    await running.stop()
    await running.start()
    await asyncio.sleep(0.3)
    assert len(server.sent) == 1


async def test_commands_are_registered_once(server: DiscordServer, running: Running) -> None:
    """A second start finds them as they are and writes nothing."""
    await running.start()
    await running.once(lambda: server.limits.calls["put_commands"] == 1)
    assert len(COMMANDS) <= 8
    hidden = [command["name"] for command in COMMANDS if command.get("default_member_permissions")]
    assert hidden == ["moderate"]
    await running.stop()
    asked = server.limits.calls["list_commands"]
    await running.start()
    await running.once(lambda: server.limits.calls["list_commands"] > asked)
    await asyncio.sleep(0.2)
    assert server.limits.calls["put_commands"] == 1


async def test_a_restart_loses_and_repeats_nothing(server: DiscordServer, running: Running) -> None:
    """What was said while the bot was away, in private and in a guild, is answered once, and nothing twice."""
    ada, ben = server.person("Ada"), server.person("Ben")
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    await running.start()
    await ada.says("hello")
    await running.newest(ada.dm, 0)
    count = await open_up(running, ada, lounge)
    await ben.says("hello", lounge, mention_bot=True)
    await running.newest(lounge, count)
    await running.stop()
    await ada.says("yes")
    await ben.says("nobody hears this", lounge)
    await ben.says("help", lounge, mention_bot=True)
    await running.start()
    await running.newest(ada.dm, 1)
    await running.newest(lounge, count + 1)
    await running.stop()
    await running.start()
    await asyncio.sleep(0.5)
    assert len(server.sent_to(ada.dm)) == 2
    assert len(server.sent_to(lounge)) == count + 2
    assert "nobody hears this" not in said(running)
