"""The clock and the chance that the house runs on, and chance that is the same every time."""

from __future__ import annotations

import secrets
import time


class WallClock:
    """The computer's clock."""

    def now(self) -> int:
        return time.time_ns() // 1_000_000


class RealChance:
    """Numbers that nobody can foretell."""

    def draw(self) -> int:
        return secrets.randbits(63)


class Seeded:
    """The same numbers for the same seed."""

    def __init__(self, seed: int) -> None:
        self._state = seed & ((1 << 63) - 1)

    def draw(self) -> int:
        # SplitMix64: neighbouring seeds give unrelated numbers.
        self._state = (self._state + 0x9E3779B97F4A7C15) & ((1 << 64) - 1)
        mixed = self._state
        mixed = ((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9) & ((1 << 64) - 1)
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & ((1 << 64) - 1)
        return (mixed ^ (mixed >> 31)) >> 1
