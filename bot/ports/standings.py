"""What the runtime promises about what somebody may do in the community, wherever they are alone with the bot."""

from __future__ import annotations

from typing import Protocol

from bot.model.ids import Address, Platform
from bot.model.member import Standing


class Standings(Protocol):
    """Says what an account may do: by what the operator granted, and by the platforms' own roles."""

    async def of(self, platform: Platform, account: Address) -> Standing:
        """The highest that is known just now; what cannot be told counts as a member's. Never raises, and is never
        older than a minute."""
        ...
