"""Messages whose keys have not come: they wait on disk, since the place in the stream goes on without them."""

from __future__ import annotations

import json
from typing import Any, Final, NamedTuple

from bot.adapters.matrix.memory import Memory
from bot.ports.clock import Clock

NOTE: Final = "waiting"
PATIENCE: Final = 60_000
"""Milliseconds in which a key that is late still comes; then whoever wrote is told."""
MOST: Final = 50
"""Messages that wait at once; beyond, the oldest is given up at once."""


class Unopened(Exception):
    """A sealed event cannot be opened: its key is not here, or not yet."""


class Waiter(NamedTuple):
    """One event as it came, and when it came to us, milliseconds UTC."""

    room: str
    raw: dict[str, Any]
    since: int


class Waiting:
    """What waits, oldest first."""

    def __init__(self, memory: Memory, clock: Clock) -> None:
        self._memory = memory
        self._clock = clock
        self._all: dict[str, Waiter] = {}
        self._changed = False

    async def load(self) -> None:
        """What waited at the last run waits again."""
        noted = await self._memory.noted(NOTE)
        self._all = {one[1]["event_id"]: Waiter(*one) for one in json.loads(noted or "[]")}

    async def keep(self) -> None:
        """It is on disk."""
        if self._changed:
            await self._memory.note(NOTE, json.dumps(list(self._all.values())))
            self._changed = False

    def add(self, room: str, event_id: str, raw: dict[str, Any]) -> bool:
        """That event waits; whether it did not before."""
        if event_id in self._all:
            return False
        self._all[event_id] = Waiter(room, raw, self._clock.now())
        self._changed = True
        return True

    def all(self) -> tuple[Waiter, ...]:
        """Everything that waits."""
        return tuple(self._all.values())

    def remove(self, event_id: str) -> None:
        """It waits no more."""
        self._changed = self._all.pop(event_id, None) is not None or self._changed

    def given_up(self) -> tuple[Waiter, ...]:
        """Those that have waited too long, or are too many."""
        everything = self.all()
        late = self._clock.now() - PATIENCE
        return tuple(one for at, one in enumerate(everything) if one.since <= late or at < len(everything) - MOST)
