"""How often a member may type codes that are nobody's: a guesser sees few of the many there are."""

from __future__ import annotations

from typing import Final

from bot.core.draft import Draft
from bot.model.spans import HOUR

TRIES: Final = 5
"""Wrong codes an hour, for each account."""


def guessed_enough(draft: Draft) -> bool:
    """This member typed so many codes that were nobody's that the next has to wait."""
    return draft.state.misses >= TRIES and draft.now - draft.state.missed_at <= HOUR


def missed(draft: Draft) -> None:
    """One code more that was nobody's."""
    fresh = draft.now - draft.state.missed_at > HOUR
    draft.change(misses=1 if fresh else draft.state.misses + 1, missed_at=draft.now)
