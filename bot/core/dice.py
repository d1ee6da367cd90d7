"""Chance, drawn from one number that is written down: the same number gives the same throws for ever."""

from __future__ import annotations

_MULTIPLIER = 6364136223846793005
_INCREMENT = 1442695040888963407
_MASK = (1 << 64) - 1


class Dice:
    """Throws that follow from `seed` alone (Knuth's MMIX congruence; the high bits, which are its good ones)."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = seed

    def throw(self, sides: int) -> int:
        """A number from 0 to `sides` - 1; `sides` is 1 or more."""
        self._state = (self._state * _MULTIPLIER + _INCREMENT) & _MASK
        return (self._state >> 33) % sides
