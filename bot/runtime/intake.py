"""The only way in, as adapters see it."""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec.structs

from bot.core.calling import Calling
from bot.model.event import Event
from bot.model.ids import Address, Platform
from bot.ports.adapter import Delivered, Receipt, Stopping
from bot.ports.address import room_of
from bot.ports.faults import Faults
from bot.ports.standings import Standings
from bot.runtime.engine import Quarantined
from bot.runtime.writer import Writer

_ENGLISH: Final = Calling()


class WriterIntake:
    """Implements `ports.adapter.Intake` over the writer."""

    def __init__(
        self, writer: Writer, faults: Faults, standings: Standings | None = None, calling: Calling = _ENGLISH
    ) -> None:
        """Without `standings` nobody may more than a member where they are alone with the bot."""
        self._standings = standings
        self._calling = calling
        self._asking: dict[tuple[Platform, Address], asyncio.Future[None]] = {}
        """By place, the last of those whose standing is being read, or who wait behind them."""
        self._writer = writer
        self._faults = faults

    def asks_for_standing(self, event: Event, private: bool = False) -> bool:
        return self._calling.in_private(event) if private else self._calling.in_a_place(event)

    async def take(self, delivered: Delivered) -> Receipt:
        """Raises `Stopping` when nothing was taken, on the way out or because the store could not write it."""
        self._faults.reach("intake.received")
        if self._standings is not None:
            asks = not room_of(delivered.address) and self._calling.in_private(delivered.event)
            if asks or (self._asking and not room_of(delivered.address)):
                delivered = await self._with_standing(self._standings, delivered, asks)
        receipt = await self._writer.put(delivered)
        if receipt is None:
            raise Stopping("it has no receipt; nothing was taken")
        return receipt

    async def _with_standing(self, standings: Standings, delivered: Delivered, asks: bool) -> Delivered:
        """What somebody says alone with the bot, with what they may do where that matters; and behind what they said
        before, while somebody has to be asked about that."""
        key = delivered.platform, delivered.address
        before = self._asking.get(key)
        if before is None and not asks:
            return delivered
        turn = self._asking[key] = asyncio.get_running_loop().create_future()
        try:
            if before is not None:
                await asyncio.shield(before)
            if not asks:
                return delivered
            standing = await standings.of(delivered.platform, delivered.account)
            return msgspec.structs.replace(delivered, standing=standing)
        finally:
            if not turn.done():
                turn.set_result(None)
            if self._asking.get(key) is turn:
                del self._asking[key]

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        await self._writer.call(lambda ledger, _engine: ledger.move_room(platform, old, new))

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        await self._writer.quarantine(Quarantined(source, raw, error))
