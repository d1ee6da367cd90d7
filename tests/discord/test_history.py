"""What was said while nobody listened is read back beside what is said now, and before it in the same place."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import pytest

from bot.adapters.discord import adapter as adapting
from bot.adapters.discord import history
from tests.discord.conftest import Running
from tests.fakes.discord import DiscordServer, Person

KNOWN = "what do you know about me"


def kept(running: Running) -> list[str]:
    """What was taken in, in its order."""
    with sqlite3.connect(running.path) as connection:
        return [text for (text,) in connection.execute("SELECT text FROM words ORDER BY id")]


async def talked(server: DiscordServer, running: Running, *names: str) -> list[Person]:
    """They have each been answered once, and the bot is gone."""
    people = []
    await running.start()
    for name in names:
        person = server.person(name)
        person.installs()
        await person.says("hello")
        await running.newest(person.dm, 0)
        people.append(person)
    await running.stop()
    return people


async def test_what_is_said_now_does_not_jump_over_what_was_missed(
    server: DiscordServer, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the history cannot be read, whoever speaks is answered; once it can, what they said before is not lost."""
    monkeypatch.setattr(history, "TRIES", 1)
    monkeypatch.setattr(adapting, "LATER", 0.1)
    (ada,) = await talked(server, running, "Ada")
    await ada.says("help")
    server.faults.fail("list_messages", 503, times=10_000)
    await running.start()
    await ada.says(KNOWN)
    await running.newest(ada.dm, 1)
    assert kept(running)[-1:] == [KNOWN]
    server.faults.clear()
    await running.newest(ada.dm, 2)
    assert kept(running)[-2:] == [KNOWN, "help"]


async def test_nobody_waits_for_somebody_elses_history(server: DiscordServer, running: Running) -> None:
    """Where one place takes long to be read back, in another both what was said before and what is said now is
    answered, in that order."""
    ada, bob = await talked(server, running, "Ada", "Bob")
    for person in (ada, bob):
        await person.says("help")
    server.faults.slow("list_messages", 15, channel=bob.dm.id)
    await running.start()
    await ada.says(KNOWN)
    await running.newest(ada.dm, 2)
    assert kept(running)[-2:] == ["help", KNOWN]
    assert len(server.sent_to(bob.dm)) == 1


async def test_a_memory_in_trouble_ends_nothing(
    server: DiscordServer, running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it cannot be read which places are watched, that is told and tried again; nothing that was said is lost."""
    monkeypatch.setattr(adapting, "SOON", 0.05)
    (ada,) = await talked(server, running, "Ada")
    await ada.says("help")
    places, troubles = running.memory.places, [OSError("no disk")] * 3

    async def trouble() -> Sequence[str]:
        if troubles:
            raise troubles.pop()
        return await places()

    monkeypatch.setattr(running.memory, "places", trouble)
    await running.start()
    await running.newest(ada.dm, 1)
    assert kept(running)[-1:] == ["help"]
    assert sum("could not be read back (OSError)" in told for told in running.complaints) == 3
