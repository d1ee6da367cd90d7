"""Telegram's double, counting strictly by the clock of a loop that skips its waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.capabilities import PLATFORM
from bot.chance import WallClock
from bot.model.ids import Address, MessageId
from bot.model.message import Part
from bot.ports.adapter import Adapter, Intake
from bot.shells.bench.pacing import Runner
from bot.shells.bench.skipping import SkippingLoop
from tests.fakes.telegram.nouns import Chat
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.server import Server

EPOCH: Final = 1_800_000_000.0
FIRST: Final = 1_000
GROUP_EVERY: Final = 50
"""Each so manieth chat is a group, which takes 20 messages a minute."""


class Flying(TelegramAdapter):
    """Each send travels for a while."""

    def __init__(self, server: Server, runner: Runner) -> None:
        super().__init__(server.token, WallClock(), server.url, complain=runner.complaints.append)
        self._runner = runner

    async def run(self, intake: Intake) -> None:
        """Updates flow in."""
        await super().run(self._runner.intake(intake))

    async def send(self, address_: Address, key: MessageId, part: Part, number: int) -> str:
        """What Telegram says."""
        async with self._runner.flight():
            return await super().send(address_, key, part, number)


class TelegramCounting:
    """Private chats, and some groups."""

    platform = PLATFORM

    def __init__(self, loop: SkippingLoop, chats: int) -> None:
        self._loop = loop
        self._server = Server(now=lambda: EPOCH + loop.time())
        self._numbers: dict[int, int] = {}
        self._people: list[Person] = []
        self._groups: dict[int, Chat] = {}
        self._adapter: Flying | None = None
        self._chats = chats

    def adapter(self, runner: Runner) -> Adapter:
        """The real adapter over a real socket."""
        self._adapter = Flying(self._server, runner)
        return self._adapter

    async def open(self) -> None:
        """Telegram is there."""
        await self._server.__aenter__()

    async def close(self) -> None:
        """Telegram is gone."""
        await self._server.__aexit__(None, None, None)

    async def ready(self) -> None:
        """Everybody is there, and the groups are open."""
        assert self._adapter is not None, "adapter() comes first"
        await self._adapter.started.wait()
        for chat in range(self._chats):
            person = self._server.person(FIRST + chat, f"Guest {chat}")
            self._people.append(person)
            self._numbers[person.id] = chat
            if chat % GROUP_EVERY == GROUP_EVERY - 1:
                group = self._groups[chat] = self._server.group(
                    -1_002_000_000_000 - chat, f"Club {chat}", supergroup=True
                )
                self._numbers[group.id] = chat
                # Privately first: who has never spoken to the bot cannot be told by it how a group is opened.
                await person.starts()
                self._server.promote(group, person, "creator")
                self._server.add_bot(group, by=person)
                await person.says(self._named("allow"), group)
        # A start, an invitation and an allowance for each group.
        expected = 3 * len(self._groups)
        await self._server.wait_for(lambda: len(self._server.sent) >= expected, 600)

    def _named(self, words: str) -> str:
        return f"@{self._server.account.user.username} {words}"

    async def speak(self, chat: int) -> None:
        """Somebody asks for help."""
        group = self._groups.get(chat)
        await self._people[chat].says(self._named("help") if group else "help", group)

    def storm(self, chat: int, seconds: float) -> None:
        """The next message there is refused."""
        self._server.storm(round(seconds), chat=self._groups.get(chat) or self._people[chat])

    def accepted(self) -> Sequence[tuple[int, float]]:
        """As the double has written them down."""
        return [(self._numbers[sent.chat], sent.time - EPOCH) for sent in self._server.sent]

    def refused(self) -> tuple[int, int, int]:
        """Own, injected, early."""
        return self._server.self_caused_429, self._server.flood.storm_429, self._server.early


Counting = TelegramCounting
