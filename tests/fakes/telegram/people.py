"""The people's side: what members do in their own apps."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image

from tests.fakes.telegram.account import DAY, Account, Press
from tests.fakes.telegram.nouns import ANONYMOUS_ADMIN, Chat, Json, Member, Message, Sent, User, buttons_of
from tests.fakes.telegram.polls import vote
from tests.fakes.telegram.validation import units
from tests.fakes.telegram.world import World

FOUND: Final = re.compile(r"(?<![\w/@])(?:(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)|(?P<mention>@\w{3,32}))")
Where = Message | Sent | int
"""A message, as somebody remembers it: itself, as it was sent, or by its id."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses Telegram. `account` is the bot they mean when they name no other and no group.

    What they do is asynchronous for the reader's sake only: when it returns, the update waits in the bot's queue.
    """

    world: World
    account: Account
    user: User

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def private(self) -> Chat:
        """Their chat with the bot."""
        return self.world.private(self.account, self.user)

    def to(self, account: Account) -> Person:
        """The same person, facing another bot."""
        return Person(self.world, account, self.user)

    async def says(
        self,
        text: str,
        chat: Chat | int | None = None,
        *,
        reply_to: Where | None = None,
        thread: int | None = None,
        anonymous: bool = False,
    ) -> Message:
        """They write: to the bot, or in a group, whose member they become; `anonymous` as its nameless admin."""
        return self._put(chat, reply_to, thread, anonymous, text=text, entities=found_in(text))

    async def starts(self, payload: str = "") -> Message:
        """They press Start, perhaps on a link with `payload`: the bot may write to them, blocked or not before."""
        await self.unblocks()
        return await self.says(f"/start {payload}".strip())

    async def sends_photo(
        self, caption: str = "", chat: Chat | int | None = None, content: bytes = b"\xff\xd8"
    ) -> Message:
        """A photo, with a caption or not. Their app paints it anew, so where it was taken stays on their telephone."""
        size = {**self._file("photos", "jpg", _compressed(content)), "width": 90, "height": 60}
        extra: Json = {"photo": [size]} | ({"caption": caption} if caption else {})
        return self._put(chat, None, None, False, extra=extra)

    async def sends_sticker(self, emoji: str = "\N{WAVING HAND SIGN}", chat: Chat | int | None = None) -> Message:
        """A sticker."""
        kind = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji}
        return self._put(
            chat, None, None, False, extra={"sticker": {**self._file("stickers", "webp", b"RIFF"), **kind}}
        )

    async def sends_voice(
        self, seconds: int = 3, chat: Chat | int | None = None, content: bytes = b"OggS", caption: str = ""
    ) -> Message:
        """A voice note, with a caption or not."""
        file = {**self._file("voice", "oga", content), "duration": seconds, "mime_type": "audio/ogg"}
        extra: Json = {"voice": file} | ({"caption": caption} if caption else {})
        return self._put(chat, None, None, False, extra=extra)

    async def sends_document(
        self, name: str, content: bytes, chat: Chat | int | None = None, mime: str = "text/plain", caption: str = ""
    ) -> Message:
        """A file as it is, under that name."""
        file = {**self._file("documents", "bin", content), "file_name": name, "mime_type": mime}
        extra: Json = {"document": file} | ({"caption": caption} if caption else {})
        return self._put(chat, None, None, False, extra=extra)

    async def edits(self, message: Message, text: str) -> Message:
        """Their message now says this; the bot hears of it if it changed [C need_skip_update_message]."""
        assert message.sender == self.user, "people edit their own messages only"
        if text != message.text:
            message.text, message.entities = text, found_in(text)
            message.edited = int(self.world.clock.now())
            self.world.tell(message, "edited_message")
        return message

    async def presses(self, button: str, message: Where | None = None, chat: Chat | int | None = None) -> str:
        """They press the button with this label or data, by default on the newest message that has it.

        Returns the query's id.

        Raises:
            LookupError: no message has such a button now.
        """
        found, data = self._button(button, message, chat)
        return self._press(found, data)

    async def forges(self, data: str, message: Where, chat: Chat | int | None = None) -> str:
        """A changed app presses a button that never was. Bots must not trust `data` [D CallbackQuery]."""
        return self._press(self._message(self._chat(chat), message), data)

    async def votes(self, *options: int, message: Where, chat: Chat | int | None = None) -> None:
        """They vote for options by number from 0; none takes the vote back."""
        body = self._message(self._chat(chat), message).extra["poll"]
        vote(self.world, self.account, self.world.polls[body["id"]], self.user, options)

    async def reacts(
        self, *signs: str, message: Where, chat: Chat | int | None = None, anonymous: bool = False
    ) -> None:
        """These, and no others, are their signs under the message; digits are a custom emoji's, none takes all back.

        The bot hears so in private, and in a group as an administrator alone [D Update]; of an `anonymous` one, who
        reacts as the group, it hears no person [D MessageReactionUpdated].
        """
        found = self._message(self._chat(chat), message)
        key = found.chat.id, found.id, self.id
        kinds = [{"type": "custom_emoji", "custom_emoji_id": one} if one.isdigit() else {"type": "emoji", "emoji": one}
                 for one in signs]  # fmt: skip
        old, self.world.signs[key] = self.world.signs.get(key, []), kinds
        who: Json = {"actor_chat": found.chat.body()} if anonymous else {"user": self.user.body()}
        body = {
            "chat": found.chat.body(), "message_id": found.id, "date": int(self._now()), **who,
            "old_reaction": old, "new_reaction": kinds,
        }  # fmt: skip
        for account in self.world.listeners(found.chat):
            if found.chat.person is not None or found.chat.members[account.id].rules:
                account.push("message_reaction", body, DAY, found.chat.id + (7 << 33))

    async def blocks(self) -> None:
        """They stop the bot: it hears so, and may not write any more."""
        self._stand("member", "kicked", blocked=True)

    async def unblocks(self) -> None:
        """They let the bot write again, if they had blocked it."""
        if self.private.blocked:
            self._stand("kicked", "member", blocked=False)

    async def joins(self, chat: Chat) -> None:
        """They enter the group."""
        old = chat.members.get(self.id, Member(self.user, "left"))
        chat.members[self.id] = Member(self.user)
        self._move(chat, old, {"new_chat_members": [self.user.body()]})

    async def leaves(self, chat: Chat) -> None:
        """They are gone from the group."""
        old = chat.members.get(self.id, Member(self.user))
        chat.members[self.id] = Member(self.user, "left")
        self._move(chat, old, {"left_chat_member": self.user.body()})

    def _move(self, chat: Chat, old: Member, extra: Json) -> None:
        for account in self.world.listeners(chat):
            self.world.tell_standing(account, chat, self.user, old, chat.members[self.id])
        self.world.tell(self.world.put(chat, self.user, extra=extra))

    def _put(
        self, where: Chat | int | None, reply_to: Where | None, thread: int | None, anonymous: bool, **content: object
    ) -> Message:
        chat = self._chat(where)
        if chat.person is not None:
            assert not chat.blocked, "who blocked a bot unblocks it first"
            chat.opened = True
        elif not chat.members.get(self.id, Member(self.user, "left")).present:
            chat.members[self.id] = Member(self.user)
        answered = None if reply_to is None else self._message(chat, reply_to)
        sender, sender_chat = (ANONYMOUS_ADMIN, chat) if anonymous else (self.user, None)
        message = self.world.put(chat, sender, reply_to=answered, thread=thread, sender_chat=sender_chat, **content)
        self.world.tell(message)
        return message

    def _chat(self, where: Chat | int | None) -> Chat:
        chat = self.world.groups[where] if isinstance(where, int) else where or self.private
        return chat if chat.migrated_to is None else self.world.groups[chat.migrated_to]

    def _message(self, chat: Chat, where: Where) -> Message:
        if isinstance(where, Message):
            return where
        if isinstance(where, Sent) and where.chat in self.world.groups:
            chat = self.world.groups[where.chat]
        return chat.messages[where if isinstance(where, int) else where.message_id]

    def _button(self, button: str, message: Where | None, where: Chat | int | None) -> tuple[Message, str]:
        chat = self._chat(where)
        newest = list(chat.messages.values())[::-1]
        for candidate in newest if message is None else [self._message(chat, message)]:
            for row in buttons_of(candidate.markup):
                for one in row:
                    if one.data and button in (one.label, one.data):
                        return candidate, one.data
        raise LookupError(f"no message has a button {button!r}")

    def _press(self, message: Message, data: str) -> str:
        account = next(one for one in self.world.accounts.values() if one.id == message.bot)
        press = Press(str(4_000_000_000_000_000_000 + next(self.world.numbers)), self.user, message, data, self._now())
        account.presses[press.id] = press
        there = message.chat.messages.get(message.id) is message
        gone = {"chat": message.chat.body(), "message_id": message.id, "date": 0}
        body = {
            "id": press.id,
            "from": self.user.body(),
            "message": message.body() if there else gone,
            "chat_instance": message.chat.instance,
            "data": data,
        }
        for _ in range(self.world.press_copies):
            account.push("callback_query", body, self.world.press_life, self.id + (3 << 33))
        return press.id

    def _stand(self, before: str, after: str, *, blocked: bool) -> None:
        self.private.blocked = blocked
        old, new = Member(self.account.user, before), Member(self.account.user, after)
        body = {
            "chat": self.private.body(),
            "from": self.user.body(),
            "date": int(self._now()),
            "old_chat_member": old.body(),
            "new_chat_member": new.body(),
        }
        self.account.push("my_chat_member", body, DAY, self.id + (5 << 33))

    def _file(self, folder: str, suffix: str, content: bytes) -> Json:
        return self.world.keep_file(folder, suffix, content)

    def _now(self) -> float:
        return self.world.clock.now()


def _compressed(content: bytes) -> bytes:
    """As the app sends it; what is no picture goes as it is."""
    try:
        with Image.open(BytesIO(content)) as picture:
            out = BytesIO()
            painted = Image.new("RGB", picture.size)
            painted.paste(picture.convert("RGB"))
            painted.save(out, "JPEG")
    except OSError:
        return content
    return out.getvalue()


def found_in(text: str) -> list[Json]:
    """The commands and mentions that the server marks in what people write, in UTF-16 units."""
    return [
        {"offset": units(text[: hit.start()]), "length": units(hit.group()), "type": str(hit.lastgroup)}
        for hit in FOUND.finditer(text)
    ]
