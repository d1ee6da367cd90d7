"""Days and times as they are written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from bot.core.hours import wall
from bot.model.schedule import Zone
from bot.model.spans import DAY, MINUTE

_TWO_DAYS: Final = 2 * DAY
"""Milliseconds. For less, a date alone could be today's, or tomorrow's where the member lives."""


def day(moment: int) -> str:
    """The date of that instant (milliseconds UTC)."""
    return datetime.fromtimestamp(moment / 1000, UTC).strftime("%Y-%m-%d")


def minute(moment: int) -> str:
    """The minute of that instant (milliseconds UTC), as it stands in the log."""
    return f"{datetime.fromtimestamp(moment / 1000, UTC):%Y-%m-%d %H:%M} UTC"


def end(now: int, until: int, zone: Zone) -> str:
    """The date on which something ends by the clocks there, or the minute where it ends soon."""
    shown = wall(zone, until)
    if until - now >= _TWO_DAYS:
        return day(shown)
    return f"{datetime.fromtimestamp(shown / 1000, UTC):%Y-%m-%d %H:%M} {zone.name}"


def time(zone: Zone, now: int) -> str:
    """What the clocks there show."""
    return clock(wall(zone, now) // MINUTE)


def clock(minutes: int) -> str:
    """The time of day so many minutes after midnight, on whatever day."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
