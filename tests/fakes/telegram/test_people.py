"""What people do reaches the bot as from the real server, and where they let it in it may write."""

from __future__ import annotations

import pytest
from telegram import Bot, MessageEntity
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
)

from tests.fakes.telegram import faults
from tests.fakes.telegram.asking import GROUP, SUPERGROUP, YES
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server


async def test_the_bot_may_not_speak_first_nor_after_a_block(server: Server, bot: Bot, ada: Person) -> None:
    """403 until Start; 403 after a block, of which the bot hears; and again free after the next Start."""
    with pytest.raises(Forbidden, match="can't initiate conversation with a user"):
        await bot.send_message(ada.id, "hello")
    await ada.starts("x1")
    await bot.send_message(ada.id, "hello")
    await ada.blocks()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ada.id, "hello")
    updates = await bot.get_updates()
    assert updates[0].message and updates[0].message.text == "/start x1"
    assert updates[1].my_chat_member and updates[1].my_chat_member.new_chat_member.status == "kicked"
    await ada.starts()
    server.forbid(ada, faults.DEACTIVATED)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ada.id, "hello")
    server.permit(ada)
    await bot.send_message(ada.id, "hello")


async def test_a_group_has_members_rulers_and_an_exit(server: Server, bot: Bot, ada: Person) -> None:
    """Standing is told and can be asked for; anonymous rulers speak as the group; who was thrown out is silent."""
    group = server.group(SUPERGROUP, "Club", forum=True)
    server.add_bot(group, by=ada)
    server.promote(group, ada, "creator", anonymous=True)
    topic = server.topic(group, "Books", ada)
    said = await ada.says("hi", group, thread=topic, anonymous=True)
    sent = await bot.send_message(SUPERGROUP, "hello", message_thread_id=topic)
    assert sent.is_topic_message and server.sent[-1].thread == topic and sent.message_id == said.id + 1
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(SUPERGROUP, "hello", message_thread_id=1)
    rulers = await bot.get_chat_administrators(SUPERGROUP)
    assert [(ruler.user.id, ruler.status) for ruler in rulers] == [(ada.id, "creator")]
    assert (await bot.get_chat_member(SUPERGROUP, ada.id)).status == "creator"
    assert (await bot.get_chat(SUPERGROUP)).title == "Club" and (await bot.get_chat(SUPERGROUP)).is_forum
    last = (await bot.get_updates())[-1].effective_message
    assert last and last.from_user and last.from_user.id == 1087968824
    assert last.sender_chat and last.sender_chat.id == SUPERGROUP and last.message_thread_id == topic
    server.remove_bot(group, by=ada)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(SUPERGROUP, "hello")


async def test_a_group_can_become_a_supergroup(server: Server, bot: Bot, ada: Person) -> None:
    """Two service messages, and the old id is refused with the new one."""
    group = server.group(GROUP, "Club")
    server.add_bot(group, by=ada)
    await bot.send_message(GROUP, "hello")
    server.migrate(group, SUPERGROUP, by=ada)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(GROUP, "hello")
    assert caught.value.new_chat_id == SUPERGROUP
    await bot.send_message(SUPERGROUP, "hello")
    messages = [update.message for update in await bot.get_updates() if update.message]
    assert [(m.chat.id, m.migrate_to_chat_id, m.migrate_from_chat_id) for m in messages[1:]] == [
        (GROUP, SUPERGROUP, None),
        (SUPERGROUP, None, GROUP),
    ]


async def test_privacy_mode_hides_what_is_not_for_the_bot(ada: Person) -> None:
    """Commands, replies to the bot, its name and service messages are heard; other talk is not."""
    async with Server(reads_all=False) as server:
        ada = server.person(11, "Ada")
        group = server.group(GROUP, "Club")
        server.add_bot(group, by=ada)
        for text in ("talk", "/deck", f"hey @{server.account.user.username}"):
            await ada.says(text, group)
        async with Bot(server.token, base_url=server.base_url) as bot:
            messages = [update.message for update in await bot.get_updates() if update.message]
    assert [message.text for message in messages[1:]] == ["/deck", f"hey @{server.account.user.username}"]


async def test_people_send_more_than_text(server: Server, bot: Bot, ada: Person) -> None:
    """Photos, stickers, voice notes and edits arrive as python-telegram-bot expects them; files can be fetched."""
    hello = await ada.says("hello /deck")
    await ada.sends_photo("look", content=b"picture")
    await ada.sends_sticker()
    await ada.sends_voice()
    await ada.edits(hello, "hello again")
    updates = await bot.get_updates()
    first, photo, sticker, voice = (update.message for update in updates[:4])
    assert first and photo and sticker and voice
    assert first.parse_entities() == {MessageEntity("bot_command", 6, 5): "/deck"}
    file = await bot.get_file(photo.photo[0].file_id)
    assert bytes(await file.download_as_bytearray()) == b"picture"
    assert sticker.sticker and voice.voice and updates[4].edited_message
    assert updates[4].edited_message.text == "hello again"


async def test_polls_are_sent_voted_in_and_stopped(server: Server, bot: Bot, ada: Person) -> None:
    """The bot hears of votes, and closes a poll once."""
    await ada.starts()
    sent = await bot.send_poll(ada.id, "Which?", ["Infinity", "Zero"], is_anonymous=False)
    await ada.votes(1, message=sent.message_id)
    updates = await bot.get_updates()
    assert updates[-1].poll_answer and updates[-1].poll_answer.option_ids == (1,)
    closed = await bot.stop_poll(ada.id, sent.message_id)
    assert closed.is_closed and closed.options[1].voter_count == 1
    with pytest.raises(BadRequest, match="Poll has already been closed"):
        await bot.stop_poll(ada.id, sent.message_id)


async def test_small_things_work(server: Server, bot: Bot, ada: Person) -> None:
    """Commands, reactions, actions, deleting, leaving."""
    await ada.starts()
    await bot.set_my_commands([("deck", "Choose a deck")])
    assert [command.command for command in await bot.get_my_commands()] == ["deck"]
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == ()
    sent = await bot.send_message(ada.id, "x", disable_notification=True)
    await bot.set_message_reaction(ada.id, sent.message_id, "\N{HEAVY BLACK HEART}")
    await bot.edit_message_reply_markup(ada.id, sent.message_id, reply_markup=YES)
    await bot.delete_message(ada.id, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(ada.id, sent.message_id)
    assert server.sent[0].silent and server.edits[0].labels == ["Yes"] and server.world.reactions
    server.add_bot(server.group(GROUP, "Club"), by=ada)
    await bot.leave_chat(GROUP)
    with pytest.raises(Forbidden, match="bot is not a member of the group chat"):
        await bot.send_message(GROUP, "x")


async def test_reactions_are_told_to_whom_they_may_be(server: Server, bot: Bot, ada: Person) -> None:
    """To a bot that asks for them by name: in private, and in a group once it is an administrator; of somebody nameless
    without a person."""
    await ada.starts()
    sent = await bot.send_message(ada.id, "hello")
    await ada.reacts("👍", message=sent.message_id)
    assert not [update for update in await bot.get_updates() if update.message_reaction]
    server.advance(4)
    await bot.get_updates(allowed_updates=["message", "message_reaction"])
    server.advance(4)
    await ada.reacts("👎", message=sent.message_id)
    group = server.group(SUPERGROUP, "Club")
    server.add_bot(group, by=ada)
    said = await ada.says("hi", group)
    await ada.reacts("👍", message=said, chat=group)
    server.promote(group, Person(server.world, server.account, server.account.user))
    await ada.reacts("❤", "5368324170671202286", message=said, chat=group)
    await ada.reacts(message=said, chat=group, anonymous=True)
    told = [update.message_reaction for update in await bot.get_updates() if update.message_reaction]
    assert [(one.chat.id, one.user and one.user.id) for one in told if one] == [
        (ada.id, ada.id),
        (SUPERGROUP, ada.id),
        (SUPERGROUP, None),
    ]
    assert told[0].old_reaction[0].type == "emoji"
    assert [sign.type for sign in told[1].new_reaction] == ["emoji", "custom_emoji"]
    assert (len(told[2].old_reaction), told[2].new_reaction) == (2, ())
