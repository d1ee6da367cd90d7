"""Many wordings, and none twice in an evening."""

from __future__ import annotations

from bot.core.dice import Dice


def fresh(count: int, used: int, dice: Dice) -> int | None:
    """One of `count` wordings that is not among the `used` (bits), by chance; None where all have been heard."""
    left = [variant for variant in range(count) if not used >> variant & 1]
    if not left:
        return None
    return left[dice.throw(len(left))] if len(left) > 1 else left[0]
