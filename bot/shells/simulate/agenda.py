"""Virtual time: what the clock shows, and what is to happen when."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

BEGINS: Final = 1_804_579_200_000
"""Before two changes of the clocks: in New York after five days, in Europe after nineteen."""


@dataclass(slots=True)
class Clock:
    """Says what time it is in the world."""

    time: int = BEGINS

    def now(self) -> int:
        return self.time


@dataclass(slots=True)
class Agenda:
    """What is to happen, by when; of two at one time what was planned first."""

    entries: list[tuple[int, int, Callable[[], None]]] = field(default_factory=list)
    count: int = 0

    def plan(self, at: int, what: Callable[[], None]) -> None:
        self.count += 1
        heapq.heappush(self.entries, (at, self.count, what))
