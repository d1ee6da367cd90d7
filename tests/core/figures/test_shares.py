"""The interval of a share is Wilson's: inside 0 and 1, around the share, and right nineteen times of twenty."""

from __future__ import annotations

from math import comb
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.figures.shares import share

counts = st.integers(0, 5_000).flatmap(lambda all_: st.tuples(st.integers(0, all_), st.just(all_)))


@given(counts)
def test_the_interval_holds_the_share(of: tuple[int, int]) -> None:
    """Its ends lie inside 0 and 1, with the share between them."""
    found = share(*of)
    assert 0.0 <= found.low <= found.value <= found.high <= 1.0 or not found.all
    assert (found.low, found.high) != (found.value, found.value)


@given(counts)
def test_the_other_side_has_the_mirrored_interval(of: tuple[int, int]) -> None:
    """What is known of those who answered is known of those who did not."""
    part, all_ = of
    one, other = share(part, all_), share(all_ - part, all_)
    assert one.low == pytest.approx(1 - other.high)
    assert one.high == pytest.approx(1 - other.low)


@given(counts, st.integers(2, 40))
def test_more_of_the_same_is_surer(of: tuple[int, int], times: int) -> None:
    """The same share of more lies in a narrower interval."""
    part, all_ = of
    if all_:
        few, many = share(part, all_), share(part * times, all_ * times)
        assert many.high - many.low < few.high - few.low


@pytest.mark.parametrize(
    ("part", "all_", "low", "high"), [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (81, 263, 0.2553, 0.3662)]
)
def test_it_is_wilsons(part: int, all_: int, low: float, high: float) -> None:
    """Known values (Newcombe 1998 has 81 of 263)."""
    found = share(part, all_)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_of_nothing_anything_may_be_true() -> None:
    """Without an asking the interval is everything."""
    assert (share(0, 0).low, share(0, 0).high) == (0.0, 1.0)


def test_more_than_all_is_all() -> None:
    """Nothing is answered more often than asked."""
    assert share(7, 5) == share(7, 7)


@pytest.mark.parametrize("size", [20, 50, 200])
def test_it_covers_the_truth_in_nineteen_of_twenty(size: int) -> None:
    """Over all true shares the interval holds the truth 95 times in a hundred, and hardly ever less than 90 (exactly,
    by the binomial distribution, for true shares from 5 to 95 %)."""
    intervals = [share(part, size) for part in range(size + 1)]
    covered = []
    for permille in range(50, 951, 10):
        true = permille / 1000
        covered.append(
            sum(
                comb(size, part) * true**part * (1 - true) ** (size - part)
                for part, one in enumerate(intervals)
                if one.low <= true <= one.high
            )
        )
    assert 0.94 < sum(covered) / len(covered) < 0.965
    assert min(covered) > 0.88


def test_it_covers_a_truth_that_is_thrown() -> None:
    """Simulated: of 4,000 questions asked 20 to 100 times, 93 to 97 of a hundred have their true share inside."""
    dice = Random(7)
    hits = 0
    for _question in range(4_000):
        true, asked = dice.uniform(0.1, 0.9), dice.randint(20, 100)
        found = share(sum(dice.random() < true for _asking in range(asked)), asked)
        hits += found.low <= true <= found.high
    assert 0.93 < hits / 4_000 < 0.97
