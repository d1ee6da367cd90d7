"""When a schedule's next occurrence is, which one is owed, and how a schedule is typed and told.

What is served is a local date. A date is owed from its instant until that day ends there, and at least for `GRACE`; of
several that are owed only the latest is served. So, with the last date served in its state and `next_occurrence` asked
at every turn of a timer, the bot skips no date and serves none twice, whatever the clock does meanwhile, as long as it
is up: a clock set back finds the date served, a clock set forward by less than `GRACE` finds it owed. A clock set
forward by more is like an outage: what is not owed any more is left out.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from msgspec.structs import replace

from bot.core.hours import OFF_WORDS, first_reached, local_date, pieces_of, read_time, wall_of
from bot.model.line import Gap
from bot.model.noun import Noun
from bot.model.schedule import EVERY_DAY, Schedule, Zone
from bot.model.spans import HOUR

GRACE: Final = 3 * HOUR
"""Milliseconds for which an occurrence is owed even though its day is over: a clock's step, or a restart at midnight,
loses none. Short, because nobody wants yesterday's question in the small hours."""
WORKDAYS: Final = 0b0011111
WEEKEND: Final = 0b1100000
OFF: Final = Schedule(weekdays=0)
MOST_WEEKS: Final = 52
_ONE: Final = timedelta(days=1)
_FIRST_WEEK: Final = "1970-01-01"


class Occurrence(Noun, frozen=True):
    """The instant, milliseconds UTC, at which the question of that local date (ISO) is due."""

    at: int
    date: str


def begin(schedule: Schedule, zone: Zone, now: int) -> Schedule:
    """The schedule as it runs from now on, in that zone: its first occurrence is the next that its days and its time
    allow, and nothing before that is owed."""
    bare = replace(schedule, zone=zone.name, since="", weeks=1)
    first = next((each for each in _from(bare, zone, local_date(zone, now)) if each.at > now), None)
    return replace(schedule, zone=zone.name, since=first.date if first else "")


def next_occurrence(schedule: Schedule, zone: Zone, after: int, last: str) -> Occurrence | None:
    """The occurrence to be served next when the clock says `after`, and the local date `last` (ISO, or empty) has been
    served; None where the schedule is off.

    Its instant lies at or before `after` when it is owed already. No date up to `last` comes again.
    """
    today = local_date(zone, after)
    first = date.fromisoformat(schedule.since) if schedule.since else date.min
    if last:
        first = max(first, date.fromisoformat(last) + _ONE)
    # Tomorrow's, too, may be past: clocks set back over midnight show today again.
    for day in (today + _ONE, today, today - _ONE):
        if day >= first and _is_due(schedule, day):
            at = _instant(schedule, zone, day)
            if at is not None and at <= after and (day == today or after - at < GRACE):
                return Occurrence(at, day.isoformat())
    return next((each for each in _from(schedule, zone, max(today, first)) if each.at > after), None)


def _from(schedule: Schedule, zone: Zone, day: date) -> Iterator[Occurrence]:
    """The occurrences of that date and all after it, without end unless the schedule is off."""
    while schedule.weekdays:
        if _is_due(schedule, day):
            at = _instant(schedule, zone, day)
            if at is not None:
                yield Occurrence(at, day.isoformat())
        day += _ONE


def _instant(schedule: Schedule, zone: Zone, day: date) -> int | None:
    """The first instant at which the clocks have reached the schedule's time on that date; None for a date that the
    zone left out altogether, as those do that move over the date line."""
    at = first_reached(zone, wall_of(day, schedule.hour * 60 + schedule.minute))
    if at == first_reached(zone, wall_of(day)) and local_date(zone, at) > day:
        return None
    return at


def _is_due(schedule: Schedule, day: date) -> bool:
    """The calendar has that date, whether or not it is owed."""
    if schedule.day:
        return bool(schedule.weekdays) and day.day == min(schedule.day, monthrange(day.year, day.month)[1])
    if not schedule.weekdays >> day.weekday() & 1:
        return False
    if schedule.nth < 0:
        return (day + 7 * _ONE).month != day.month
    if schedule.nth:
        return (day.day + 6) // 7 == schedule.nth
    if schedule.weeks <= 1:
        return True
    first = date.fromisoformat(schedule.since or _FIRST_WEEK)
    return (_monday(day) - _monday(first)) // 7 % schedule.weeks == 0


def _monday(day: date) -> int:
    """The number of the Monday of that date's week."""
    return day.toordinal() - day.weekday()


def describe(schedule: Schedule) -> dict[str, Gap]:
    """What there is to say of a schedule, as gaps for a prompt.

    `every` says what it is: "off", "day", "workday", "week" or "month". `days` are its weekdays, "1" for Monday to "7";
    `weeks`, `day` and `nth` are those of the schedule, `time` is "09:30", and `zone` and `since` are as they are there.
    """
    return {
        "every": _every(schedule),
        "days": "".join(str(index + 1) for index in range(7) if schedule.weekdays >> index & 1),
        "weeks": schedule.weeks,
        "day": schedule.day,
        "nth": schedule.nth,
        "time": f"{schedule.hour:02}:{schedule.minute:02}",
        "zone": schedule.zone,
        "since": schedule.since,
    }


def _every(schedule: Schedule) -> str:
    if not schedule.weekdays:
        return "off"
    if schedule.day or schedule.nth:
        return "month"
    if schedule.weeks > 1:
        return "week"
    return {EVERY_DAY: "day", WORKDAYS: "workday"}.get(schedule.weekdays, "week")


# What people type


_NAMES: Final = {
    name: canonical
    for canonical, names in {
        "mon": ("mon", "monday", "mondays"),
        "tue": ("tue", "tues", "tuesday", "tuesdays"),
        "wed": ("wed", "weds", "wednesday", "wednesdays"),
        "thu": ("thu", "thur", "thurs", "thursday", "thursdays"),
        "fri": ("fri", "friday", "fridays"),
        "sat": ("sat", "saturday", "saturdays"),
        "sun": ("sun", "sunday", "sundays"),
        "weekdays": ("weekday", "weekdays", "workday", "workdays"),
        "weekends": ("weekend", "weekends"),
        "every": ("each",),
        "week": ("weeks",),
        ",": ("and", "&", "+", ";", "/"),
        "-": ("to", "through", "thru", "till", "until", "–", "—"),
        "": ("the", "on"),
    }.items()
    for name in names
}
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_BITS: Final = {**{name: 1 << index for index, name in enumerate(_DAYS)}, "weekdays": WORKDAYS, "weekends": WEEKEND}
_COUNTS: Final = {"other": 2, "second": 2, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "eight": 8}
_PLACES: Final = {"first": 1, "1 st": 1, "second": 2, "2 nd": 2, "third": 3, "3 rd": 3, "fourth": 4, "4 th": 4,
                  "last": -1}  # fmt: skip

_ONE_DAY: Final = f"(?:{'|'.join(_DAYS)})"
_SOME_DAYS: Final = f"(?:{_ONE_DAY}(?: - {_ONE_DAY})?|weekdays|weekends)"
_WEEKDAYS: Final = rf"(?P<days>{_SOME_DAYS}(?: (?:, )?{_SOME_DAYS})*)"
_NUMBER: Final = rf"(?P<weeks>[0-9]{{1,2}}|{'|'.join(_COUNTS)})"
_MONTHLY: Final = "(?:monthly|(?:every|once a|once every) month)"
_WHICH: Final = (
    r"(?:(?:day )?(?P<day>[0-9]{1,2})(?: (?:st|nd|rd|th))?|(?P<edge>first|last)(?: day)?"
    rf"|(?P<nth>{'|'.join(_PLACES)}) (?P<weekday>{_ONE_DAY}))"
)
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"daily|everyday|every day|once a day",
        rf"(?:weekly |every week |once a week )?(?:every )?{_WEEKDAYS}",
        r"(?P<weekly>weekly|every week|once a week)",
        rf"(?:every {_NUMBER} week|(?P<fortnight>fortnightly))(?: {_WEEKDAYS})?",
        rf"{_WEEKDAYS} (?:every {_NUMBER} week|(?P<fortnight>fortnightly))",
        rf"every (?P<other>other|second|2 nd) {_WEEKDAYS}",
        rf"(?P<monthly>{_MONTHLY})(?: {_WHICH})?",
        rf"(?:every )?{_WHICH} of (?:(?:every|a) )?month",
    )
)
_LONGEST_TIME: Final = 8
"""Pieces of "at 8:30 in the evening", and one."""


def parse(text: str) -> Schedule | None:
    """The schedule that the line names and nothing else, `OFF` where it says so; None where it is not understood.

    Meant for what was said to be about a schedule: "never" and "mondays" may also be somebody's answer. Without a time
    it is the usual one, and without a day of the week or the month the first.
    """
    pieces = list(pieces_of(text))
    if pieces[:1] == ["daily"]:
        while len(pieces) > 1 and pieces[1] in ("question", "questions", ":"):
            del pieces[1]
        return _read(pieces) or _read(pieces[1:])
    return _read(pieces)


def _read(pieces: list[str]) -> Schedule | None:
    if len(pieces) == 1 and pieces[0] in OFF_WORDS:
        return OFF
    days = _read_days(pieces)
    if days is not None:
        return days
    for length in range(1, min(_LONGEST_TIME, len(pieces) - 1) + 1):
        for time, rest in ((pieces[-length:], pieces[:-length]), (pieces[:length], pieces[length:])):
            minutes = read_time(time)
            if minutes is not None and (days := _read_days(rest)) is not None:
                return replace(days, hour=minutes // 60, minute=minutes % 60)
    return None


def _read_days(pieces: list[str]) -> Schedule | None:
    """The schedule without its time."""
    plain = _canonical(pieces)
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(plain):
            return _schedule(match.groupdict())
    return None


def _canonical(pieces: list[str]) -> str:
    """The pieces with one word for each thing, no article, and one comma where there are several."""
    kept: list[str] = []
    for piece in pieces:
        word = _NAMES.get(piece, piece)
        if word and not (word == "," and kept[-1:] in ([","], [])):
            kept.append(word)
    return " ".join(kept).removesuffix(" ,")


def _schedule(said: dict[str, str | None]) -> Schedule | None:
    """What a pattern has found, as a schedule; None for a number that cannot be."""
    if weekday := said.get("weekday"):
        return Schedule(weekdays=_BITS[weekday], nth=_PLACES[said["nth"] or "first"])
    if day := said.get("day"):
        return Schedule(day=int(day)) if 1 <= int(day) <= 31 else None
    if edge := said.get("edge"):
        return Schedule(day=31 if edge == "last" else 1)
    if said.get("monthly"):
        return Schedule(day=1)
    every_second = said.get("fortnight") or said.get("other")
    count = said.get("weeks") or ("2" if every_second else "1")
    weeks = _COUNTS.get(count) or int(count)
    if not 1 <= weeks <= MOST_WEEKS:
        return None
    by_week = said.get("weeks") or every_second or said.get("weekly")
    days = said.get("days") or ("mon" if by_week else "")
    return Schedule(weekdays=_weekdays(days) if days else EVERY_DAY, weeks=weeks)


def _weekdays(said: str) -> int:
    """The bits of "mon , wed - fri"; a range may go over the end of the week."""
    bits, before = 0, ""
    words = said.split()
    for index, word in enumerate(words):
        if words[index - 1 : index] == ["-"]:
            first, last = _DAYS.index(before), _DAYS.index(word)
            bits |= sum(1 << (first + step) % 7 for step in range((last - first) % 7 + 1))
        elif word in _BITS:
            bits |= _BITS[word]
            before = word
    return bits
