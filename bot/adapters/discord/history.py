"""What was said while nobody listened: after a fresh start the watched places are read back, oldest first."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final

from bot.adapters.discord.capabilities import PAGE
from bot.adapters.discord.memory import Memory, Place, read_place
from bot.adapters.discord.wire import Wire, failed
from bot.ports.adapter import Failure
from bot.ports.backoff import Backoff
from bot.ports.recent import Recent

TRIES: Final = 4
"""How often a page is asked for before its place is left for later."""
REMEMBERED: Final = 10_000
"""Places of which it is remembered that they are noted."""

Hand = Callable[[Sequence[Any], Place], Awaitable[None]]


class History:
    """Reads back over `memory`. A place that was not read to its end is behind, and its notes must wait: they would
    jump over what is still to be read."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._behind: set[Place] = set()
        self._untried: set[Place] = set()
        self._watched: Recent[Place, None] = Recent(REMEMBERED)
        self._turns: dict[Place, asyncio.Lock] = {}

    async def begin(self) -> None:
        """Every watched place is behind: something may have been said there."""
        places = {read_place(text) for text in await self._memory.places()}
        # Not emptied but new: whoever is still reading asked before the last thing was said, and has done with the old.
        self._behind, self._untried, self._turns = places, set(places), {}

    async def catch_up(self, wire: Wire, hand: Hand) -> bool:
        """Every message since the last seen one, of every place that was behind, went through `hand`, oldest first;
        False where some could not be read and it must be tried again."""
        tries = TRIES
        for place in tuple(self._behind):
            if not await self._catch(wire, place, hand, tries):
                tries = 1  # Nobody answers; it is the same for each of the others.
        return not self._behind

    async def reach(self, wire: Wire, place: Place, hand: Hand) -> None:
        """What was said there before went through `hand`, in front of what is said now; or else it comes later, and
        what is said now does not wait for it twice."""
        if place in self._untried:
            await self._catch(wire, place, hand, 1)

    async def _catch(self, wire: Wire, place: Place, hand: Hand, tries: int) -> bool:
        behind, untried, turns = self._behind, self._untried, self._turns
        async with turns.setdefault(place, asyncio.Lock()):
            if place in behind and await self._read_back(wire, place, hand, tries):
                behind.discard(place)
            untried.discard(place)
        turns.pop(place, None)
        return place not in behind

    async def _read_back(self, wire: Wire, place: Place, hand: Hand, tries: int) -> bool:
        after = await self._memory.seen(str(place))
        while True:
            page = await self._page(wire, place, after, tries)
            if page is None:
                return False
            if page:
                await hand(page, place)
                last = max(_id(message) for message in page)
                await self._memory.note(str(place), last)
            if len(page) < PAGE or last <= after:
                return True
            after = last

    async def _page(self, wire: Wire, place: Place, after: int, tries: int) -> list[Any] | None:
        """The messages next to `after`, oldest first; none where we may not read; None where nobody answers."""
        path = f"/channels/{place.channel}/messages?limit={PAGE}&after={after}"
        backoff = Backoff(first=0.5)
        for _try in range(tries):
            try:
                page = await wire.call("GET", path)
            except Exception as error:
                failure = failed(error)
                if failure.failure not in (Failure.TRANSIENT, Failure.RETRY_AFTER):
                    return []
                await asyncio.sleep(backoff.next(failure.after))
                continue
            return sorted(page, key=_id) if isinstance(page, list) else []
        return None

    async def watch(self, place: Place, first: int) -> None:
        """What is said there from that id on is read back after a fresh start, though nothing of it may be kept yet."""
        if place not in self._behind and place not in self._watched:
            await self._memory.note(str(place), first - 1)
            self._watched.keep(place, None)

    async def note(self, place: Place, seen: int) -> None:
        """The message is the last one that was kept from there."""
        if place not in self._behind:
            await self._memory.note(str(place), seen)


def _id(message: object) -> int:
    id_ = message.get("id") if isinstance(message, dict) else None
    return int(id_) if isinstance(id_, str) and id_.isascii() and id_.isdigit() else 0


def raw_of(data: object) -> bytes:
    """The event as JSON, to be put aside."""
    return json.dumps(data, default=repr).encode("utf-8", "replace")
