"""Many wordings, and none twice in an evening."""

from __future__ import annotations

from bot.core.dice import Dice
from bot.model.situation import Context


def fresh(count: int, used: int, dice: Dice) -> int | None:
    """One of `count` wordings that is not among the `used` (bits), by chance; None where all have been heard."""
    left = [variant for variant in range(count) if not used >> variant & 1]
    if not left:
        return None
    return left[dice.throw(len(left))] if len(left) > 1 else left[0]


def wordings_of(moment: str, context: Context) -> int:
    """How many wordings the moment has; one that the words do not know has one, which says so."""
    return max(1, context.wordings.get(moment, 1))


def any_of(moment: str, context: Context, dice: Dice) -> int:
    """One of the moment's wordings, by chance, whatever was heard before."""
    return dice.throw(wordings_of(moment, context))
