"""A circle in a Telegram group: one card for everybody, a count that is edited within Telegram's limits, one reveal."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from pathlib import Path

import pytest

from tests.fakes.telegram.flood import Limits
from tests.fakes.telegram.nouns import Chat, Sent
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server
from tests.telegram.conftest import Running

GROUP = -1002000000001
MANY = 200


async def lounge(server: Server, running: Running) -> tuple[Chat, Person]:
    """A group that its owner has opened to the bot."""
    await running.start()
    ada = server.person(11, "Ada")
    group = server.group(GROUP, "Lounge", supergroup=True)
    server.promote(group, ada, "creator")
    server.add_bot(group, ada)
    await ada.says(f"@{name_of(server)} allow", group)
    await running.once(lambda: bool(said_in(server)))
    return group, ada


def name_of(server: Server) -> str:
    """What the bot is called."""
    return server.account.user.username


def said_in(server: Server) -> list[Sent]:
    """What was said in the group, oldest first."""
    return [sent for sent in server.sent if sent.chat == GROUP]


async def card_of(server: Server, running: Running, ada: Person, group: Chat) -> Sent:
    """Ada calls circles until one is answered by a press; its card."""
    for _circle in range(6):
        before = len(server.sent)
        await ada.says(f"/circle@{name_of(server)}", group)
        await running.once(lambda before=before: len(server.sent) > before)  # type: ignore[misc]  # bound now
        if server.sent[-1].labels:
            return server.sent[-1]
        for words in ("circles off", "circles on"):
            before = len(server.sent)
            await ada.says(f"@{name_of(server)} {words}", group)
            await running.once(lambda before=before: len(server.sent) > before)  # type: ignore[misc]  # bound now
    raise AssertionError("no question with buttons")


@pytest.mark.slow
async def test_many_presses_are_a_few_edits_and_one_reveal(own_pace: None, tmp_path: Path) -> None:
    """Two hundred members press within a minute: everyone is counted, the card is edited a few times, the answers are
    turned over once, nobody is written to, and Telegram never has to ask us to slow down."""
    async with Server(limits=Limits()) as server:
        running = Running(server, tmp_path)
        try:
            group, ada = await lounge(server, running)
            card = await card_of(server, running, ada, group)
            before, edited = len(server.sent), len(server.edits)
            for number in range(MANY):
                person = server.person(1_000 + number, f"P{number}")
                await person.presses(card.labels[number % 4 == 0], chat=group)
                if number % 5 == 0:
                    await asyncio.sleep(0.2)
            await running.once(lambda: votes_in(running) == MANY)
            await running.once(lambda: len(server.edits) > edited and f"{MANY} have answered" in server.edits[-1].text)
            edits = len(server.edits) - edited
            await ada.says(f"/reveal@{name_of(server)}", group)
            await running.once(lambda: len(server.sent) > before)
            await running.once(lambda: "turned over" in server.edits[-1].text)
        finally:
            await running.stop()
        assert 1 <= edits <= 8
        (reveal,) = server.sent[before:]
        assert (reveal.chat, reveal.labels) == (GROUP, [])
        assert re.search(rf"150 × {card.labels[0]}, 50 × {card.labels[1]}", reveal.text)
        assert {edit.message_id for edit in server.edits[edited:]} == {card.message_id}
        assert (server.self_caused_429, server.early) == (0, 0)
        assert len(server.answers) == MANY
        assert running.complaints == []


def votes_in(running: Running) -> int:
    """How many votes are on disk."""
    with sqlite3.connect(running.path) as connection:
        count: int = connection.execute("SELECT count(*) FROM votes").fetchone()[0]
    return count


async def test_a_reply_to_the_card_is_a_vote_and_nobody_is_answered(server: Server, running: Running) -> None:
    """Typed as a reply, a choice counts like a press; a word about it is the group's own; nothing is posted for it."""
    group, ada = await lounge(server, running)
    card = await card_of(server, running, ada, group)
    before, edited = len(server.sent), len(server.edits)
    ben, cleo = server.person(12, "Ben"), server.person(13, "Cleo")
    await ben.says(f"{card.labels[1]}, of course", group, reply_to=card)
    await cleo.says("what a question", group, reply_to=card)
    await running.once(lambda: votes_in(running) == 1)
    await running.once(lambda: len(server.edits) > edited)
    assert "One has answered" in server.edits[-1].text
    assert server.edits[-1].labels == card.labels
    assert len(server.sent) == before


async def test_a_circle_outlives_a_restart_and_the_group_s_move(server: Server, running: Running) -> None:
    """After a restart the card is still edited, and where a group became a supergroup the answers come out there."""
    await running.start()
    ada, ben = server.person(11, "Ada"), server.person(12, "Ben")
    group = server.group(-500, "Lounge")
    server.promote(group, ada, "creator")
    server.add_bot(group, ada)
    await ada.says(f"@{name_of(server)} allow", group)
    await running.once(lambda: any(sent.chat == -500 for sent in server.sent))
    card = await card_of(server, running, ada, group)
    await running.stop()
    await running.start()
    edited = len(server.edits)
    await ben.presses(card.labels[0], card)
    await running.once(lambda: len(server.edits) > edited)
    assert "One has answered" in server.edits[-1].text
    upgraded = server.migrate(group, GROUP, ada)
    await ada.says(f"/reveal@{name_of(server)}", upgraded)
    await running.once(lambda: bool(said_in(server)))
    assert "1 × " in said_in(server)[-1].text
