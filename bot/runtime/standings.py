"""What somebody may do in the community: whoever sits at the bot's own terminal runs it, and others are named."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from bot.model.ids import Address, Platform
from bot.model.member import Rank, Standing
from bot.ports.clock import Clock

TERMINAL: Final = Platform("terminal")
"""Only whoever may write to the database can open its door."""


class KnownStandings:
    """Implements `ports.standings.Standings`."""

    def __init__(self, clock: Clock, moderators: Collection[tuple[Platform, Address]]) -> None:
        """`moderators` are accounts that the operator named in the settings."""
        self._clock = clock
        self._moderators = frozenset(moderators)

    async def of(self, platform: Platform, account: Address) -> Standing:
        now = self._clock.now()
        if platform == TERMINAL:
            return Standing(Rank.OWNER, "the bot's own terminal", now)
        if (platform, account) in self._moderators:
            return Standing(Rank.MODERATOR, "settings", now)
        return Standing(Rank.MEMBER, "nobody named them", now)
