"""What comes by itself in the next two weeks."""

from __future__ import annotations

from bot.core.calendar import DAYS, days
from bot.model.calendar import Coming
from bot.model.ids import Address, DeckId, Platform
from bot.model.rhythm import Rhythm
from bot.model.schedule import Schedule, Zone
from bot.ports.zones import UTC

NOW = 1_772_478_000_000
"""Monday, 2026-03-02 19:00 UTC."""
DAY = 86_400_000
EAST = Zone("East", ((0, 9 * 3_600),))
TELEGRAM = Platform("telegram")


def zone_of(name: str) -> Zone:
    return EAST if name == "East" else UTC


def place(schedule: Schedule, paused_until: int = 0, served: str = "") -> Coming:
    return Coming(Rhythm(schedule, (DeckId("a"),), served=served), TELEGRAM, Address("-1"), paused_until)


def dates(*coming: Coming) -> list[str]:
    """The dates on which something comes to a place."""
    return [day.date for day in days(coming, zone_of, UTC, NOW) for _one in day.occasions]


def test_two_weeks_from_today() -> None:
    """Today is the first, and each day is there whether or not something comes."""
    found = days((), zone_of, UTC, NOW)
    assert len(found) == DAYS and found[0].date == "2026-03-02" and found[-1].date == "2026-03-15"


def test_what_was_due_today_is_over() -> None:
    """At seven in the evening nine in the morning is tomorrow's; eight in the evening is still to come."""
    assert dates(place(Schedule(hour=9)))[0] == "2026-03-03"
    assert dates(place(Schedule(hour=20)))[0] == "2026-03-02"
    assert len(dates(place(Schedule(hour=9)))) == 13


def test_only_on_its_days() -> None:
    """Mondays are Mondays, and every second week is every second."""
    assert dates(place(Schedule(weekdays=1))) == ["2026-03-09"]
    assert dates(place(Schedule(weekdays=1 << 4, weeks=2, since="2026-03-06"))) == ["2026-03-06"]


def test_a_pause_is_left_out() -> None:
    """Nothing stands on a day before the pause is over."""
    assert dates(place(Schedule(), paused_until=NOW + 10 * DAY))[0] == "2026-03-13"


def test_what_is_off_or_hushed_does_not_come() -> None:
    """A schedule that nobody has now is on no day."""
    assert dates(Coming(Rhythm(Schedule(), off=True), TELEGRAM, Address("-1"))) == []
    assert dates(Coming(Rhythm(Schedule(), hushed=True), TELEGRAM, Address("-1"))) == []
    assert dates(place(Schedule(weekdays=0))) == []


def test_another_zone_is_another_date() -> None:
    """Nine in the morning in the East is midnight here: it stands on our date, with the time of theirs."""
    found = days((place(Schedule(hour=3, zone="East")),), zone_of, UTC, NOW)
    (first, *_rest) = [one for day in found for one in day.occasions]
    assert (first.time, first.zone) == ("03:00", "East")
    assert next(day.date for day in found if day.occasions) == "2026-03-03"
    assert first.at == NOW - NOW % DAY + DAY + 18 * 3_600_000


def test_members_are_a_count() -> None:
    """However many wished for it, a day says how many, and nothing of whom."""
    found = days((Coming(Rhythm(Schedule()), members=7), Coming(Rhythm(Schedule(weekdays=1 << 1)), members=2)),
                 zone_of, UTC, NOW)  # fmt: skip
    assert [day.members for day in found[:3]] == [0, 9, 7]
    assert all(day.occasions == () for day in found)
