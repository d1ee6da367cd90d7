"""Files that were sent by the page, in memory until they are fetched: so much of one person, and so much of all.

Nothing of them is written to a disk. Whatever is here is gone after a restart, or after a while; whoever asks for it
then is told so.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

from bot.model.ids import Address
from bot.ports.carrying import FetchFailed, Lost
from bot.web.limits import Full

TOTAL: Final = 64_000_000
"""Bytes of all, with what is still on its way: eight of the largest."""
EACH: Final = 2
"""Of one person: so many on their way at once, and so many kept; of more the oldest goes, since only the newest is
waited for."""
KEPT: Final = 600.0
"""Seconds for which one waits to be fetched."""
FETCHED: Final = 120.0
"""Seconds for which one that was fetched can be fetched again: what came of it may not have been written."""


class _Parcel(NamedTuple):
    owner: Address
    data: bytes
    end: asyncio.TimerHandle


class Parcels:
    """Used on the loop."""

    def __init__(self) -> None:
        self._kept: dict[str, _Parcel] = {}
        self._fetched: set[str] = set()
        self._coming: Counter[Address] = Counter()
        self._bytes = 0

    @property
    def held(self) -> int:
        """Bytes that are kept, and that were promised room."""
        return self._bytes

    @contextmanager
    def room(self, owner: Address, size: int) -> Iterator[None]:
        """There is room for so many bytes of that person's until the end of the block. Raises `Full`."""
        if self._coming[owner] >= EACH:
            raise Full(everywhere=False)
        while self._bytes + size > TOTAL and self._fetched:
            # It was read, most likely; whatever could not be written then is told as gone.
            self.drop(next(handle for handle in self._kept if handle in self._fetched))
        if self._bytes + size > TOTAL:
            raise Full(everywhere=True)
        self._coming[owner] += 1
        self._bytes += size
        try:
            yield
        finally:
            self._bytes -= size
            self._coming[owner] -= 1
            if not self._coming[owner]:
                del self._coming[owner]

    def keep(self, owner: Address, handle: str, data: bytes) -> None:
        """It can be fetched by that handle, for a while; what is kept under it already is the same."""
        if handle in self._kept:
            return
        theirs = [one for one, parcel in self._kept.items() if parcel.owner == owner]
        for oldest in theirs[: max(0, len(theirs) - EACH + 1)]:
            self.drop(oldest)
        self._kept[handle] = _Parcel(owner, data, self._end(handle, KEPT))
        self._bytes += len(data)

    def fetch(self, handle: str, limit: int) -> bytes:
        """What was sent under that handle. Raises `FetchFailed`."""
        parcel = self._kept.get(handle)
        if parcel is None:
            raise FetchFailed(Lost.GONE, "not here, or not any more")
        if len(parcel.data) > limit:
            raise FetchFailed(Lost.LARGE, "more than it may have")
        parcel.end.cancel()
        self._kept[handle] = parcel._replace(end=self._end(handle, FETCHED))
        self._fetched.add(handle)
        return parcel.data

    def drop(self, handle: str) -> None:
        """Nothing of it is left here."""
        parcel = self._kept.pop(handle, None)
        self._fetched.discard(handle)
        if parcel is not None:
            parcel.end.cancel()
            self._bytes -= len(parcel.data)

    def _end(self, handle: str, seconds: float) -> asyncio.TimerHandle:
        return asyncio.get_running_loop().call_later(seconds, self.drop, handle)
