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
from tests.telegram.test_circle import lounge, name_of


def ratings(running: Running) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(running.path)) as connection:
        return connection.execute("SELECT good FROM ratings ORDER BY member, question").fetchall()


def known(running: Running, sent: Sent) -> bool:
    """It is on disk as what Telegram knows the message."""
    with closing(sqlite3.connect(running.path)) as connection:
        asked = "SELECT 1 FROM outbox WHERE platform_id = ?"
        return connection.execute(asked, (str(sent.message_id),)).fetchone() is not None


def bold(sent: Sent) -> bool:
    return any(entity["type"] == "bold" for entity in sent.entities)


async def asked(server: Server, running: Running, ada: Person) -> Sent:
    """The first question that she is asked in private."""

    def heard() -> list[Sent]:
        return [sent for sent in server.sent if sent.chat == ada.id]

    before = len(heard())
    await ada.starts()
    await running.once(lambda: len(heard()) > before)
    await ada.says("yes")
    await running.once(lambda: bold(heard()[-1]) and known(running, heard()[-1]))
    return heard()[-1]


async def test_a_reaction_in_private_is_an_opinion(server: Server, running: Running) -> None:
    """A heart is `good one`, a thumb down in its place `not for me`, one that says nothing in its place nothing; the
    bot is silent, and all of it outlives a restart."""
    await running.start()
    ada = server.person(11, "Ada")
    question = await asked(server, running, ada)
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
    group, ada = await lounge(server, running)
    await asked(server, running, ada)
    server.promote(group, Person(server.world, server.account, server.account.user), "administrator")
    before = len(server.sent)
    await ada.says(f"/circle@{name_of(server)}", group)
    await running.once(lambda: len(server.sent) > before and known(running, server.sent[-1]))
    card = server.sent[-1]
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
    await running.start()
    ada = server.person(11, "Ada")
    question = await asked(server, running, ada)
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
