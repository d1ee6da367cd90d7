"""Which questions come by themselves in the next days, from the schedules as they stand. Nobody is promised anything by
it: a pause, a stop or a silence may come in between."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from bot.core import rhythm
from bot.core.hours import local_date
from bot.core.schedule import Occurrence, next_occurrence
from bot.model.calendar import Coming, Day, Occasion
from bot.model.schedule import Zone
from bot.model.spans import DAY

DAYS: Final = 14


def days(coming: Iterable[Coming], zone_of: Callable[[str], Zone], here: Zone, now: int) -> tuple[Day, ...]:
    """The next `DAYS` days by the clocks of `here`, today first, each with what is still to come on it."""
    today = local_date(here, now)
    dates = [(today + timedelta(days=n)).isoformat() for n in range(DAYS)]
    occasions: defaultdict[str, list[Occasion]] = defaultdict(list)
    members: Counter[str] = Counter()
    for one in coming:
        for each in _occurrences(one, zone_of, now):
            on = local_date(here, each.at).isoformat()
            if one.room:
                schedule = one.rhythm.schedule
                time = f"{schedule.hour:02}:{schedule.minute:02}"
                occasions[on].append(Occasion(each.at, time, schedule.zone, one.platform, one.room, one.rhythm.decks))
            else:
                members[on] += one.members
    return tuple(
        Day(on, tuple(sorted(occasions[on], key=lambda each: (each.at, each.platform, each.room))), members[on])
        for on in dates
    )


def is_weekend(day: Day) -> bool:
    """Whether that date is a Saturday or a Sunday."""
    return date.fromisoformat(day.date).weekday() >= 5


def _occurrences(one: Coming, zone_of: Callable[[str], Zone], now: int) -> Iterator[Occurrence]:
    """Those after now, or after a pause, and within the days that are shown."""
    if not rhythm.is_on(one.rhythm):
        return
    zone = zone_of(one.rhythm.schedule.zone)
    after, served = max(now, one.paused_until), one.rhythm.served
    end = now + (DAYS + 1) * DAY
    while (found := next_occurrence(one.rhythm.schedule, zone, after, served)) and found.at <= end:
        if found.at > max(now, one.paused_until):
            yield found
        after, served = max(after, found.at), found.date
