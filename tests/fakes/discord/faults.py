"""Failures ordered by a test: the next calls of a route fail, hang, or lose their connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.fakes.discord.errors import ApiError

Kind = Literal["status", "refuse", "drop before", "drop after", "slow"]


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` calls of `route` (any route if None), in `channel` if given."""

    kind: Kind
    route: str | None
    channel: int | None
    times: int
    status: int = 500
    seconds: float = 0.0
    refusal: ApiError | None = None

    def meets(self, route: str, major: str) -> bool:
        here = self.channel is None or str(self.channel) == major
        return self.times > 0 and self.route in (None, route) and here


@dataclass(slots=True)
class Faults:
    """Faults in the order they were asked for; `struck` counts those that happened."""

    waiting: list[Fault] = field(default_factory=list)
    struck: int = 0

    def fail(self, route: str | None, status: int = 500, *, channel: int | None = None, times: int = 1) -> None:
        """A 5xx (discord.py retries 500, 502, 504 and 524 itself, after 1, 3, 5, 7 and 9 s; 503 it raises)."""
        self.waiting.append(Fault("status", route, channel, times, status=status))

    def refuse(self, route: str | None, refusal: ApiError, *, channel: int | None = None, times: int = 1) -> None:
        """Any of Discord's own errors."""
        self.waiting.append(Fault("refuse", route, channel, times, refusal=refusal))

    def drop(
        self,
        route: str | None,
        when: Literal["before", "after"] = "after",
        *,
        channel: int | None = None,
        times: int = 1,
    ) -> None:
        """The connection breaks before the call has an effect, or after it had its whole effect."""
        self.waiting.append(Fault("drop before" if when == "before" else "drop after", route, channel, times))

    def slow(self, route: str | None, seconds: float, *, channel: int | None = None, times: int = 1) -> None:
        """The answer takes `seconds`; the effect happens at their end."""
        self.waiting.append(Fault("slow", route, channel, times, seconds=seconds))

    def clear(self) -> None:
        self.waiting.clear()

    def next(self, route: str, major: str) -> Fault | None:
        """The fault that strikes this call; each call is struck once at most."""
        for fault in self.waiting:
            if fault.meets(route, major):
                fault.times -= 1
                self.struck += 1
                return fault
        return None
