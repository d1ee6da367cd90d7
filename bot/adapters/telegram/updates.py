"""The parts of Telegram's updates that are read. Whatever else they hold is not looked at, so it cannot break anything.

Field names are Telegram's (core.telegram.org/bots/api#update).
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec

from bot.adapters.telegram.capabilities import PLATFORM, UPDATES
from bot.model.enclosure import FILE, PHOTO, VOICE, Enclosure

LARGEST: Final = 1 << 53
Number = Annotated[int, msgspec.Meta(gt=-LARGEST, lt=LARGEST)]
"""Telegram's numbers have at most 52 significant bits; a larger one is nonsense, and the store could not keep it."""


class User(msgspec.Struct, frozen=True):
    id: Number
    is_bot: bool = False
    first_name: str = ""
    username: str = ""
    language_code: str = ""


class Chat(msgspec.Struct, frozen=True):
    id: Number
    type: str = ""
    title: str = ""


class Entity(msgspec.Struct, frozen=True):
    type: str
    offset: Number
    length: Number


class Replied(msgspec.Struct, frozen=True):
    message_id: Number
    from_: User | None = msgspec.field(default=None, name="from")


class Message(msgspec.Struct, frozen=True):
    """A message, or a service message. Media are told apart by which field is there."""

    message_id: Number
    chat: Chat
    date: Number = 0
    from_: User | None = msgspec.field(default=None, name="from")
    sender_chat: Chat | None = None
    message_thread_id: Number = 0
    is_topic_message: bool = False
    is_automatic_forward: bool = False
    text: str = ""
    caption: str = ""
    entities: tuple[Entity, ...] = ()
    caption_entities: tuple[Entity, ...] = ()
    reply_to_message: Replied | None = None
    photo: Any = None
    voice: Any = None
    audio: Any = None
    video: Any = None
    video_note: Any = None
    sticker: Any = None
    animation: Any = None
    document: Any = None
    contact: Any = None
    location: Any = None
    migrate_to_chat_id: Number = 0
    migrate_from_chat_id: Number = 0


class Press(msgspec.Struct, frozen=True):
    """A button was pressed. `message` is missing where it is too old for Telegram to send it along."""

    id: str
    from_: User = msgspec.field(name="from")
    message: Message | None = None
    data: str = ""


class Standing(msgspec.Struct, frozen=True):
    status: str = ""


class Membership(msgspec.Struct, frozen=True):
    """The bot itself was added, promoted, removed or blocked."""

    chat: Chat
    from_: User = msgspec.field(name="from")
    old_chat_member: Standing = Standing()
    new_chat_member: Standing = Standing()


class Sign(msgspec.Struct, frozen=True):
    """One reaction; a custom or a paid one has no `emoji`."""

    type: str = ""
    emoji: str = ""


class Reaction(msgspec.Struct, frozen=True):
    """Somebody changed what they have put under a message. Whoever does so as a group or a channel is no `user`."""

    chat: Chat
    message_id: Number
    user: User | None = None
    old_reaction: tuple[Sign, ...] = ()
    new_reaction: tuple[Sign, ...] = ()


class Update(msgspec.Struct, frozen=True):
    """One update; at most one of the others is there."""

    update_id: Number
    message: Message | None = None
    callback_query: Press | None = None
    my_chat_member: Membership | None = None
    message_reaction: Reaction | None = None


MEDIA: Final = (
    "photo", "voice", "audio", "video", "video_note", "sticker", "animation", "document", "contact", "location",
)  # fmt: skip


def read_update(raw: object) -> Update:
    """The update in this JSON value. Raises msgspec.ValidationError for what is none."""
    return msgspec.convert(raw, Update)


def source_of(raw: object) -> str:
    """Whose an update is that cannot be read, as far as it says so."""
    inner = [raw.get(kind) for kind in UPDATES] if isinstance(raw, dict) else []
    people = [one.get("from") or one.get("user") for one in inner if isinstance(one, dict)]
    ids = [person.get("id") for person in people if isinstance(person, dict)]
    known = [id_ for id_ in ids if type(id_) is int and 0 < id_ < LARGEST]
    return f"{PLATFORM}:{known[0]}" if known else PLATFORM


class File(msgspec.Struct, frozen=True):
    """A size of a photo, a voice message or a document, as it can be fetched again."""

    file_id: Annotated[str, msgspec.Meta(min_length=1, max_length=512)]
    file_size: Annotated[int, msgspec.Meta(ge=0, lt=LARGEST)] = 0
    mime_type: Annotated[str, msgspec.Meta(max_length=100)] = ""
    file_name: str = ""


def enclosure_of(message: Message) -> Enclosure | None:
    """The photo, voice message or file that came, by what Telegram fetches it by; nonsense is nothing that can be
    fetched. A file is for those who look after the decks, and goes nowhere else."""
    try:
        if message.photo is not None:
            # Of the sizes that Telegram makes of a photo the last is the largest.
            file, kind = msgspec.convert(message.photo, tuple[File, ...])[-1], PHOTO
        elif message.voice is not None:
            file, kind = msgspec.convert(message.voice, File), VOICE
        elif message.document is not None and message.animation is None:
            file, kind = msgspec.convert(message.document, File), FILE
        else:
            return None
        # Halves of characters no file can hold.
        (file.file_id + file.mime_type).encode()
    except (msgspec.ValidationError, ValueError, IndexError, RecursionError):
        return None
    return Enclosure(kind, file.file_size, file.mime_type, file.file_id, name=_whole(file.file_name)[:LONGEST_NAME])


LONGEST_NAME: Final = 255


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def media_of(message: Message) -> str:
    """What came instead of words, or with them; empty for words alone."""
    return next((name for name in MEDIA if getattr(message, name) is not None), "")
