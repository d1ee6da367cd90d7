"""Links that carry a code: from a group or a friend into the private chat with the bot, where Start says the code."""

from __future__ import annotations

import re
import sqlite3

from tests.fakes.telegram.nouns import Sent
from tests.fakes.telegram.server import Server
from tests.telegram.conftest import Running
from tests.telegram.test_circle import lounge, name_of

PAYLOAD = re.compile(r"https://t\.me/(\w+)\?start=([A-Za-z0-9_-]{1,64})(?![A-Za-z0-9_-])")


async def newest(server: Server, running: Running, before: int) -> Sent:
    """The newest message, once there are more than `before`."""
    await running.once(lambda: len(server.sent) > before)
    return server.sent[-1]


async def test_a_card_leads_into_the_private_chat(server: Server, running: Running) -> None:
    """The card of an open question has a link whose Start asks the question at once; what is answered there counts,
    and the card that is edited for it still has the link."""
    group, ada = await lounge(server, running)
    card = None
    for _circle in range(8):
        before = len(server.sent)
        await ada.says(f"/circle@{name_of(server)}", group)
        card = await newest(server, running, before)
        if not card.labels:
            break
        for word in ("circles off", "circles on"):
            before = len(server.sent)
            await ada.says(f"@{name_of(server)} {word}", group)
            await newest(server, running, before)
    assert card is not None
    found = PAYLOAD.search(card.text)
    assert found, card.text
    assert found[1] == name_of(server)
    before = len(server.sent)
    ben = server.person(12, "Ben")
    await ben.starts(found[2])
    question = card.text.split("\n")[2]
    await running.once(lambda: any(question in sent.text for sent in server.sent[before:] if sent.chat == ben.id))
    edited = len(server.edits)
    await ben.says("an old ticket")
    await running.once(lambda: len(server.edits) > edited)
    assert found[0] in server.edits[-1].text
    assert votes_of(running) == ["+said"]


def votes_of(running: Running) -> list[str]:
    """What was voted."""
    with sqlite3.connect(running.path) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM votes")]


async def test_an_invitation_leads_to_the_seat(server: Server, running: Running) -> None:
    """The code for a friend comes with a link; whoever follows it is asked whether to sit down."""
    await running.start()
    ada, ben = server.person(11, "Ada"), server.person(12, "Ben")
    for text in ("hello", "yes", "not-date"):
        before = len(server.sent)
        await ada.says(text)
        said = await newest(server, running, before)
    found = PAYLOAD.search(said.text)
    assert found, said.text
    before = len(server.sent)
    await ben.starts(found[2])
    greeting = await newest(server, running, before)
    assert "I'm a bot" in greeting.text
    before = len(server.sent)
    await ben.says("yes")
    assert "Ada keeps a seat" in (await newest(server, running, before)).text
