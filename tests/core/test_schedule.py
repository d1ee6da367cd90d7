"""Schedules: no date skipped, none served twice, whatever clocks do."""

from __future__ import annotations

from calendar import monthcalendar, monthrange
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import chain, pairwise
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.core.hours import local_date
from bot.core.schedule import GRACE, OFF, Occurrence, begin, next_occurrence
from bot.model.noun import Noun
from bot.model.schedule import Schedule, Zone
from bot.runtime.zones import known_zones, zone_value

untimed = settings(deadline=None)
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
GREENWICH: Final = Zone("UTC")
TIMES: Final = ((0, 0), (0, 30), (2, 30), (12, 0), (23, 30))
YEARS: Final = range(2024, 2038)


def moment(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """That moment in UTC, in milliseconds."""
    return int(datetime(year, month, day, hour, minute, tzinfo=UTC).timestamp()) * 1000


def zone_of(name: str, around: int) -> Zone:
    """The zone of that name, which there is."""
    zone = zone_value(name, around)
    assert zone is not None
    return zone


def ask(schedule: Schedule, zone: Zone, after: int, last: str = "") -> Occurrence:
    """The next occurrence of a schedule that is not off."""
    found = next_occurrence(schedule, zone, after, last)
    assert found is not None
    return found


# A bot in small: a timer that is due, a claim, a post, the next timer


class Kept(Noun, frozen=True):
    """What outlives a restart."""

    schedule: Schedule
    last: str = ""


class Jump(Noun, frozen=True):
    """At `at` of real time the clock is set by `step`; with `restart` all but what is kept is then made anew."""

    at: int
    step: int
    restart: bool


class Bot:
    """Keeps a schedule as the engine does: it knows its clock, its timer, and what it has kept."""

    def __init__(self, schedule: Schedule, zone: Zone, now: int) -> None:
        self.zone = zone
        self.kept = Kept(begin(schedule, zone, now))
        self.posts: list[tuple[str, int]] = []
        self.timer = self._next(now).at

    def _next(self, now: int) -> Occurrence:
        return ask(self.kept.schedule, self.zone, now, self.kept.last)

    def restart(self, now: int) -> None:
        """The state is read again and the timer set again."""
        self.kept = msgspec.json.decode(msgspec.json.encode(self.kept), type=Kept)
        self.timer = self._next(now).at

    def fire(self, now: int) -> None:
        """The timer is due by the clock: what is owed is claimed and posted, and the next timer is set."""
        found = self._next(now)
        if found.at <= now:
            self.kept = Kept(self.kept.schedule, found.date)
            self.posts.append((found.date, now))
            found = self._next(now)
        self.timer = found.at


def live(bot: Bot, start: int, end: int, jumps: Sequence[Jump] = ()) -> list[str]:
    """The dates that the bot has posted when its clock, right at `start`, is past `end`."""
    ahead, left = 0, list(jumps)
    real = start
    while True:
        due = max(real, bot.timer - ahead)
        if left and left[0].at <= due:
            jump = left.pop(0)
            real, ahead = jump.at, ahead + jump.step
            if jump.restart:
                bot.restart(real + ahead)
            continue
        real = due
        if real + ahead > end:
            return [day for day, _at in bot.posts]
        assert len(bot.posts) < 20, bot.posts[:8]
        bot.fire(real + ahead)


Change = tuple[int, tuple[tuple[int, int], ...]]
"""When the clocks are changed (or, in a zone where they never are, some day of the year), and the steps around it."""


@lru_cache(maxsize=1000)
def changes_of(name: str, years: range = YEARS) -> tuple[Change, ...]:
    """Every change of the clocks in that zone in those years; one moment of the first year where there is none."""
    found = []
    for year in years:
        begun, over = moment(year, 1, 1), moment(year + 1, 1, 1)
        steps = zone_of(name, begun).steps
        for before, step in pairwise(steps):
            if begun <= step[0] < over:
                found.append((step[0], (before, step)))
    return tuple(found) or ((moment(years[0], 7, 1), zone_of(name, moment(years[0], 7, 1)).steps[:1]),)


STEPS: Final = (-HOUR, 2 * HOUR, -25 * HOUR)
JUMPS: Final = tuple(
    (offset, step, restart)
    for offset in (-30 * MINUTE, -1, 1)
    for step in (*STEPS, 0)
    for restart in (False, True)
    if step or restart
)
"""(when, from the instant of an occurrence; by how much the clock is set; whether the bot is restarted then)"""


def fires_around(schedule: Schedule, zone: Zone, change: int) -> list[Occurrence]:
    """The occurrences of a daily schedule from two before the change of the clocks to three after it."""
    first = begin(schedule, zone, change - 3 * DAY)
    fires: list[Occurrence] = []
    while sum(fire.at > change for fire in fires) < 3:
        fires.append(ask(first, zone, change - 3 * DAY, fires[-1].date if fires else ""))
        assert len(fires) < 10, fires
    before = [fire for fire in fires if fire.at <= change]
    return [*before[-2:], *fires[len(before) :]]


def live_through(change: Change, hour: int, minute: int) -> int:
    """The number of lives in which a daily schedule at that time went through the change, with the clock set and the
    bot restarted around the last occurrence before it and the first after it: none skipped a date or served one
    twice."""
    at, steps = change
    zone, schedule = Zone("there", steps), Schedule(hour=hour, minute=minute)
    fires = fires_around(schedule, zone, at)
    start, end = fires[0].at - HOUR // 2, fires[-1].at + HOUR // 2
    wanted = [fire.date for fire in fires]
    assert wanted == dates(wanted[0], wanted[-1])
    assert live(Bot(schedule, zone, start), start, end) == wanted
    lives = 1
    for fire in fires[1:3]:
        for offset, step, restart in JUMPS:
            jump = Jump(fire.at + offset, step, restart)
            assert live(Bot(schedule, zone, start), start, end, [jump]) == wanted, (zone, schedule, jump)
            lives += 1
    return lives


def dates(first: str, last: str) -> list[str]:
    """Every date from the first to the last."""
    begun = date.fromisoformat(first)
    return [(begun + timedelta(n)).isoformat() for n in range((date.fromisoformat(last) - begun).days + 1)]


SOME_ZONES: Final = (
    "Europe/Berlin",
    "America/Santiago",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Asia/Kathmandu",
)
"""Clocks changed at night, at midnight both ways, by half an hour, by two hours, around Ramadan, never."""


@pytest.mark.parametrize("name", SOME_ZONES)
def test_no_date_is_skipped_or_served_twice_in_some_zones(name: str) -> None:
    """In zones of every sort, a clock that is set and a bot that is restarted lose no date and repeat none."""
    for change in changes_of(name, range(2026, 2027)):
        assert sum(live_through(change, hour, minute) for hour, minute in TIMES) >= len(TIMES) * (1 + 2 * len(JUMPS))


@pytest.mark.slow
@pytest.mark.parametrize(("hour", "minute"), TIMES)
def test_no_date_is_skipped_or_served_twice(hour: int, minute: int) -> None:
    """In every zone there is, through all changes of its clocks from 2024 to 2037, no date is skipped or served twice.

    Zones that change theirs at the same instant in the same way are one case here.
    """
    cases = set(chain.from_iterable(changes_of(name) for name in known_zones()))
    assert len(cases) > 500
    for change in cases:
        live_through(change, hour, minute)


@pytest.mark.slow
def test_no_zone_leaves_out_a_date_in_these_years() -> None:
    """From 2024 to 2037 no zone's clocks leave out a whole date, so that every date of a daily schedule comes."""
    for name in known_zones():
        for change, ((_from, before), *after) in changes_of(name):
            assert all(abs(offset - before) <= 2 * 3600 for _at, offset in after), (name, change)


# An independent counterpart: every minute, as zoneinfo shows it


def minutes_around(name: str, first: datetime) -> list[tuple[int, datetime]]:
    """Every minute of six days, with what the clocks there show."""
    zone, start = ZoneInfo(name), int(first.timestamp())
    every = range(start, start + 6 * 86_400, 60)
    return [(at * 1000, datetime.fromtimestamp(at, zone).replace(tzinfo=None)) for at in every]


@pytest.mark.parametrize("name", [*SOME_ZONES, "America/New_York", "Asia/Beirut", "America/Nuuk", "Pacific/Chatham"])
def test_instants_are_those_that_the_clocks_show(name: str) -> None:
    """Each occurrence is the first minute at which zoneinfo's clocks have reached the time, gap and fold included."""
    for change, _steps in changes_of(name, range(2027, 2028)):
        zone = zone_of(name, change)
        first = datetime.fromtimestamp(change // DAY * 86_400 - 3 * 86_400, UTC)
        minutes = minutes_around(name, first)
        for day in (first.date() + timedelta(n) for n in range(1, 5)):
            for hour, minute in TIMES:
                reached = datetime(day.year, day.month, day.day, hour, minute)
                at = next(at for at, shown in minutes if shown >= reached)
                found = ask(Schedule(hour=hour, minute=minute), zone, at - DAY, (day - timedelta(1)).isoformat())
                assert found == Occurrence(at, day.isoformat())


# What is owed


def test_a_gap_and_a_fold() -> None:
    """A time that is left out comes at the end of the gap, one that comes twice the first time only."""
    zone = zone_of("Europe/Berlin", moment(2026, 3, 28))
    half_past_two = Schedule(hour=2, minute=30)
    assert ask(half_past_two, zone, moment(2026, 3, 28, 12), "2026-03-28") == Occurrence(
        moment(2026, 3, 29, 1), "2026-03-29"
    )
    fold = ask(half_past_two, zone, moment(2026, 10, 24, 12), "2026-10-24")
    assert fold == Occurrence(moment(2026, 10, 25, 0, 30), "2026-10-25")
    assert ask(half_past_two, zone, fold.at, fold.date).date == "2026-10-26"


def test_a_date_that_was_left_out_does_not_come() -> None:
    """Samoa went from 29 to 31 December 2011: the 30th is nobody's, and the 31st comes once."""
    zone = zone_of("Pacific/Apia", moment(2011, 12, 28))
    start = moment(2011, 12, 28, 23)
    for hour in (0, 12):
        bot = Bot(Schedule(hour=hour), zone, start)
        assert (
            live(bot, start, moment(2012, 1, 1, 12))
            == ["2011-12-29", "2011-12-31", "2012-01-01", "2012-01-02"][: len(bot.posts)]
        )
        assert len(bot.posts) >= 3


def test_a_date_that_comes_twice_is_served_once() -> None:
    """Clocks that go back by a whole day show a date again, and it stays served."""
    back = moment(2030, 5, 10, 12)
    zone = Zone("made up", ((0, 12 * 3600), (back, -12 * 3600)))
    start = moment(2030, 5, 7)
    for hour in (0, 6, 18):
        posted = live(Bot(Schedule(hour=hour), zone, start), start, moment(2030, 5, 15))
        assert posted == dates(posted[0], posted[-1])
        assert "2030-05-10" in posted


def test_clocks_set_back_over_midnight_show_a_served_date_again() -> None:
    """An occurrence just after a midnight that comes twice is owed although the clocks show the day before again."""
    half_past = moment(2030, 5, 10, 0, 30)
    zone = Zone("made up", ((0, 0), (half_past, -3600)))
    schedule = replace(Schedule(hour=0, minute=10), since="2030-05-01")
    assert local_date(zone, half_past) == date(2030, 5, 9)
    assert ask(schedule, zone, half_past, "2030-05-09") == Occurrence(moment(2030, 5, 10, 0, 10), "2030-05-10")


@pytest.mark.parametrize(
    ("up_again", "posted"),
    [
        (moment(2026, 5, 4, 8), ["2026-05-04", "2026-05-05"]),
        (moment(2026, 5, 4, 9), ["2026-05-04", "2026-05-05"]),
        (moment(2026, 5, 4, 23, 59), ["2026-05-04", "2026-05-05"]),
        (moment(2026, 5, 5, 0, 1), ["2026-05-05"]),
    ],
)
def test_after_an_outage_only_today_is_owed(up_again: int, posted: list[str]) -> None:
    """Of the dates that an outage has swallowed only that of the day which it still is comes, and then the next."""
    bot = Bot(Schedule(), GREENWICH, moment(2026, 4, 30))
    bot.restart(up_again)
    assert live(bot, up_again, moment(2026, 5, 5, 12)) == posted


def test_a_day_that_has_just_ended_is_still_owed() -> None:
    """An occurrence late in the evening is owed for `GRACE` even though it is tomorrow by then, and no longer."""
    schedule, due = replace(Schedule(hour=23, minute=30), since="2026-05-01"), moment(2026, 5, 4, 23, 30)
    assert ask(schedule, GREENWICH, due + GRACE - 1, "2026-05-03") == Occurrence(due, "2026-05-04")
    assert ask(schedule, GREENWICH, due + GRACE, "2026-05-03") == Occurrence(due + DAY, "2026-05-05")


def test_of_two_dates_that_are_owed_the_later_comes() -> None:
    """Clocks that leap over most of a day can leave yesterday's and today's owed at once: only today's comes."""
    leap = moment(2030, 5, 10, 0, 40)
    zone = Zone("made up", ((0, 0), (leap, 24 * 3600)))
    schedule = replace(Schedule(hour=0, minute=30), since="2030-05-01")
    assert ask(schedule, zone, leap + MINUTE, "2030-05-09") == Occurrence(leap, "2030-05-11")


def test_nothing_is_owed_before_the_beginning() -> None:
    """A schedule that is set in the afternoon for the morning begins tomorrow, and one set in time begins today."""
    schedule = Schedule(hour=9)
    assert begin(schedule, GREENWICH, moment(2026, 5, 4, 15)).since == "2026-05-05"
    early = begin(schedule, GREENWICH, moment(2026, 5, 4, 8))
    assert early.since == "2026-05-04"
    assert ask(early, GREENWICH, moment(2026, 5, 4, 10)) == Occurrence(moment(2026, 5, 4, 9), "2026-05-04")
    assert ask(early, GREENWICH, moment(2026, 5, 4, 8), "2026-05-04").date == "2026-05-05"


@pytest.mark.parametrize("said", [moment(2026, 5, 2), moment(2026, 5, 9)])
def test_weeks_count_from_the_first_occurrence(said: int) -> None:
    """Every two weeks on Friday, said on a Saturday, begins on the next Friday and then leaves one out."""
    fridays = begin(Schedule(weekdays=0b10000, weeks=2), GREENWICH, said)
    first = date(2026, 5, 8) if said < moment(2026, 5, 8) else date(2026, 5, 15)
    assert fridays.since == first.isoformat()
    assert ask(fridays, GREENWICH, said + 7 * DAY, fridays.since).date == (first + timedelta(14)).isoformat()


def test_weeks_begin_on_monday() -> None:
    """Every two weeks on Monday and Wednesday, said on a Tuesday, has the rest of this week and then leaves one out."""
    both = begin(Schedule(weekdays=0b101, weeks=2), GREENWICH, moment(2026, 5, 5))
    assert both.since == "2026-05-06"
    assert ask(both, GREENWICH, moment(2026, 5, 6, 12), both.since).date == "2026-05-18"


def test_off_never_comes() -> None:
    """A schedule that is off has no next occurrence, and beginning it changes nothing of that."""
    assert next_occurrence(OFF, GREENWICH, 0, "") is None
    assert next_occurrence(begin(OFF, GREENWICH, 0), GREENWICH, 0, "") is None


# The calendar

weekly = st.builds(
    Schedule, weekdays=st.integers(1, 127), weeks=st.integers(1, 6), hour=st.integers(0, 23), minute=st.integers(0, 59)
)
monthly = st.builds(Schedule, day=st.integers(1, 31), hour=st.integers(0, 23), minute=st.integers(0, 59))
by_place = st.builds(
    Schedule,
    weekdays=st.integers(0, 6).map(lambda day: 1 << day),
    nth=st.sampled_from((1, 2, 3, 4, -1)),
    hour=st.integers(0, 23),
    minute=st.integers(0, 59),
)
schedules = st.one_of(weekly, monthly, by_place)


def calendar_has(schedule: Schedule, first: date, day: date) -> bool:
    """The same rule, read off a printed calendar."""
    if schedule.day:
        return day.day == schedule.day or (day.day == monthrange(day.year, day.month)[1] and schedule.day > day.day)
    weekday = day.weekday()
    if schedule.nth:
        column = [week[weekday] for week in monthcalendar(day.year, day.month) if week[weekday]]
        wanted = column[schedule.nth - 1 if schedule.nth > 0 else -1]
        return schedule.weekdays == 1 << weekday and day.day == wanted
    apart = (day - timedelta(weekday)) - (first - timedelta(first.weekday()))
    return apart.days % (7 * schedule.weeks) == 0 and bool(schedule.weekdays & 1 << weekday)


@untimed
@given(schedules, st.integers(moment(2024, 1, 1), moment(2036, 1, 1)))
def test_the_calendar(schedule: Schedule, now: int) -> None:
    """The dates that come are those which the calendar has from the first on, in order, each at its time."""
    begun = begin(schedule, GREENWICH, now)
    first = date.fromisoformat(begun.since)
    assert schedule.day or schedule.nth or (first - local_date(GREENWICH, now)).days <= 7
    found, last = [], ""
    for _ in range(4):
        found.append(ask(begun, GREENWICH, now, last))
        last = found[-1].date
    days = [first + timedelta(n) for n in range((date.fromisoformat(last) - first).days + 1)]
    assert [each.date for each in found] == [day.isoformat() for day in days if calendar_has(begun, first, day)]
    for each in found:
        shown = datetime.fromtimestamp(each.at / 1000, UTC)
        assert each.at > now
        assert (shown.date().isoformat(), shown.hour, shown.minute) == (each.date, begun.hour, begun.minute)


@untimed
@given(schedules, st.integers(moment(2024, 1, 1), moment(2036, 1, 1)), st.integers(-30, 400))
def test_what_was_served_never_comes_again(schedule: Schedule, now: int, days: int) -> None:
    """Whatever the clock says, the next date lies after the last one served."""
    zone = zone_of("Europe/Berlin", now)
    last = (local_date(zone, now) + timedelta(days)).isoformat()
    assert ask(begin(schedule, zone, now), zone, now, last).date > last
