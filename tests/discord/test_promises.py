"""No restart leaves "is thinking" behind a slash command."""

from __future__ import annotations

import asyncio
import logging
import sqlite3

import msgspec
import pytest

from bot.adapters.discord.capabilities import OPEN_FOR
from bot.adapters.discord.promises import LINGERS, MOST, NOTE, Kept, Promises
from bot.adapters.discord.sender import UNHEARD
from bot.model.ids import Address, MessageId
from bot.ports.adapter import Delivered, Receipt
from bot.runtime.intake import WriterIntake
from tests.discord.conftest import Running, Sheet
from tests.fakes.discord import DiscordServer, Interaction
from tests.fakes.discord.model import LOADING
from tests.web.fakes import Hand

HERE, THERE = Address("1"), Address("2")


def noted(running: Running) -> tuple[Kept, ...]:
    with sqlite3.connect(running.path) as connection:
        rows = connection.execute("SELECT value FROM meta WHERE name = ?", (f"discord replies:{NOTE}",)).fetchall()
    return msgspec.json.decode(rows[0][0], type=tuple[Kept, ...]) if rows else ()


def is_thinking(interaction: Interaction) -> bool:
    return interaction.original is not None and bool(interaction.original.flags & LOADING)


async def hang(_intake: WriterIntake, _delivered: Delivered) -> Receipt:
    await asyncio.Event().wait()
    raise AssertionError


@pytest.mark.parametrize("lost", [False, True])
async def test_an_answer_that_is_sent_again_fills_the_same_reply(
    server: DiscordServer,
    running: Running,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    lost: bool,
) -> None:
    """Killed between the commit and the answer, or between the answer and its mark: the member sees one answer, where
    "is thinking" was; and the token is in no log."""
    caplog.set_level(logging.DEBUG)
    ada = server.person("Ada")
    ada.installs()
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    if lost:
        server.faults.drop("edit_webhook_message", "after", times=100)
    else:
        server.faults.fail("edit_webhook_message", 503, times=100)
    asked = await ada.slash("start")
    await running.once(lambda: server.faults.struck)
    await running.once(lambda: any(one.by for one in noted(running)))
    await running.kill(monkeypatch)
    assert is_thinking(asked) is not lost
    server.faults.clear()
    edits = server.limits.calls["edit_webhook_message"]
    await running.start()
    await running.once(lambda: server.limits.calls["edit_webhook_message"] > edits)
    await running.newest(ada.dm, 0)
    await ada.says("help")
    await running.newest(ada.dm, 1)
    first, second = server.sent_to(ada.dm)
    assert (first is asked.original, second.place) == (True, "message")
    assert "bot" in first.content and not is_thinking(asked)
    ours = [record.getMessage() for record in caplog.records if record.name != "aiohttp.access"]
    assert not any(asked.token in line for line in (*ours, *running.complaints))


async def test_who_was_not_heard_is_told(
    server: DiscordServer, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed before the commit: at the next start one sentence stands where "is thinking" was, and stays there when
    they try again."""
    ada = server.person("Ada")
    ada.installs()
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    with monkeypatch.context() as patch:
        patch.setattr(WriterIntake, "take", hang)
        asked = await ada.slash("start")
        await running.once(lambda: noted(running))
        await running.kill(monkeypatch)
    assert is_thinking(asked)
    server.faults.fail("edit_webhook_message", 503)
    await running.start()
    await running.once(lambda: not is_thinking(asked))
    assert asked.original is not None
    assert asked.original.content == UNHEARD
    again = await ada.slash("start")
    await again.settled()
    assert again.original is not None
    assert "bot" in again.original.content
    assert asked.original.content == UNHEARD


async def test_what_was_heard_after_all_takes_the_sentences_place(
    server: DiscordServer, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed after the commit and before it was noted: the answer comes behind the sentence, in the same message."""
    ada = server.person("Ada")
    ada.installs()
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    server.faults.fail("edit_webhook_message", 503, times=100)
    asked = await ada.slash("start")
    await running.once(lambda: any(one.by for one in noted(running)))
    await running.kill(monkeypatch)
    server.faults.clear()
    with sqlite3.connect(running.path) as connection:
        unbound = msgspec.json.encode([msgspec.structs.replace(one, by=None) for one in noted(running)]).decode()
        connection.execute("UPDATE meta SET value = ? WHERE name = ?", (unbound, f"discord replies:{NOTE}"))
    await running.start()
    await running.once(lambda: asked.original and len(asked.original.edits) == 2)
    assert asked.original is not None
    assert [edit.content == UNHEARD for edit in asked.original.edits] == [True, False]
    assert len(server.sent_to(ada.dm)) == 1


async def test_two_commands_at_once_are_answered_each_in_its_own_reply(server: DiscordServer, running: Running) -> None:
    """The second does not take the first one's answer, and neither goes on thinking."""
    ada = server.person("Ada")
    ada.installs()
    await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    both = [await ada.slash("start", wait=False), await ada.slash("help", wait=False)]
    for asked in both:
        await asked.settled()
        await running.once(lambda asked=asked: not is_thinking(asked))  # type: ignore[misc]  # bound now
    originals = [asked.original.content for asked in both if asked.original]
    assert originals == [message.content for message in server.sent_to(ada.dm)]
    assert len(originals) == 2 and "skip" in originals[1]


async def acknowledged() -> asyncio.Future[bool]:
    future: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
    future.set_result(True)
    return future


async def test_a_note_is_gone_with_its_minutes() -> None:
    """No token is kept for longer than it is good for; a filled one for a minute, so that it is filled again."""
    clock, sheet = Hand(), Sheet()
    promises = Promises(sheet, clock)
    promises.make(1, HERE, "secret", await acknowledged())
    promises.make(2, THERE, "other", await acknowledged())
    await promises.keep()
    assert "secret" in sheet.kept[NOTE]
    filler = (7, 0)
    promised = promises.find(THERE, filler)
    assert promised is not None
    promised.by = filler
    promises.fill(promised)
    assert promises.find(THERE, filler) is promised
    clock.at += int(LINGERS * 1000)
    assert promises.find(THERE, filler) is None
    await promises.keep()
    assert ("secret" in sheet.kept[NOTE], "other" in sheet.kept[NOTE]) == (True, False)
    clock.at += int(OPEN_FOR * 1000)
    await promises.keep()
    assert sheet.kept[NOTE] == "[]"


async def test_what_is_restored_waits_for_its_own_answer() -> None:
    """Another message for the same place is a message of its own; what nothing answers is told once, and superseded by
    what they say next."""
    clock, sheet = Hand(), Sheet()
    before = Promises(sheet, clock)
    before.make(1, HERE, "bound", await acknowledged())
    before.make(2, HERE, "unheard", await acknowledged())
    assert before.bind(1, MessageId(7)) is None
    await before.keep()
    after = Promises(sheet, clock)
    await after.restore()
    assert [one.token for one in after.unheard()] == ["unheard"]
    assert after.unheard() == ()
    after.supersede(HERE)
    assert after.find(HERE, (8, 0)) is None
    found = after.find(HERE, (7, 0))
    assert found is not None and found.token == "bound"


async def test_notes_of_any_kind_are_survived() -> None:
    """Neither what another version wrote nor a store that cannot be read stands in the way of a start."""
    clock, sheet = Hand(), Sheet()
    for text in ("{", "[1]", '[{"token": 5}]', "null"):
        sheet.kept[NOTE] = text
        promises = Promises(sheet, clock)
        await promises.restore()
        assert promises.unheard() == ()

    async def broken(name: str, what: str = "") -> str:
        raise OSError("planted")

    sheet.noted = broken  # type: ignore[method-assign]
    sheet.note = broken  # type: ignore[assignment, method-assign]
    promises = Promises(sheet, clock)
    await promises.restore()
    promises.make(1, HERE, "secret", await acknowledged())
    await promises.keep()
    assert promises.find(HERE, (1, 0)) is not None


async def test_only_so_many_are_remembered() -> None:
    """Somebody who sends commands all day fills no disk."""
    promises = Promises(Sheet(), Hand())
    for number in range(MOST + 1):
        promises.make(number, HERE, str(number), await acknowledged())
    assert 0 not in promises
    assert MOST in promises


async def test_an_answer_that_went_elsewhere_leaves_nothing_thinking() -> None:
    """Where a reply was filled by what answers another interaction, that one's own is withdrawn."""
    promises = Promises(Sheet(), Hand())
    promises.make(1, HERE, "first", await acknowledged())
    promises.make(2, HERE, "second", await acknowledged())
    grabbed = promises.find(HERE, (2, 0))
    assert grabbed is not None and grabbed.token == "first"
    grabbed.by = (2, 0)
    assert promises.bind(1, None) is None
    withdrawn = promises.bind(2, MessageId(2))
    assert withdrawn is not None and withdrawn.token == "second"
    assert 2 not in promises
