"""The question that is asked of a whole group place: one that it never had, light ones first.

Whoever calls a circle chooses by this, a member's conversation as well as a schedule.
"""

from __future__ import annotations

from typing import Final

from bot.core import codes
from bot.core.dice import Dice
from bot.core.selection import Nothing, Pick, choose
from bot.core.shelf import Shelf
from bot.model.circle import Room
from bot.model.deck import Kind
from bot.model.ids import DeckId, MemberId
from bot.model.member import Member
from bot.model.situation import DeckCard
from bot.model.state import Evening
from bot.model.tiding import CircleCalled

ASKED_OF_MANY: Final = frozenset({Kind.OPEN, Kind.CHOICE, Kind.SCALE})
"""A ranking has no split to talk about, and a mission leads everybody out of the door at once."""
FAVOURITES: Final = (DeckId("little-things"), DeckId("not-date"))
"""The decks of a place where none was named yet."""
CEILING: Final = 3
"""Nobody in a group place has said how deep they go."""


def pick_for(room: Room, shelf: Shelf, dice: Dice, retired: str) -> Pick | Nothing:
    """The question to ask there next, or why there is none."""
    unfit = shelf.steers_clear | shelf.missions | shelf.rankings
    everybody = Member(id=MemberId(0), ceiling=CEILING, asked=room.asked, never=f"{unfit:x}")
    return choose(shelf, everybody, Evening(), (), False, dice, retired)


def call(pick: Pick, card: DeckCard, caller: MemberId, chance: int) -> CircleCalled:
    """That question to everybody: with a code to answer it by in private, where that is how it
    is answered, or may be."""
    question = pick.shelved.question
    code = codes.draw(chance) if question.private or question.kind is Kind.OPEN else ""
    return CircleCalled(caller, card.hash, card.id, question.id, code)
