"""Named places where a test may make the bot throw, stall or die.

Each stands where a crash is interesting: just before or after something becomes durable or visible. The crash suite
visits every name in `POINTS` and asserts the same promises at each.
"""

from __future__ import annotations

from typing import Protocol

POINTS = (
    "intake.received",
    "turn.begun",
    "turn.stepped",
    "turn.written",
    "turn.committed",
    "receipt.given",
    "outbox.rendered",
    "outbox.sending",
    "outbox.sent",
    "outbox.marked",
    "timer.claimed",
    "recovery.begun",
    "recovery.done",
)


class Faults(Protocol):
    def reach(self, point: str) -> None:
        """Usually nothing happens. `point` is one of `POINTS`."""
        ...


class NoFaults:
    """Nothing ever goes wrong on purpose."""

    def reach(self, point: str) -> None:
        return
