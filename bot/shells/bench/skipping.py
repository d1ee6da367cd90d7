"""A loop that skips its waits: time stands still while anything is done, and is then at once that of the next timer."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

GRACE: Final = 0.002
"""Real seconds in which something that is on its way through this machine's network has come."""
BEGINNING: Final = 1_000.0


class SkippingLoop(asyncio.SelectorEventLoop):
    """`time` is the loop's own; whoever else needs a clock is handed it. Nothing is skipped while something is `busy`:
    a call that is being answered, or a thread that works."""

    def __init__(self) -> None:
        self.now = BEGINNING
        self._busy = 0
        super().__init__(_Skipping(self))

    def time(self) -> float:
        return self.now

    @property
    def is_busy(self) -> bool:
        return self._busy > 0

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Time stands still meanwhile."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1


class _Skipping(selectors.DefaultSelector):
    def __init__(self, loop: SkippingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """What is ready; if nothing is, or comes soon, it is `timeout` seconds later."""
        ready = super().select(0)
        if ready or (timeout is not None and timeout <= 0):
            return ready
        if timeout is None:
            return super().select(None)
        while True:
            ready = super().select(GRACE)
            if ready:
                return ready
            if not self._loop.is_busy:
                self._loop.now += timeout
                return []
