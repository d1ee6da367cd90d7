"""Telegram as far as a campaign of spoilt updates needs it: the library's own network, replaced."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec
import telegram
from telegram.request import BaseRequest, RequestData

from bot.adapters.telegram import inbound
from bot.adapters.telegram.adapter import TelegramAdapter
from bot.adapters.telegram.capabilities import CAPABILITIES, PLATFORM
from bot.adapters.telegram.inbound import Me
from bot.adapters.telegram.updates import read_update
from bot.chance import WallClock
from bot.model.message import Capabilities
from bot.ports.adapter import Adapter, Intake
from bot.shells.bench.poison import Bad, Good
from tests.fakes.spoiling import WEIRD, spoil
from tests.telegram.test_poison import ADA, GOOD, GROUP

ME: Final = {"id": 7, "is_bot": True, "first_name": "Not-Date", "username": "notdate_bot"}
FIRST: Final = 1_000
PEOPLE: Final = 500
UNREADABLE: Final = (msgspec.ValidationError, ValueError, OverflowError, RecursionError)
ANSWERED: Final = tuple(good for good in GOOD if not good.keys() & {"my_chat_member", "message_reaction"})


class Network(BaseRequest):
    """Answers calls in memory, with bytes; `getUpdates` gives what was fed."""

    def __init__(self) -> None:
        self.batches: asyncio.Queue[bytes] = asyncio.Queue()
        self.listened = asyncio.Event()
        self.offsets: list[int] = []

    async def initialize(self) -> None:
        """Nothing to do."""

    async def shutdown(self) -> None:
        """Nothing to do."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def do_request(  # what the library calls
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """200 and what Telegram says."""
        name = url.rpartition("/")[2]
        if name == "getUpdates":
            self.listened.set()
            return 200, b'{"ok":true,"result":' + await self.batches.get() + b"}"
        return 200, json.dumps({"ok": True, "result": self._result(name)}).encode()

    def _result(self, name: str) -> Any:
        if name == "getMe":
            return ME
        if name == "getChatMember":
            return {"status": "creator"}
        return {"message_id": 1} if name == "sendMessage" else True


class Unpaced(TelegramAdapter):
    """Sends as fast as it can, and hands in through what the campaign watches."""

    def __init__(self, network: Network, watch: Callable[[Intake], Intake], complain: Callable[[str], None]) -> None:
        super().__init__("1:x", WallClock(), complain=complain)
        self._bot = telegram.Bot("1:x", request=network, get_updates_request=network)
        self._watch = watch

    @property
    def capabilities(self) -> Capabilities:
        return msgspec.structs.replace(CAPABILITIES, paces=())

    async def run(self, intake: Intake) -> None:
        """Updates flow in, watched."""
        await super().run(self._watch(intake))


class TelegramPoisoner:
    """Updates by the library's own decoding, in the order of `getUpdates`."""

    platform = PLATFORM
    source = str(PLATFORM)

    def __init__(self) -> None:
        self._network = Network()

    def adapter(self, watch: Callable[[Intake], Intake], complain: Callable[[str], None]) -> Adapter:
        """The real adapter over this network."""
        return Unpaced(self._network, watch, complain)

    async def ready(self) -> None:
        """The group is open: its owner has said so."""
        await self._network.listened.wait()
        allow = {"message_id": 1, "date": 1, "chat": GROUP, "from": ADA, "text": "allow@notdate_bot"}
        entity = {"type": "bot_command", "offset": 0, "length": 18}
        await self.feed([{"update_id": 1, "message": allow | {"text": "/allow@notdate_bot", "entities": [entity]}}])
        await asyncio.sleep(0.2)

    async def feed(self, updates: Sequence[Any]) -> None:
        """The next call for updates gets them."""
        await self._network.batches.put(json.dumps(updates).encode())

    def good(self, number: int) -> Good:
        """Somebody's message or press."""
        id_ = FIRST + 2 * number + 1
        return Good({"update_id": id_, **by(ANSWERED[number % len(ANSWERED)], 100 + number % PEOPLE)}, id_)

    def bad(self, number: int, chance: random.Random) -> Bad:
        """Something like it, spoilt."""
        whole = {"update_id": FIRST + 2 * number, **by(chance.choice(GOOD), 100 + chance.randrange(PEOPLE))}
        # As the wire leaves it: what JSON cannot say is said otherwise.
        spoilt = json.loads(json.dumps(spoil(whole, chance) if number % 50 else chance.choice(WEIRD)))
        try:
            inbound.read(read_update(spoilt), Me(ME["id"], ME["username"]))  # type: ignore[arg-type]  # as above
        except UNREADABLE:
            return Bad(spoilt, json.dumps(spoilt).encode())
        return Bad(spoilt, None)

    async def close(self) -> None:
        """Nothing is left."""


def by(value: Any, person: int) -> Any:
    """The same, said by somebody else than Ada."""
    if isinstance(value, dict):
        return {key: by(inner, person) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [by(inner, person) for inner in value]
    return person if value == ADA["id"] and type(value) is int else value


Poisoner = TelegramPoisoner
