"""Who may do what: one table, asked at each act. Unknown means no, and so does what was read too long ago."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from bot.model.member import Rank, Standing
from bot.model.spans import MINUTE

FRESH: Final = MINUTE
"""Milliseconds for which a standing counts."""


class Act(StrEnum):
    """What is done for a community, as the log calls it."""

    LOOK = "look"
    """Read which decks there are, what comes next, and how the questions do: counts only."""
    TRY = "try"
    """Rehearse a deck in private."""
    CHECK = "check"
    """Have a file looked at; nothing changes."""
    LOAD = "load"
    """Offer a deck, or a new version of one."""
    UNDO = "undo"
    """Go back to the version before."""
    SWITCH = "switch"
    """Enable a deck, or disable it."""
    MOVE = "move"
    """Put a deck at another place of the list."""
    RETIRE = "retire"
    """Ask a question no more, or again."""
    SUGGESTIONS = "suggestions"
    """Read what members suggest, and decide about it."""
    REPORTS = "reports"
    """Read what was reported, and close it."""
    LOG = "log"
    """Read what was done, by whom."""
    CONSOLE = "console"
    """Sign in to the console."""
    DEPUTY = "deputy"
    """Have somebody stand in for an absence."""
    GRANT = "grant"
    """Say who is a host or a moderator."""


LEAST: Final = {
    Act.LOOK: Rank.HOST,
    Act.TRY: Rank.HOST,
    Act.CHECK: Rank.HOST,
    Act.CONSOLE: Rank.HOST,
    Act.LOAD: Rank.MODERATOR,
    Act.UNDO: Rank.MODERATOR,
    Act.SWITCH: Rank.MODERATOR,
    Act.MOVE: Rank.MODERATOR,
    Act.RETIRE: Rank.MODERATOR,
    Act.SUGGESTIONS: Rank.MODERATOR,
    Act.REPORTS: Rank.MODERATOR,
    Act.LOG: Rank.MODERATOR,
    Act.DEPUTY: Rank.MODERATOR,
    Act.GRANT: Rank.OWNER,
}
"""The lowest rank that may."""
_ORDER: Final = tuple(Rank)


OWN: Final = frozenset({Act.DEPUTY, Act.GRANT})
"""What nobody does for somebody else whom they stand in for."""


def may(standing: Standing | None, act: Act, now: int) -> bool:
    """Whether somebody of that standing may do that now, milliseconds UTC."""
    if act in OWN and standing is not None and standing.stands_in:
        return False
    return _ORDER.index(rank_of(standing, now)) >= _ORDER.index(LEAST[act])


def highest(standings: Sequence[Standing]) -> Standing:
    """The one of the highest rank; the first of several."""
    return max(standings, key=lambda one: _ORDER.index(one.rank))


def rank_of(standing: Standing | None, now: int) -> Rank:
    """The rank that counts now: a member's for whoever is not known to be more."""
    fresh = standing is not None and 0 <= now - standing.read_at <= FRESH
    return standing.rank if standing is not None and fresh else Rank.MEMBER
