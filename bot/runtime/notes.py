"""What adapters remember between two starts, kept as notes beside the inbox and written between two turns."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.runtime.writer import Writer


class Notes:
    """Small facts by name, of one platform. `writer` is asked for when there is something to note, not before."""

    def __init__(self, platform: str, writer: Callable[[], Writer]) -> None:
        self._prefix = f"{platform}:"
        self._writer = writer

    async def noted(self, name: str) -> str:
        """The fact of that name, or empty."""
        return await self._writer().call(lambda ledger, _engine: ledger.noted(self._prefix + name) or "")

    async def _note(self, name: str, value: str) -> None:
        await self._writer().call(lambda ledger, _engine: ledger.note(self._prefix + name, value))


class StreamNotes(Notes):
    """Where a stream was read to, and whatever else its adapter wants to know again."""

    async def since(self) -> str:
        """The place in the stream from which on everything is new; empty at the very first start."""
        return await self.noted("since")

    async def keep(self, since: str) -> None:
        """That is the place from now on."""
        await self._note("since", since)

    async def note(self, name: str, what: str) -> None:
        """It is noted."""
        await self._note(name, what)


class PlaceNotes(Notes):
    """The last message that was seen in each watched place. Numbers only grow."""

    async def seen(self, place: str) -> int:
        """The number of the last message; 0 for a place that nothing was noted for."""
        return int(await self.noted(place) or 0)

    async def note(self, place: str, message_id: int) -> None:
        """The place is watched, and this is its last message unless a later one was noted before."""
        if message_id > await self.seen(place):
            await self._note(place, str(message_id))

    async def places(self) -> Sequence[str]:
        """Every place that something was noted for."""
        names = await self._writer().call(lambda ledger, _engine: ledger.names(self._prefix))
        return [name.removeprefix(self._prefix) for name in names]
