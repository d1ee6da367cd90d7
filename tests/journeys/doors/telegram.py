"""Telegram's door: a person in front of the double, which speaks to the real adapter and its library."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Final, Self
from unittest import mock

from bot.adapters.telegram import adapter
from bot.adapters.telegram.capabilities import CAPABILITIES
from bot.wiring import House
from tests.fakes.telegram.flood import Limits
from tests.fakes.telegram.nouns import Chat, Sent
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server
from tests.fakes.unpaced import unpaced
from tests.journeys.doors.door import PATIENCE, Did, Now, note_sending, picked, rows

UNHURRIED: Final = Limits(chat_burst=10_000, group_minute=10_000, group_edits_minute=10_000, overall_second=10_000)
_AROUND: Final = {"bold": "**", "italic": "*", "code": "`"}


class TelegramDoor:
    """A person in their private chat with the bot."""

    def __init__(self, person: Person, platform: TelegramPlatform) -> None:
        self._person = person
        self._platform = platform
        self._seen = self._edits_seen = 0

    @property
    def _sent(self) -> list[Sent]:
        return [sent for sent in self._platform.server.sent if sent.chat == self._person.id]

    async def sit_down(self, deck: str) -> Did:
        await self._person.starts(deck)
        return Did(1, f"sends /start {deck}".strip())

    async def look_in(self) -> Did:
        return Did(0)

    async def type(self, text: str) -> Did:
        if not text.strip():
            return Did(0, "the app sends nothing empty")
        newest = self._sent[-1:]
        if newest and (label := picked(newest[0].labels, text)):
            return await self.press(label)
        await self._person.says(text)
        return Did(1)

    async def press(self, label: str) -> Did:
        await self._person.presses(label)
        return Did(1, f"presses {label}")

    async def send_file(self, name: str, data: bytes) -> Did:
        """They send that file."""
        await self._person.sends_document(name, data)
        return Did(1, f"sends {name}")

    async def leave(self) -> None:
        return None

    def restart(self) -> None:
        return None

    async def shown(self) -> list[str]:
        sent, edits = self._sent, [edit for edit in self._platform.server.edits if edit.chat == self._person.id]
        new, self._seen = sent[self._seen :], len(sent)
        edited, self._edits_seen = edits[self._edits_seen :], len(edits)
        return [*(_read(one, self._mark(one)) for one in new), *(_read(one, "(now reads)") for one in edited)]

    def _mark(self, sent: Sent) -> str:
        return "(continued)" if self._platform.parts.get(str(sent.message_id), 0) else ""


def _read(sent: Sent, mark: str) -> str:
    labels = [[button.label for button in row] for row in sent.buttons]
    return "\n".join([*([mark] if mark else []), text_of(sent), *rows(labels)])


def text_of(sent: Sent) -> str:
    """The text with its entities as marks around what they set."""
    units = sent.text.encode("utf-16-le")
    marks: list[tuple[int, bool, int, str]] = []
    for entity in sent.entities:
        first, length, around = entity["offset"], entity["length"], _AROUND[entity["type"]]
        # At one place, what ends is closed before what begins is opened, and the longer stretch is the outer one.
        marks += [(first, True, -length, around), (first + length, False, length, around)]
    pieces, at = [], 0
    for place, _opens, _length, around in sorted(marks):
        pieces += [units[at * 2 : place * 2].decode("utf-16-le"), around]
        at = place
    return "".join(pieces) + units[at * 2 :].decode("utf-16-le")


class TelegramGroup:
    """A supergroup; what is said there names the bot."""

    def __init__(self, chat: Chat, platform: TelegramPlatform) -> None:
        self._chat = chat
        self._platform = platform
        self._seen = self._edits_seen = 0

    @property
    def _sent(self) -> list[Sent]:
        return [sent for sent in self._platform.server.sent if sent.chat == self._chat.id]

    async def say(self, name: str, text: str, reply: bool) -> Did:
        person = self._platform.person(name)
        if reply:
            await person.says(text, self._chat, reply_to=self._sent[-1])
            return Did(1, "replies")
        await person.says(f"@{self._platform.server.account.user.username} {text}", self._chat)
        return Did(1)

    async def press(self, name: str, label: str) -> Did:
        await self._platform.person(name).presses(label, chat=self._chat)
        return Did(1, f"presses {label}")

    async def shown(self) -> list[str]:
        sent, edits = self._sent, [one for one in self._platform.server.edits if one.chat == self._chat.id]
        new, self._seen = sent[self._seen :], len(sent)
        edited, self._edits_seen = edits[self._edits_seen :], len(edits)
        return [*(_read(one, "") for one in new), *(_read(one, "(now reads)") for one in edited)]


class TelegramPlatform:
    """The double, on the journey's clock: what is written is written then, and what is short (a wait, a press) takes
    as long as it takes."""

    def __init__(self, now: Now) -> None:
        began = time.monotonic()
        self.server = Server(now=lambda: now() / 1000 + time.monotonic() - began, limits=UNHURRIED)
        self.server.account.polling.again = 0.02
        self.parts: dict[str, int] = {}
        """Which part of its message each of the bot's is; those that are alone or first are 0."""
        self._numbers = itertools.count(11)
        self._people: dict[str, Person] = {}
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        await self._open.enter_async_context(self.server)
        self._open.enter_context(mock.patch.object(adapter, "CAPABILITIES", unpaced(CAPABILITIES)))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def settings(self) -> dict[str, str | int | None]:
        return {"telegram_token": self.server.token, "telegram_api": self.server.url}

    def attend(self, house: House) -> None:
        note_sending(house, "telegram", lambda _where, id_, number: self.parts.setdefault(id_, number))

    async def begin(self, house: House) -> None:
        await self.server.wait_for(lambda: self.server.account.polling.waits, PATIENCE)

    async def door(self, name: str) -> TelegramDoor:
        return TelegramDoor(self.person(name), self)

    def person(self, name: str) -> Person:
        """Whoever is called so."""
        if name not in self._people:
            self._people[name] = self.server.person(next(self._numbers), name)
        return self._people[name]

    async def gather(self, title: str, names: Sequence[str]) -> TelegramGroup:
        chat = self.server.group(-1002000000001, title, supergroup=True)
        people = [self.person(name) for name in names]
        self.server.promote(chat, people[0], "creator")
        for other in people[1:]:
            await other.joins(chat)
        self.server.add_bot(chat, people[0])
        return TelegramGroup(chat, self)

    def move(self, milliseconds: int) -> None:
        return None
