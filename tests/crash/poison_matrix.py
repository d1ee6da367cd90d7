"""Matrix as far as a campaign of spoilt events needs it: a homeserver below the library, answering in memory."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import unquote

from bot.adapters.matrix.adapter import MatrixAdapter
from bot.adapters.matrix.capabilities import CAPABILITIES, PLATFORM
from bot.adapters.matrix.rooms import Room
from bot.chance import WallClock
from bot.model.message import Capabilities
from bot.ports.adapter import Adapter, Intake
from bot.shells.bench.poison import Bad, Good
from tests.fakes.spoiling import WEIRD, spoil
from tests.matrix.conftest import Notes
from tests.matrix.test_poison import ADA, DIRECT, GOOD, GROUP, US, Kept, reading, said

BEN: Final = "@ben:harbour.test"
PEOPLE: Final = 500
REACTED: Final = (DIRECT, said(0) | {"type": "m.reaction", "content": {
    "m.relates_to": {"rel_type": "m.annotation", "event_id": "$q", "key": "1"}}})  # fmt: skip
SPOILT: Final = (*GOOD, REACTED)
_ROOM: Final = re.compile(r"/rooms/([^/]+)/(state|messages|event|send|receipt|typing)")


class Answer:
    """What the library takes for an answer of the network's."""

    def __init__(self, body: object, status: int = 200) -> None:
        self.status = status
        self.headers: dict[str, str] = {}
        self._body = json.dumps(body).encode()

    async def read(self) -> bytes:
        """The bytes."""
        return self._body


class Network:
    """In the place of the library's client. A sync gets what was fed."""

    def __init__(self) -> None:
        self.batches: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._place = 0

    async def send(self, method: str, path: str, *_: Any, **__: Any) -> Answer:
        """The homeserver's answer."""
        if "/sync" in path:
            return Answer(await self._sync(path))
        if path.rpartition("?")[0].endswith("/login") or path.endswith("/login"):
            return Answer({"access_token": "t", "user_id": US})
        if "/account/whoami" in path:
            return Answer({"user_id": US})
        if "/profile/" in path:
            return Answer({"displayname": "Not-Date"})
        found = _ROOM.search(path)
        return Answer(self._room(unquote(found[1]), found[2]) if found else {})

    async def close(self) -> None:
        """Nothing to do."""

    async def _sync(self, path: str) -> dict[str, Any]:
        joined = await self.batches.get() if "since=" in path else {}
        self._place += 1
        return {"next_batch": f"s{self._place}", "rooms": {"join": joined}}

    def _room(self, room: str, what: str) -> Any:
        if what == "state":
            person = ADA if room == GROUP else f"@p{room.rpartition('-')[2]}:harbour.test"
            people = (US, person, *((BEN,) if room == GROUP else ()))
            levels = {"users": dict.fromkeys(people, 100)}
            return [
                _state("m.room.create", "", {"room_version": "11"}),
                _state("m.room.power_levels", "", levels),
                *(_state("m.room.member", who, {"membership": "join"}) for who in people),
            ]
        if what == "messages":
            return {"chunk": []}
        return {"event_id": "$sent", "sender": ADA}


def _state(type_: str, key: str, content: dict[str, Any]) -> dict[str, Any]:
    return {"type": type_, "state_key": key, "sender": ADA, "event_id": f"$s{type_}{key}", "content": content}


class Watched(MatrixAdapter):
    """Speaks over this network, and hands in through what the campaign watches."""

    def __init__(self, network: Network, watch: Callable[[Intake], Intake], complain: Callable[[str], None]) -> None:
        super().__init__("http://127.0.0.1:1", US, WallClock(), password="x", memory=Notes(), complain=complain)
        self._line._client = network
        self._watch = watch

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    async def run(self, intake: Intake) -> None:
        """Events flow in, watched."""
        await super().run(self._watch(intake))


class MatrixPoisoner:
    """Events in syncs, each private room with one person in it."""

    platform = PLATFORM
    source = str(PLATFORM)

    def __init__(self) -> None:
        self._network = Network()
        self._adapter: Watched | None = None
        self._oracle = reading()

    def adapter(self, watch: Callable[[Intake], Intake], complain: Callable[[str], None]) -> Adapter:
        """The real adapter over this network."""
        self._adapter = Watched(self._network, watch, complain)
        return self._adapter

    async def ready(self) -> None:
        """The group is open: somebody who may has said so."""
        assert self._adapter is not None, "adapter() comes first"
        await self._adapter.started.wait()
        await self.feed([(GROUP, said(0, body="!nd allow") | {"event_id": "$allow"})])
        await asyncio.sleep(0.2)

    async def feed(self, updates: Sequence[Any]) -> None:
        """The next sync gets them, by room."""
        joined: dict[str, Any] = {}
        for room, event in updates:
            joined.setdefault(room, {"timeline": {"events": []}})["timeline"]["events"].append(event)
        await self._network.batches.put(joined)

    def good(self, number: int) -> Good:
        """Somebody's message."""
        room, event = self._by(GOOD[number % len(GOOD)], number % PEOPLE)
        id_ = f"$g{number}"
        return Good((room, event | {"event_id": id_}), id_)

    def bad(self, number: int, chance: random.Random) -> Bad:
        """Something like it, spoilt."""
        room, event = self._by(chance.choice(SPOILT), chance.randrange(PEOPLE))
        whole = event | {"event_id": f"$b{number}"}
        # As the wire leaves it: what JSON cannot say is said otherwise.
        spoilt = json.loads(json.dumps(spoil(whole, chance) if number % 50 else chance.choice(WEIRD)))
        return Bad((room, spoilt), self._kept(room, spoilt))

    def _kept(self, room: str, event: Any) -> bytes | None:
        """What the reader itself puts aside, asked in a room of this kind."""
        kept = Kept()
        group = room == GROUP
        self._oracle._rooms._known.keep(room, Room({ADA: "Ada"}, 2 if group else 1))
        reading_ = self._oracle.read(room, event, kept)
        # Nothing in it waits: the rooms are known, and the line below answers at once.
        try:
            reading_.send(None)
        except StopIteration:
            return kept.raw[0] if kept.raw else None
        raise RuntimeError("the reader waited for something")

    def _by(self, sample: tuple[str, dict[str, Any]], person: int) -> tuple[str, dict[str, Any]]:
        """The same, said by somebody else than Ada in their own room; in the group it stays Ada."""
        room, event = sample
        if room == GROUP:
            return room, event
        return f"!room-{person}", event | {"sender": f"@p{person}:harbour.test"}

    async def close(self) -> None:
        """Nothing is left."""


Poisoner = MatrixPoisoner
