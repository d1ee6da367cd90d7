"""Circles in the topics of a Telegram forum: each lives where it was called, and ends quietly where that is gone."""

from __future__ import annotations

import sqlite3

from bot.adapters.telegram import inbound, outbound
from bot.adapters.telegram.inbound import Me, Taken
from bot.adapters.telegram.updates import read_update
from tests.fakes.telegram.nouns import Chat, Sent
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server
from tests.telegram.conftest import Running

FORUM = -1002000000002


class Forum:
    """A forum that Ada, who made it, has opened to the bot, with two topics and the general one."""

    def __init__(self, server: Server, running: Running, group: Chat, ada: Person) -> None:
        self.server, self.running, self.group, self.ada = server, running, group, ada
        self.books = server.topic(group, "Books", ada)
        self.food = server.topic(group, "Food", ada)

    @property
    def name(self) -> str:
        """What the bot is called."""
        return self.server.account.user.username

    def said_in(self, thread: int | None) -> list[Sent]:
        """What the bot said there, oldest first."""
        return [sent for sent in self.server.sent if (sent.chat, sent.thread) == (FORUM, thread)]

    async def say(self, text: str, thread: int | None, who: Person | None = None, reply_to: Sent | None = None) -> Sent:
        """Somebody says that to the bot; what is said there next."""
        before = len(self.said_in(thread))
        await (who or self.ada).says(f"@{self.name} {text}", self.group, thread=thread, reply_to=reply_to)
        await self.running.once(lambda: len(self.said_in(thread)) > before)
        return self.said_in(thread)[-1]

    async def card(self, thread: int | None) -> Sent:
        """Circles are called there until one is answered by buttons; its card."""
        for _circle in range(3):
            said = await self.say("circle", thread)
            if said.labels:
                return said
            await self.ada.says("an old ticket", self.group, thread=thread, reply_to=said)
            await self.say("reveal", thread, reply_to=said)
        raise AssertionError("no such question in the deck")

    def votes(self) -> int:
        """How many have pressed or said what may be pressed."""
        with sqlite3.connect(self.running.path) as connection:
            count: int = connection.execute("SELECT count(*) FROM votes WHERE key <> '+said'").fetchone()[0]
        return count

    async def start_in_private(self) -> None:
        """Ada can be written to."""
        before = len(self.server.sent)
        await self.ada.starts()
        await self.running.once(lambda: len(self.server.sent) > before)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What is on disk."""
        with sqlite3.connect(self.running.path) as connection:
            return connection.execute(query).fetchall()


async def opened(server: Server, running: Running) -> Forum:
    """The forum."""
    await running.start()
    ada = server.person(11, "Ada")
    group = server.group(FORUM, "Forum", forum=True)
    server.promote(group, ada, "creator")
    server.add_bot(group, ada)
    forum = Forum(server, running, group, ada)
    await forum.say("allow", None)
    return forum


async def test_a_circle_lives_in_its_topic(server: Server, running: Running) -> None:
    """Its card, its count and its answers stand in the topic where it was called; whoever presses or speaks there, and
    did not make the topic, is in it; and after a restart it is so still."""
    forum = await opened(server, running)
    card = await forum.card(forum.books)
    assert card.thread == forum.books
    ben, cleo = server.person(12, "Ben"), server.person(13, "Cleo")
    await ben.presses(card.labels[0], card)
    await cleo.says(f"@{forum.name} {card.labels[1]}", forum.group, thread=forum.books)
    await running.once(lambda: forum.votes() == 2)
    await running.once(lambda: bool(server.edits) and "2 have answered" in server.edits[-1].text)
    assert [answer.text for answer in server.answers] == [""], "nobody was sent away"
    await running.stop()
    await running.start()
    await forum.say("reveal", forum.books)
    await running.once(lambda: forum.said_in(forum.books)[-1].text.count("1 × ") == 2)
    await running.once(lambda: "turned over" in server.edits[-1].text)
    assert {sent.thread for sent in server.sent if "×" in sent.text or sent.labels} == {forum.books}


async def test_circles_of_two_topics_do_not_collide(server: Server, running: Running) -> None:
    """Three may be open in each; what is said in a topic is for the circle there; and no question comes twice."""
    forum = await opened(server, running)
    books, general = await forum.card(forum.books), await forum.card(None)
    assert (books.thread, general.thread) == (forum.books, None)
    assert books.text != general.text
    ben = server.person(12, "Ben")
    await ben.says(f"@{forum.name} {general.labels[1]}", forum.group)
    await ben.says(f"@{forum.name} {books.labels[0]}", forum.group, thread=forum.books)
    await running.once(lambda: forum.votes() == 2)
    assert len(forum.rows("SELECT DISTINCT circle FROM votes WHERE key <> '+said'")) == 2
    reveal = await forum.say("reveal", forum.books)
    assert (reveal.thread, f"1 × {books.labels[0]}" in reveal.text) == (forum.books, True)
    for _circle in range(3):
        assert "Nobody has answered" in (await forum.say("circle", forum.food)).text
    assert "already" in (await forum.say("circle", forum.food)).text
    assert "Nobody has answered" in (await forum.say("circle", forum.books)).text
    assert "No more circles" in (await forum.say("circles off", None)).text
    await running.once(lambda: forum.rows("SELECT count(*) FROM circles WHERE open = 1") == [(0,)])


async def test_in_a_closed_topic_a_circle_ends_quietly(server: Server, running: Running) -> None:
    """Where nothing can be written any more the circle is over, its answers are kept as they are, and whoever called it
    reads so in private, once; when the topic is open again, another is called."""
    forum = await opened(server, running)
    await forum.start_in_private()
    card = await forum.card(forum.books)
    await server.person(12, "Ben").presses(card.labels[0], card)
    await running.once(lambda: forum.votes() == 1)
    server.close_topic(forum.group, forum.books, forum.ada)
    await forum.ada.says(f"@{forum.name} reveal", forum.group, thread=forum.books)
    await running.once(lambda: (server.sent[-1].chat, server.sent[-1].text) == (forum.ada.id, outbound.CLOSED))
    called = forum.rows("SELECT count(*) FROM circles")
    await forum.ada.says(f"@{forum.name} circle", forum.group, thread=forum.books)
    await running.once(lambda: forum.rows("SELECT count(*) FROM circles") != called)
    await running.once(lambda: forum.rows("SELECT count(*) FROM circles WHERE open = 1") == [(0,)])
    assert forum.votes() == 1
    assert len([sent for sent in server.sent if sent.text == outbound.CLOSED]) == 1
    server.reopen_topic(forum.group, forum.books, forum.ada)
    assert (await forum.say("circle", forum.books)).thread == forum.books


async def test_with_its_topic_a_circle_is_gone(server: Server, running: Running) -> None:
    """A topic that was deleted is no reason to write elsewhere, or to try for ever: the circle is over at the next word
    about it, and whoever called it reads in private what became of it."""
    forum = await opened(server, running)
    await forum.start_in_private()
    card = await forum.card(forum.books)
    ben = server.person(12, "Ben")
    await ben.presses(card.labels[0], card)
    await running.once(lambda: forum.votes() == 1)
    server.delete_topic(forum.group, forum.books)
    before = len(server.sent)
    await running.stop()
    with sqlite3.connect(running.path) as connection:
        connection.execute("UPDATE timers SET due = 1 WHERE name = 'time'")
    await running.start()
    await running.once(lambda: forum.rows("SELECT count(*) FROM circles WHERE open = 1") == [(0,)])
    await running.once(lambda: len(server.sent) > before)
    assert [(sent.chat, sent.text) for sent in server.sent[before:]] == [(forum.ada.id, outbound.GONE)]
    assert (await forum.say("circle", forum.food)).thread == forum.food
    assert running.complaints == []


def test_in_the_general_topic_a_thread_s_number_is_no_topic() -> None:
    """A reply there carries the number of a thread of replies, to which nothing can be sent: the place is the group."""
    group = {"id": FORUM, "type": "supergroup", "title": "Forum", "is_forum": True}
    ada = {"id": 11, "is_bot": False, "first_name": "Ada"}
    ours = {"message_id": 5, "from": {"id": 7, "is_bot": True, "first_name": "Not-Date"}, "chat": group, "date": 1}
    said = {"message_id": 6, "from": ada, "chat": group, "date": 1, "text": "reveal", "reply_to_message": ours}
    for more, corner in (({}, ""), ({"is_topic_message": True}, f"{FORUM}#:5")):
        update = {"update_id": 1, "message": said | {"message_thread_id": 5} | more}
        taken = inbound.read(read_update(update), Me(7, "notdate"))
        if more:
            assert taken is None, "what a topic begins with is no message that was replied to"
            called = {"text": "/circle", "entities": [{"type": "bot_command", "offset": 0, "length": 7}]}
            update["message"] = said | {"message_thread_id": 5} | called | more
            taken = inbound.read(read_update(update), Me(7, "notdate"))
        assert isinstance(taken, Taken)
        assert taken.delivered.corner == corner
