"""A reaction to a question on Telegram: in private, in a group that the bot looks after, and what is none of its."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.adapters.telegram.inbound import Me, Taken, read
from bot.adapters.telegram.updates import read_update
from tests.fakes.telegram.nouns import Sent
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server
from tests.telegram.conftest import Running
from tests.telegram.test_circle import card_of, lounge


def ratings(running: Running) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(running.path)) as connection:
        return connection.execute("SELECT good FROM ratings ORDER BY member, question").fetchall()


def bold(sent: Sent) -> bool:
    return any(entity["type"] == "bold" for entity in sent.entities)


async def asked(server: Server, running: Running) -> tuple[Person, Sent]:
    """Ada, and the first question that she is asked in private."""
    await running.start()
    ada = server.person(11, "Ada")
    await ada.starts()
    await running.once(lambda: len(server.sent) == 1)
    await ada.says("yes")
    await running.once(lambda: bold(server.sent[-1]))
    return ada, server.sent[-1]


async def test_a_reaction_in_private_is_an_opinion(server: Server, running: Running) -> None:
    """A heart is `good one`, a thumb down in its place `not for me`, one that says nothing in its place nothing; the
    bot is silent, and all of it outlives a restart."""
    ada, question = await asked(server, running)
    said = len(server.sent)
    await ada.reacts("❤", message=question)
    await running.once(lambda: ratings(running) == [(1,)])
    await running.stop()
    await ada.reacts("👎🏽", message=question)
    await running.start()
    await running.once(lambda: ratings(running) == [(0,)])
    await ada.reacts("🤔", message=question)
    await running.once(lambda: ratings(running) == [])
    await ada.reacts("👎", "🔥", message=question)
    await running.once(lambda: ratings(running) == [(1,)])
    await ada.reacts("👎", message=question)
    await running.once(lambda: ratings(running) == [(0,)])
    await ada.reacts(message=question)
    await running.once(lambda: ratings(running) == [])
    assert len(server.sent) == said
    assert running.complaints == []


async def test_a_card_in_a_group_is_rated_by_whom_we_know(server: Server, running: Running) -> None:
    """An administrator hears reactions: a member's to the card counts; those of a stranger, of somebody nameless, and
    to what others said, leave no trace. What comes after them shows that they were heard."""
    ada, _question = await asked(server, running)
    await running.stop()
    group, _ada = await lounge(server, running)
    server.promote(group, Person(server.world, server.account, server.account.user), "administrator")
    card = await card_of(server, running, ada, group)
    chat = await ada.says("lovely weather", group)
    eve = server.person(13, "Eve")
    await eve.reacts("👍", message=card, chat=group)
    await ada.reacts("👍", message=card, chat=group, anonymous=True)
    await ada.reacts("👎", message=chat, chat=group)
    await ada.reacts("5368324170671202286", message=card, chat=group)
    await ada.reacts("👏", message=card, chat=group)
    await running.once(lambda: ratings(running) == [(1,)])
    with closing(sqlite3.connect(running.path)) as connection:
        ((people,),) = connection.execute("SELECT count(*) FROM accounts").fetchall()
        ((marks,),) = connection.execute("SELECT count(*) FROM reactions").fetchall()
    assert (people, marks) == (1, 1)


async def test_a_reaction_nobody_can_read_is_put_aside(server: Server, running: Running) -> None:
    """It is kept as it came, under whose it is, and the next one is heard."""
    ada, question = await asked(server, running)
    user = {"id": 11, "is_bot": False, "first_name": "Ada"}
    server.push_raw({"message_reaction": {"chat": "nonsense", "message_id": 1, "user": user}})
    await ada.reacts("👍", message=question)
    await running.once(lambda: ratings(running) == [(1,)])
    with closing(sqlite3.connect(running.path)) as connection:
        assert connection.execute("SELECT source FROM quarantine").fetchall() == [("telegram:11",)]


@pytest.mark.parametrize(
    "odd",
    [
        {"chat": {"id": 11, "type": "channel"}},
        {"chat": {"id": 11, "type": "sender"}},
        {"chat": {"id": 11}},
        {"user": {"id": 12, "is_bot": True}},
        {"user": None},
        {"new_reaction": [{"type": "paid"}]},
        {"new_reaction": [{"type": "emoji", "emoji": "🤔"}]},
        {"new_reaction": []},
    ],
)
def test_what_is_nobodys(odd: dict[str, object]) -> None:
    """A reaction outside of chats with people, by a bot, by nobody, or that says nothing and never did."""
    whole: dict[str, object] = {
        "chat": {"id": 11, "type": "private"}, "message_id": 5, "user": {"id": 11},
        "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👎"}],
    }  # fmt: skip

    def heard(body: dict[str, object]) -> object:
        return read(read_update({"update_id": 1, "message_reaction": body}), Me(7, "bot"))

    assert isinstance(heard(whole), Taken)
    assert heard(whole | odd) is None
