"""Ids that grow with time: 43 bits of milliseconds since 2024, 20 bits of counter."""

from __future__ import annotations

from typing import Final

EPOCH: Final = 1_704_067_200_000
_COUNTER_BITS: Final = 20


def struck_at(id_: int) -> int:
    """When the id was struck, milliseconds UTC; later, where many were struck at once or the clock stepped back."""
    return (id_ >> _COUNTER_BITS) + EPOCH


def first_of(now: int) -> int:
    """An id below every one that is struck from that time on, milliseconds UTC."""
    return (now - EPOCH) << _COUNTER_BITS


class Mint:
    """Strikes each id once, always above the last, even when the clock steps back. Used on one thread."""

    def __init__(self, last: int = 0) -> None:
        self._last = last

    def raise_to(self, last: int) -> None:
        """Ids from now on lie above `last`."""
        self._last = max(self._last, last)

    def strike(self, now: int) -> int:
        """A new id; `now` is milliseconds UTC."""
        self._last = max(self._last + 1, first_of(now))
        return self._last
