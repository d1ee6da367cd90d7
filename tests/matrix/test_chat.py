"""A conversation on Matrix, from the greeting to the next question, and everything that happens on the way."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest

from bot.adapters.matrix.address import Spot, write
from bot.adapters.matrix.doors import ENCRYPTED
from bot.model.ids import Address, MessageId
from bot.model.message import Paragraph, Part, Role
from bot.ports.adapter import Failure, SendFailed
from tests.fakes.matrix.people import POLLS, Arrive, Json, Person
from tests.matrix.conftest import NAME, Running, meet

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow


class Alone:
    """Somebody in a room with nobody but the bot, whose greeting they have read."""

    def __init__(self, person: Person, room: str, greeting: Json) -> None:
        self.person = person
        self.room = room
        self.greeting = greeting

    async def say(self, text: str) -> str:
        return await self.person.say(self.room, text)

    async def hear(self, text: str = "") -> Json:
        return await self.person.hear(self.room, text)

    async def react(self, event: str, sign: str) -> str:
        return await self.person.react(self.room, event, sign)


async def alone(arrive: Arrive, running: Running) -> Alone:
    """Ada has come to the bot that runs."""
    person = await arrive("ada")
    room = await meet(person, running)
    return Alone(person, room, await person.hear(room))


@pytest.fixture
async def ada(arrive: Arrive, running: Running) -> Alone:
    """She has come to the bot."""
    await running.start()
    return await alone(arrive, running)


async def test_an_evening_begins(ada: Alone) -> None:
    """Brought into a private room it greets honestly; yes brings the question with numbered answers, a number answers
    it, and nothing in what it sends mentions anybody."""
    greeting = ada.greeting["content"]
    assert "bot" in greeting["body"] and "<code>" in greeting["formatted_body"]
    await ada.say("yes")
    question = (await ada.hear())["content"]
    assert "1  " in question["body"] and "<strong>" in question["formatted_body"]
    assert (question["m.mentions"], question["msgtype"]) == ({}, "m.text")
    await ada.say("1")
    assert (await ada.hear())["content"]["body"]


async def test_a_reaction_is_a_choice(ada: Alone, running: Running) -> None:
    """A thumb under the greeting is a yes, a number under the newest question is that answer, also after a restart;
    under an older message it is nothing."""
    await ada.react(ada.greeting["event_id"], "👍🏽")
    question = await ada.hear()
    assert question["content"]["org.not-date.message"]["numbers"]
    await running.stop()
    await ada.react(ada.greeting["event_id"], "1️⃣")
    await ada.react(question["event_id"], "🎉")
    await ada.react(question["event_id"], "2️⃣")
    await running.start()
    assert (await ada.hear())["content"]["body"]
    assert running.said() == ["yes", "2"]


async def test_a_restart_loses_and_repeats_nothing(ada: Alone, running: Running) -> None:
    """What was said while it was away is answered once; killed after the commit and before its place moved, it is
    given the same events again and answers none of them twice."""
    running.notes.deaf = True
    await ada.say("yes")
    await ada.hear()
    await running.stop()
    running.notes.deaf = False
    await ada.say("help")
    await running.start()
    await ada.hear()
    await asyncio.sleep(0.5)
    assert len(await running.heard(ada.person, ada.room)) == 3
    assert running.said() == ["yes", "help"]


async def test_a_gap_is_filled(ada: Alone, running: Running) -> None:
    """Two hundred messages that came meanwhile are all taken, in their order, and nothing before them again."""
    await ada.say("no")
    await ada.hear()
    await running.stop()
    before = running.said()
    said = [f"number {number}" for number in range(200)]
    for text in said:
        await ada.say(text)
    await running.start()
    await running.once(lambda: len(running.said()) >= len(before) + 200, 60)
    await asyncio.sleep(0.2)
    assert running.said() == before + said
    assert not running.complaints


async def test_in_a_group_it_speaks_when_spoken_to(arrive: Arrive, running: Running) -> None:
    """In a group it says nothing, and three steps to whoever invited it, in private; opened by the room's creator it
    answers who speaks to it, as a reply, and nothing is stored of what is not addressed to it."""
    await running.start()
    ada, ben = await arrive("ada"), await arrive("ben")
    private = await meet(ada, running)
    await ada.hear(private)
    room = await meet(ada, running, ben)
    steps = (await ada.hear(private, "allow"))["content"]["body"]
    assert "Harbour Book Club" in steps
    await ben.say(room, "nobody speaks to the bot here")
    hello = await ben.say(room, f"{NAME}: hello")
    closed = (await ben.hear(room, sender=running.id))["content"]
    assert "don't talk in this place yet" in closed["body"]
    assert closed["m.relates_to"]["m.in_reply_to"]["event_id"] == hello
    await ben.say(room, "!nd allow")
    await ben.hear(room, "Only somebody who runs", sender=running.id)
    await ada.say(room, f"{running.id} allow")
    opened = await ben.hear(room, "answer here", sender=running.id)
    await ben.say(room, "hello", reply_to=opened["event_id"])
    await ben.hear(room, "everybody can read along", sender=running.id)
    await ben.say(room, "yes", mentions=[running.id], thread=hello)
    question = await ben.hear(room, "Everybody in this place", sender=running.id)
    assert question["content"]["m.relates_to"]["event_id"] == hello
    await ada.react(room, question["event_id"], "1️⃣")
    await ben.react(room, question["event_id"], "1️⃣")
    await ben.hear(room, sender=running.id)
    assert running.said() == ["hello", "allow", "allow", "hello", "yes", "1"]


async def test_a_room_that_moves_goes_on(arrive: Arrive, running: Running) -> None:
    """An upgraded group has its conversations, and its permission, in the new room."""
    await running.start()
    ada, ben = await arrive("ada"), await arrive("ben")
    old = await meet(ada, running, ben)
    await ada.say(old, "!nd allow")
    await ada.hear(old, "answer here", sender=running.id)
    await ada.say(old, "!nd hello")
    await ada.hear(old, "everybody can read along", sender=running.id)
    new = await ada.upgrade(old, "12")
    await ada.invite(new, ben.id)
    await ben.join(new)
    await ada.invite(new, running.id)
    await ada.wait_for(new, lambda event: event.get("state_key") == running.id and _joined(event))
    await asyncio.sleep(0.5)
    await ada.say(new, "!nd yes")
    await ada.hear(new, "Everybody in this place", sender=running.id)


async def test_trust_does_not_move_by_itself(arrive: Arrive, running: Running) -> None:
    """A room that points at another one that does not call itself its successor takes nothing along,
    and neither does one that calls itself a successor while nobody points at it."""
    await running.start()
    ada, ben = await arrive("ada"), await arrive("ben")
    mine, others = await meet(ada, running, ben), await meet(ben, running, ada)
    await ada.say(mine, "!nd allow")
    await ada.hear(mine, "answer here", sender=running.id)
    await ada.tombstone(mine, others)
    await ada.say(others, "!nd hello")
    await ada.hear(others, "don't talk in this place yet", sender=running.id)
    usurper: str = (
        await ben.call(
            "POST",
            "/_matrix/client/v3/createRoom",
            {"creation_content": {"predecessor": {"room_id": mine}}, "invite": [running.id, ada.id]},
        )
    )["room_id"]
    await ben.wait_for(usurper, lambda event: event.get("state_key") == running.id and _joined(event))
    await ben.say(usurper, "!nd hello")
    await ben.hear(usurper, "don't talk in this place yet", sender=running.id)


async def test_people_see_that_it_reads(ada: Alone, running: Running) -> None:
    """What was taken is marked as read."""
    said = await ada.say("yes")
    await ada.hear()
    await asyncio.sleep(0.3)
    seen = (await ada.person.sync(limit=7))["rooms"]["join"][ada.room]["ephemeral"]["events"]
    receipts = [event["content"] for event in seen if event["type"] == "m.receipt"]
    assert any(running.id in receipt.get(said, {}).get("m.read", {}) for receipt in receipts)


def _joined(event: dict[str, dict[str, str]]) -> bool:
    return event["content"].get("membership") == "join"


async def test_only_who_may_invites(arrive: Arrive, running: Running) -> None:
    """Somebody who is not on the list waits; with an empty list whoever runs the bot is told, once."""
    ada, ben = await arrive("ada"), await arrive("ben")
    await running.start(allow="")
    first = await ada.create_room(invite=[running.id])
    await ben.create_room(invite=[running.id])
    await running.once(lambda: bool(running.complaints))
    await running.stop()
    assert len(running.complaints) == 1 and "NOTDATE_MATRIX_ALLOW_INVITES" in running.complaints[0]
    await running.start(allow=f"@cleo:harbour.test, {ada.id}")
    await ada.hear(first)
    other = await ben.create_room(invite=[running.id])
    await ada.say(first, "yes")
    await ada.hear(first)
    assert await running.heard(ben, other) == []
    assert (await ben.state(other, "m.room.member", running.id))["membership"] == "invite"


async def test_an_encrypted_room_is_told_once(arrive: Arrive, running: Running) -> None:
    """In an encrypted room it says one sentence once, also after a restart, takes nothing and sends nothing else."""
    await running.start()
    ada = await arrive("ada")
    room = await ada.create_room(invite=[running.id], direct=True, encrypted=True)
    await ada.hear(room, ENCRYPTED)
    await ada.send(room, "m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "x"})
    await ada.say(room, "in plain words")
    await running.stop()
    await running.start()
    await ada.say(room, "again")
    await asyncio.sleep(1)
    assert await running.heard(ada, room) == [ENCRYPTED]
    assert running.said() == []


async def test_a_lost_answer_is_one_event(arrive: Arrive, ada: Alone, running: Running) -> None:
    """The same part sent again, by another run, is the same event; nothing in it is markup or a mention; and where
    others have come in, what was private is not said."""
    adapter, room = running.adapter, ada.room
    nasty = "<b>bold</b> & @room @ada:harbour.test <a href='https://matrix.to/#/@ada:harbour.test'>you</a>"
    part = Part((Paragraph(f"«{nasty}»"), Paragraph("Which?", Role.QUESTION)))
    first = await adapter.send(address_of(room), MessageId(7), part, 0)
    await running.stop()
    adapter = await running.start()
    assert await adapter.send(address_of(room), MessageId(7), part, 0) == first
    event = await ada.hear("@room")
    html = event["content"]["formatted_body"]
    assert event["content"]["m.mentions"] == {}
    assert "<b>" not in html and "<a" not in html and html.endswith("<p><strong>Which?</strong></p>")
    assert len([body for body in await running.heard(ada.person, room) if "@room" in body]) == 1
    await ada.person.invite(room, (await arrive("ben")).id)
    await asyncio.sleep(0.5)
    with pytest.raises(SendFailed, match="others"):
        await adapter.send(address_of(room), MessageId(8), part, 0)


async def test_keys_are_lost_and_found(arrive: Arrive, running: Running) -> None:
    """A wrong password and a revoked token are told, with what to do; a lost login is renewed with the password."""
    await running.start(password="wrong", ready=False)
    await running.once(lambda: any("NOTDATE_MATRIX_PASSWORD" in told for told in running.complaints))
    await running.stop()
    await running.start(password="", token="nobodys", ready=False)
    await running.once(lambda: any("NOTDATE_MATRIX_TOKEN" in told for told in running.complaints))
    await running.stop()
    adapter = await running.start()
    ada = await alone(arrive, running)
    adapter._line._token = "nobodys"
    await ada.say("yes")
    await ada.hear()
    adapter._line._token = "nobodys"
    adapter._rooms.forget(ada.room)
    assert await adapter.send(address_of(ada.room), MessageId(9), Part((Paragraph("still here"),)), 0)
    await ada.hear("still here")
    assert running.said() == ["yes"]


def address_of(room: str) -> Address:
    return write(Spot(room))


async def test_an_edit_changes_what_stands_there(ada: Alone, running: Running) -> None:
    """An edit is one event, also when it is asked for twice or back and forth, and mentions nobody; apps that know no
    edits see it as a new line. A reaction under it answers what it asks now."""
    adapter = running.adapter
    await ada.say("yes")
    await ada.hear()
    where = address_of(ada.room)
    one, two = Part((Paragraph("*one* @room <b>"),)), Part((Paragraph("Two?", Role.QUESTION), Paragraph("1  Two")))
    sent = await adapter.send(where, MessageId(1), one, 0)
    for part, times in ((two, 2), (one, 2), (two, 1), (two, 1)):
        for _ in range(times):
            await adapter.edit(where, sent, part)
    edits = [event for event in await ada.person.messages(ada.room) if "m.new_content" in event["content"]]
    assert [edit["content"]["body"] for edit in edits] == ["* Two?\n\n1  Two", "* one @room <b>", "* Two?\n\n1  Two"]
    for edit in edits:
        assert edit["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": sent}
        assert edit["content"]["m.mentions"] == edit["content"]["m.new_content"]["m.mentions"] == {}
    items = Part(
        (Paragraph("Which?", Role.QUESTION), Paragraph("3  Three", Role.ITEM), Paragraph("4  Four", Role.ITEM))
    )
    await adapter.edit(where, sent, items)
    await ada.react(sent, "4️⃣")
    await running.once(lambda: running.said()[-1:] == ["4"])


async def test_what_cannot_be_edited(ada: Alone, running: Running) -> None:
    """What nobody sent, what somebody else sent and what was deleted cannot be changed, and are told apart from trouble
    on the way."""
    where, part = address_of(ada.room), Part((Paragraph("now"),))
    gone = await running.adapter.send(where, MessageId(1), part, 0)
    await ada.person.redact(ada.room, gone)
    for sent in ("$nothing", "", await ada.say("mine"), gone):
        with pytest.raises(SendFailed) as failed:
            await running.adapter.edit(where, sent, part)
        assert failed.value.failure is Failure.MESSAGE


async def test_a_private_room_that_moves_goes_on(ada: Alone, running: Running) -> None:
    """An upgraded private room has its conversation in the new one, at the question that is open; and it is one
    conversation, not two."""
    await ada.say("yes")
    question = (await ada.hear())["content"]["body"]
    new = await ada.person.upgrade(ada.room, "12")
    await ada.person.invite(new, running.id)
    await ada.person.wait_for(new, lambda event: event.get("state_key") == running.id and _joined(event))
    await ada.person.say(new, "1")
    await ada.person.hear(new)
    assert "1  " in question and running.said() == ["yes", "1"]
    with sqlite3.connect(running.path) as connection:
        assert connection.execute("SELECT address FROM conversations").fetchall() == [(address_of(new),)]


async def test_a_room_that_everybody_left_is_no_place(ada: Alone, running: Running) -> None:
    """Once nobody but the bot is there, what is sent there fails as a destination does, and the bot goes on."""
    part = Part((Paragraph("anybody?"),))
    await ada.person.leave(ada.room)
    failures: list[Failure] = []
    for key in range(100, 300):
        try:
            await running.adapter.send(address_of(ada.room), MessageId(key), part, 0)
        except SendFailed as failed:
            failures.append(failed.failure)
            break
        await asyncio.sleep(0.05)
    assert failures == [Failure.DESTINATION]
    other = await meet(ada.person, running)
    assert await ada.person.hear(other)


async def test_a_poll_where_polls_are_wanted(arrive: Arrive, running: Running) -> None:
    """Where they are asked for, a question with choices is a poll that says it all to apps without polls too; a vote
    under either name answers it; a vote for nothing, or in somebody else's poll, does not. What
    is too long for a poll's heading stays a message."""
    await running.start(polls=True)
    ada = await alone(arrive, running)
    await ada.say("yes")
    poll = await ada.person.wait_for(ada.room, lambda event: event["type"] == f"{POLLS}.start")
    content = poll["content"]
    started, text = content[f"{POLLS}.start"], content["body"]
    labels = [answer["org.matrix.msc1767.text"] for answer in started["answers"]]
    assert text == content["org.matrix.msc1767.text"] and all(label in text for label in labels)
    assert "1  " in text and "1  " not in started["question"]["body"] and started["max_selections"] == 1
    await ada.person.send_poll_response(ada.room, poll["event_id"])
    await ada.person.send_poll_response(ada.room, poll["event_id"], "nonsense")
    ids = [answer["id"] for answer in started["answers"]]
    own = await ada.person.send(ada.room, f"{POLLS}.start", content)
    await ada.person.send_poll_response(ada.room, own, ids[0])
    # Which says too much for the heading of a poll.
    await ada.say("help")
    again = (await ada.hear())["content"]["body"]
    assert "skip" in again and "1  " in again
    await ada.person.send_poll_response(ada.room, poll["event_id"], ids[0])
    await ada.hear()
    await ada.person.send_poll_response(ada.room, poll["event_id"], ids[1], stable=True)
    await ada.hear()
    with sqlite3.connect(running.path) as connection:
        answers = connection.execute("SELECT count(DISTINCT round), count(*) FROM answers").fetchone()
    assert answers[0] == 1 and running.said() == ["yes", "help"]


async def test_without_the_wish_there_is_no_poll(ada: Alone) -> None:
    """Apps that know no polls show nothing for one: unless it is asked for, a question is a message."""
    await ada.say("yes")
    await ada.hear("1  ")
    assert f"{POLLS}.start" not in {event["type"] for event in await ada.person.events(ada.room)}
