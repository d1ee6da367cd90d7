"""Until when somebody is away, as people type it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.absence import until
from bot.model.schedule import Zone
from bot.ports.zones import UTC as UTC_ZONE
from tests.core.world import START

# START is Monday, 2 March 2026, 19:00 UTC.
TYPED = (
    ("until Friday", "2026-03-06"),
    ("until fri", "2026-03-06"),
    ("until Monday", "2026-03-09"),
    ("until the end of Sunday", "2026-03-08"),
    ("until tomorrow", "2026-03-03"),
    ("until today", "2026-03-02"),
    ("2 weeks", "2026-03-16"),
    ("for two weeks", "2026-03-16"),
    ("a week", "2026-03-09"),
    ("for 3 days", "2026-03-05"),
    ("until 2026-04-01", "2026-04-01"),
    ("until 1 April", "2026-04-01"),
    ("until the 1st of April", "2026-04-01"),
    ("until April 1st, 2026", "2026-04-01"),
    ("until 1.4.", "2026-04-01"),
    ("until 1.4.2026", "2026-04-01"),
    ("until 1 March", "2027-03-01"),
)


@pytest.mark.parametrize(("text", "last"), TYPED)
def test_it_lasts_to_the_end_of_that_day(text: str, last: str) -> None:
    """The last minute of it, where whoever is away lives."""
    found = until(text, UTC_ZONE, START)
    assert found is not None
    assert f"{datetime.fromtimestamp(found / 1000, UTC):%Y-%m-%d %H:%M}" == f"{last} 23:59"
    berlin = until(text, Zone("Berlin", ((0, 3_600),)), START)
    assert berlin == found - 3_600_000


@pytest.mark.parametrize(
    "text",
    ["", "until", "until later", "until 31 February", "until 2020-01-01", "0 weeks", "until 1/2", "2 moons",
     "9999 days", "until 31.12.9999", "until ma", "999 months and a day"],
)  # fmt: skip
def test_what_names_no_day_to_come_is_none(text: str) -> None:
    """Nothing is guessed."""
    assert until(text, UTC_ZONE, START) is None


@given(st.text(max_size=60))
def test_whatever_is_typed_it_is_a_day_to_come_or_none(text: str) -> None:
    """And it never raises."""
    found = until(f"until {text}", UTC_ZONE, START)
    assert found is None or found > START
