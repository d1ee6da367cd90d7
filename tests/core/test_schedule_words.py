"""Schedules as people type them, and as they are told again."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedule import OFF, WEEKEND, WORKDAYS, describe, next_occurrence, parse
from bot.model.schedule import EVERY_DAY, Schedule
from tests.core.test_schedule import GREENWICH, schedules, untimed

FRIDAY: Final = 0b0010000
TYPED: Final = (
    ("daily", Schedule()),
    ("daily at 9", Schedule()),
    ("daily 9:30", Schedule(minute=30)),
    ("every day at 8 pm", Schedule(hour=20)),
    ("Every day, at 8 P.M.", Schedule(hour=20)),
    ("at 8 pm every day", Schedule(hour=20)),
    ("weekdays at 8:00", Schedule(WORKDAYS, hour=8)),
    ("weekdays", Schedule(WORKDAYS)),
    ("every weekend at noon", Schedule(WEEKEND, hour=12)),
    ("mondays and thursdays at 19:00", Schedule(0b0001001, hour=19)),
    ("mon, wed, fri at 7.30", Schedule(0b0010101, hour=7, minute=30)),
    ("Mon, Wed, and Fri at 7.30.", Schedule(0b0010101, hour=7, minute=30)),
    ("mon-fri at 18h30", Schedule(WORKDAYS, hour=18, minute=30)),
    ("friday to monday", Schedule(0b1110001)),
    ("weekdays and sunday", Schedule(0b1011111)),
    ("weekly", Schedule(0b0000001)),
    ("weekly on sunday at 0:00", Schedule(0b1000000, hour=0)),
    ("every week on friday", Schedule(FRIDAY)),
    ("every 2 weeks on friday at 17:00", Schedule(FRIDAY, 2, hour=17)),
    ("every two weeks on the friday", Schedule(FRIDAY, 2)),
    ("every other friday at 5 in the afternoon", Schedule(FRIDAY, 2, hour=17)),
    ("every other week on friday", Schedule(FRIDAY, 2)),
    ("fridays every 3 weeks at 10", Schedule(FRIDAY, 3, hour=10)),
    ("fortnightly on fri", Schedule(FRIDAY, 2)),
    ("monthly", Schedule(day=1)),
    ("monthly on the 1st at 12:00", Schedule(day=1, hour=12)),
    ("monthly on day 15 9:30", Schedule(day=15, minute=30)),
    ("monthly on the last day", Schedule(day=31)),
    ("on the 31st of every month at midnight", Schedule(day=31, hour=0)),
    ("monthly on the first monday at 9", Schedule(0b0000001, nth=1)),
    ("last friday of the month at 20:15", Schedule(FRIDAY, nth=-1, hour=20, minute=15)),
    ("daily at 1930", Schedule(hour=19, minute=30)),
    ("daily at 12 am", Schedule(hour=0)),
    ("daily at 12 pm", Schedule(hour=12)),
    ("daily at 9 o’clock", Schedule()),
    ("off", OFF),
    ("OFF.", OFF),
    ("daily off", OFF),
    ("daily question: weekdays at 7", Schedule(WORKDAYS, hour=7)),
    ("daily at 25:00", None),
    ("daily at 24:00", None),
    ("daily at 9:60", None),
    ("daily at 13 pm", None),
    ("daily at 0 am", None),
    ("daily at 12 in the evening", None),
    ("daily at", None),
    ("daily at 9 at 10", None),
    ("daily 9 30", None),
    ("every 0 weeks on friday", None),
    ("every 53 weeks on friday", None),
    ("every 2 days", None),
    ("monthly on the 0th", None),
    ("monthly on the 32nd", None),
    ("monthly on the fifth monday", None),
    ("twice a week", None),
    ("9:30", None),
    ("mon-weekends", None),
    ("mon to", None),
    ("", None),
    ("off the record", None),
    ("I go running on mondays at 9", None),
    ("٩ daily", None),
    ("daily at 9" + " " * 100, None),
)


@pytest.mark.parametrize(("text", "schedule"), TYPED, ids=[text[:30] or "empty" for text, _schedule in TYPED])
def test_what_people_type(text: str, schedule: Schedule | None) -> None:
    """A line that names a schedule is that schedule; any other is none."""
    assert parse(text) == schedule


VOCABULARY: Final = (
    "daily", "every", "each", "day", "week", "weeks", "weekdays", "weekends", "mon", "tuesdays", "wed", "sunday", "and",
    ",", "-", "to", "on", "the", "at", "2", "9", "31", "12", "1st", ":", "30", ".", "pm", "am", "off", "monthly", "of",
    "month", "first", "last", "other", "second", "fortnightly", "noon", "h", "in the evening", "1930", "question",
)  # fmt: skip
lines = st.one_of(
    st.text(max_size=130),
    st.lists(st.sampled_from(VOCABULARY), max_size=12).map(" ".join),
    st.lists(st.sampled_from(VOCABULARY), max_size=9).map("".join),
)

NAMES: Final = ("", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PLACES: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", -1: "last"}


def told(schedule: Schedule) -> str:
    """A schedule in words, from nothing but its gaps: what a prompt has to go by."""
    gaps = describe(schedule)
    days = " and ".join(NAMES[int(day)] for day in str(gaps["days"]))
    nth, number = gaps["nth"], gaps["weeks"]
    assert isinstance(nth, int)
    which = f"the {PLACES[nth]} {days}" if nth else f"day {gaps['day']}"
    said = {
        "off": "off",
        "day": "daily",
        "workday": "weekdays",
        "week": f"every {number} weeks on {days}" if number != 1 else f"every {days}",
        "month": f"monthly on {which}",
    }[str(gaps["every"])]
    return said if said == "off" else f"{said} at {gaps['time']}"


@untimed
@given(lines)
def test_whatever_is_typed_has_an_answer(text: str) -> None:
    """Any line is a schedule or none, never an error; what was understood is told so that it is understood again."""
    schedule = parse(text)
    if schedule is not None:
        assert parse(told(schedule)) == schedule
        assert ("off" in told(schedule)) == (next_occurrence(schedule, GREENWICH, 0, "") is None)


@untimed
@given(schedules)
def test_a_schedule_is_told_whole(schedule: Schedule) -> None:
    """The gaps of a description hold all of a schedule: two that are told alike come alike."""
    again = parse(told(schedule))
    assert again == schedule
    assert describe(schedule)["zone"] == schedule.zone


def test_the_days_of_a_month_do_not_count_weekdays() -> None:
    """A description of a day of the month names it, and one of all seven days is daily."""
    assert describe(Schedule(day=3))["every"] == "month"
    assert describe(Schedule(EVERY_DAY))["every"] == "day"
    assert describe(Schedule(EVERY_DAY, weeks=2))["every"] == "week"


@pytest.mark.parametrize("text", ["mon " * 25, "mon , " * 16 + "x", "9:" * 50, "every " * 16, "- " * 50, "1st " * 25])
def test_a_line_that_goes_on_and_on(text: str) -> None:
    """Repetition up to the limit ends in an answer, and it is none of ours unless it says one thing."""
    assert parse(text[:100]) in (None, Schedule(0b0000001))
