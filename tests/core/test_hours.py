"""Quiet hours by the clocks on the wall, times as people type them, and zones by the names they give them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.hours import (
    first_reached,
    hours_awake,
    local_date,
    next_quiet,
    parse_quiet,
    pieces_of,
    quiet_until,
    read_time,
    wall,
    zone_name,
)
from bot.model.schedule import Zone
from bot.runtime.zones import known_zones, zone_value

untimed = settings(deadline=None)
MINUTE, HOUR, DAY = 60_000, 3_600_000, 86_400_000
BEGUN: Final = 1_774_569_600_000
"""2026-03-27 00:00 UTC, two days before Europe's clocks go forward."""
BERLIN: Final = zone_value("Europe/Berlin", BEGUN)
NAMES: Final = ("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe", "Antarctica/Troll", "Asia/Kathmandu", "UTC")


def moment(month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """That moment of 2026 in UTC, in milliseconds."""
    return int(datetime(2026, month, day, hour, minute, tzinfo=UTC).timestamp()) * 1000


def shown(name: str, at: int) -> datetime:
    """What zoneinfo's clocks show there."""
    return datetime.fromtimestamp(at // 1000, ZoneInfo(name)).replace(tzinfo=None)


@lru_cache(maxsize=1000)
def quiet_minutes(quiet: tuple[int, int]) -> frozenset[int]:
    """The minutes from the first up to the end, counted one by one."""
    found, minute = set(), quiet[0]
    while minute != quiet[1]:
        found.add(minute)
        minute = (minute + 1) % 1440
    return frozenset(found)


def is_quiet(name: str, at: int, quiet: tuple[int, int]) -> bool:
    """Whether zoneinfo's clocks show one of the quiet minutes."""
    now = shown(name, at)
    return now.hour * 60 + now.minute in quiet_minutes(quiet)


def zone_of(name: str) -> Zone:
    """The zone of that name in 2026, which there is."""
    zone = zone_value(name, BEGUN)
    assert zone is not None
    return zone


# What the clocks show

instants = st.integers(BEGUN, BEGUN + 390 * DAY)
changes = st.sampled_from([(name, at) for name in NAMES for at, _offset in zone_of(name).steps[1:]])
near_changes = st.builds(
    lambda change, minutes: (change[0], change[1] + minutes * MINUTE), changes, st.integers(-26 * 60, 26 * 60)
)
somewhere = st.one_of(st.tuples(st.sampled_from(NAMES), instants), near_changes)


@untimed
@given(somewhere)
def test_a_zone_shows_what_zoneinfo_shows(there: tuple[str, int]) -> None:
    """The value of a zone has the clocks show what those of zoneinfo show, and the date too."""
    name, at = there
    naive = shown(name, at).replace(tzinfo=UTC)
    assert wall(zone_of(name), at) // 1000 == int(naive.timestamp())
    assert local_date(zone_of(name), at) == naive.date()


@untimed
@given(somewhere)
def test_what_is_shown_was_reached(there: tuple[str, int]) -> None:
    """What the clocks show at an instant was first reached then, or, where they show it twice, a little earlier."""
    name, at = there
    zone = zone_of(name)
    first = first_reached(zone, wall(zone, at))
    assert first == at or at - 2 * HOUR <= first < at
    assert wall(zone, first) >= wall(zone, at) > wall(zone, first - 1)


# Quiet hours


@untimed
@given(somewhere, st.integers(0, 1439), st.integers(0, 1439))
@example(("Europe/Berlin", moment(3, 28, 22)), 22 * 60, 150)
@example(("Europe/Berlin", moment(10, 24, 22)), 22 * 60, 150)
@example(("Europe/Berlin", moment(3, 29, 0, 30)), 181, 179)
@example(("Europe/Berlin", moment(3, 28, 12)), 180, 120)
def test_quiet_ends_when_it_is_not_quiet(there: tuple[str, int], first: int, until: int) -> None:
    """The end of the quiet hours is the first instant that is not quiet; where it is not quiet there is none."""
    (name, now), quiet = there, (first, until)
    end = quiet_until(now, zone_of(name), quiet)
    if not is_quiet(name, now, quiet):
        assert end == 0
        return
    assert now < end <= now + 2 * DAY
    assert not is_quiet(name, end, quiet)
    assert quiet_until(end, zone_of(name), quiet) == 0
    assert is_quiet(name, end - 1, quiet)
    assert all(is_quiet(name, at, quiet) for at in range(now, end, 15 * MINUTE))


@pytest.mark.parametrize(
    ("now", "quiet", "end"),
    [
        (moment(1, 10, 22), (22 * 60, 8 * 60), moment(1, 11, 7)),
        (moment(1, 11, 6, 59), (22 * 60, 8 * 60), moment(1, 11, 7)),
        (moment(1, 11, 7), (22 * 60, 8 * 60), 0),
        (moment(1, 10, 12), (13 * 60, 15 * 60), moment(1, 10, 14)),
        (moment(3, 28, 22), (22 * 60, 8 * 60), moment(3, 29, 6)),
        (moment(3, 28, 22), (22 * 60, 150), moment(3, 29, 1)),
        (moment(10, 24, 21), (22 * 60, 8 * 60), moment(10, 25, 7)),
        (moment(10, 24, 21), (22 * 60, 150), moment(10, 25, 0, 30)),
        (moment(10, 25, 0, 45), (22 * 60, 150), 0),
        (moment(10, 25, 1, 15), (22 * 60, 150), moment(10, 25, 1, 30)),
        (moment(3, 28, 12), (8 * 60, 8 * 60), 0),
        (moment(3, 28, 12), (0, 0), 0),
        (moment(1, 10, 22, 30), (22 * 60, 1440), moment(1, 10, 23)),
    ],
)
def test_quiet_nights_in_berlin(now: int, quiet: tuple[int, int], end: int) -> None:
    """Quiet hours are an hour shorter in the night of the spring, and longer in that of the autumn."""
    assert BERLIN is not None
    assert quiet_until(now, BERLIN, quiet) == end


def test_an_end_that_is_jumped_over() -> None:
    """Where the clocks jump into the quiet hours' only pause and over it, it goes on being quiet."""
    assert BERLIN is not None
    almost_always = (3 * 60, 2 * 60)
    assert quiet_until(moment(3, 28, 12), BERLIN, almost_always) == moment(3, 30, 0)


# What people type

QUIET: Final = (
    ("quiet 22-8", (1320, 480)),
    ("quiet 22:30 to 7", (1350, 420)),
    ("quiet hours from 10pm to 8am", (1320, 480)),
    ("Quiet hours: 10.30 pm – 6", (1350, 360)),
    ("quiet between 22 and 8", (1320, 480)),
    ("quiet time from midnight until noon", (0, 720)),
    ("quiet 22h30-6h", (1350, 360)),
    ("quiet 2230-0700", (1350, 420)),
    ("22-8", (1320, 480)),
    ("quiet 20-24", (1200, 0)),
    ("quiet 20:00-24:00", (1200, 0)),
    ("quiet off", (0, 0)),
    ("quiet hours off.", (0, 0)),
    ("quiet", None),
    ("quiet 8-8", None),
    ("quiet 0-24", None),
    ("quiet 24-8", None),
    ("quiet 25-8", None),
    ("quiet 22-8:60", None),
    ("quiet 22--8", None),
    ("quiet 22-8-9", None),
    ("quiet 22", None),
    ("quiet 13pm to 8", None),
    ("be quiet 22-8", None),
    ("quiet 22-8 please do" + " now" * 30, None),
    ("", None),
)


@pytest.mark.parametrize(("text", "quiet"), QUIET, ids=[text[:30] or "empty" for text, _quiet in QUIET])
def test_quiet_hours_as_people_type_them(text: str, quiet: tuple[int, int] | None) -> None:
    """A line that names quiet hours names two times of the day; any other names none."""
    assert parse_quiet(text) == quiet


@untimed
@given(st.integers(0, 1439), st.integers(0, 1439), st.sampled_from(("-", " to ", " until ", " – ")))
def test_quiet_hours_are_read_as_they_are_told(first: int, until: int, between: str) -> None:
    """Any two different times, written with their minutes, come back as they are."""
    told = f"quiet {first // 60:02}:{first % 60:02}{between}{until // 60:02}:{until % 60:02}"
    assert parse_quiet(told) == (None if first == until else (first, until))


@untimed
@given(st.integers(0, 1439))
def test_both_ways_to_tell_the_time(minutes: int) -> None:
    """The clock of twelve hours and that of twenty-four name the same minute."""
    half = datetime(2026, 1, 1, minutes // 60, minutes % 60)
    assert read_time(pieces_of(half.strftime("%I:%M %p"))) == minutes == read_time(pieces_of(half.strftime("at %H.%M")))


VOCABULARY: Final = (
    "quiet",
    "hours",
    "from",
    "to",
    "-",
    "22",
    "8",
    ":",
    "30",
    "pm",
    "am",
    "off",
    "and",
    "noon",
    "24",
    "h",
)
lines = st.one_of(
    st.text(max_size=130),
    st.lists(st.sampled_from(VOCABULARY), max_size=10).map(" ".join),
    st.lists(st.sampled_from(VOCABULARY), max_size=10).map("".join),
)  # fmt: skip


@untimed
@given(lines)
def test_whatever_is_typed_is_a_time_or_none(text: str) -> None:
    """Any line names quiet hours of one day or none, and a place or none, never an error."""
    quiet = parse_quiet(text)
    assert quiet is None or all(0 <= minute < 1440 for minute in quiet)
    assert zone_name(text, known_zones()) in (None, *known_zones())


# Places

PLACES: Final = (
    ("Europe/Berlin", "Europe/Berlin"),
    ("europe/berlin", "Europe/Berlin"),
    ("berlin", "Europe/Berlin"),
    ("I am", None),
    ("Berlin time.", "Europe/Berlin"),
    ("in Lisbon", "Europe/Lisbon"),
    ("time zone Tokyo", "Asia/Tokyo"),
    ("new york", "America/New_York"),
    ("New_York", "America/New_York"),
    ("São Paulo", "America/Sao_Paulo"),
    ("sao paulo", "America/Sao_Paulo"),
    ("buenos aires", "America/Argentina/Buenos_Aires"),
    ("port-au-prince", "America/Port-au-Prince"),
    ("japan", "Japan"),
    ("hawaii", "US/Hawaii"),
    ("utc", "UTC"),
    ("GMT", "GMT"),
    ("UTC+2", "Etc/GMT-2"),
    ("utc +02:00", "Etc/GMT-2"),
    ("gmt-5", "Etc/GMT+5"),
    ("UTC−3", "Etc/GMT+3"),
    ("UTC+0", "UTC"),
    ("Etc/GMT+2", "Etc/GMT+2"),
    ("utc+14", "Etc/GMT-14"),
    ("utc-13", None),
    ("utc+5:30", None),
    ("EST", "America/New_York"),
    ("pacific time", "America/Los_Angeles"),
    ("west", None),
    ("samoa", None),
    ("europe", None),
    ("localtime", None),
    ("", None),
    ("   ", None),
    ("../etc/passwd", None),
    ("x" * 101, None),
)


@pytest.mark.parametrize(("text", "name"), PLACES, ids=[text[:30] or "empty" for text, _name in PLACES])
def test_places_as_people_type_them(text: str, name: str | None) -> None:
    """A place is the one zone of the list that it can be, and none where it can be several."""
    assert zone_name(text, known_zones()) == name


@pytest.mark.parametrize(("text", "hours"), [("UTC+2", 2), ("gmt-5", -5), ("UTC+0", 0), ("utc+14", 14)])
def test_an_offset_means_what_it_says(text: str, hours: int) -> None:
    """ "UTC+2" is two hours ahead of UTC, whatever signs the list of zones writes."""
    zone = zone_of(zone_name(text, known_zones()) or "")
    assert [offset for _at, offset in zone.steps] == [hours * 3600]


def test_every_zone_is_known_by_its_name() -> None:
    """Typed as the list writes it, every name is itself, but for those that people mean otherwise."""
    others = {name: zone_name(name, known_zones()) for name in known_zones() if zone_name(name, known_zones()) != name}
    assert others == {"EST": "America/New_York", "MST": "America/Denver"}


def test_nothing_is_known_of_an_empty_list() -> None:
    """Only names that were handed in come out."""
    assert [zone_name(text, ()) for text in ("berlin", "utc", "utc+2", "est")] == [None] * 4
    assert zone_name("est", ("America/New_York",)) == "America/New_York"


def test_a_day_has_its_date() -> None:
    """Before 1970, too, an instant has its local date."""
    assert local_date(Zone("UTC"), -1) == date(1969, 12, 31)


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(1_500_000_000_000, 1_900_000_000_000))
def test_the_hours_awake_are_those_that_are_not_quiet(first: int, until: int, now: int) -> None:
    """An hour counts where it begins outside the quiet ones, by the clocks of the zone."""
    zone = Zone("There", ((0, 5 * 3_600 + 1_800),))
    midnight = now - now % 86_400_000
    bits = hours_awake(now, zone, (first, until))
    for hour in range(24):
        assert bool(bits >> hour & 1) == (quiet_until(midnight + hour * 3_600_000, zone, (first, until)) == 0)


@given(st.integers(0, 1439), st.integers(0, 1439), st.integers(1_500_000_000_000, 1_900_000_000_000))
def test_the_next_quiet_hours_begin_when_they_begin(first: int, until: int, now: int) -> None:
    """It is quiet from then on, and was not the minute before; with none at all it is a day from now."""
    zone = Zone("There", ((0, -3 * 3_600),))
    at = next_quiet(now, zone, (first, until))
    assert now < at <= now + 2 * 86_400_000
    if first != until:
        assert quiet_until(at, zone, (first, until)) > at
        assert quiet_until(at - 60_000, zone, (first, until)) in (0, at)
