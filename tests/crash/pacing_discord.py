"""Discord's double, counting strictly by the clock of a loop that skips its waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.capabilities import PLATFORM
from bot.chance import WallClock
from bot.model.ids import Address, MessageId
from bot.model.message import Part
from bot.ports.adapter import Adapter, Intake
from bot.shells.bench.pacing import Runner
from bot.shells.bench.skipping import SkippingLoop
from tests.discord.conftest import Notebook, Sheet
from tests.fakes.discord import DiscordServer, Person

EPOCH: Final = 1_800_000_000.0
NO_HEARTBEAT: Final = 1_000_000.0
"""Heartbeats are sent by a thread of the library's, for which no time is skipped."""


class Flying(DiscordAdapter):
    """Each send travels for a while."""

    def __init__(self, server: DiscordServer, runner: Runner) -> None:
        super().__init__(
            server.token,
            WallClock(),
            server.api_url,
            # The real notes are written by a thread, for which time would have to stand still as well.
            memory=Notebook(),
            notes=Sheet(),
            complain=runner.complaints.append,
        )
        self._runner = runner

    async def run(self, intake: Intake) -> None:
        """Events flow in."""
        await super().run(self._runner.intake(intake))

    async def send(self, address_: Address, key: MessageId, part: Part, number: int) -> str:
        """What Discord says."""
        async with self._runner.flight():
            return await super().send(address_, key, part, number)


class DiscordCounting:
    """Direct messages."""

    platform = PLATFORM

    def __init__(self, loop: SkippingLoop, chats: int) -> None:
        self._server = DiscordServer(strict_limits=True, heartbeat_interval=NO_HEARTBEAT)
        self._server.clock.now = lambda: EPOCH + loop.time()  # type: ignore[method-assign]  # this loop's time
        self._chats = chats
        self._people: list[Person] = []
        self._numbers: dict[int, int] = {}
        self._adapter: Flying | None = None

    def adapter(self, runner: Runner) -> Adapter:
        """The real adapter over real sockets."""
        self._adapter = Flying(self._server, runner)
        return self._adapter

    async def open(self) -> None:
        """Discord is there."""
        await self._server.start()

    async def close(self) -> None:
        """Discord is gone."""
        await self._server.stop()

    async def ready(self) -> None:
        """Everybody is there."""
        assert self._adapter is not None, "adapter() comes first"
        await self._adapter.started.wait()
        for chat in range(self._chats):
            person = self._server.person(f"guest-{chat}")
            person.installs()
            self._people.append(person)
            self._numbers[person.dm.id] = chat

    async def speak(self, chat: int) -> None:
        """Somebody asks for help."""
        await self._people[chat].says("help")

    def storm(self, chat: int, seconds: float) -> None:
        """Whatever is sent there is refused for a while."""
        self._server.limits.storm(seconds, channel=self._people[chat].dm.id)

    def accepted(self) -> Sequence[tuple[int, float]]:
        """As the double has written them down."""
        return [(self._numbers[message.channel.id], message.at - EPOCH) for message in self._server.sent]

    def refused(self) -> tuple[int, int, int]:
        """Own, injected, early."""
        limits = self._server.limits
        return limits.self_caused_429, limits.injected_429, limits.early


Counting = DiscordCounting
