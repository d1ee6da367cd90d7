"""What goes wrong on purpose: messages that come late, twice or not at all, and a process that ends anywhere."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Final

from bot.model.spans import MINUTE, SECOND
from bot.ports.faults import POINTS

LATE, TWICE, LOST = 0.12, 0.06, 0.04
"""So many deliveries of one."""
CRASH_EVERY: Final = 250
"""Turns, in the mean, between two ends of the process."""
_POINTS: Final = tuple(point for point in POINTS if point.startswith(("turn.", "timer.", "outbox.", "receipt.")))


class Died(BaseException):
    """The process has ended: nothing that it would have done any more is done."""


@dataclass(slots=True)
class Mischief:
    """A `Faults` that ends the process when it is armed, at the point that was drawn, by a seed of its own."""

    chance: random.Random
    point: str = ""
    left: int = 0

    def arm(self) -> None:
        """It is decided where the process will end next: at a point, or (empty) between two turns."""
        self.point = self.chance.choice((*_POINTS, "", ""))
        self.left = int(self.chance.expovariate(1 / CRASH_EVERY)) + 1

    def reach(self, point: str) -> None:
        if point == "turn.begun":
            self.left -= 1
        if self.left <= 0 and point == self.point:
            raise Died

    def between_turns(self) -> None:
        """Nothing is under way."""
        if self.left <= 0 and not self.point:
            raise Died

    def arrivals(self) -> list[int]:
        """After how many milliseconds something that was sent arrives, each time that it does."""
        first = self.chance.randrange(100, 2 * SECOND)
        roll = self.chance.random()
        if roll < LATE:
            return [first + self.chance.randrange(5 * SECOND, 20 * MINUTE)]
        if roll < LATE + TWICE:
            return [first, first + self.chance.randrange(SECOND, 10 * MINUTE)]
        if roll < LATE + TWICE + LOST:
            # It never arrived; the client sends it again when nobody has acknowledged it.
            return [first + self.chance.randrange(30 * SECOND, 40 * MINUTE)]
        return [first]

    def downtime(self) -> int:
        """How long nobody is there, in milliseconds."""
        return self.chance.choice((0, self.chance.randrange(2 * SECOND, 20 * MINUTE)))
