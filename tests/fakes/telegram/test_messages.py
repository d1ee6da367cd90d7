"""The double takes and refuses what bots send as the real server does."""

from __future__ import annotations

import pytest
from aiohttp import ClientSession
from telegram import Bot, MessageEntity
from telegram.error import (
    BadRequest,
    InvalidToken,
)

from tests.fakes.telegram.asking import YES
from tests.fakes.telegram.nouns import Json
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server


async def test_a_text_has_at_most_4096_code_points(server: Server, bot: Bot, ada: Person) -> None:
    """Emoji count as one each; one more is too long."""
    await ada.starts()
    sent = await bot.send_message(ada.id, "\U0001f600" * 4096)
    assert sent.text == "\U0001f600" * 4096
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(ada.id, "\U0001f600" * 4097)
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(ada.id, "")
    with pytest.raises(BadRequest, match="Text must be non-empty"):
        await bot.send_message(ada.id, " \n")


async def test_entities_are_measured_in_utf_16_and_lie_inside(server: Server, bot: Bot, ada: Person) -> None:
    """After an emoji the next character is at 2; neither its middle nor the end may be crossed."""
    await ada.starts()
    bold = MessageEntity("bold", 2, 3)
    sent = await bot.send_message(ada.id, "\U0001f600abc  ", entities=[bold])
    assert sent.parse_entities() == {bold: "abc"} and sent.text == "\U0001f600abc"
    with pytest.raises(BadRequest, match=r"(?i)ends after the end of the text at UTF-16 offset 6"):
        await bot.send_message(ada.id, "\U0001f600abc", entities=[MessageEntity("bold", 2, 4)])
    with pytest.raises(BadRequest, match=r"(?i)begins in a middle of a UTF-16 symbol"):
        await bot.send_message(ada.id, "\U0001f600abc", entities=[MessageEntity("bold", 1, 2)])


@pytest.mark.parametrize(
    ("keyboard", "words"),
    [
        ([[{"text": "x", "callback_data": "é" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "x", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "x", "callback_data": "y"}] * 8] * 13, "reply markup is too long"),
        ([[{"text": "x" * 10_300, "callback_data": "y"}]], "reply markup is too long"),
        ([[{"text": "x"}]], "Text buttons are unallowed"),
    ],
)
async def test_keyboards_have_limits(server: Server, ada: Person, keyboard: list[list[Json]], words: str) -> None:
    """64 bytes of data, 100 buttons, 10 KB; each in the real words."""
    await ada.starts()
    url = f"{server.url}/bot{server.token}/sendMessage"
    arguments = {"chat_id": ada.id, "text": "x", "reply_markup": {"inline_keyboard": keyboard}}
    async with ClientSession() as session, session.post(url, json=arguments) as answer:
        body = await answer.json()
    assert answer.status == body["error_code"] == 400 and words in body["description"]


async def test_arguments_come_in_four_ways(server: Server, ada: Person) -> None:
    """The query, a form, a multipart form and JSON mean the same, and so does any case of the method's name."""
    await ada.starts()
    url, text = f"{server.url}/bot{server.token}/SENDmessage", {"chat_id": str(ada.id), "text": "x"}
    async with ClientSession() as session:
        for wishes in ({"params": text}, {"data": text}, {"json": text}):
            async with session.post(url, **wishes) as answer:  # type: ignore[arg-type]  # options
                assert (await answer.json())["ok"]
        async with session.get(url, params=text) as answer:
            assert (await answer.json())["ok"]
    assert [sent.text for sent in server.sent] == ["x"] * 4


async def test_unknown_methods_chats_and_tokens_are_told_apart(server: Server, bot: Bot) -> None:
    """404, 400 and 401."""
    async with ClientSession() as session, session.post(f"{server.url}/bot{server.token}/sendNothing") as answer:
        assert answer.status == 404
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(404, "hello")
    with pytest.raises(InvalidToken):
        async with Bot("1:x", base_url=server.base_url):
            pass
    server.revoke()
    with pytest.raises(InvalidToken):
        await bot.get_me()


async def test_edits_change_or_are_refused(server: Server, bot: Bot, ada: Person) -> None:
    """The same again is not modified; an edit without a keyboard takes it away; others' messages stay."""
    mine = await ada.starts()
    sent = await bot.send_message(ada.id, "one", reply_markup=YES)
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("one", ada.id, sent.message_id, reply_markup=YES)
    await bot.edit_message_text("two", ada.id, sent.message_id)
    with pytest.raises(LookupError):
        await ada.presses("Yes")
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("two", ada.id, 999)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("two", ada.id, mine.id)
    assert [edit.text for edit in server.edits] == ["two"]


async def test_a_reply_to_nothing_is_refused_unless_allowed(server: Server, bot: Bot, ada: Person) -> None:
    """Without the permission a 400, with it a message without a reply."""
    hello = await ada.says("hello")
    assert (await bot.send_message(ada.id, "x", reply_to_message_id=hello.id)).reply_to_message is not None
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ada.id, "x", reply_to_message_id=999)
    sent = await bot.send_message(ada.id, "x", reply_to_message_id=999, allow_sending_without_reply=True)
    assert sent.reply_to_message is None and server.sent[0].reply_to == hello.id


async def test_a_press_can_be_answered_while_it_lives(server: Server, bot: Bot, ada: Person) -> None:
    """200 characters, and 150 seconds."""
    await ada.starts()
    await bot.send_message(ada.id, "Well?", reply_markup=YES)
    query = await ada.presses("Yes")
    assert await bot.answer_callback_query(query, "x" * 200)
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await bot.answer_callback_query(query, "x" * 201)
    server.advance(151)
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query)
