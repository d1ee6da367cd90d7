"""The only way in, as adapters see it."""

from __future__ import annotations

from bot.model.ids import Address, Platform
from bot.ports.adapter import Delivered, Receipt, Stopping
from bot.ports.faults import Faults
from bot.runtime.engine import Quarantined
from bot.runtime.writer import Writer


class WriterIntake:
    """Implements `ports.adapter.Intake` over the writer."""

    def __init__(self, writer: Writer, faults: Faults) -> None:
        self._writer = writer
        self._faults = faults

    async def take(self, delivered: Delivered) -> Receipt:
        """Raises `Stopping` when nothing was taken, on the way out or because the store could not write it."""
        self._faults.reach("intake.received")
        receipt = await self._writer.put(delivered)
        if receipt is None:
            raise Stopping("it has no receipt; nothing was taken")
        return receipt

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        await self._writer.call(lambda ledger, _engine: ledger.move_room(platform, old, new))

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        await self._writer.quarantine(Quarantined(source, raw, error))
