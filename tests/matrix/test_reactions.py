"""A reaction to a question on Matrix, in private and in a room of many; and its redaction."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot.adapters.matrix.events import Event, read
from tests.fakes.matrix.people import Arrive
from tests.matrix.conftest import Running, meet

pytest_plugins = ("tests.fakes.matrix.fixtures",)


def rows(running: Running, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(running.path)) as connection:
        return connection.execute(query).fetchall()


def ratings(running: Running) -> list[tuple[object, ...]]:
    return rows(running, "SELECT good FROM ratings ORDER BY member, question")


@pytest.mark.slow
async def test_a_reaction_is_an_opinion_until_it_is_redacted(arrive: Arrive, running: Running) -> None:
    """A heart under an older question is `good one`, a thumb down beside it `not for me`; each goes with its redaction,
    also while the bot is away, and a redaction of somebody else's changes nothing. A thumb up under the newest message
    that asks for a yes is still that yes, and the bot says nothing to any of it."""
    await running.start()
    ada = await arrive("ada")
    room = await meet(ada, running)
    greeting = await ada.hear(room)
    await ada.react(room, greeting["event_id"], "👍")
    question = (await ada.hear(room))["event_id"]
    await ada.say(room, "skip")
    await ada.hear(room)
    said = len(await running.heard(ada, room))
    heart = await ada.react(room, question, "❤️")
    await running.once(lambda: ratings(running) == [(1,)])
    await ada.react(room, question, "🤔")
    thumb = await ada.react(room, question, "👎🏿")
    await running.once(lambda: ratings(running) == [(0,)])
    await running.stop()
    await ada.redact(room, thumb)
    await running.start()
    await running.once(lambda: ratings(running) == [(1,)])
    await ada.redact(room, heart)
    await running.once(lambda: ratings(running) == [])
    assert len(await running.heard(ada, room)) == said
    assert running.said() == ["yes", "skip"]
    assert not running.complaints
    assert rows(running, "SELECT * FROM quarantine") == []


@pytest.mark.slow
async def test_a_card_in_a_room_is_rated_by_whom_we_know(arrive: Arrive, running: Running) -> None:
    """A member's sign under the card counts, in a room whose redactions name their event inside too; a stranger's, and
    one under what others said, leaves no trace. What comes after them shows that they were heard."""
    await running.start()
    ada, eve = await arrive("ada"), await arrive("eve")
    private = await meet(ada, running)
    greeting = await ada.hear(private)
    await ada.react(private, greeting["event_id"], "👍")
    await ada.hear(private)
    room = await meet(ada, running, eve)
    await ada.say(room, "!nd allow")
    await ada.hear(room, "answer here", sender=running.id)
    await ada.say(room, "!nd circle")
    card = (await ada.hear(room, "Nobody has answered", sender=running.id))["event_id"]
    people = rows(running, "SELECT count(*) FROM accounts")
    other = await eve.say(room, "lovely weather")
    await eve.react(room, card, "👍")
    await ada.react(room, other, "👎")
    liked = await ada.react(room, card, "👍")
    await running.once(lambda: ratings(running) == [(1,)])
    assert rows(running, "SELECT count(*) FROM reactions") == [(1,)]
    await eve.redact(room, other)
    await ada.redact(room, liked)
    await running.once(lambda: ratings(running) == [])
    assert rows(running, "SELECT count(*) FROM accounts") == people


@pytest.mark.parametrize(
    ("more", "redacted"),
    [
        ({"redacts": "$old"}, "$old"),
        ({"content": {"redacts": "$new"}}, "$new"),
        ({"redacts": "$old", "content": {"redacts": "$new"}}, "$new"),
        ({}, ""),
        ({"redacts": 5}, ""),
        ({"redacts": None, "content": {"redacts": {}}}, ""),
    ],
)
def test_what_a_redaction_takes_back(more: dict[str, Any], redacted: str) -> None:
    """It is named beside the content, or in newer rooms within it; nonsense names nothing."""
    event = {"type": "m.room.redaction", "sender": "@ada:here", "event_id": "$one", "content": {}}
    assert read(event | more, Event).redacted == redacted
