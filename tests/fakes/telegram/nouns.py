"""What the server keeps: users, chats, members and messages, and the JSON that the Bot API makes of them [D]."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

Json = dict[str, Any]

ADMIN_RIGHTS: Final = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
NAMES: Final = frozenset({"first_name", "last_name", "username"})


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with an account: a person or a bot."""

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = ""
    is_bot: bool = False

    def body(self) -> Json:
        optional = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        present = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name, **present}


ANONYMOUS_ADMIN: Final = User(1087968824, "Group", username="GroupAnonymousBot", is_bot=True)
"""Who an anonymous administrator's message is from; the group itself is its `sender_chat` [C, D Message]."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's standing: creator, administrator, member, restricted, left or kicked [D ChatMember]."""

    user: User
    status: str = "member"
    anonymous: bool = False

    def body(self) -> Json:
        body: Json = {"user": self.user.body(), "status": self.status}
        if self.status == "creator":
            return {**body, "is_anonymous": self.anonymous}
        if self.status == "administrator":
            rights = dict.fromkeys(ADMIN_RIGHTS, True)
            return {**body, "can_be_edited": False, "is_anonymous": self.anonymous, **rights}
        return {**body, "until_date": 0} if self.status == "kicked" else body

    @property
    def present(self) -> bool:
        return self.status not in {"left", "kicked"}

    @property
    def rules(self) -> bool:
        return self.status in {"creator", "administrator"}


@dataclass(slots=True, eq=False)
class Chat:
    """A private chat with one bot, a group or a supergroup.

    `opened`: the person has written, so the bot may. `topics`: ids of a forum's topics; General has none. `closed` are
    those in which only administrators write.
    """

    id: int
    kind: str
    ids: Iterator[int]
    title: str = ""
    username: str = ""
    forum: bool = False
    person: User | None = None
    bot: int | None = None
    opened: bool = False
    blocked: bool = False
    members: dict[int, Member] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    topics: dict[int, str] = field(default_factory=dict)
    closed: set[int] = field(default_factory=set)
    migrated_to: int | None = None

    def body(self) -> Json:
        if self.person is not None:
            names = {name: value for name, value in self.person.body().items() if name in NAMES}
            return {"id": self.id, "type": "private", **names}
        body: Json = {"id": self.id, "type": self.kind, "title": self.title}
        if self.username:
            body["username"] = self.username
        return {**body, "is_forum": True} if self.forum else body

    @property
    def instance(self) -> str:
        """The `chat_instance` of presses: one per chat, and not its id [D CallbackQuery]."""
        return str((self.id * 2654435761) % (1 << 63) - (1 << 62))


@dataclass(slots=True, eq=False)
class Message:
    """A message in a chat. `bot` is the id of the bot that sent it, if one did. `extra` is photo, poll, service..."""

    id: int
    chat: Chat
    date: int
    sender: User
    bot: int | None = None
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    markup: Json | None = None
    reply_to: Message | None = None
    thread: int | None = None
    sender_chat: Chat | None = None
    edited: int | None = None
    extra: Json = field(default_factory=dict)

    @property
    def answered(self) -> Message | None:
        """What it replies to; in a topic, without that, what the topic begins with [I hermes-agent #51349,
        telegram-bot-api #356]."""
        begins = self.chat.messages.get(self.thread) if self.thread else None
        return self.reply_to or (begins if begins is not self else None)

    def body(self, with_reply: bool = True) -> Json:
        """The message; what it replies to is included once, without its own reply [D Message]."""
        chat = self.chat.body()
        body: Json = {"message_id": self.id, "from": self.sender.body(), "chat": chat, "date": self.date}
        optional: Json = {
            "sender_chat": self.sender_chat and self.sender_chat.body(),
            "edit_date": self.edited,
            "message_thread_id": self.thread,
            "is_topic_message": self.thread is not None,
            "reply_to_message": self.answered.body(False) if with_reply and self.answered else None,
            "text": self.text,
            "entities": self.entities,
            "reply_markup": self.markup if self.markup and "inline_keyboard" in self.markup else None,
        }
        return {**body, **{name: value for name, value in optional.items() if value}, **self.extra}


@dataclass(frozen=True, slots=True)
class Button:
    """A button of an inline keyboard; `data` is empty for one that opens `url`."""

    label: str
    data: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a bot sent or edited and the server accepted. `time` is the server's, in seconds."""

    bot: int
    chat: int
    message_id: int
    text: str
    entities: tuple[Json, ...]
    buttons: tuple[tuple[Button, ...], ...]
    reply_to: int | None
    thread: int | None
    time: float
    markup: Json | None = None
    poll: Json | None = None
    silent: bool = False
    kind: str = ""
    """`photo` or `voice`; empty for a text."""
    content: bytes = b""
    """What was sent, as it was uploaded."""
    protected: bool = False
    """Telegram's apps neither forward nor save it."""

    @property
    def labels(self) -> list[str]:
        """All buttons' labels, row after row."""
        return [button.label for row in self.buttons for button in row]


@dataclass(frozen=True, slots=True)
class Answer:
    """The bot's accepted answer to a press."""

    query: str
    text: str
    alert: bool
    time: float


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it was answered. `code` is the HTTP status; 0: the connection ended before any effect."""

    method: str
    chat: str
    code: int
    time: float
    params: dict[str, str]


def buttons_of(markup: Json | None) -> tuple[tuple[Button, ...], ...]:
    """The inline buttons of a keyboard, row by row."""
    rows = (markup or {}).get("inline_keyboard", [])
    return tuple(tuple(Button(b["text"], b.get("callback_data", ""), b.get("url", "")) for b in row) for row in rows)
