"""A double's list of what the bot sent, by which people hear at once what was sent to them."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from typing import Generic, TypeVar

Place = TypeVar("Place")
Message = TypeVar("Message")


class Overheard(list[Message], Generic[Place, Message]):
    """`place_of` says where a message went."""

    def __init__(self, place_of: Callable[[Message], Place]) -> None:
        super().__init__()
        self._place_of = place_of
        self._by_place: defaultdict[Place, list[Message]] = defaultdict(list)
        self._read: defaultdict[Place, int] = defaultdict(int)
        self._bells: defaultdict[Place, asyncio.Event] = defaultdict(asyncio.Event)

    def append(self, message: Message) -> None:
        """Whoever waits there hears of it."""
        super().append(message)
        place = self._place_of(message)
        self._by_place[place].append(message)
        self._bells[place].set()

    def to(self, place: Place) -> list[Message]:
        """Everything that went there, in order."""
        return self._by_place[place]

    async def next(self, place: Place) -> Message:
        """The newest message there, once there is one that was not handed out before."""
        while self._read[place] == len(self._by_place[place]):
            self._bells[place].clear()
            await self._bells[place].wait()
        self._read[place] = len(self._by_place[place])
        return self._by_place[place][-1]
