"""Days and times as they are written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

_TWO_DAYS: Final = 2 * 86_400_000
"""Milliseconds. For less, a date alone could be today's, or tomorrow's where the member lives."""


def day(moment: int) -> str:
    """The date of that instant (milliseconds UTC)."""
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d")


def end(now: int, until: int) -> str:
    """The date on which something ends, or the minute where it ends soon."""
    if until - now >= _TWO_DAYS:
        return day(until)
    return datetime.fromtimestamp(until / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def clock(minutes: int) -> str:
    """The time of day so many minutes after midnight, on whatever day."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
