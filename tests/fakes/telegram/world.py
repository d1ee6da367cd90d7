"""Everything the server knows: bots, people, chats, messages, files, and what was done."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from tests.fakes.telegram.account import DAY, Account
from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.errors import Refused, bad, forbidden
from tests.fakes.telegram.faults import Faults
from tests.fakes.telegram.flood import Flood
from tests.fakes.telegram.nouns import Answer, Call, Chat, Json, Member, Message, Sent, User, buttons_of
from tests.fakes.telegram.params import Params


@dataclass(slots=True)
class Poll:
    """A poll in a message and its votes: options' numbers by user id."""

    message: Message
    body: Json
    votes: dict[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(slots=True, repr=False)
class World:
    """The server's memory. Chats of kind private live with their bot's account."""

    clock: Clock
    flood: Flood
    faults: Faults
    press_life: float = 150.0
    press_copies: int = 1
    accounts: dict[str, Account] = field(default_factory=dict)
    users: dict[int, User] = field(default_factory=dict)
    groups: dict[int, Chat] = field(default_factory=dict)
    polls: dict[str, Poll] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    forbidden: dict[int, str] = field(default_factory=dict)
    deaf: set[int] = field(default_factory=set)
    """Chats of people who take no voice messages, by their own setting."""
    sent: list[Sent] = field(default_factory=list)
    edits: list[Sent] = field(default_factory=list)
    deleted: list[tuple[int, int]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    actions: list[tuple[int, str]] = field(default_factory=list)
    reactions: list[tuple[int, int, list[str]]] = field(default_factory=list)
    signs: dict[tuple[int, int, int], list[Json]] = field(default_factory=dict)
    """What people have put under messages, by chat, message and person."""
    log: list[Call] = field(default_factory=list)
    calls: Counter[str] = field(default_factory=Counter)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def chat(self, account: Account, name: str) -> Chat:
        """The chat of that id or @name.

        Raises:
            Refused: none is known to this bot.
        """
        if not name:
            raise bad("chat_id is empty")
        number = self.number_of(name)
        if number is None:
            raise bad("chat not found")
        group = self.groups.get(number)
        if group is not None and account.id in group.members:
            return group
        if number in account.privates:
            return account.privates[number]
        if number in self.users:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad("chat not found")

    def number_of(self, name: str) -> int | None:
        """The id that a `chat_id` means."""
        if name.startswith("@"):
            named = [chat.id for chat in self.groups.values() if chat.username.lower() == name[1:].lower()]
            return named[0] if named else None
        return int(name) if name.removeprefix("-").isdecimal() else None

    def readable(self, account: Account, params: Params) -> Chat:
        """The chat named by `chat_id`; the bot is in it [C check_chat_access].

        Raises:
            Refused: it is not there, or the bot is not.
        """
        chat = self.chat(account, params.text("chat_id"))
        member = chat.members.get(account.id)
        if member is not None and member.status == "kicked":
            raise forbidden(f"bot was kicked from the {chat.kind} chat")
        if member is not None and member.status == "left":
            raise forbidden(f"bot is not a member of the {chat.kind} chat")
        return chat

    def writable(self, account: Account, params: Params) -> Chat:
        """The chat named by `chat_id`; the bot may write there.

        Raises:
            Refused: it may not; for an upgraded group, with the new id.
        """
        number = self.number_of(params.text("chat_id"))
        if number in self.forbidden:
            raise Refused(403, self.forbidden[number])
        chat = self.chat(account, params.text("chat_id"))
        if chat.migrated_to is not None:
            words = "Bad Request: group chat was upgraded to a supergroup chat"
            raise Refused(400, words, migrate_to_chat_id=chat.migrated_to)
        chat = self.readable(account, params)
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if chat.person is not None and not chat.opened:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def private(self, account: Account, user: User) -> Chat:
        """The chat of these two."""
        chat = account.privates.get(user.id)
        if chat is None:
            chat = Chat(user.id, "private", account.ids, person=user, bot=account.id)
            account.privates[user.id] = chat
        return chat

    def message(self, chat: Chat, params: Params, what: str) -> Message:
        """The message named by `message_id`.

        Raises:
            Refused: there is none.
        """
        number = params.integer("message_id", 0)
        if number <= 0:
            raise bad("message identifier is not specified")
        if number not in chat.messages:
            raise bad(f"{what} not found")
        return chat.messages[number]

    def put(self, chat: Chat, sender: User, **content: object) -> Message:
        """The message stands in the chat; nobody is told."""
        message = Message(next(chat.ids), chat, int(self.clock.now()), sender, **content)  # type: ignore[arg-type]  # fields
        chat.messages[message.id] = message
        return message

    def tell(self, message: Message, kind: str = "message") -> list[int]:
        """Every bot that may read it gets it, until a day after it was written or edited [C]. Returns update ids."""
        left = (message.edited or message.date) + DAY - self.clock.now()
        told = []
        for account in self.listeners(message.chat):
            if hears(account, message):
                told.append(account.push(kind, message.body(), left, message.chat.id))
        return [number for number in told if number is not None]

    def listeners(self, chat: Chat) -> list[Account]:
        """The bots in the chat."""
        accounts = list(self.accounts.values())
        if chat.person is not None:
            return [account for account in accounts if account.id == chat.bot]
        return [a for a in accounts if a.id in chat.members and chat.members[a.id].present]

    def tell_standing(self, account: Account, chat: Chat, by: User, old: Member, new: Member) -> None:
        """The bot learns of somebody's new standing: its own always, others' only as an administrator [D]."""
        mine = new.user.id == account.id
        if not mine and not (account.id in chat.members and chat.members[account.id].rules):
            return
        body = {
            "chat": chat.body(),
            "from": by.body(),
            "date": int(self.clock.now()),
            "old_chat_member": old.body(),
            "new_chat_member": new.body(),
        }
        account.push("my_chat_member" if mine else "chat_member", body, DAY, chat.id + ((5 if mine else 6) << 33))

    def keep_file(self, folder: str, suffix: str, content: bytes) -> Json:
        """The file can be fetched, and sent again by its id."""
        number = f"file{next(self.numbers)}"
        self.files[number] = (f"{folder}/{number}.{suffix}", content)
        return {"file_id": number, "file_unique_id": f"u{number}", "file_size": len(content)}

    def remember(
        self, message: Message, *, silent: bool = False, edited: bool = False, protected: bool = False
    ) -> None:
        """A test can see what the bot sent or edited."""
        now, poll = self.clock.now(), copy.deepcopy(message.extra.get("poll"))
        number = message.reply_to.id if message.reply_to else None
        sent = Sent(
            message.bot or 0, message.chat.id, message.id, message.text, tuple(message.entities),
            buttons_of(message.markup), number, message.thread, now, message.markup, poll, silent,
            *self._enclosed(message), protected,
        )  # fmt: skip
        (self.edits if edited else self.sent).append(sent)

    def _enclosed(self, message: Message) -> tuple[str, bytes]:
        """What kind of file the message shows, and its bytes."""
        for kind in ("photo", "voice"):
            if kind in message.extra:
                file = message.extra[kind]
                number = (file[-1] if kind == "photo" else file)["file_id"]
                return kind, self.files[number][1]
        return "", b""


def hears(account: Account, message: Message) -> bool:
    """Whether privacy mode lets the bot read it: commands, replies to it, its @name, service messages [D]."""
    chat, text = message.chat, message.text or str(message.extra.get("caption", ""))
    if chat.person is not None or account.reads_all or chat.members[account.id].rules or not text:
        return True
    to_it = message.reply_to is not None and message.reply_to.bot == account.id
    return to_it or text.startswith("/") or f"@{account.user.username}".lower() in text.lower()
