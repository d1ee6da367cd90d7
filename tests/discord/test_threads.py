"""Circles in Discord's threads: each lives where it was called, also when the thread has gone to sleep in between."""

from __future__ import annotations

import sqlite3

from bot.adapters.discord import sender
from tests.discord.conftest import Running
from tests.discord.test_circle import card_of, keys, opened
from tests.fakes.discord import Channel, DiscordServer
from tests.fakes.discord.people import Person


async def thread_of(running: Running, server: DiscordServer, lounge: Channel, ada: Person, name: str) -> Channel:
    """A thread that Ada, who owns the guild, has opened to the bot."""
    thread = await ada.opens_thread(name, lounge)
    await ada.says("allow", thread, mention_bot=True)
    await running.newest(thread, 0)
    return thread


def still_open(running: Running) -> int:
    """How many circles are."""
    with sqlite3.connect(running.path) as connection:
        count: int = connection.execute("SELECT count(*) FROM circles WHERE open = 1").fetchone()[0]
    return count


async def test_a_circle_lives_in_its_thread(server: DiscordServer, running: Running) -> None:
    """Two threads and their channel have circles of their own; the answers come out where they were asked for, though
    the thread was archived meanwhile, and then the card says so too."""
    lounge, ada = await opened(server, running)
    books = await thread_of(running, server, lounge, ada, "Books")
    food = await thread_of(running, server, lounge, ada, "Food")
    card = await card_of(server, running, ada, books, False)
    other = await card_of(server, running, ada, food, False)
    label = card.labels[0]
    await server.person("Ben").presses(label, card)
    await server.person("Ben").presses(other.labels[1], other)
    await running.once(lambda: len(keys(running)) == 2)
    await running.once(lambda: "One has answered" in card.content and "One has answered" in other.content)
    before, elsewhere = len(server.sent_to(books)), [len(server.sent_to(place)) for place in (food, lounge)]
    await ada.says("reveal", books, mention_bot=True)
    # Before the bot has anything to say: what it says wakes the thread, and only then can the card be edited.
    books.archived = True
    reveal = await running.newest(books, before)
    assert f"1 × {label}" in reveal.content
    await running.once(lambda: "turned over" in card.content)
    assert [len(server.sent_to(place)) for place in (food, lounge)] == elsewhere
    assert "One has answered" in other.content


async def test_where_a_thread_is_locked_a_circle_ends_quietly(server: DiscordServer, running: Running) -> None:
    """In a thread that is closed for good nothing is tried twice: the circle is over, and whoever called it reads why
    in private."""
    lounge, ada = await opened(server, running)
    books = await thread_of(running, server, lounge, ada, "Books")
    card = await card_of(server, running, ada, books, False)
    await server.person("Ben").presses(card.labels[0], card)
    await running.once(lambda: len(keys(running)) == 1)
    await running.once(lambda: "One has answered" in card.content)
    await ada.says("reveal", books, mention_bot=True)
    books.archived = books.locked = True
    direct = (await server.wait_sent(1, ada.dm, 10))[-1]
    assert direct.content == sender.CLOSED
    await running.once(lambda: still_open(running) == 0)
