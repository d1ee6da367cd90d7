"""Discord's ids: 42 bits of milliseconds since 2015, then a counter (developers/reference#snowflakes)."""

from __future__ import annotations

from typing import Final

from tests.fakes.discord.clock import Clock

EPOCH: Final = 1_420_070_400_000
"""The first millisecond of 2015."""


class Snowflakes:
    """Ids that are unique and grow with time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0

    def strike(self) -> int:
        at = (int(self._clock.now() * 1000) - EPOCH) << 22
        self._last = max(at, self._last + 1)
        return self._last
