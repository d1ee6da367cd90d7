"""A conversation on Telegram, from the greeting to the next question, and everything that happens on the way."""

from __future__ import annotations

import asyncio
import json
import sqlite3

import pytest

from bot.adapters.telegram.capabilities import WORDS
from bot.adapters.telegram.outbound import text_of
from bot.model.message import Paragraph, Part
from bot.store.sqlite.desk import SqliteDesk
from bot.voices import menus
from tests.fakes.telegram import faults
from tests.fakes.telegram.nouns import Sent
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server
from tests.telegram.conftest import FREE, Running

GROUP = -1002000000001


def texts(server: Server, chat: int) -> list[str]:
    return [sent.text for sent in server.sent if sent.chat == chat]


async def newest(running: Running, chat: int, after: int) -> Sent:
    """The newest message to that chat, once there are more than `after`."""
    await running.once(lambda: len(texts(running.server, chat)) > after)
    return [sent for sent in running.server.sent if sent.chat == chat][-1]


@pytest.fixture
async def ada(server: Server, running: Running) -> Person:
    """She has pressed Start, and the bot that runs has greeted her."""
    await running.start()
    ada = server.person(11, "Ada")
    await ada.starts()
    await newest(running, 11, 0)
    return ada


async def test_an_evening_begins(server: Server, running: Running, ada: Person) -> None:
    """Start is greeted honestly, a press on Yes brings the question with its answers as buttons, a press answers it."""
    greeting = await newest(running, 11, 0)
    assert "bot" in greeting.text
    assert greeting.labels[0] == "Yes"
    assert "/stop" in greeting.text
    await ada.presses("Yes", greeting)
    question = await newest(running, 11, 1)
    assert question.labels
    await running.once(lambda: len(server.answers) == 1)
    first = question.labels[0]
    await ada.presses(first, question)
    assert (await newest(running, 11, 2)).text


async def test_nothing_that_was_said_is_markup(server: Server, running: Running, ada: Person) -> None:
    """What a person typed is kept and shown as it was typed, and no parse mode is used."""
    await ada.says("yes")
    await newest(running, 11, 1)
    nasties = ("<b>bold</b> & *stars* _lines_ [x](tg://user?id=1)", "@channel /start", "𝔘𝔫𝔦 🧑‍🚀" * 3)
    for number, nasty in enumerate(nasties):
        await ada.says(nasty)
        await newest(running, 11, 2 + number)
    assert not any("parse_mode" in call.arguments for call in server.log if hasattr(call, "arguments"))
    with sqlite3.connect(running.path) as connection:
        said = {text for (text,) in connection.execute("SELECT text FROM words")}
    assert "<b>bold</b> & *stars* _lines_ [x](tg://user?id=1)" in said


async def test_a_restart_loses_and_repeats_nothing(server: Server, running: Running, ada: Person) -> None:
    """What was said while the bot was away is answered once; what it had answered is not answered again."""
    await running.stop()
    await ada.says("yes")
    await running.start()
    await newest(running, 11, 1)
    await asyncio.sleep(0.2)
    assert len(texts(server, 11)) == 2


async def test_an_update_is_confirmed_only_once_it_is_kept(server: Server, running: Running, ada: Person) -> None:
    """While the store cannot write, updates stay in Telegram's queue; afterwards each is answered once."""
    with sqlite3.connect(running.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        await ada.says("yes")
        await asyncio.sleep(0.3)
        assert len(texts(server, 11)) == 1
        assert server.account.queue.waiting()
        other.execute("ROLLBACK")
    await newest(running, 11, 1)


async def test_a_disk_in_trouble_ends_nothing(
    server: Server, running: Running, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While nothing can be written the bot goes on asking; afterwards what was said is answered once."""
    original, errors = SqliteDesk.write, [sqlite3.OperationalError("planted")] * 3

    def write(desk: SqliteDesk) -> None:
        if errors:
            raise errors.pop()
        original(desk)

    monkeypatch.setattr(SqliteDesk, "write", write)
    await ada.says("yes")
    await newest(running, 11, 1)
    await asyncio.sleep(0.3)
    assert len(texts(server, 11)) == 2


async def test_the_same_press_under_several_ids_counts_once(server: Server, running: Running, ada: Person) -> None:
    """Telegram may deliver one press several times; the answer is one."""
    greeting = await newest(running, 11, 0)
    await ada.presses("Yes", greeting)
    question = await newest(running, 11, 1)
    server.press_copies = 3
    await ada.presses(question.labels[0], question)
    await newest(running, 11, 2)
    await asyncio.sleep(0.3)
    with sqlite3.connect(running.path) as connection:
        assert connection.execute("SELECT count(*) FROM answers WHERE part = 0").fetchone() == (1,)


async def test_in_a_group_it_speaks_when_spoken_to(server: Server, running: Running, ada: Person) -> None:
    """Added, it says nothing in the group, and three steps in private; opened by an administrator, it answers whoever
    speaks to it, and stores nothing of what is not addressed to it."""
    ben = server.person(12, "Ben")
    group = server.group(GROUP, "Harbour Book Club", supergroup=True)
    server.add_bot(group, by=ada)
    steps = await newest(running, 11, 1)
    assert "allow" in steps.text
    assert "Harbour Book Club" in steps.text
    name = f"@{server.account.user.username}"
    await ben.says("nobody speaks to the bot here", group)
    await ben.says(f"{name} hello", group)
    closed = await newest(running, GROUP, 0)
    assert "don't talk in this place yet" in closed.text
    assert closed.reply_to
    await ben.says(f"{name} allow", group)
    assert "Only somebody who runs" in (await newest(running, GROUP, 1)).text
    server.promote(group, ada, "creator")
    await ada.says(f"{name} allow", group)
    assert "answer here" in (await newest(running, GROUP, 2)).text
    await ben.says(f"{name} hello", group)
    greeting = await newest(running, GROUP, 3)
    assert "everybody can read along" in greeting.text
    await ada.presses("Yes", greeting, group)
    await running.once(lambda: any("somebody else" in str(answer) for answer in server.answers))
    running.adapter._menus = menus()
    await server.person(13, "Cyd", language="de").presses("Yes", greeting, group)
    await running.once(lambda: any("an jemand anderes" in str(answer) for answer in server.answers))
    await ben.presses("Yes", greeting, group)
    question = await newest(running, GROUP, 4)
    assert "Everybody in this place" in question.text
    with sqlite3.connect(running.path) as connection:
        said = {text for (text,) in connection.execute("SELECT text FROM words")}
    assert "nobody speaks to the bot here" not in said


async def test_a_group_that_moves_goes_on(server: Server, running: Running) -> None:
    """A group that becomes a supergroup has its conversations, and its permission, at the new number."""
    await running.start()
    ada = server.person(11, "Ada")
    old = server.group(-4001, "Club")
    server.add_bot(old, by=ada)
    server.promote(old, ada, "creator")
    name = f"@{server.account.user.username}"
    await ada.says(f"{name} allow", old)
    await newest(running, -4001, 0)
    await ada.says(f"{name} hello", old)
    await newest(running, -4001, 1)
    new = server.migrate(old, GROUP, by=ada)
    await ada.says(f"{name} yes", new)
    assert (await newest(running, GROUP, 0)).labels
    with sqlite3.connect(running.path) as connection:
        assert connection.execute("SELECT count(*) FROM conversations WHERE address LIKE '-4001#%'").fetchone() == (0,)


async def test_a_group_that_lets_it_not_write(server: Server, running: Running, ada: Person) -> None:
    """Whoever spoke to the bot where it may not write reads that in private, once, with the remedy."""
    group = server.group(GROUP, "Harbour Book Club", supergroup=True)
    server.add_bot(group, by=ada)
    await newest(running, 11, 1)
    before = len(texts(server, 11))
    refused = "Bad Request: not enough rights to send text messages to the chat"
    server.fail(400, refused, method="sendMessage", chat=group, times=None)
    name = f"@{server.account.user.username}"
    await ada.says(f"{name} hello", group)
    told = await newest(running, 11, before)
    assert "may not write there" in told.text
    assert "let me send messages" in told.text
    await ada.says(f"{name} hello again", group)
    await ada.says("help")
    await running.once(lambda: any("stop" in text for text in texts(server, 11)[before + 1 :]))
    assert sum("may not write there" in text for text in texts(server, 11)) == 1


async def test_whoever_blocks_is_left_alone(server: Server, running: Running, ada: Person) -> None:
    """A 403 is not tried again and marks the place; when they write again they are answered."""
    server.forbid(11, faults.BLOCKED)
    calls = server.calls["sendmessage"]
    await ada.says("help")
    await running.once(lambda: server.calls["sendmessage"] == calls + 1)
    await asyncio.sleep(0.3)
    assert server.calls["sendmessage"] == calls + 1
    server.permit(11)
    await ada.says("help")
    await newest(running, 11, 1)


async def test_nonsense_is_put_aside_raw(server: Server, running: Running, ada: Person) -> None:
    """An update that cannot be read is in quarantine, raw, and its neighbours are answered."""
    server.push_raw({"update_id": "x"} | {"message": {"chat": "nowhere", "message_id": []}})
    huge = {"id": 9**40, "type": "private"}
    server.push_raw({"message": {"message_id": 5, "chat": huge, "text": "x", "from": {"id": 1}}})
    await ada.says("help")
    await newest(running, 11, 1)
    with sqlite3.connect(running.path) as connection:
        rows = connection.execute("SELECT raw FROM quarantine").fetchall()
    assert rows
    assert all(json.loads(raw) for (raw,) in rows)


async def test_a_broken_answer_of_the_server_is_no_update(server: Server, running: Running) -> None:
    """A body that is no JSON is an outage: it is asked again, and nothing is lost."""
    await running.start()
    ada = server.person(11, "Ada")
    server.garble(b"<html>bad gateway</html>", times=2)
    await ada.starts()
    await newest(running, 11, 0)


async def test_two_programs_are_told_apart(server: Server, running: Running) -> None:
    """When another program polls with the same token, whoever runs the bot is told, and it goes on afterwards."""
    await running.start()
    server.fail(409, "Conflict: terminated by other getUpdates request", method="getUpdates", times=1)
    ada = server.person(11, "Ada")
    await ada.starts()
    await newest(running, 11, 0)
    assert any("same token" in sentence for sentence in running.complaints)


async def test_a_revoked_token_is_told(server: Server, running: Running) -> None:
    """A token that Telegram does not know any more is said plainly, with what to do, and the bot is not ready; once it
    is known again it goes on."""
    adapter = await running.start()
    await adapter.started.wait()
    server.revoke()
    await running.once(lambda: any("BotFather" in sentence for sentence in running.complaints))
    assert not adapter.started.is_set()
    server.restore()
    await running.once(adapter.started.is_set)
    ada = server.person(11, "Ada")
    await ada.starts()
    await newest(running, 11, 0)


async def test_a_flood_is_waited_out_once(server: Server, running: Running) -> None:
    """A 429 pauses that chat for as long as it says; another chat is answered meanwhile."""
    await running.start()
    ada, ben = server.person(11, "Ada"), server.person(12, "Ben")
    server.storm(1.0, chat=11)
    await ada.starts()
    await ben.starts()
    await newest(running, 12, 0)
    assert not texts(server, 11)
    await newest(running, 11, 0)
    assert server.early == 0


async def test_the_bots_own_pace_keeps_the_limits(own_pace: None, server: Server, running: Running) -> None:
    """Against the strict limits no message is refused, though somebody types faster than the bot may answer."""
    server.flood.limits = type(FREE)()
    await running.start()
    ada = server.person(11, "Ada")
    await ada.starts()
    for _word in range(3):
        await ada.says("help")
    await newest(running, 11, 3)
    assert (server.self_caused_429, server.early) == (0, 0)


async def test_the_menu_names_the_words(server: Server, running: Running) -> None:
    """Telegram's own menu has our words."""
    await running.start()
    await running.once(lambda: server.calls["setmycommands"] == 1)
    assert all(len(name) <= 32 and len(what) <= 256 for name, what in WORDS)


@pytest.mark.parametrize("emphasis", ["**", "*", "`"])
async def test_entities_stand_where_the_marks_stood(server: Server, running: Running, emphasis: str) -> None:
    """Offsets are counted in UTF-16 units, whatever stands before."""
    marked = Paragraph(f"🧑‍🚀 see {emphasis}this{emphasis} «*not* this»")
    text, entities = text_of(Part((Paragraph("🧑‍🚀 first"), marked)))
    (entity,) = entities
    units = text.encode("utf-16-le")
    said = units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")
    assert said == "this"
    assert "«*not* this»" in text
