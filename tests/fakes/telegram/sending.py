"""The bot writes, edits, deletes, reacts and answers presses."""

from __future__ import annotations

from typing import Any

from tests.fakes.telegram.account import Account
from tests.fakes.telegram.errors import bad
from tests.fakes.telegram.nouns import Answer, Chat, Json, Message
from tests.fakes.telegram.params import Params
from tests.fakes.telegram.validation import checked_markup, checked_text
from tests.fakes.telegram.world import World

ANSWER_TEXT = 200
PHOTO, VOICE = "photos", "voice"
PHOTO_MAX = 10 << 20
DOWNLOAD_MAX = 20 << 20
"""Of what a bot fetches from the hosted server."""
IMAGES = (b"\xff\xd8", b"\x89PNG", b"RIFF")
ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
})  # fmt: skip


def send_message(world: World, account: Account, params: Params) -> Json:
    """[D sendMessage]"""
    text, entities = _text(params)
    markup = checked_markup(params.text("reply_markup"))
    return post(world, account, params, text=text, entities=entities, markup=markup).body()


def post(world: World, account: Account, params: Params, **content: object) -> Message:
    """A message with this content stands in the chat that the arguments name, and counts against the limits.

    Raises:
        Refused: the bot may not write there, or not now.
    """
    chat = world.writable(account, params)
    reply_to, thread = _reply_to(chat, params), _thread(chat, params)
    if thread in chat.closed and not chat.members[account.id].rules:
        raise bad("TOPIC_CLOSED")  # [I goclaw #637]
    world.flood.message(account.id, chat.id, chat.person is None)
    if thread is None and reply_to is not None:
        thread = reply_to.thread
    message = world.put(chat, account.user, bot=account.id, reply_to=reply_to, thread=thread, **content)
    silent, protected = params.flag("disable_notification"), params.flag("protect_content")
    world.remember(message, silent=silent, protected=protected)
    return message


def send_photo(world: World, account: Account, params: Params) -> Json:
    """[D sendPhoto]: uploaded, 10 MB at most and an image; or by the id of a photo that is there."""
    number, content = _file(world, params, "photo", PHOTO)
    if number is None:
        if len(content) > PHOTO_MAX:
            raise bad(
                f"file of size {len(content)} bytes is too big for a photo; the maximum size is {PHOTO_MAX} bytes"
            )
        if not content.startswith(IMAGES):
            raise bad("IMAGE_PROCESS_FAILED")
        number = world.keep_file(PHOTO, "jpg", content)["file_id"]
    size = {**get_file(world, account, Params({"file_id": number})), "width": 90, "height": 60}
    return post(world, account, params, extra={"photo": [size]}).body()


def send_voice(world: World, account: Account, params: Params) -> Json:
    """[D sendVoice]: uploaded as Ogg with Opus, or by the id of a voice note; refused by whom takes none [I]."""
    number, content = _file(world, params, "voice", VOICE)
    if world.number_of(params.text("chat_id")) in world.deaf:
        raise bad("VOICE_MESSAGES_FORBIDDEN")
    if number is None:
        if not content.startswith(b"OggS"):
            raise bad("VOICE_FILE_INVALID")  # [U]: the real one would make a document of it
        number = world.keep_file(VOICE, "oga", content)["file_id"]
    note = {**get_file(world, account, Params({"file_id": number})), "duration": 3, "mime_type": "audio/ogg"}
    return post(world, account, params, extra={"voice": note}).body()


def _file(world: World, params: Params, name: str, folder: str) -> tuple[str | None, bytes]:
    """The id of the file that is meant, or what was uploaded."""
    if name in params.files:
        return None, params.files[name]
    number = params.text(name)
    if not number:
        raise bad(f"there is no {name} in the request")
    path = world.files.get(number, ("", b""))[0]
    if not path:
        raise bad("wrong file identifier/HTTP URL specified")
    if not path.startswith(folder):
        raise bad(f"can't use file of type {path.partition('/')[0]} as {name}")  # [C] worded with TDLib's names
    return number, b""


def edit_text(world: World, account: Account, params: Params) -> Json:
    """[D editMessageText]; a call without a keyboard takes the old one away."""
    text, entities = _text(params)
    markup = checked_markup(params.text("reply_markup"))
    message = _own(world, account, params)
    if not message.text:
        raise bad("there is no text in the message to edit")
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise _unmodified()
    world.flood.edit(account.id, message.chat.id, message.chat.person is None)
    message.text, message.entities = text, entities
    return _edited(world, message, markup)


def edit_markup(world: World, account: Account, params: Params) -> Json:
    """[D editMessageReplyMarkup]"""
    markup = checked_markup(params.text("reply_markup"))
    message = _own(world, account, params)
    if markup == message.markup:
        raise _unmodified()
    world.flood.edit(account.id, message.chat.id, message.chat.person is None)
    return _edited(world, message, markup)


def delete(world: World, account: Account, params: Params) -> bool:
    """[D deleteMessage]: own messages, any in a private chat, others' as an administrator; for 48 hours."""
    chat = world.readable(account, params)
    message = world.message(chat, params, "message to delete")
    mine = message.bot == account.id or chat.person is not None or chat.members[account.id].rules
    if not mine or world.clock.now() - message.date > 48 * 3600:
        raise bad("message can't be deleted")
    del chat.messages[message.id]
    world.deleted.append((chat.id, message.id))
    return True


def react(world: World, account: Account, params: Params) -> bool:
    """[D setMessageReaction]: at most one reaction of a bot."""
    chat = world.writable(account, params)
    message = world.message(chat, params, "message to react")
    reactions = params.json("reaction", "reaction types JSON object") or []
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")  # [U]
    names = [str(one.get("emoji") or one.get("custom_emoji_id")) for one in reactions]
    world.reactions.append((chat.id, message.id, names))
    return True


def act(world: World, account: Account, params: Params) -> bool:
    """[D sendChatAction]"""
    chat = world.writable(account, params)
    if params.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    world.actions.append((chat.id, params.text("action")))
    return True


def answer_press(world: World, account: Account, params: Params) -> bool:
    """[D answerCallbackQuery]: 200 characters; too long is MESSAGE_TOO_LONG [I pyTelegramBotAPI #500].

    How long a press may be answered is not published; here as long as its update lives.
    """
    press = account.presses.get(params.text("callback_query_id"))
    if press is None or world.clock.now() - press.time > world.press_life:
        raise bad("query is too old and response timeout expired or query ID is invalid")
    text = params.text("text")
    if len(text) > ANSWER_TEXT:
        raise bad("MESSAGE_TOO_LONG")
    world.answers.append(Answer(press.id, text, params.flag("show_alert"), world.clock.now()))
    return True


def get_file(world: World, account: Account, params: Params) -> Json:
    """[D getFile]"""
    number = params.text("file_id")
    if number not in world.files:
        raise bad("wrong file_id or the file is temporarily unavailable")
    path, content = world.files[number]
    if len(content) > DOWNLOAD_MAX:
        raise bad("file is too big")
    return {"file_id": number, "file_unique_id": f"u{number}", "file_size": len(content), "file_path": path}


def _text(params: Params) -> tuple[str, list[Json]]:
    """The text and its entities. The double knows no parse modes: our house sends entities."""
    if params.has("parse_mode"):
        raise bad("unsupported parse_mode")
    entities: Any = params.json("entities", "entities JSON object")
    return checked_text(params.text("text"), entities)


def _reply_to(chat: Chat, params: Params) -> Message | None:
    reply = params.json("reply_parameters", "reply parameters JSON object") or {}
    number = int(reply.get("message_id", 0)) or params.integer("reply_to_message_id", 0)
    if str(reply.get("chat_id") or chat.id) not in {str(chat.id), f"@{chat.username}"}:
        raise bad("the double knows no replies to other chats")
    if not number or number in chat.messages:
        return chat.messages.get(number)
    if reply.get("allow_sending_without_reply") or params.flag("allow_sending_without_reply"):
        return None
    raise bad("message to be replied not found")


def _thread(chat: Chat, params: Params) -> int | None:
    """The topic. General's is none: naming it as 1 is refused [I]; and so is one that was deleted [I
    telegram-bot-api #854]."""
    thread = params.integer("message_thread_id", 0)
    if thread and thread not in chat.topics:
        raise bad("message thread not found")
    return thread or None


def _own(world: World, account: Account, params: Params) -> Message:
    chat = world.writable(account, params)
    message = world.message(chat, params, "message to edit")
    if message.bot != account.id:
        raise bad("message can't be edited")
    return message


def _edited(world: World, message: Message, markup: Json | None) -> Json:
    message.markup, message.edited = markup, int(world.clock.now())
    world.remember(message, edited=True)
    return message.body()


def _unmodified() -> Exception:
    return bad(
        "message is not modified: specified new message content and reply markup are exactly the same as a current "
        "content and reply markup of the message"
    )
