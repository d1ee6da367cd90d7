"""Counted on steps, a median is where the true one is, to within a factor of the square root of two."""

from __future__ import annotations

from collections import Counter
from math import sqrt
from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.figures.steps import HIGHEST, NOT_MEASURED, bounds, median, step_of

values = st.integers(min_value=1, max_value=1 << 25)


@given(values)
def test_a_number_stands_between_the_bounds_of_its_step(value: int) -> None:
    """The bounds of a step hold exactly what is counted on it."""
    first, last = bounds(step_of(value))
    assert first - 1e-6 <= value < last + 1e-6


@given(values)
def test_a_larger_number_never_stands_lower(value: int) -> None:
    """Steps go up, and two of them are a doubling."""
    assert step_of(value) <= step_of(value + 1)
    assert step_of(2 * value) == step_of(value) + 2


@pytest.mark.parametrize("value", [-5, 0, 1])
def test_nothing_is_counted_as_one(value: int) -> None:
    """An answer that comes at once takes a second, and step 0 stays for what was not measured."""
    assert step_of(value) == 1 > NOT_MEASURED


def test_the_highest_step_holds_the_rest() -> None:
    """Whatever is more than a thousand million stands on the last step."""
    assert step_of(1 << 60) == step_of(1 << 31) == HIGHEST


@given(st.lists(values, min_size=1, max_size=60), st.integers(0, 9))
def test_the_median_is_within_a_factor_of_the_root_of_two(found: list[int], unmeasured: int) -> None:
    """It stands on the same step as the true median, whatever else there is and was not measured."""
    steps = Counter(map(step_of, found))
    steps[NOT_MEASURED] += unmeasured
    told, true = median(tuple(steps.items())), median_low(found)
    assert told is not None
    assert 1 / sqrt(2) - 1e-9 < told / true < sqrt(2) + 1e-9
    first, last = bounds(step_of(true))
    assert first <= told < last


@given(st.dictionaries(st.integers(1, HIGHEST), st.integers(1, 50), min_size=1))
def test_the_order_of_the_steps_does_not_matter(steps: dict[int, int]) -> None:
    """A histogram is the same in any order."""
    assert median(tuple(steps.items())) == median(tuple(reversed(steps.items())))


def test_nothing_measured_has_no_median() -> None:
    """Pressed answers alone have no length."""
    assert median(()) is None
    assert median(((NOT_MEASURED, 7),)) is None
