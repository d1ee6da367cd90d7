"""What was said is changed in place, and nobody is notified."""

from __future__ import annotations

import pytest

from bot.model.ids import Address, MessageId
from bot.model.message import Button, Paragraph, Part, Role
from bot.ports.adapter import Failure, SendFailed
from tests.fakes.telegram.server import Server
from tests.telegram.conftest import Running

GROUP = -1002000000001
YES, NO = Button("Yes", "1.0.yes"), Button("No", "1.0.no")


def says(text: str, *buttons: Button) -> Part:
    return Part((Paragraph(text, Role.QUESTION),), buttons)


async def test_a_tally_is_edited(server: Server, running: Running) -> None:
    """Text, entities and buttons are the new ones, also where there are no buttons any more; it stays one message."""
    adapter = await running.start()
    await running.once(adapter.started.is_set)
    ada = server.person(11, "Ada")
    await ada.starts()
    await running.once(lambda: bool(server.sent))
    sent = await adapter.send(Address("11"), MessageId(1), says("So far: nobody.", YES, NO), 0)
    before = len(server.sent)
    await adapter.edit(Address("11"), sent, says("So far: 👥 four.", YES))
    edited = server.edits[-1]
    assert (str(edited.message_id), edited.text, edited.labels) == (sent, "So far: 👥 four.", ["Yes"])
    assert list(edited.entities) == [{"type": "bold", "offset": 0, "length": 16}]
    await adapter.edit(Address("11"), sent, says("Four it was."))
    assert (server.edits[-1].text, server.edits[-1].labels) == ("Four it was.", [])
    assert len(server.sent) == before


async def test_an_edit_done_twice_is_done_once(server: Server, running: Running) -> None:
    """Telegram refuses a change that changes nothing; to us that is a change that is done."""
    adapter = await running.start()
    await running.once(adapter.started.is_set)
    ada = server.person(11, "Ada")
    await ada.starts()
    await running.once(lambda: bool(server.sent))
    sent = await adapter.send(Address("11"), MessageId(1), says("So far: nobody.", YES), 0)
    server.drop(after=True, method="editMessageText")
    with pytest.raises(SendFailed) as trouble:
        await adapter.edit(Address("11"), sent, says("So far: four.", YES))
    assert trouble.value.failure is Failure.TRANSIENT
    await adapter.edit(Address("11"), sent, says("So far: four.", YES))
    assert len(server.edits) == 1


async def test_what_is_gone_cannot_be_edited(server: Server, running: Running) -> None:
    """A deleted message and a name that is none are the message's fault; a place that is none is the place's."""
    adapter = await running.start()
    await running.once(adapter.started.is_set)
    ada = server.person(11, "Ada")
    await ada.starts()
    await running.once(lambda: bool(server.sent))
    for sent in ("424242", "", "x", "-1", "1.0", "٣"):
        with pytest.raises(SendFailed) as trouble:
            await adapter.edit(Address("11"), sent, says("x"))
        assert trouble.value.failure is Failure.MESSAGE
    with pytest.raises(SendFailed) as trouble:
        await adapter.edit(Address("nowhere"), "1", says("x"))
    assert trouble.value.failure is Failure.DESTINATION


async def test_what_was_said_before_a_group_moved_stays_behind(server: Server, running: Running) -> None:
    """The old number answers with the new one, where the message is not; what is said there can be edited again."""
    adapter = await running.start()
    await running.once(adapter.started.is_set)
    ada = server.person(11, "Ada")
    group = server.group(-500, "Lounge")
    server.promote(group, ada, "creator")
    server.add_bot(group, ada)
    sent = await adapter.send(Address("-500#11"), MessageId(1), says("So far: nobody."), 0)
    server.migrate(group, GROUP, ada)
    with pytest.raises(SendFailed) as trouble:
        await adapter.edit(Address("-500#11"), sent, says("So far: four."))
    assert trouble.value.failure is Failure.MESSAGE
    anew = await adapter.send(Address("-500#11"), MessageId(2), says("So far: nobody."), 0)
    await adapter.edit(Address("-500#11"), anew, says("So far: four."))
    assert (server.edits[-1].chat, server.edits[-1].text) == (GROUP, "So far: four.")


async def test_too_many_edits_in_a_group_pause_the_group(server: Server, running: Running) -> None:
    """A 429 is told as one, with its scope and its time."""
    adapter = await running.start()
    await running.once(adapter.started.is_set)
    ada = server.person(11, "Ada")
    group = server.group(GROUP, "Lounge", supergroup=True)
    server.promote(group, ada, "creator")
    server.add_bot(group, ada)
    address = Address(f"{GROUP}#11")
    sent = await adapter.send(address, MessageId(1), says("So far: nobody."), 0)
    server.storm(7, chat=group)
    with pytest.raises(SendFailed) as trouble:
        await adapter.edit(address, sent, says("So far: four."))
    assert trouble.value.failure is Failure.RETRY_AFTER
    assert trouble.value.after == 7
    assert (trouble.value.scope, str(GROUP)) in adapter.scopes(address)
