"""Discord's door: a person in front of the double, which speaks to the real adapter and discord.py."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self
from unittest import mock

from bot.adapters.discord import adapter
from bot.adapters.discord.capabilities import CAPABILITIES
from bot.wiring import House
from tests.fakes.discord import Channel, DiscordServer, Message, Person
from tests.fakes.unpaced import unpaced
from tests.journeys.doors.door import PATIENCE, Did, Now, adapters, picked, rows


class DiscordDoor:
    """A person in their direct messages with the bot."""

    def __init__(self, person: Person, server: DiscordServer) -> None:
        self._person = person
        self._server = server
        self._seen = 0
        self._read: dict[int, str] = {}

    @property
    def _sent(self) -> list[Message]:
        return self._server.sent_to(self._person.dm)

    async def sit_down(self, deck: str) -> Did:
        if deck:
            await self._person.slash("start", deck=deck)
            return Did(1, f"sends /start deck:{deck}")
        await self._person.slash("start")
        return Did(1, "sends /start")

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
        message = next((one for one in self._sent[::-1] if label in one.labels), None)
        if message is None:
            raise LookupError(f"no message has a button {label!r}")
        pressed = await self._person.presses(label, message)
        assert pressed.answered, "Discord shows that the interaction has failed"
        return Did(1, f"presses {label}")

    async def leave(self) -> None:
        return None

    def restart(self) -> None:
        return None

    async def shown(self) -> list[str]:
        sent = self._sent
        new, self._seen = sent[self._seen :], len(sent)
        changed = [one for one in sent if self._read.get(one.id, read(one)) != read(one)]
        self._read = {one.id: read(one) for one in sent}
        return [*(read(one) for one in new), *(f"(now reads)\n{read(one)}" for one in changed)]


class DiscordGroup:
    """A server's channel; what is said there mentions the bot."""

    def __init__(self, channel: Channel, server: DiscordServer) -> None:
        self._channel = channel
        self._server = server
        self._seen = 0
        self._read: dict[int, str] = {}

    async def say(self, name: str, text: str, reply: bool) -> Did:
        person = self._server.person(name)
        if reply:
            await person.says(text, self._channel, reply_to=self._server.sent_to(self._channel)[-1])
            return Did(1, "replies")
        await person.says(text, self._channel, mention_bot=True)
        return Did(1)

    async def press(self, name: str, label: str) -> Did:
        message = next((one for one in self._server.sent_to(self._channel)[::-1] if label in one.labels), None)
        if message is None:
            raise LookupError(f"no message has a button {label!r}")
        pressed = await self._server.person(name).presses(label, message)
        assert pressed.answered, "Discord shows that the interaction has failed"
        return Did(1, f"presses {label}")

    async def shown(self) -> list[str]:
        sent = self._server.sent_to(self._channel)
        new, self._seen = sent[self._seen :], len(sent)
        changed = [one for one in sent if self._read.get(one.id, read(one)) != read(one)]
        self._read = {one.id: read(one) for one in sent}
        return [*(read(one) for one in new), *(f"(now reads)\n{read(one)}" for one in changed)]


def read(message: Message) -> str:
    """The message as its person sees it, its markdown as it was sent."""
    # A nonce is of the message, the part, and the piece of a part that grew too long by its escapes.
    continued = message.nonce is not None and message.nonce.split(".")[1:] not in ([], ["0"])
    before = ["(continued)"] if continued else []
    after = ["(only you see this)"] if message.ephemeral else []
    labels = [[part["label"] for part in row["components"]] for row in message.components]
    return "\n".join([*before, message.content, *rows(labels), *after])


class DiscordPlatform:
    """The double, which begins at the journey's time; then its time flows, since it counts the seconds in which an
    interaction must be answered."""

    def __init__(self, now: Now) -> None:
        self.server = DiscordServer(begins=now() / 1000)
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
        return {"discord_token": self.server.token, "discord_api": self.server.api_url}

    def attend(self, house: House) -> None:
        return None

    async def begin(self, house: House) -> None:
        await self.server.wait_for(adapters(house)["discord"].started.is_set, PATIENCE)
        await self.server.wait_for(lambda: self.server.hub.commands.get(None), PATIENCE)

    async def door(self, name: str) -> DiscordDoor:
        person = self.server.person(name)
        person.installs()
        return DiscordDoor(person, self.server)

    async def gather(self, title: str, names: Sequence[str]) -> DiscordGroup:
        place = self.server.guild(title, owner=names[0])
        for name in names:
            self.server.person(name).joins(place)
        return DiscordGroup(place.channel("general"), self.server)

    def move(self, milliseconds: int) -> None:
        self.server.clock.advance(milliseconds / 1000)
