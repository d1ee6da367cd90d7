"""Counts what the runtime tells, as plain integers, and reads them out under their names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping
from typing import Final, TypeVar

from bot.model.ids import Platform
from bot.ports.adapter import Outcome
from bot.ports.views import Figures
from bot.ports.watch import Kind, Reading, Sample, Sending

BATCHES: Final = (1, 2, 4, 8, 16, 32, 64, 128, 256)
COMMITS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
"""Seconds."""
WAITS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 3600.0)
"""Seconds."""
ELSEWHERE: Final = Platform("other")
"""Stands for every stream that is not named for a platform of ours."""
UNWRITTEN: Final = "unwritten"
TAKEN: Final = (*(outcome.value for outcome in Outcome), UNWRITTEN)


class Distribution:
    """How many of what was seen lie at or below each bound, and the sum of all."""

    __slots__ = ("_bounds", "_counts", "_sum")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def see(self, value: float) -> None:
        """It is counted."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def sample(self, labels: tuple[tuple[str, str], ...] = ()) -> Sample:
        """What was counted, each bound with all that lies below it."""
        below, so_far = [], 0
        for bound, count in zip((*self._bounds, float("inf")), tuple(self._counts), strict=True):
            so_far += count
            below.append((bound, so_far))
        return Sample(labels, self._sum, tuple(below))


class Meter:
    """Implements `ports.watch.Watch`. Every number is there from the start, so that none appears while it is read."""

    def __init__(self, platforms: Collection[Platform]) -> None:
        self._took = {(platform, outcome): 0 for platform in platforms for outcome in TAKEN}
        self._put_aside = dict.fromkeys((*platforms, ELSEWHERE), 0)
        self._sendings = {(platform, outcome): 0 for platform in platforms for outcome in Sending}
        self._waits = {platform: Distribution(WAITS) for platform in platforms}
        self._timers = 0
        self._batches = Distribution(BATCHES)
        self._commits = Distribution(COMMITS)

    def took(self, platform: Platform, outcome: Outcome) -> None:
        self._took[platform, outcome] += 1

    def unwritten(self, platform: Platform) -> None:
        self._took[platform, UNWRITTEN] += 1

    def fired(self) -> None:
        self._timers += 1

    def quarantined(self, source: str) -> None:
        platform = Platform(source.partition(":")[0])
        self._put_aside[platform if platform in self._put_aside else ELSEWHERE] += 1

    def committed(self, work: int, seconds: float) -> None:
        self._batches.see(work)
        self._commits.see(seconds)

    def sending(self, platform: Platform, outcome: Sending, waited: int = 0) -> None:
        self._sendings[platform, outcome] += 1
        if outcome is Sending.SENT:
            self._waits[platform].see(waited / 1000)

    def readings(self) -> tuple[Reading, ...]:
        """What was counted since the start."""
        turns = sum(n for (_platform, outcome), n in self._took.items() if outcome in (Outcome.TAKEN, Outcome.FAILED))
        return (
            Reading(
                "notdate_deliveries",
                "Deliveries from a platform, by what became of them.",
                Kind.COUNTER,
                _by("platform", "outcome", self._took),
            ),
            Reading(
                "notdate_quarantined",
                "Inputs that could not be decoded and were put aside.",
                Kind.COUNTER,
                tuple(Sample((("platform", platform),), n) for platform, n in self._put_aside.items()),
            ),
            Reading(
                "notdate_turns",
                "Steps of conversations, by what called for them.",
                Kind.COUNTER,
                (Sample((("cause", "delivery"),), turns), Sample((("cause", "timer"),), self._timers)),
            ),
            Reading("notdate_batch_size", "Pieces of work in one commit.", Kind.HISTOGRAM, (self._batches.sample(),)),
            Reading(
                "notdate_commit_seconds",
                "Seconds that a commit took to be on disk.",
                Kind.HISTOGRAM,
                (self._commits.sample(),),
            ),
            Reading(
                "notdate_outbox",
                "Attempts to send a message, by what became of them.",
                Kind.COUNTER,
                _by("platform", "outcome", self._sendings),
            ),
            Reading(
                "notdate_outbox_wait_seconds",
                "Seconds from a message being written to its being sent.",
                Kind.HISTOGRAM,
                tuple(waits.sample((("platform", platform),)) for platform, waits in self._waits.items()),
            ),
        )


_Second = TypeVar("_Second", bound=str)


def _by(first: str, second: str, counts: Mapping[tuple[Platform, _Second], int]) -> tuple[Sample, ...]:
    return tuple(Sample(((first, one), (second, str(other))), n) for (one, other), n in counts.items())


def readings_now(
    figures: Figures, in_hand: int, waiting: Mapping[Platform, int], started: Mapping[Platform, bool]
) -> tuple[Reading, ...]:
    """How things stand at this moment; `in_hand` is what waits for the writer, `waiting` messages on their way."""
    alone = {
        "notdate_writer_queue": ("Pieces of work that wait for the writer.", in_hand),
        "notdate_timers_due": ("Timers whose time has come.", figures.timers_due),
        "notdate_conversations_active": ("Conversations in which something happened in the last day.", figures.active),
        "notdate_quarantine_rows": ("Inputs that are kept because they could not be decoded.", figures.quarantined),
        "notdate_database_bytes": ("Size of the database file.", figures.database_bytes),
        "notdate_wal_bytes": ("Size of the write-ahead log.", figures.log_bytes),
    }
    by_platform = {
        "notdate_outbox_waiting": ("Messages on their way.", waiting),
        "notdate_adapter_started": ("Whether messages can be sent there: 1 or 0.", started),
    }
    return (
        *(Reading(name, meaning, Kind.GAUGE, (Sample((), n),)) for name, (meaning, n) in alone.items()),
        *(
            Reading(name, meaning, Kind.GAUGE, tuple(Sample((("platform", one),), n) for one, n in numbers.items()))
            for name, (meaning, numbers) in by_platform.items()
        ),
    )
