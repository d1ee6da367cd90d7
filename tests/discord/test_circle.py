"""A circle in a Discord channel: a card for everybody, an edited count, and a form that nobody else sees."""

from __future__ import annotations

import sqlite3

from bot.model.circle import SAID
from tests.discord.conftest import Running
from tests.fakes.discord import Channel, DiscordServer, Message
from tests.fakes.discord.people import Person


def keys(running: Running) -> list[str]:
    """What was voted, in no order."""
    with sqlite3.connect(running.path) as connection:
        return sorted(key for (key,) in connection.execute("SELECT key FROM votes"))


async def card_of(server: DiscordServer, running: Running, ada: Person, lounge: Channel, is_open: bool) -> Message:
    """Ada, who owns the guild, calls circles until one asks for words, or one is answered by a press; its card."""
    for _circle in range(8):
        before = len(server.sent_to(lounge))
        await ada.says("circle", lounge, mention_bot=True)
        card = await running.newest(lounge, before)
        if (card.labels == ["Answer"]) is is_open:
            return card
        for words in ("circles off", "circles on"):
            before = len(server.sent_to(lounge))
            await ada.says(words, lounge, mention_bot=True)
            await running.newest(lounge, before)
    raise AssertionError("no such question in the deck")


async def opened(server: DiscordServer, running: Running) -> tuple[Channel, Person]:
    """A channel that Ada, who owns the guild, has opened to the bot."""
    lounge = server.guild("Lounge", owner="Ada").channel("general")
    ada = server.person("Ada")
    await running.start()
    await ada.says("allow", lounge, mention_bot=True)
    await running.newest(lounge, 0)
    return lounge, ada


async def test_everybody_may_press_and_only_the_card_changes(server: DiscordServer, running: Running) -> None:
    """Whoever presses is counted, silently; the card is edited, keeps its buttons, and is turned over once."""
    lounge, ada = await opened(server, running)
    card = await card_of(server, running, ada, lounge, False)
    before, labels = len(server.sent_to(lounge)), list(card.labels)
    assert not card.reply_to
    for name, label in (("Ben", labels[0]), ("Cem", labels[0]), ("Dua", labels[1]), ("Dua", labels[1])):
        await server.person(name).presses(label, card)
    await running.once(lambda: "3 have answered" in card.content)
    assert list(card.labels) == labels
    assert len(server.sent_to(lounge)) == before
    await ada.says("reveal", lounge, mention_bot=True)
    reveal = await running.newest(lounge, before)
    assert f"2 × {labels[0]}" in reveal.content
    await running.once(lambda: "turned over" in card.content)
    assert list(card.labels) == []
    assert len(server.sent_to(lounge)) == before + 1


async def test_a_form_is_answered_unseen(server: DiscordServer, running: Running) -> None:
    """An open question has one button for all, whose form nobody else sees; what is written there counts once."""
    lounge, ada = await opened(server, running)
    card = await card_of(server, running, ada, lounge, True)
    before = len(server.sent_to(lounge))
    for name in ("Ben", "Cem"):
        form = await server.person(name).presses("Answer", card)
        assert form.outcome == "modal"
        await server.person(name).submits_modal(form, {"answer": "the harbour at six in the morning"})
    await running.once(lambda: keys(running) == [SAID, SAID])
    await running.once(lambda: "2 have answered" in card.content)
    assert len(server.sent_to(lounge)) == before
    await ada.says("reveal", lounge, mention_bot=True)
    assert "harbour" not in (await running.newest(lounge, before)).content


async def test_a_reply_to_the_card_votes(server: DiscordServer, running: Running) -> None:
    """Said as a reply, a choice counts, and nothing is said about it."""
    lounge, ada = await opened(server, running)
    card = await card_of(server, running, ada, lounge, False)
    before = len(server.sent_to(lounge))
    await server.person("Ben").says(f"{card.labels[1]}, I think", lounge, reply_to=card)
    await running.once(lambda: len(keys(running)) == 1)
    assert len(server.sent_to(lounge)) == before


async def test_called_by_a_command_it_leaves_no_thinking_behind(server: DiscordServer, running: Running) -> None:
    """The card is a message for everybody; the command that called it is not left waiting for an answer."""
    lounge, ada = await opened(server, running)
    await running.once(lambda: server.hub.commands.get(None))
    before = len(server.sent_to(lounge))
    called = await ada.slash("nd", lounge, word="circle")
    card = await running.newest(lounge, before)
    assert "Nobody has answered yet" in card.content
    await called.settled()
    await running.once(lambda: called.original is None or called.original.deleted)
