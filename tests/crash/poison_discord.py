"""Discord as far as a campaign of spoilt updates needs it: the double's gateway, and REST answered in memory."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from typing import Any, Final
from unittest.mock import patch

import msgspec

from bot.adapters.discord import inbound, wire
from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.capabilities import CAPABILITIES, PLATFORM
from bot.adapters.discord.events import Guild, Interaction, Message, Reaction, Unavailable
from bot.adapters.discord.history import raw_of
from bot.chance import WallClock
from bot.model.message import Capabilities
from bot.ports.adapter import Adapter, Intake
from bot.shells.bench.poison import Bad, Good
from tests.discord.conftest import Notebook, Sheet
from tests.discord.test_poison import ADA, GOOD, MEMBER, SIGN, US
from tests.fakes.discord import DiscordServer
from tests.fakes.spoiling import WEIRD, spoil

FIRST: Final = 1_000_000
PEOPLE: Final = 500
UNREADABLE: Final = (msgspec.ValidationError, ValueError, OverflowError, RecursionError, TypeError)
GUILD: Final = {"owner_id": ADA["id"], "name": "Club", "joined_at": "2026-01-01"}
SPOILT: Final = (
    *GOOD,
    ("MESSAGE_REACTION_ADD", SIGN),
    ("GUILD_CREATE", GUILD),
    ("GUILD_DELETE", {"unavailable": False}),
)
WORD: Final = {"id": "1000", "type": 2, "token": "t", "channel_id": "4", "guild_id": "5"}
QUICK: Final = ("/channels/", "/guilds/", "/interactions/", "/webhooks/", "/users/@me/channels")
"""Beginnings of paths that are answered here; the double answers what a connection begins with."""


class QuickWire(wire.Wire):
    """Whatever is sent is taken at once."""

    async def request(self, route: Any, **kwargs: Any) -> Any:
        """Discord's answer."""
        if route.path.startswith(QUICK):
            return [] if route.method == "GET" else {"id": "1"}
        return await super().request(route, **kwargs)


class Unpaced(DiscordAdapter):
    """Sends as fast as it can, and hands in through what the campaign watches."""

    def __init__(
        self, server: DiscordServer, watch: Callable[[Intake], Intake], complain: Callable[[str], None]
    ) -> None:
        super().__init__(server.token, WallClock(), server.api_url, memory=Notebook(), notes=Sheet(), complain=complain)
        self._server = server
        self._watch = watch

    @property
    def capabilities(self) -> Capabilities:
        return msgspec.structs.replace(CAPABILITIES, paces=())

    async def run(self, intake: Intake) -> None:
        """Events flow in, watched, as soon as Discord is there."""
        await self._server.start()
        self._sender.wire = None
        self._api = self._server.api_url
        with patch.object(wire, "Wire", QuickWire):
            await super().run(self._watch(intake))


class DiscordPoisoner:
    """Events through the double's gateway and the library's own connection."""

    platform = PLATFORM
    source = str(PLATFORM)

    def __init__(self) -> None:
        self._server = DiscordServer()
        self._adapter: Unpaced | None = None

    @property
    def _me(self) -> int:
        return self._server.hub.bot.id

    def adapter(self, watch: Callable[[Intake], Intake], complain: Callable[[str], None]) -> Adapter:
        """The real adapter, connected to this gateway."""
        self._adapter = Unpaced(self._server, watch, complain)
        return self._adapter

    async def ready(self) -> None:
        """The channel is open: somebody who manages it has said so."""
        assert self._adapter is not None, "adapter() comes first"
        await self._adapter.started.wait()
        member = MEMBER | {"permissions": "8"}
        word = {"name": "nd", "options": [{"name": "word", "type": 3, "value": "allow"}]}
        allow = {
            "id": "1000",
            "type": 2,
            "token": "t",
            "channel_id": "4",
            "guild_id": "5",
            "member": member,
            "data": word,
        }
        await self.feed([("INTERACTION_CREATE", allow)])

    async def feed(self, updates: Sequence[Any]) -> None:
        """They are on the wire."""
        for event, data in updates:
            self._server.push_raw({"t": event, "d": data})
        for session in self._server.hub.sessions.live():
            session.log.clear()

    def good(self, number: int) -> Good:
        """Somebody's message, press, command or form."""
        event, body = GOOD[number % len(GOOD)]
        id_ = FIRST + 2 * number + 1
        return Good((event, {"id": str(id_), **self._by(body, 100 + number % PEOPLE)}), id_)

    def bad(self, number: int, chance: random.Random) -> Bad:
        """Something like it, spoilt."""
        event, body = chance.choice(SPOILT)
        whole = {"id": str(FIRST + 2 * number), **self._by(body, 100 + chance.randrange(PEOPLE))}
        # As the wire leaves it: what JSON cannot say is said otherwise.
        spoilt = json.loads(json.dumps(spoil(whole, chance) if number % 50 else chance.choice(WEIRD)))
        try:
            self._read(event, spoilt)
        except UNREADABLE:
            return Bad((event, spoilt), raw_of({"t": event, "d": spoilt}))
        return Bad((event, spoilt), None)

    def _read(self, event: str, data: Any) -> None:
        match event:
            case "MESSAGE_CREATE":
                inbound.read_message(msgspec.convert(data, Message), self._me)
            case "INTERACTION_CREATE":
                inbound.read_interaction(msgspec.convert(data, Interaction))
            case "MESSAGE_REACTION_ADD":
                inbound.read_reaction(msgspec.convert(data, Reaction), self._me, away=False)
            case "GUILD_CREATE":
                inbound.read_invitation(msgspec.convert(data, Guild))
            case _:
                msgspec.convert(data, Unavailable)

    def _by(self, value: Any, person: int) -> Any:
        """The same, said by somebody else than Ada, to this bot."""
        if isinstance(value, dict):
            return {key: self._by(inner, person) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._by(inner, person) for inner in value]
        if value == US["id"]:
            return str(self._me)
        if isinstance(value, str) and value.rpartition("@")[2] == ADA["id"]:
            return value.removesuffix(ADA["id"]) + str(person)
        return value.replace(f"<@{US['id']}>", f"<@{self._me}>") if isinstance(value, str) else value

    async def close(self) -> None:
        """Discord is gone."""
        await self._server.stop()


Poisoner = DiscordPoisoner
