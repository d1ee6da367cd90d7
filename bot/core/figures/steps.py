"""The steps on which lengths and times are counted, and the median of what stands on them.

Step n holds the whole numbers v with 2^((n-1)/2) <= v < 2^(n/2): 1; 2; 3; 4 and 5; 6 and 7; 8 to 11; and so on, two
steps to a doubling. So a median is known to within a factor of the square root of two: of answers of 40 characters it
may say anything from 32 to 45. That is enough to tell a short answer from a long one, and no counter remembers more.
"""

from __future__ import annotations

from bot.model.figures import Histogram

NOT_MEASURED = 0
HIGHEST = 60
"""A thousand million; whatever is more stands on it as well."""


def step_of(value: int) -> int:
    """The step on which that whole number stands; what is below 1 stands with 1."""
    value = max(1, value)
    return min((value * value).bit_length(), HIGHEST)


def bounds(step: int) -> tuple[float, float]:
    """The numbers that stand on that step: from the first, up to and not including the second."""
    return 2.0 ** ((step - 1) / 2), 2.0 ** (step / 2)


def median(histogram: Histogram) -> float | None:
    """The number with as many below it as above, as far as the steps tell; None where nothing was measured.

    It stands on the same step as the true (lower) median, so it is off by a factor of less than the square root of two.
    """
    measured = sorted((step, count) for step, count in histogram if step != NOT_MEASURED and count > 0)
    half = sum(count for _step, count in measured) / 2
    below = 0
    for step, count in measured:
        if below + count >= half:
            first, last = bounds(step)
            return float(first * (last / first) ** ((half - below) / count * _INSIDE))
        below += count
    return None


_INSIDE = 0.999
"""The end of a step belongs to the next one."""
