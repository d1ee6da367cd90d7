"""Time and chance, handed in so that tests and replay can hand in their own."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    def now(self) -> int:
        """Milliseconds since 1970, UTC. May step back; nobody measures a wait with it."""
        ...


class Chance(Protocol):
    def draw(self) -> int:
        """A number from 0 to 2**63 - 1, new at every call."""
        ...
