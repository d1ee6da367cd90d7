"""Which question comes next, and why.

The rules, strongest first:

1. Never one that the member was asked before or never wants to be asked; never above the ceiling.
2. After a skip the next is lighter; where nothing lighter is left, it is the lightest there is, which may be as heavy
   as the last or heavier. In an evening with a skip, two heavy ones (`HEAVY` or deeper) never come in a row, even where
   the deck changes between them, and two of middling weight only where nothing lighter is left.
3. After a tender answer: clear of loss, illness and conflict where anything is, and lighter as after a skip.
4. Early in an evening no mission, unless nothing else is left.
5. The depth follows the deck's arc, moved by what the member asked for tonight, and rises by one at a time.
6. Among those, one that touches what the member just said; else any, by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.core.dice import Dice
from bot.core.shelf import Shelf, Shelved
from bot.model.ids import QuestionNumber
from bot.model.member import Member
from bot.model.state import Evening, Stem

HEAVY = 4
MIDDLING = 3
MISSIONS_FROM = 4
"""So many questions into an evening, a mission may come: it leads out of the door, so not at the beginning."""
CLEARLY = 0.9
"""A link weaker than this would be a coincidence: one everyday word that many questions share."""


class Nothing(StrEnum):
    """Why there is no next question."""

    USED_UP = "used up"
    TOO_DEEP = "too deep"
    """What is left is above the ceiling."""
    TOO_HEAVY = "too heavy"
    """What is left would be one heavy question too many in a row."""


@dataclass(frozen=True, slots=True)
class Pick:
    """The next question; `link` is the word of the member's that it touches."""

    shelved: Shelved
    why: str
    link: Stem | None = None


def choose(
    shelf: Shelf,
    member: Member,
    evening: Evening,
    thread: tuple[Stem, ...],
    tender: bool,
    dice: Dice,
    retired: str = "0",
) -> Pick | Nothing:
    """The question to ask next, or why there is none; none of the `retired` (bits, in hex)."""
    left = shelf.everything & ~int(member.asked, 16) & ~int(member.never, 16) & ~int(retired, 16)
    if not left:
        return Nothing.USED_UP
    clear = left & ~shelf.steers_clear
    depths = range(1, member.ceiling + 1)
    if tender and (allowed := [depth for depth in depths if clear & shelf.by_depth[depth]]):
        left = clear
    else:
        allowed = [depth for depth in depths if left & shelf.by_depth[depth]]
    if not allowed:
        return Nothing.TOO_DEEP
    allowed = _lighter_if_called_for(allowed, evening, tender)
    if not allowed:
        return Nothing.TOO_HEAVY
    asking = left & ~shelf.missions
    if len(evening.asked) < MISSIONS_FROM and (at_home := [d for d in allowed if asking & shelf.by_depth[d]]):
        left, allowed = asking, at_home
    target = _target(shelf, member, evening)
    allowed = [depth for depth in allowed if depth <= _highest_step(evening, target)] or allowed[:1]
    nearest = min(allowed, key=lambda depth: (abs(depth - target), depth))
    if thread and not tender and (link := _touched(shelf, left, allowed, nearest, thread)):
        return link
    here = left & shelf.by_depth[nearest]
    number = _nth_bit(here, dice.throw(here.bit_count()))
    return Pick(
        shelf.by_number[number], f"depth {nearest} for a target of {target}; by chance among {here.bit_count()}"
    )


def _lighter_if_called_for(allowed: list[int], evening: Evening, tender: bool) -> list[int]:
    """The depths that a skip or a tender answer leaves, in order; the lightest alone where none is lighter."""
    if evening.gentle or tender:
        limit = max(1, evening.depth - 1)
        allowed = [depth for depth in allowed if depth <= limit] or allowed[:1]
    if evening.skipped and evening.depth >= MIDDLING:
        light = [depth for depth in allowed if depth < MIDDLING]
        never_two = [depth for depth in allowed if depth < HEAVY or evening.depth < HEAVY]
        allowed = light or never_two[:1]
    return allowed


def _target(shelf: Shelf, member: Member, evening: Evening) -> int:
    arc = shelf.arc
    target = arc[min(len(evening.asked), len(arc) - 1)] + evening.shift
    return max(1, min(target, member.ceiling))


def _highest_step(evening: Evening, target: int) -> int:
    return evening.depth + 1 if evening.depth else target


def _touched(shelf: Shelf, left: int, allowed: list[int], nearest: int, thread: tuple[Stem, ...]) -> Pick | None:
    """The question that what was said leads to most clearly, among those at most one away from the wanted depth."""
    near = 0
    for depth in allowed:
        near |= shelf.by_depth[depth] if abs(depth - nearest) <= 1 else 0
    near &= left
    scores: dict[QuestionNumber, tuple[float, Stem]] = {}
    for stem in thread:
        for number, weight in shelf.stems.get(stem.stem, ()):
            if near >> number & 1:
                score, first = scores.get(number, (0.0, stem))
                scores[number] = (score + weight, first)
    best: tuple[float, QuestionNumber, Stem] | None = None
    for number, (score, stem) in scores.items():
        if score >= CLEARLY and (best is None or score > best[0]):
            best = (score, number, stem)
    if best is None:
        return None
    score, number, stem = best
    return Pick(shelf.by_number[number], f"thread: «{stem.stem}» leads here with {score:.2f}", stem)


def _nth_bit(bits: int, count: int) -> QuestionNumber:
    """The position of the bit that has `count` others below it, found by halves: of ten thousand questions, one after
    the other would have everybody wait."""
    if count >= bits.bit_count():
        raise ValueError("fewer bits than asked for")
    position, width = 0, bits.bit_length()
    while width > 1:
        half = width >> 1
        lower = bits & ((1 << half) - 1)
        below = lower.bit_count()
        if count < below:
            bits, width = lower, half
        else:
            bits, width = bits >> half, width - half
            position, count = position + half, count - below
    return QuestionNumber(position)
