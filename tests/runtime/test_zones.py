"""Zones as values: what zoneinfo says, small, and the same all day."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import msgspec
import pytest

from bot.model.schedule import Zone
from bot.ports.store import Refused
from bot.runtime.zones import AFTER, BEFORE, KnownZones, host_zone, known_zones, zone_value, zones_of

HOUR, DAY = 3_600_000, 86_400_000
AROUND: Final = 1_795_312_800_000
"""2026-11-22 02:00 UTC."""
SOME: Final = (
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "Asia/Kathmandu",
    "UTC",
)


def offset_at(name: str, at: int) -> int:
    """What zoneinfo says, in seconds."""
    ahead = datetime.fromtimestamp(at // 1000, ZoneInfo(name)).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds())


def told_at(zone: Zone, at: int) -> int:
    """What the value says."""
    return [offset for index, (start, offset) in enumerate(zone.steps) if not index or start <= at][-1]


@pytest.mark.parametrize("name", SOME)
def test_a_value_says_what_zoneinfo_says(name: str) -> None:
    """From a few days before to thirteen months after, every half hour has the offset that zoneinfo gives it."""
    zone = zone_value(name, AROUND)
    assert zone is not None
    assert AFTER >= 397
    assert BEFORE >= 3
    for at in range(AROUND - BEFORE * DAY, AROUND + AFTER * DAY, HOUR // 2):
        assert told_at(zone, at) == offset_at(name, at), at
    for at, _offset in zone.steps[1:]:
        assert offset_at(name, at - 1000) != offset_at(name, at), at


@pytest.mark.slow
def test_every_change_is_found() -> None:
    """In every zone, on every third day from 2024 to 2037, the values have the offset that zoneinfo gives."""
    for name in known_zones():
        for year in range(2024, 2038):
            begun = int(datetime(year, 1, 1, tzinfo=UTC).timestamp()) * 1000
            zone = zone_value(name, begun)
            assert zone is not None
            for at in range(begun, begun + 398 * DAY, 3 * DAY):
                assert told_at(zone, at) == offset_at(name, at), (name, at)
            for before, (at, offset) in zip(zone.steps, zone.steps[1:], strict=False):
                assert (offset_at(name, at - 1000), offset_at(name, at)) == (before[1], offset), (name, at)


def test_every_zone_is_small() -> None:
    """Written down, no zone is larger than 200 bytes, one without changes is one pair, and each is read back whole."""
    for name in known_zones():
        zone = zone_value(name, AROUND)
        written = msgspec.json.encode(zone)
        assert len(written) <= 200, name
        assert msgspec.json.decode(written, type=Zone) == zone
    assert zone_value("Asia/Tokyo", AROUND) == Zone("Asia/Tokyo", ((0, 9 * 3600),))


@pytest.mark.parametrize("name", ["", ".", "..", "../etc/passwd", "Europe", "/etc/localtime", "localtime", "Factory",
                                  "Mars/Base", "europe/berlin", "UTC\0", "Ünder/Way", "x" * 5000])  # fmt: skip
def test_no_other_name_has_a_value(name: str) -> None:
    """A name that is not on the list has no value, and opens no file."""
    assert name not in known_zones()
    assert zone_value(name, AROUND) is None


def test_a_zone_is_the_same_all_day() -> None:
    """All instants of a day share one value, so that it is made once."""
    day = AROUND // DAY * DAY
    assert zone_value("Europe/Berlin", day) is zone_value("Europe/Berlin", day + DAY - 1)
    assert zone_value("Asia/Tokyo", day) == zone_value("Asia/Tokyo", day + 1000 * DAY)


@pytest.mark.parametrize("around", [-1, 0, -(10**18), 10**18])
def test_a_clock_that_is_wrong_breaks_nothing(around: int) -> None:
    """Whatever a clock says, a known zone has a value whose steps ascend."""
    zone = zone_value("Europe/Berlin", around)
    assert zone is not None
    assert list(zone.steps) == sorted(set(zone.steps))


def test_the_list_is_one_and_in_order() -> None:
    """Every usual zone is known, in order, once."""
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT-2"} <= set(known_zones())
    assert list(known_zones()) == sorted(set(known_zones()))


def test_a_name_that_is_nobodys_is_the_installations_zone() -> None:
    """Where somebody's zone is wanted there is always one: theirs, or the one that the operator named."""
    zones = KnownZones("Asia/Kathmandu")
    assert zones.of("Europe/Berlin", AROUND) == zone_value("Europe/Berlin", AROUND)
    for name in ("", "Europe", "Atlantis/Capital", "../../etc/passwd"):
        assert zones.of(name, AROUND) == zone_value("Asia/Kathmandu", AROUND)


def test_what_somebody_means_is_one_zone_or_none() -> None:
    """A city is one, whatever is nobody's is None, and so is what may be two."""
    zones = KnownZones("UTC")
    meant = zones.meant("new york", AROUND)
    assert meant is not None
    assert meant.name == "America/New_York"
    assert zones.meant("atlantis", AROUND) is None
    assert zones.meant(".", AROUND) is None


def test_a_setting_that_names_no_zone_is_refused() -> None:
    """The start says which, and how it is written."""
    with pytest.raises(Refused, match="Europe/Berlin"):
        zones_of("Atlantis")
    assert zones_of("Europe/Berlin").of("", AROUND) == zone_value("Europe/Berlin", AROUND)


def test_the_machine_says_which_zone_it_keeps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By a variable, or by where its clock file leads; a machine that says nothing keeps UTC."""
    monkeypatch.delenv("TZ", raising=False)
    clock = tmp_path / "zoneinfo" / "Asia" / "Tokyo"
    clock.parent.mkdir(parents=True)
    clock.touch()
    (tmp_path / "localtime").symlink_to(clock)
    assert host_zone(tmp_path / "localtime") == "Asia/Tokyo"
    assert host_zone(tmp_path / "nothing") == "UTC"
    monkeypatch.setenv("TZ", ":Europe/Berlin")
    host_zone.cache_clear()
    assert host_zone(tmp_path / "nothing") == "Europe/Berlin"
    host_zone.cache_clear()
