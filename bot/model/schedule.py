"""When something comes by itself: the days and the time of day, and a time zone as a value."""

from __future__ import annotations

from typing import Final

from bot.model.noun import Noun

EVERY_DAY: Final = 0b1111111


class Zone(Noun, frozen=True, array_like=True):
    """A time zone as it was known when a step was told of it, so that a newer list of zones changes no replay.

    `steps` are (from, offset), ascending: from that instant (milliseconds UTC) on, the clocks are so many seconds
    ahead of UTC. The first offset holds for whatever was before as well, the last for whatever comes after.
    """

    name: str
    steps: tuple[tuple[int, int], ...] = ((0, 0),)


class Schedule(Noun, frozen=True):
    """Days, and one time of day by the clocks of `zone`.

    `weekdays` are bits, Monday the lowest; none is a schedule that is off. With `day` or `nth` it is monthly: on that
    day of the month (1 to 31; in a shorter month its last), or on the `nth` (1 to 4, or -1 for the last) of the one
    weekday in `weekdays`. Otherwise it comes on all `weekdays` of every `weeks`th week.

    `since` is the local date of the first occurrence, ISO, set when the schedule begins: nothing is owed before it, and
    the weeks count from the one it is in. Empty: everything is owed, and the weeks count from that of 1970-01-01.
    """

    weekdays: int = EVERY_DAY
    weeks: int = 1
    day: int = 0
    nth: int = 0
    hour: int = 9
    minute: int = 0
    zone: str = "UTC"
    since: str = ""
