"""People on Discord's double, for a campaign that kills the bot."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Final

from bot.adapters.discord.capabilities import PLATFORM
from bot.adapters.discord.form import read_mark
from bot.adapters.discord.outbound import text_of
from bot.model.message import Part
from bot.shells.bench.crowd import Appeared, Chat, Mouth, Spoken, Unexpected
from tests.crash.overheard import Overheard
from tests.fakes.discord import DiscordServer, Message, Person

AGAIN: Final = 6.0
"""Seconds after which somebody does again what Discord keeps for nobody: a press, or the first word of a chat."""


class DiscordCrowd:
    """Discord has no limits here; the bot keeps its own pace all the same. Nobody waits for a session to be resumed."""

    platform = PLATFORM
    source = str(PLATFORM)
    at_once = 40
    environment: Mapping[str, str] = {}

    def __init__(self, patience: float = 60.0) -> None:
        """`patience`: seconds that somebody waits for a reply, a restart of the bot included."""
        self._patience = patience
        self.chats: list[Chat] = []
        self.server = DiscordServer()
        # The bot of a new process begins a new session; the old ones would only be told everything as well.
        self.server.hub.sessions.resume_seconds = 0.0
        self._sent = Overheard[int, Message](lambda sent: sent.channel.id)
        self.server.hub.sent = self._sent
        self._people: dict[str, Person] = {}

    async def open(self) -> None:
        """Discord is there."""
        await self.server.start()
        self.environment = {"NOTDATE_DISCORD_TOKEN": self.server.token, "NOTDATE_DISCORD_API": self.server.api_url}

    async def close(self) -> None:
        """Discord is gone."""
        await self.server.stop()

    def waiting(self) -> int:
        """Discord keeps nothing for anybody."""
        return 0

    def written(self, part: Part) -> str:
        """The text in Discord's markdown."""
        return text_of(part)

    async def evening(self, number: int, seed: int, more: Callable[[], bool], answered: Callable[[], None]) -> None:
        """A word, and then whatever the buttons and the seed say."""
        person, mouth = self.server.person(f"guest-{number}"), Mouth(number, seed)
        person.installs()
        # A day's fresh starts are none of this campaign's business.
        self.server.gateway.identifies.clear()
        chat = Chat(str(person.id))
        self.chats.append(chat)
        self._people[chat.address] = person
        newest = await self._greeted(person, chat, mouth)
        while True:
            answered()
            marks = [read_mark(str(part.get("custom_id", ""))) for part in newest.buttons()]
            tokens = [mark.token for mark in marks if mark is not None]
            doing = mouth.next(tokens) if more() else None
            if doing is None:
                return
            token, text = doing
            newest = await self._pressed(person, chat, token, newest) if token else await self._said(person, chat, text)

    async def _greeted(self, person: Person, chat: Chat, mouth: Mouth) -> Message:
        """The first reply of a chat: until the bot knows of the chat, what is said there while it is away is lost."""
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            text = mouth.tell() + f", said {len(chat.said)} times before"
            began, heard = time.monotonic(), self._is_heard()
            message = await person.says(text)
            chat.said.append(Spoken(message.id, began, text, False, heard))
            if reply := await self._reply(person, AGAIN):
                return reply
        raise Unexpected(f"{person.name} got no first reply on Discord within {self._patience:.0f} s")

    async def _said(self, person: Person, chat: Chat, text: str) -> Message:
        message = await person.says(text)
        chat.said.append(Spoken(message.id, time.monotonic(), text))
        if reply := await self._reply(person, self._patience):
            return reply
        raise Unexpected(f"{person.name} got no reply on Discord within {self._patience:.0f} s")

    async def _pressed(self, person: Person, chat: Chat, token: str, asked: Message) -> Message:
        marks = {str(part.get("custom_id", "")): read_mark(str(part.get("custom_id", ""))) for part in asked.buttons()}
        button = next(custom_id for custom_id, mark in marks.items() if mark is not None and mark.token == token)
        until = time.monotonic() + self._patience
        while time.monotonic() < until:
            began, heard = time.monotonic(), self._is_heard()
            press = await person.presses(button, asked, wait=False)
            chat.said.append(Spoken(press.id, began, "", False, heard))
            if reply := await self._reply(person, AGAIN):
                return reply
        raise Unexpected(f"{person.name} got no reply to a press on Discord within {self._patience:.0f} s")

    def _is_heard(self) -> bool:
        """Whether a bot is connected, as far as Discord knows."""
        return any(session.line is not None for session in self.server.hub.sessions.live())

    async def _reply(self, person: Person, patience: float) -> Message | None:
        try:
            async with asyncio.timeout(patience):
                return await self._sent.next(person.dm.id)
        except TimeoutError:
            return None

    async def look(self) -> None:
        """What stands in the chats is what was sent; each message names its row in its nonce."""
        for chat in self.chats:
            chat.shown = [_appeared(message) for message in self._sent.to(self._people[chat.address].dm.id)]


def _appeared(message: Message) -> Appeared:
    row, _dot, part = str(message.wire.get("nonce") or "0.0").partition(".")
    return Appeared(message.content, int(row, 16), int(part.partition(".")[0]), str(message.id))


Crowd = DiscordCrowd
