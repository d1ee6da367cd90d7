"""People on Telegram's double, for a campaign that kills the bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final

from bot.adapters.telegram.capabilities import PLATFORM
from bot.adapters.telegram.outbound import text_of
from bot.model.message import Part
from bot.shells.bench.crowd import Appeared, Chat, Mouth, Spoken, Unexpected
from tests.crash.overheard import Overheard
from tests.fakes.telegram.nouns import Sent
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server

FIRST: Final = 1_000


class TelegramCrowd:
    """The double lets the bot send as fast as it likes; the bot keeps its own pace all the same."""

    platform = PLATFORM
    source = str(PLATFORM)
    at_once = 40
    environment: Mapping[str, str] = {}

    def __init__(self, patience: float = 60.0) -> None:
        """`patience`: seconds that somebody waits for a reply, a restart of the bot included."""
        self._patience = patience
        self.chats: list[Chat] = []
        self.server = Server(flood=False)
        self._sent = Overheard[int, Sent](lambda sent: sent.chat)
        self.server.world.sent = self._sent

    async def open(self) -> None:
        """Telegram is there."""
        await self.server.__aenter__()
        self.environment = {"NOTDATE_TELEGRAM_TOKEN": self.server.token, "NOTDATE_TELEGRAM_API": self.server.url}

    async def close(self) -> None:
        """Telegram is gone."""
        await self.server.__aexit__(None, None, None)

    def waiting(self) -> int:
        """Updates that the bot has not confirmed."""
        return len(self.server.account.queue.waiting())

    def written(self, part: Part) -> str:
        """The text without its entities."""
        return text_of(part)[0]

    async def evening(self, number: int, seed: int, more: Callable[[], bool], answered: Callable[[], None]) -> None:
        """Start, and then whatever the buttons and the seed say."""
        person, mouth = self.server.person(FIRST + number, f"Guest {number}"), Mouth(number, seed)
        chat = Chat(str(person.id))
        self.chats.append(chat)
        await person.starts()
        self._note(chat)
        while True:
            newest = await self._reply(person)
            answered()
            tokens = [button.data for row in newest.buttons for button in row]
            doing = mouth.next(tokens) if more() else None
            if doing is None:
                return
            token, text = doing
            if token:
                await person.presses(token, newest)
            else:
                await person.says(text)
            self._note(chat, text)

    def _note(self, chat: Chat, text: str = "") -> None:
        # Nothing else of this double's world runs between somebody's deed and this: it is the newest update.
        chat.said.append(Spoken(self.server.account.queue.newest, time.monotonic(), text))

    async def _reply(self, person: Person) -> Sent:
        try:
            async with asyncio.timeout(self._patience):
                return await self._sent.next(person.id)
        except TimeoutError:
            raise Unexpected(f"{person.id} got no reply on Telegram within {self._patience:.0f} s") from None

    async def look(self) -> None:
        """What stands in the chats is what was sent."""
        for chat in self.chats:
            chat.shown = [Appeared(sent.text, id=str(sent.message_id)) for sent in self._sent.to(int(chat.address))]


Crowd = TelegramCrowd
