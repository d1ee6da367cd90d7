"""How much one person, and all together, may ask of the server."""

from __future__ import annotations

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Buckets:
    """A token bucket for each key: `burst` at once, refilled with `per_second`.

    Only the `remembered` keys used last are kept: one that fell out starts with a full bucket again.
    """

    def __init__(
        self,
        burst: int,
        per_second: float,
        remembered: int = 10_000,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._burst = float(burst)
        self._per_second = per_second
        self._remembered = remembered
        self._monotonic = monotonic
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        """0.0, and a token is gone; or the seconds until there is one, and nothing is gone."""
        now = self._monotonic()
        level, at = self._levels.pop(key, (self._burst, now))
        level = min(self._burst, level + (now - at) * self._per_second)
        short = 1.0 - level
        self._levels[key] = (level if short > 0 else level - 1.0, now)
        while len(self._levels) > self._remembered:
            self._levels.popitem(last=False)
        return short / self._per_second if short > 0 else 0.0


class Full(Exception):
    """No seat is free. `everywhere` says whether all are taken, or only this person's."""

    def __init__(self, everywhere: bool) -> None:
        super().__init__("no free seat")
        self.everywhere = everywhere


class Seats:
    """How many long-lived requests are open, for each key and in all."""

    def __init__(self, each: int, total: int) -> None:
        self._each = each
        self._total = total
        self._taken: Counter[str] = Counter()
        self._sum = 0

    @contextmanager
    def taken(self, key: str) -> Iterator[None]:
        """One of `key`'s seats is taken until the end of the block; raises `Full` when there is none."""
        if self._sum >= self._total:
            raise Full(everywhere=True)
        if self._taken[key] >= self._each:
            raise Full(everywhere=False)
        self._taken[key] += 1
        self._sum += 1
        try:
            yield
        finally:
            self._sum -= 1
            self._taken[key] -= 1
            if not self._taken[key]:
                del self._taken[key]
