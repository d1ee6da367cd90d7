"""Who looks for company at a table, and who has met whom."""

from __future__ import annotations

from bot.model.ids import MemberId, QuestionNumber
from bot.model.noun import Noun


class Leaning(Noun, frozen=True, array_like=True):
    """One answer that may be used for matching, because its author said so: the branch it was read as."""

    question: QuestionNumber
    key: str


class Seeker(Noun, frozen=True):
    """A member who asked for company.

    `since` is when they asked, milliseconds UTC. `languages` are BCP 47 tags, of which the primary part counts.
    `hours` are the hours of a day in UTC in which they are usually around, bit 0 for midnight to one; 0 is not known.
    `trio` is their yes to a table of three. Whoever is `at_table` sits at one already.
    """

    id: MemberId
    since: int
    languages: tuple[str, ...] = ()
    hours: int = 0
    leanings: tuple[Leaning, ...] = ()
    trio: bool = False
    at_table: bool = False


class Meeting(Noun, frozen=True, array_like=True):
    """How often two sat at one table, and when they last did, milliseconds UTC; the order of the two says nothing."""

    one: MemberId
    other: MemberId
    times: int = 1
    last: int = 0


class Block(Noun, frozen=True, array_like=True):
    """`by` never wants to sit with `whom`, so neither sits with the other; a report is one too."""

    by: MemberId
    whom: MemberId


class History(Noun, frozen=True):
    """What is remembered of pairs, as far as those who look for company are concerned."""

    meetings: tuple[Meeting, ...] = ()
    blocks: tuple[Block, ...] = ()
