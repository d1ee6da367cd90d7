"""Time zones read from the list that this machine or the package `tzdata` has, as values for the core."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.core.hours import zone_name
from bot.model.schedule import Zone
from bot.ports.store import Refused
from bot.ports.zones import UTC

BEFORE: Final = 4
"""Days before the instant that a zone covers: a clock may be set back, and what was due yesterday may be owed."""
AFTER: Final = 400
"""Days after it: a little more than thirteen months."""
_DAY: Final = 86_400
_STRIDE: Final = 7
"""Days that are looked at at once. No zone changes its clocks twice in them: the pauses of Ramadan last four weeks."""
_LAST_DAY: Final = 7_000 * 365
"""Days since 1970 up to which a clock is believed; the calendar ends a little later."""
_NO_PLACES: Final = frozenset({"Factory", "localtime", "posixrules"})
"""Names that are nobody's zone, or another one on every machine."""


@lru_cache(maxsize=1)
def known_zones() -> tuple[str, ...]:
    """The name of every zone, in order. The first call reads folders: make it at the start."""
    return tuple(sorted(available_timezones() - _NO_PLACES))


def zone_value(name: str, around: int) -> Zone | None:
    """The zone of that name around that instant (milliseconds UTC), the same for a whole day; None where there is
    none of that name.

    It covers `BEFORE` and `AFTER` days. The first of its steps begins at 0, so that a zone that keeps its clocks is the
    same value on every day.
    """
    return _zone_on(name, min(max(around // (_DAY * 1000), 0), _LAST_DAY))


@lru_cache(maxsize=2048)
def _zone_on(name: str, day: int) -> Zone | None:
    # Asked of the list first: a name goes into a path, and "Europe" is a folder.
    if name not in _names():
        return None
    zone = ZoneInfo(name)
    first = max(day - BEFORE, 0)
    steps = [(0, _offset(zone, first * _DAY))]
    for start in range(first, day + AFTER, _STRIDE):
        steps.extend(_change(zone, steps[-1][1], start * _DAY, (start + _STRIDE) * _DAY))
    return Zone(name, tuple(steps))


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(known_zones())


def _change(zone: ZoneInfo, before: int, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """The change of the clocks after `first`, when they are `before` ahead of UTC, and up to `last`, as a step; all in
    seconds."""
    after = _offset(zone, last)
    if before == after:
        return ()
    while last - first > 1:
        middle = (first + last) // 2
        if _offset(zone, middle) == before:
            first = middle
        else:
            last = middle
    return ((last * 1000, after),)


def _offset(zone: ZoneInfo, at: int) -> int:
    """Seconds ahead of UTC at that second."""
    ahead = datetime.fromtimestamp(at, zone).utcoffset()
    return (ahead or timedelta()) // timedelta(seconds=1)


class KnownZones:
    """Implements `ports.zones.Zones`; `default` names the installation's own zone, and empty is this machine's.

    Nothing is read before somebody asks: a start waits for no list.
    """

    def __init__(self, default: str) -> None:
        self._default = default

    def of(self, name: str, around: int) -> Zone:
        return (zone_value(name, around) if name else None) or self._own(around)

    def _own(self, around: int) -> Zone:
        return zone_value(self._default or host_zone(), around) or UTC

    def meant(self, text: str, around: int) -> Zone | None:
        name = zone_name(text, known_zones())
        return zone_value(name, around) if name else None


@lru_cache(maxsize=1)
def host_zone(clock: Path = Path("/etc/localtime")) -> str:
    """The zone that this machine keeps, as far as it says; else UTC."""
    name = os.environ.get("TZ", "").removeprefix(":")
    if not name:
        try:
            name = str(clock.resolve(strict=True)).partition("zoneinfo/")[2]
        except OSError:
            name = ""
    return "UTC" if name == "Etc/UTC" or name not in _names() else name


def zones_of(name: str) -> KnownZones:
    """The zones, the one of that name being the installation's, or this machine's where it is empty.

    Raises `Refused` for a name that is nobody's.
    """
    if name and name not in _names():
        raise Refused(
            f"There is no time zone {name!r}, which the setting zone names. Write it as in Europe/Berlin, or leave it "
            "empty: then it is the zone of this machine."
        )
    return KnownZones(name)
