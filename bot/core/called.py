"""The question that is asked of a whole group place: one that it never had, light ones first.

Whoever calls a circle chooses by this, a member's conversation as well as a schedule.
"""

from __future__ import annotations

from typing import Final

from bot.core.dice import Dice
from bot.core.selection import Nothing, Pick, choose
from bot.core.shelf import Shelf
from bot.model.circle import Room
from bot.model.deck import Kind
from bot.model.ids import MemberId
from bot.model.member import Member
from bot.model.state import Evening

ASKED_OF_MANY: Final = frozenset({Kind.OPEN, Kind.CHOICE, Kind.SCALE})
"""A ranking has no split to talk about, and a mission leads everybody out of the door at once."""
CEILING: Final = 3
"""Nobody in a group place has said how deep they go."""


def pick_for(room: Room, shelf: Shelf, dice: Dice) -> Pick | Nothing:
    """The question to ask there next, or why there is none."""
    unfit = shelf.steers_clear
    for shelved in shelf.questions:
        if shelved.question.kind not in ASKED_OF_MANY:
            unfit |= 1 << shelved.number
    everybody = Member(id=MemberId(0), ceiling=CEILING, asked=room.asked, never=f"{unfit:x}")
    return choose(shelf, everybody, Evening(), (), False, dice)
