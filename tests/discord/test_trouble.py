"""What goes wrong on Discord, and what the people and whoever runs the bot notice of it."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest

from bot.adapters.discord.line import Line
from bot.adapters.discord.wire import BANNED_FOR, CallRefused, failed
from bot.model.message import Scope
from bot.ports.adapter import Failure
from tests.discord.conftest import Running
from tests.discord.test_evening import answers, begin, open_up, said
from tests.fakes.discord import DiscordServer, Person, error


@pytest.fixture
async def ada(server: DiscordServer, running: Running) -> Person:
    """She has installed the bot, which runs."""
    ada = server.person("Ada")
    ada.installs()
    await running.start()
    return ada


async def test_a_press_is_acknowledged_while_the_store_is_locked(running: Running, ada: Person) -> None:
    """Nobody sees "This interaction failed"; what was pressed counts as soon as it can be written."""
    question = await begin(running, ada)
    with sqlite3.connect(running.path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        pressed = await ada.presses(question.labels[0], question)
        assert pressed.outcome == "deferred update"
        assert pressed.after is not None
        assert pressed.after < 1
        other.execute("ROLLBACK")
    await running.newest(ada.dm, 2)
    assert answers(running) == 1


async def test_a_lost_answer_makes_no_second_message(server: DiscordServer, running: Running, ada: Person) -> None:
    """The connection breaks after Discord took the message: sent again with the same nonce, it is the same one."""
    server.faults.drop("create_message", "after", times=2)
    await ada.says("hello")
    await running.once(lambda: server.limits.calls["create_message"] >= 3, 30)
    await asyncio.sleep(0.3)
    assert len(server.sent_to(ada.dm)) == 1
    assert server.sent[0].wire["enforce_nonce"] is True
    assert len(server.sent[0].wire["nonce"]) <= 25


async def test_a_closed_dm_is_left_alone(server: DiscordServer, running: Running, ada: Person) -> None:
    """A refusal of the place is not tried again; when they write again they are answered."""
    ada.closes_dms()
    await ada.says("hello")
    await running.once(lambda: server.limits.calls["create_message"] == 1)
    await asyncio.sleep(0.5)
    assert server.limits.calls["create_message"] == 1
    ada.opens_dms()
    await ada.says("help")
    await running.newest(ada.dm, 0)


async def test_a_missing_right_is_told_once(server: DiscordServer, running: Running) -> None:
    """Whoever runs the bot reads which permissions its role needs, and where; who spoke there reads it in private."""
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    ada = server.person("Ada")
    await running.start()
    await open_up(running, ada, lounge)
    lounge.denied.add("SEND_MESSAGES")
    for word in ("help", "hello"):
        await ada.says(word, lounge, mention_bot=True)
    await running.once(lambda: running.complaints)
    await asyncio.sleep(0.3)
    (sentence,) = running.complaints
    assert str(lounge.id) in sentence
    assert "Send Messages" in sentence
    private = [sent.content for sent in server.sent_to(ada.dm)]
    assert sum("may not write there" in text for text in private) == 1
    assert "Send Messages" in next(text for text in private if "may not write" in text)


async def test_a_channels_flood_is_waited_out(server: DiscordServer, running: Running) -> None:
    """A 429 pauses that place for as long as it says; another is answered meanwhile, and none is asked too early."""
    ada, ben = server.person("Ada"), server.person("Ben")
    for person in (ada, ben):
        person.installs()
    await running.start()
    server.limits.storm(1.5, channel=ada.dm.id)
    await ada.says("hello")
    await ben.says("hello")
    await running.newest(ben.dm, 0)
    assert not server.sent_to(ada.dm)
    await running.newest(ada.dm, 0)
    assert server.limits.early == 0


async def test_a_global_flood_is_waited_out(server: DiscordServer, running: Running) -> None:
    """A global 429 pauses everything."""
    ada, ben = server.person("Ada"), server.person("Ben")
    for person in (ada, ben):
        person.installs()
    await running.start()
    await running.once(lambda: server.limits.calls["put_commands"] == 1)
    for person in (ada, ben):
        await person.says("hello")
        await running.newest(person.dm, 0)
    server.limits.storm(1.5)
    await ada.says("help")
    await running.once(lambda: server.limits.injected_429 >= 1)
    await ben.says("help")
    await running.newest(ada.dm, 1)
    await running.newest(ben.dm, 1)
    assert server.limits.early == 0


async def test_the_bots_own_pace_keeps_the_limits(own_pace: None, server: DiscordServer, running: Running) -> None:
    """Against the strict limits no message is refused, though somebody types faster than the bot may answer."""
    server.limits.strict = True
    ada = server.person("Ada")
    ada.installs()
    await running.start()
    for _word in range(4):
        await ada.says("help")
    await running.newest(ada.dm, 3)
    assert (server.limits.self_caused_429, server.limits.early) == (0, 0)


async def test_a_server_error_is_tried_again(server: DiscordServer, running: Running, ada: Person) -> None:
    """After two errors of Discord's own the message is there, once."""
    server.faults.fail("create_message", 502, times=2)
    await ada.says("hello")
    await running.newest(ada.dm, 0)
    assert len(server.sent) == 1


async def test_nonsense_is_put_aside_raw(server: DiscordServer, running: Running, ada: Person) -> None:
    """Events of the wrong shape are in quarantine, and their neighbours are answered."""
    shapes: tuple[Any, ...] = (None, [], {"id": []}, {"id": "1", "author": 5, "channel_id": {}})
    for event in ("MESSAGE_CREATE", "INTERACTION_CREATE", "GUILD_CREATE", "GUILD_DELETE"):
        for data in shapes:
            server.push_raw({"t": event, "d": data})
    server.push_raw({"t": "RESUMED", "d": None})
    server.push_raw({"t": "NOBODY_KNOWS", "d": None})
    await ada.says("hello")
    await running.newest(ada.dm, 0)

    def kept() -> int:
        with sqlite3.connect(running.path) as connection:
            count: int = connection.execute("SELECT count(*) FROM quarantine").fetchone()[0]
        return count

    await running.once(lambda: kept() >= 15)


async def test_a_garbled_frame_is_survived(server: DiscordServer, running: Running, ada: Person) -> None:
    """What cannot be decompressed ends the connection; the session is resumed and nothing is lost."""
    server.push_bytes(b"\x01garbled\x00\x00\xff\xff")
    await running.once(lambda: not server.gateway.connections)
    await ada.says("hello")
    await running.newest(ada.dm, 0)
    assert server.gateway.resumes == 1
    assert len(server.gateway.identifies) == 1


async def test_a_broken_line_is_resumed(server: DiscordServer, running: Running, ada: Person) -> None:
    """What was said meanwhile is replayed by Discord, and answered once."""
    server.gateway.drop()
    await ada.says("hello")
    await running.newest(ada.dm, 0)
    server.gateway.invalidate()
    await ada.says("help")
    await running.newest(ada.dm, 1)
    assert len(server.sent) == 2


async def test_a_revoked_token_is_told(server: DiscordServer, running: Running) -> None:
    """Where to get another one is said, and it is tried again without haste."""
    await running.start()
    await server.revoke_token()
    await running.once(lambda: any("developer portal" in sentence for sentence in running.complaints))
    assert len(server.gateway.identifies) == 1


async def test_a_wrong_token_is_told(server: DiscordServer, running: Running) -> None:
    """From the first start on; once the token is known it goes on, without a restart."""
    server.hub.revoked = True
    await running.start(wait=False)
    await running.once(lambda: any("developer portal" in sentence for sentence in running.complaints))
    server.hub.revoked = False
    ada = server.person("Ada")
    ada.installs()
    await asyncio.wait_for(running.adapter.started.wait(), 10)
    await ada.says("hello")
    await running.newest(ada.dm, 0)


async def test_a_wrong_token_leaves_nothing_open(server: DiscordServer) -> None:
    """Stopped before a login has come about, the line leaves no connection behind, of which Python would complain."""
    server.hub.revoked = True
    told = asyncio.Event()
    line = Line(server.token, server.api_url, lambda *_: None, lambda *_: None, lambda _: told.set())
    held = asyncio.create_task(line.hold())
    await asyncio.wait_for(told.wait(), 10)
    held.cancel()
    with suppress(asyncio.CancelledError):
        await held
    assert line.client.wire.connector.closed


async def test_disallowed_intents_are_told(server: DiscordServer, running: Running) -> None:
    """Whoever runs the bot reads that Discord closed with 4014; it comes back, and answers."""
    await running.start()
    await server.gateway.close(4014)
    await running.once(lambda: any("4014" in sentence for sentence in running.complaints))
    ada = server.person("Ada")
    ada.installs()
    await running.once(lambda: len(server.gateway.identifies) == 2)
    await ada.says("hello")
    await running.newest(ada.dm, 0)


async def test_a_spent_budget_is_told(server: DiscordServer, running: Running) -> None:
    """With few beginnings left nothing is begun."""
    server.gateway.identifies = [server.clock.now()] * 990
    await running.start(wait=False)
    await running.once(lambda: any("too often today" in sentence for sentence in running.complaints))
    assert len(server.gateway.identifies) == 990


async def test_a_page_that_fails_is_asked_for_again(server: DiscordServer, running: Running, ada: Person) -> None:
    """Reading back survives an outage of the history."""
    await ada.says("hello")
    await running.newest(ada.dm, 0)
    await running.stop()
    await ada.says("help")
    server.faults.fail("list_messages", 503, times=2)
    await running.start()
    await running.newest(ada.dm, 1)


async def test_an_expired_reply_becomes_a_message(server: DiscordServer, running: Running, ada: Person) -> None:
    """Where the deferred reply cannot be filled any more, the answer is a message of its own."""
    await running.once(lambda: server.hub.commands.get(None))
    server.faults.refuse("edit_webhook_message", error(50027))
    await ada.slash("start")
    message = await running.newest(ada.dm, 0)
    assert message.place == "message"
    assert "start" in said(running)


@pytest.mark.parametrize(
    ("body", "headers", "after", "scope"),
    [
        ({"retry_after": 64.57, "global": False}, {}, 64.57, Scope.PLACE),
        ({"retry_after": 0.5, "global": True}, {}, 0.5, Scope.EVERYTHING),
        ("<html>1015</html>", {"Retry-After": "7200"}, 7_200.0, Scope.EVERYTHING),
        ("<html>1015</html>", {}, BANNED_FOR, Scope.EVERYTHING),
        ({"retry_after": float("nan")}, {}, BANNED_FOR, Scope.PLACE),
        ({"retry_after": float("inf")}, {}, BANNED_FOR, Scope.PLACE),
        ({"retry_after": -1}, {}, 0.0, Scope.PLACE),
    ],
)
def test_a_pause_is_as_long_and_as_wide_as_it_says(body: Any, headers: Any, after: float, scope: Scope) -> None:
    """In seconds and parts of them, for the place or for everything; one that is no number is a minute."""
    sending = failed(CallRefused(SimpleNamespace(status=429, reason="Too Many Requests", headers=headers), body))
    assert (sending.failure, sending.after, sending.scope) == (Failure.RETRY_AFTER, after, scope)
