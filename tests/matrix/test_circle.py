"""A circle in a Matrix room: numbered answers, by a reaction, a reply or a word to us; and an edited count."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from bot.core.circle import card
from tests.fakes.matrix.people import Arrive, Person
from tests.fakes.unpaced import SOON
from tests.matrix.conftest import Running, meet

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow
MARK = "org.not-date.message"


@pytest.fixture(autouse=True)
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A card counts at once."""
    monkeypatch.setattr(card, "BETWEEN_EDITS", SOON)


def keys(running: Running) -> int:
    """How many have voted."""
    with sqlite3.connect(running.path) as connection:
        count: int = connection.execute("SELECT count(*) FROM votes").fetchone()[0]
    return count


async def card_of(running: Running, ada: Person, room: str) -> dict[str, Any]:
    """Ada calls circles until one has numbers to answer by; its card."""
    for _circle in range(8):
        await ada.say(room, "!nd circle")
        card: dict[str, Any] = await ada.hear(room, "Nobody has answered", sender=running.id)
        if card["content"][MARK]["numbers"]:
            return card
        await ada.say(room, "!nd circles off")
        await ada.hear(room, "No more circles", sender=running.id)
        await ada.say(room, "!nd circles on")
        await ada.hear(room, "welcome here", sender=running.id)
    raise AssertionError("no such question in the deck")


async def test_reactions_and_replies_are_votes(arrive: Arrive, running: Running) -> None:
    """A number under the card is that answer whoever gives it, and so is a reply; the answers are turned over once."""
    await running.start()
    ada, ben = await arrive("ada"), await arrive("ben")
    room = await meet(ada, running, ben)
    await ada.say(room, "!nd allow")
    await ada.hear(room, "answer here", sender=running.id)
    card = await card_of(running, ada, room)
    said = len(await running.heard(ada, room))
    await ben.react(room, card["event_id"], "2️⃣")
    await running.once(lambda: keys(running) == 1)
    await ada.say(room, "1", reply_to=card["event_id"])
    await running.once(lambda: keys(running) == 2)
    await ada.hear(room, "2 have answered", sender=running.id)
    await ada.say(room, "!nd reveal")
    reveal = (await ada.hear(room, "1 × ", sender=running.id))["content"]["body"]
    assert reveal.count("1 × ") == 2
    texts = [text for text in (await running.heard(ada, room))[said:] if not text.startswith("* ")]
    assert len(texts) == 1


async def test_a_circle_lives_in_its_thread(arrive: Arrive, running: Running) -> None:
    """Called in a thread, its card and its answers stand there, also after a restart; the room's own circle is another,
    and what is said to us in the thread is for the one in the thread."""
    await running.start()
    ada, ben = await arrive("ada"), await arrive("ben")
    room = await meet(ada, running, ben)
    await ada.say(room, "!nd allow")
    root = (await ada.hear(room, "answer here", sender=running.id))["event_id"]
    card = await card_of(running, ada, room)
    await ada.say(room, "!nd circle", thread=root)
    await ada.hear(room, "Nobody has answered", sender=running.id)

    def own(event: dict[str, Any]) -> bool:
        return event["sender"] == running.id and event["type"] == "m.room.message" and "circle" not in event

    threaded = [
        event for event in await ada.messages(room) if own(event) and relation(event).get("rel_type") == "m.thread"
    ]
    (other,) = threaded
    assert relation(other)["event_id"] == root
    assert other["event_id"] != card["event_id"]
    numbers = other["content"][MARK]["numbers"]
    await ben.say(room, "!nd 1" if numbers else "!nd an old ticket", thread=root)
    await running.once(lambda: keys(running) == 1)
    await ben.react(room, card["event_id"], "2️⃣")
    await running.once(lambda: keys(running) == 2)
    await running.stop()
    await running.start()
    await ada.say(room, "!nd reveal", thread=root)
    reveal = await ada.wait_for(
        room, lambda event: own(event) and any(word in str(event["content"]["body"]) for word in ("1 × ", "One of you"))
    )
    assert relation(reveal) == {
        "rel_type": "m.thread", "event_id": root, "is_falling_back": True, "m.in_reply_to": {"event_id": root},
    }  # fmt: skip
    await ada.hear(room, "turned over", sender=running.id)


def relation(event: dict[str, Any]) -> dict[str, Any]:
    """What the event relates to."""
    found: dict[str, Any] = event["content"].get("m.relates_to", {})
    return found
