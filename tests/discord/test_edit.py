"""What was said is changed in place, and nobody is notified."""

from __future__ import annotations

import pytest

from bot.adapters.discord.outbound import NO_MENTIONS
from bot.model.ids import Address, MessageId
from bot.model.message import Button, Paragraph, Part, Role
from bot.ports.adapter import Failure, SendFailed
from tests.discord.conftest import Running
from tests.fakes.discord import DiscordServer, error

YES, NO = Button("Yes", "1.0.yes"), Button("No", "1.0.no")


def says(text: str, *buttons: Button) -> Part:
    return Part((Paragraph(text, Role.QUESTION),), buttons)


async def test_a_tally_is_edited(server: DiscordServer, running: Running) -> None:
    """In a guild and in private, with new buttons and then with none; nobody is mentioned; it stays one message."""
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    ada = server.person("Ada")
    ada.installs()
    adapter = await running.start()
    places = ((Address(f"{lounge.id}#{ada.id}"), lounge), (Address(str(ada.id)), ada.dm))
    for key, (address, channel) in enumerate(places):
        sent = await adapter.send(address, MessageId(key), says("So far: nobody.", YES, NO), 0)
        await adapter.edit(address, sent, says(f"So far: <@{ada.id}> and @everyone.", YES))
        (message,) = server.sent_to(channel)
        assert str(message.id) == sent
        assert (len(message.edits), message.labels) == (1, ["Yes"])
        assert message.content == f"**So far: \\<\\@{ada.id}\\> and \\@everyone.**"
        assert message.edits[0].allowed_mentions == NO_MENTIONS
        await adapter.edit(address, sent, says("Four it was."))
        assert (message.content, message.labels) == ("**Four it was.**", [])


async def test_the_reply_to_a_command_is_edited(server: DiscordServer, running: Running) -> None:
    """What began as an interaction's first reply is edited as the message that it is, long after its token is void."""
    ada = server.person("Ada")
    ada.installs()
    adapter = await running.start()
    await running.once(lambda: server.hub.commands.get(None))
    await ada.slash("start")
    message = await running.newest(ada.dm, 0)
    assert message.place == "interaction"
    server.clock.advance(3_600)
    await adapter.edit(Address(str(ada.id)), str(message.id), says("So far: four."))
    assert message.content == "**So far: four.**"


async def test_what_is_gone_cannot_be_edited(server: DiscordServer, running: Running) -> None:
    """A deleted message, a name that is none, one edited too often, one in an archived thread: the message's fault, so
    that the place is not given up. A place that is none is the place's."""
    ada = server.person("Ada")
    ada.installs()
    adapter = await running.start()
    address = Address(str(ada.id))
    sent = await adapter.send(address, MessageId(1), says("So far: nobody."), 0)
    for name in ("424242", "", "x", "-1", "1.0", "٣"):
        with pytest.raises(SendFailed) as trouble:
            await adapter.edit(address, name, says("x"))
        assert trouble.value.failure is Failure.MESSAGE
    for code in (30046, 50005, 50083):
        server.faults.refuse("edit_message", error(code))
        with pytest.raises(SendFailed) as trouble:
            await adapter.edit(address, sent, says("x"))
        assert trouble.value.failure is Failure.MESSAGE
    with pytest.raises(SendFailed) as trouble:
        await adapter.edit(address, sent, says("*" * 1_500))
    assert trouble.value.failure is Failure.MESSAGE
    with pytest.raises(SendFailed) as trouble:
        await adapter.edit(Address("nowhere"), sent, says("x"))
    assert trouble.value.failure is Failure.DESTINATION


async def test_a_lost_answer_to_an_edit_is_tried_again(server: DiscordServer, running: Running) -> None:
    """Done twice it is done once."""
    ada = server.person("Ada")
    ada.installs()
    adapter = await running.start()
    address = Address(str(ada.id))
    sent = await adapter.send(address, MessageId(1), says("So far: nobody."), 0)
    server.faults.drop("edit_message", "after")
    with pytest.raises(SendFailed) as trouble:
        await adapter.edit(address, sent, says("So far: four."))
    assert trouble.value.failure is Failure.TRANSIENT
    await adapter.edit(address, sent, says("So far: four."))
    (message,) = server.sent_to(ada.dm)
    assert message.content == "**So far: four.**"
