"""The parts of Discord's events that are read. Whatever else they hold is not looked at, so it cannot break anything.

Field names are Discord's (docs.discord.com/developers/events/gateway-events).
"""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec

from bot.adapters.discord.capabilities import DISCORD_EPOCH, PLATFORM

Id = Annotated[str, msgspec.Meta(pattern=r"\A(?!0+\Z)[0-9]{1,19}\Z")]
"""A snowflake as Discord writes it."""


class User(msgspec.Struct, frozen=True):
    id: Id
    bot: bool = False
    username: str = ""
    global_name: str | None = None


class Member(msgspec.Struct, frozen=True):
    """Of a guild. In an interaction `permissions` are those in its channel, computed by Discord."""

    user: User | None = None
    nick: str | None = None
    permissions: str = ""
    roles: tuple[Id, ...] = ()
    communication_disabled_until: str | None = None
    """Until when they are timed out; then they may only read."""


class Attachment(msgspec.Struct, frozen=True):
    content_type: str | None = None
    id: Any = None
    size: Any = 0
    filename: Any = ""


class Replied(msgspec.Struct, frozen=True):
    id: Id
    author: User


class Message(msgspec.Struct, frozen=True):
    id: Id
    channel_id: Id
    author: User
    type: int = 0
    content: str = ""
    guild_id: Id | None = None
    webhook_id: Id | None = None
    member: Member | None = None
    mentions: tuple[User, ...] = ()
    mention_roles: tuple[Id, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    sticker_items: tuple[Any, ...] = ()
    referenced_message: Replied | None = None


class Option(msgspec.Struct, frozen=True):
    name: str
    value: Any = None


class Filled(msgspec.Struct, frozen=True):
    """A part of a submitted form: a row or a label around a field, or the field."""

    value: str = ""
    components: tuple[Filled, ...] = ()
    component: Filled | None = None


class Data(msgspec.Struct, frozen=True):
    name: str = ""
    custom_id: str = ""
    options: tuple[Option, ...] = ()
    components: tuple[Filled, ...] = ()


class Asked(msgspec.Struct, frozen=True):
    """The message of ours that was pressed."""

    id: Id
    content: str = ""


class Interaction(msgspec.Struct, frozen=True):
    """A command (2), a press (3) or a submitted form (5)."""

    id: Id
    type: int
    token: str
    channel_id: Id
    data: Data = Data()
    guild_id: Id | None = None
    member: Member | None = None
    user: User | None = None
    message: Asked | None = None
    locale: str = ""
    """What whoever does this reads."""


class Emoji(msgspec.Struct, frozen=True):
    """A sign; one that a guild has made has an id."""

    id: Id | None = None
    name: str | None = None


class Reaction(msgspec.Struct, frozen=True):
    """A sign was put under a message, or taken away; Discord gives that no id."""

    user_id: Id
    channel_id: Id
    message_id: Id
    emoji: Emoji
    guild_id: Id | None = None


class Unavailable(msgspec.Struct, frozen=True):
    id: Id
    unavailable: bool = False


class Tags(msgspec.Struct, frozen=True):
    """What a role was made for."""

    bot_id: Id | None = None


class Role(msgspec.Struct, frozen=True):
    id: Id
    permissions: str = "0"
    tags: Tags = Tags()


class Guild(msgspec.Struct, frozen=True):
    """One that we are in; while Discord has lost sight of it, its id alone."""

    id: Id
    owner_id: Id | None = None
    unavailable: bool = False
    name: str = ""
    joined_at: str = ""
    roles: tuple[Role, ...] = ()


class Application(msgspec.Struct, frozen=True):
    id: Id


class Ready(msgspec.Struct, frozen=True):
    user: User
    application: Application
    guilds: tuple[Unavailable, ...] = ()


class GuildRoles(msgspec.Struct, frozen=True):
    """A guild as REST shows it."""

    owner_id: Id
    roles: tuple[Role, ...] = ()


COMMAND: Final = 2
PRESS: Final = 3
FORM: Final = 5
SAID: Final = frozenset({0, 19})
"""Types of messages that a person wrote: a message, and a reply."""
_KINDS: Final = {"image": "photo", "audio": "voice", "video": "video"}


def when(id_: int) -> int:
    """When a snowflake was made, in milliseconds UTC."""
    return (id_ >> 22) + DISCORD_EPOCH


def source_of(data: object) -> str:
    """Whose an event is that cannot be read, as far as it says so."""
    whole = data if isinstance(data, dict) else {}
    member = whole.get("member")
    people = (whole.get("author"), member.get("user") if isinstance(member, dict) else None, whole.get("user"))
    ids = [person.get("id") for person in people if isinstance(person, dict)]
    ids.append(whole.get("user_id"))
    known = [id_ for id_ in ids if isinstance(id_, str) and id_.isascii() and id_.isdigit() and len(id_) < 20]
    return f"{PLATFORM}:{known[0]}" if known else PLATFORM


def media_of(message: Message) -> str:
    """What came instead of words, or with them; empty for words alone."""
    if message.attachments:
        kind = (message.attachments[0].content_type or "").partition("/")[0]
        return _KINDS.get(kind, "file")
    return "sticker" if message.sticker_items else ""
