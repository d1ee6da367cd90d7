"""What came of reading an answer as a pick."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import msgspec


class Outcome(StrEnum):
    """How an answer stands to the labels on offer."""

    PICKED = "picked"
    BOTH = "both"
    NEITHER = "neither"
    DEPENDS = "depends"
    SEVERAL = "several"
    """More than one label, and not plainly all of them."""
    DENIED = "denied"
    """A label, refused: `not tiger`."""
    NEAR = "near"
    """Perhaps a label: a slip of the keyboard, a mention in passing, a prefix that fits two."""
    OUT_OF_RANGE = "out of range"
    """A number that was not on offer."""
    NONE = "none"
    """Something else altogether."""


class Pick(msgspec.Struct, frozen=True):
    """`index` counts the labels from 0; it is set for PICKED, may be set for NEAR as a guess, and is else -1.

    `exact` says that the answer was nothing but the label, its number or another word for it.
    """

    outcome: Outcome
    index: int = -1
    evidence: str = ""
    why: str = ""
    exact: bool = False

    @property
    def again(self) -> bool:
        """Whether it was about the labels and has to be asked again."""
        return self.outcome in (Outcome.SEVERAL, Outcome.DENIED, Outcome.NEAR, Outcome.OUT_OF_RANGE)


NO_PICK: Final = Pick(Outcome.NONE)
