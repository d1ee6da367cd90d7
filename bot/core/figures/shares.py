"""A share of something counted, and how sure one can be of it."""

from __future__ import annotations

from math import sqrt

from bot.model.noun import Noun

Z = 1.959963984540054
"""Of the normal distribution's middle 95 %."""


class Share(Noun, frozen=True):
    """`part` of `all`. With 95 % the true share lies between `low` and `high`, both from 0 to 1."""

    part: int
    all: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share itself; 0.0 of nothing."""
        return self.part / self.all if self.all else 0.0


def share(part: int, all_: int) -> Share:
    """The share with its Wilson interval, which stays inside 0 and 1 and is honest about few (Wilson 1927; Agresti and
    Coull 1998). Of nothing anything may be true.

    More than all there can only be where some was asked before counting began: then it is all.
    """
    all_ = max(part, all_, 0)
    part = max(part, 0)
    if not all_:
        return Share(0, 0, 0.0, 1.0)
    observed = part / all_
    spread = 1 + Z * Z / all_
    middle = (observed + Z * Z / (2 * all_)) / spread
    reach = Z * sqrt(observed * (1 - observed) / all_ + Z * Z / (4 * all_ * all_)) / spread
    # What is none, or all, of it reaches to the very end; what rounding leaves over does not.
    low = 0.0 if part == 0 else max(0.0, middle - reach)
    high = 1.0 if part == all_ else min(1.0, middle + reach)
    return Share(part, all_, low, high)
