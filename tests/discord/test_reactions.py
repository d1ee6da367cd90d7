"""A reaction to a question on Discord: in private and in a server, without an intent that has to be asked for."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.adapters.discord.events import Emoji, Reaction
from bot.adapters.discord.inbound import read_reaction
from tests.discord.conftest import Running
from tests.discord.test_circle import opened
from tests.fakes.discord import DiscordServer, Message
from tests.fakes.discord.people import Person


def rows(running: Running, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(running.path)) as connection:
        return connection.execute(query).fetchall()


def ratings(running: Running) -> list[tuple[object, ...]]:
    return rows(running, "SELECT good FROM ratings ORDER BY member, question")


async def known(running: Running, message: Message) -> None:
    """It is on disk as what Discord knows the message."""
    await running.once(lambda: rows(running, f"SELECT 1 FROM outbox WHERE platform_id = '{message.id}'"))


async def asked(server: DiscordServer, running: Running, ada: Person) -> Message:
    """The first question that she is asked in private."""
    await ada.says("hello")
    await running.newest(ada.dm, 0)
    await ada.says("yes")
    question = await running.newest(ada.dm, 1)
    await known(running, question)
    return question


async def test_a_reaction_in_private_is_an_opinion(server: DiscordServer, running: Running) -> None:
    """The newest that stands counts: a heart, then a thumb down beside it; without that the heart again, and nothing
    once that is gone too. The bot says nothing, and a sign of no meaning changes nothing."""
    await running.start()
    ada = server.person("Ada")
    ada.joins(server.guild("Lounge"))
    question = await asked(server, running, ada)
    said = len(server.sent_to(ada.dm))
    await ada.reacts("❤️", question)
    await running.once(lambda: ratings(running) == [(1,)])
    await ada.reacts("🤔", question)
    await ada.reacts("👎🏾", question)
    await running.once(lambda: ratings(running) == [(0,)])
    await running.stop()
    await running.start()
    await ada.reacts("👎🏾", question, away=True)
    await running.once(lambda: ratings(running) == [(1,)])
    await ada.reacts("❤️", question, away=True)
    await running.once(lambda: ratings(running) == [])
    assert len(server.sent_to(ada.dm)) == said
    assert running.complaints == []
    assert rows(running, "SELECT * FROM quarantine") == []


async def test_a_card_in_a_server_is_rated_by_whom_we_know(server: DiscordServer, running: Running) -> None:
    """A member's sign under the card counts; a stranger's, and one under what others said, leaves no trace. What comes
    after them shows that they were heard."""
    lounge, ada = await opened(server, running)
    ben, eve = server.person("Ben"), server.person("Eve")
    ben.joins(server.guild("Lounge"))
    await asked(server, running, ben)
    before = len(server.sent_to(lounge))
    await ada.says("circle", lounge, mention_bot=True)
    card = await running.newest(lounge, before)
    await known(running, card)
    chat = await ada.says("lovely weather", lounge)
    people = rows(running, "SELECT count(*) FROM accounts")
    await eve.reacts("👍", card)
    await ben.reacts("👎", chat)
    await ben.reacts("👍", card)
    await running.once(lambda: ratings(running) == [(1,)])
    assert rows(running, "SELECT count(*) FROM accounts") == people
    assert rows(running, "SELECT count(*) FROM reactions") == [(1,)]


async def test_a_reaction_nobody_can_read_is_put_aside(server: DiscordServer, running: Running) -> None:
    """It is kept as it came, under whose it is."""
    await running.start()
    server.push_raw({"op": 0, "t": "MESSAGE_REACTION_ADD", "d": {"user_id": "42", "emoji": None}})
    await running.once(lambda: rows(running, "SELECT source FROM quarantine") == [("discord:42",)])


@pytest.mark.parametrize(
    "emoji", [Emoji("7", "👍"), Emoji("7", "thumbsup"), Emoji(None, "🤔"), Emoji(), Emoji(None, "")]
)
def test_what_says_nothing(emoji: Emoji) -> None:
    """A sign of the server's own, whatever it is called, one of no meaning, and none."""
    assert read_reaction(Reaction("1", "2", "3", emoji), 7, away=False) is None
    assert read_reaction(Reaction("1", "2", "3", emoji), 7, away=True) is None


def test_our_own_sign_is_nobodys() -> None:
    """What we were to put somewhere is nobody's opinion."""
    assert read_reaction(Reaction("7", "2", "3", Emoji(None, "👍")), 7, away=False) is None
    assert read_reaction(Reaction("8", "2", "3", Emoji(None, "👍")), 7, away=False) is not None
