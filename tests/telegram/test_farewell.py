"""Goodbye is said once, where the bot is at home and to whoever wants to hear from it, whatever happens meanwhile."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing

import pytest

from bot.chance import WallClock
from bot.runtime.farewell import Farewell, OnPlatform
from bot.store.sqlite.views import SqliteViews
from tests.fakes.telegram import faults
from tests.fakes.telegram.nouns import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server
from tests.telegram.conftest import Running
from tests.telegram.test_chat import newest, texts

GOODBYE = "This is goodbye"
ADA, BOB, CY, DOT, EVE = range(11, 16)


def goodbyes(server: Server, chat: int) -> list[str]:
    return [text for text in texts(server, chat) if text.startswith(GOODBYE)]


class Leaving:
    """A bot on Telegram that takes leave."""

    def __init__(self, running: Running) -> None:
        self.running = running

    def farewell(self) -> Farewell:
        """The farewell of the bot that runs now."""
        bot = self.running.bot
        assert bot is not None
        views = SqliteViews(self.running.path)
        adapters = {self.running.adapter.platform: self.running.adapter}
        return Farewell(bot.writer, bot.outbox, views, adapters, WallClock(), "Mara")

    async def until_told(self, farewell: Farewell, erasing: bool = False) -> OnPlatform:
        """Everybody who can be told is told."""
        async with asyncio.timeout(20):
            while True:
                standing = await farewell.go_on(erasing)
                if not any(one.goes_on for one in standing.values()):
                    return standing["telegram"]
                await asyncio.sleep(0.02)


@pytest.fixture
async def leaving(running: Running) -> Leaving:
    await running.start()
    return Leaving(running)


async def say_yes(running: Running, number: int, *then: str) -> Person:
    """Somebody has said yes to the bot, and these words after it."""
    person = running.server.person(number, f"Person {number}")
    await person.starts()
    await newest(running, number, 0)
    for said, word in enumerate(("yes", *then)):
        await person.says(word)
        await newest(running, number, 1 + said)
    return person


async def let_into(running: Running, group: Chat, owner: Person, *then: str) -> None:
    """The owner has brought the bot into the group, and said these words to it there."""
    server = running.server
    server.promote(group, owner, "creator")
    server.add_bot(group, owner)
    for said, word in enumerate(then):
        await owner.says(f"@{server.account.user.username} {word}", group)
        await newest(running, group.id, said)


async def test_a_group_place_is_told_once_and_only_where_it_is_open(server: Server, leaving: Leaving) -> None:
    """However many speak there, an open group hears it once; one that was closed again, or never opened, does not."""
    running = leaving.running
    ada, bob = server.person(ADA, "Ada"), server.person(BOB, "Bob")
    open_one, shut, never = (server.group(-100_200 - number, "The club") for number in range(3))
    await let_into(running, open_one, ada, "allow", "hello")
    await bob.joins(open_one)
    await bob.says(f"@{server.account.user.username} hello", open_one)
    await newest(running, open_one.id, 2)
    await let_into(running, shut, ada, "allow", "disallow")
    await let_into(running, never, ada, "hello")
    told = await leaving.until_told(leaving.farewell())
    assert told.sent == 1
    assert [len(goodbyes(server, group.id)) for group in (open_one, shut, never)] == [1, 0, 0]


async def test_everybody_who_wants_to_hear_is_told_once(server: Server, leaving: Leaving) -> None:
    """Who said yes is told; whoever stopped, was forgotten or never said yes is not; a second time tells nobody."""
    running = leaving.running
    await say_yes(running, ADA)
    await say_yes(running, BOB, "stop")
    await say_yes(running, CY, "forget me", "yes")
    await server.person(DOT, "Dot").starts()
    await newest(running, DOT, 0)
    farewell = leaving.farewell()
    before = await farewell.look()
    assert before["telegram"].left == 1
    assert not any(goodbyes(server, one) for one in (ADA, BOB, CY, DOT))
    told = await leaving.until_told(farewell)
    assert (told.sent, told.failed, told.unknown) == (1, 0, ())
    assert [len(goodbyes(server, one)) for one in (ADA, BOB, CY, DOT)] == [1, 0, 0, 0]
    assert "Mara" in goodbyes(server, ADA)[0] and "deleting" not in goodbyes(server, ADA)[0]
    assert (await leaving.until_told(leaving.farewell())).left == 0
    assert len(goodbyes(server, ADA)) == 1


async def test_a_restart_in_the_middle_tells_nobody_twice(server: Server, leaving: Leaving) -> None:
    """What was on its way at the stop goes out at the next start or is named as unknown; the rest is told then."""
    running = leaving.running
    everybody = range(100, 130)
    for number in everybody:
        await say_yes(running, number)
    await leaving.farewell().go_on(False)
    await running.stop()
    halfway = sum(len(goodbyes(server, one)) for one in everybody)
    assert halfway < len(everybody)
    await running.start()
    told = await leaving.until_told(leaving.farewell())
    assert told.sent + len(told.unknown) == len(everybody)
    assert max(len(goodbyes(server, one)) for one in everybody) == 1
    assert sum(len(goodbyes(server, one)) for one in everybody) >= told.sent


async def test_what_may_have_arrived_is_not_said_again(server: Server, leaving: Leaving) -> None:
    """Where the line breaks before Telegram has answered, it is said to be unknown and with whom, and not repeated."""
    running = leaving.running
    await say_yes(running, ADA)
    server.faults.plan(faults.Drop("sendMessage", after=True))
    farewell = leaving.farewell()
    told = await leaving.until_told(farewell, erasing=True)
    assert (told.sent, told.unknown) == (0, (str(ADA),))
    assert len(goodbyes(server, ADA)) <= 1
    await leaving.until_told(leaving.farewell())
    await running.stop()
    await running.start()
    await leaving.until_told(leaving.farewell())
    assert len(goodbyes(server, ADA)) <= 1


async def test_a_stop_reaches_what_is_queued(server: Server, leaving: Leaving) -> None:
    """Whoever says stop between the plan and the sending hears nothing more."""
    running = leaving.running
    ada = await say_yes(running, ADA)
    farewell = leaving.farewell()
    assert (await farewell.look())["telegram"].left == 1
    await ada.says("stop")
    await newest(running, ADA, 2)
    told = await leaving.until_told(farewell)
    assert (told.sent, told.failed) == (0, 1)
    assert goodbyes(server, ADA) == []


async def test_a_goodbye_that_is_over_is_no_goodbye(server: Server, leaving: Leaving) -> None:
    """One that could not go out within its hour stays unsaid, and whoever it was for may be told later."""
    running = leaving.running
    await say_yes(running, ADA)
    await leaving.until_told(leaving.farewell())
    await running.stop()
    with closing(sqlite3.connect(running.path)) as connection, connection:
        connection.execute("UPDATE outbox SET state = 'failed', why = 'expired' WHERE slot = 'farewell'")
    await running.start()
    assert (await leaving.farewell().look())["telegram"].left == 1


async def test_a_replay_knows_that_nobody_stepped_for_it(server: Server, leaving: Leaving) -> None:
    """A conversation in which goodbye was said has the same steps, messages and state as without it."""
    running = leaving.running
    await say_yes(running, ADA)
    with closing(SqliteViews(running.path)) as views:
        conversation = views.conversations(1)[0].conversation
        before = views.past(conversation)
        await leaving.until_told(leaving.farewell())
        after = views.past(conversation)
    assert goodbyes(server, ADA)
    assert before == after and before is not None and before.steps
