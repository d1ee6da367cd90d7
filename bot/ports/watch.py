"""What the runtime tells whoever counts, and what is read from the counts.

The contract:

1. Nothing that is told names a person, a place or a word: platforms, outcomes, numbers.
2. Telling costs a few integer additions and never waits; whoever counts must not raise.
3. What concerns a turn is told after its commit, on the writer's thread; what concerns sending, on the loop.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from bot.model.ids import Platform
from bot.model.noun import Noun
from bot.ports.adapter import Outcome


class Sending(StrEnum):
    """What became of an attempt to send a message."""

    SENT = "sent"
    RETRY = "retry"
    """It did not go out, and is tried again."""
    DESTINATION = "failed-destination"
    MESSAGE = "failed-message"
    AUTH = "failed-auth"
    TRANSIENT = "failed-transient"
    """It was tried for a day, and given up."""
    EXPIRED = "expired"
    UNWANTED = "unwanted"
    """Nobody had asked for it, and the member wants nothing unasked."""
    UNKNOWN = "unknown"
    """Whether it arrived nobody knows."""


class Watch(Protocol):
    """Is told what happens, as it happens."""

    def took(self, platform: Platform, outcome: Outcome) -> None:
        """A delivery has its receipt."""
        ...

    def unwritten(self, platform: Platform) -> None:
        """A delivery could not be written; nothing of it was taken."""
        ...

    def fired(self) -> None:
        """A timer's step was made."""
        ...

    def quarantined(self, source: str) -> None:
        """Input that could not be decoded was put aside; only the platform at the start of `source` is looked at."""
        ...

    def committed(self, work: int, seconds: float) -> None:
        """A batch of so many pieces of work is on disk; its commit took so long."""
        ...

    def sending(self, platform: Platform, outcome: Sending, waited: int = 0) -> None:
        """That became of a message, `waited` milliseconds after it was written."""
        ...


class NoWatch:
    """Nobody counts."""

    def took(self, platform: Platform, outcome: Outcome) -> None:
        return

    def unwritten(self, platform: Platform) -> None:
        return

    def fired(self) -> None:
        return

    def quarantined(self, source: str) -> None:
        return

    def committed(self, work: int, seconds: float) -> None:
        return

    def sending(self, platform: Platform, outcome: Sending, waited: int = 0) -> None:
        return


class Kind(StrEnum):
    """How a number is to be read."""

    COUNTER = "counter"
    """It only grows, from 0 at each start."""
    GAUGE = "gauge"
    """It is so now."""
    HISTOGRAM = "histogram"


class Sample(Noun, frozen=True):
    """One number, or for a histogram the numbers below each bound, with its labels."""

    labels: tuple[tuple[str, str], ...] = ()
    value: float = 0.0
    """For a histogram the sum of all that was seen."""
    below: tuple[tuple[float, int], ...] = ()
    """Of a histogram: how many were at most so large, all smaller ones included; the last bound is infinite."""


class Reading(Noun, frozen=True):
    """What was counted under one name, with a sentence of what that is."""

    name: str
    meaning: str
    kind: Kind
    samples: tuple[Sample, ...]
