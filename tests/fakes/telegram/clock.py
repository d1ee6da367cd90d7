"""The server's time."""

from __future__ import annotations

import time
from collections.abc import Callable


class Clock:
    """Unix seconds from `source`, plus what tests have moved it by. It never goes back on its own."""

    def __init__(self, source: Callable[[], float] = time.time) -> None:
        self._source = source
        self._shift = 0.0

    def now(self) -> float:
        return self._source() + self._shift

    def advance(self, seconds: float) -> None:
        """It is `seconds` later."""
        self._shift += seconds
