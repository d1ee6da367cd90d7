"""A platform's own roles as the community knows them, over any adapter: asked, remembered, and revoked in time."""

from __future__ import annotations

from bot.core import roles
from bot.core.roles import FRESH
from bot.model.ids import Address
from bot.model.member import Rank
from bot.ports.adapter import Adapter
from bot.ports.standings import Ranks
from bot.runtime.standings import KnownStandings
from tests.runtime.engines import Clock


class Community:
    """One home, on that adapter's platform, by a clock that stands still until it is told."""

    def __init__(self, adapter: Adapter, home: str) -> None:
        assert isinstance(adapter, Ranks)
        self.adapter, self.clock = adapter, Clock()
        homes = ((adapter.platform, Address(home)),)
        self.standings = KnownStandings(self.clock, frozenset(), None, homes, lambda: {adapter.platform: adapter})

    async def rank(self, account: object) -> Rank:
        """What counts for that account now."""
        standing = await self.standings.of(self.adapter.platform, Address(str(account)))
        return roles.rank_of(standing, self.clock.time)

    async def rank_a_minute_later(self, account: object) -> Rank:
        """What counts at the end of the minute for which a standing is good."""
        self.clock.time += FRESH
        return await self.rank(account)
