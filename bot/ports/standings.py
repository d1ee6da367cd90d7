"""What somebody may do in the community, wherever they are alone with the bot: what the runtime promises about it, and
what it is promised for that."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from bot.model.ids import Address, Platform
from bot.model.member import Rank, Standing
from bot.model.noun import Noun


class Standings(Protocol):
    """Says what an account may do: by what the operator granted, and by the platforms' own roles."""

    async def of(self, platform: Platform, account: Address) -> Standing:
        """The highest that is known just now; what cannot be told counts as a member's. Never raises, and is never
        older than a minute."""
        ...


@runtime_checkable
class Ranks(Protocol):
    """Beside `ports.adapter`, and no must: the platform has roles of its own in its group places.

    The contract: what is told is what the platform says when it is asked, never what was remembered; whoever is not
    there is a member; and what cannot be told is None. It may be asked at any time, wait as long as the platform takes
    and raise anything: whoever asks sets the limits.
    """

    async def rank(self, home: Address, account: Address) -> Rank | None:
        """What that account may do in that group place."""
        ...


class Appointed(Noun, frozen=True):
    """What is written down about an account: what the operator granted it (a member's rank: nothing), and the accounts
    that it stands in for at that moment."""

    rank: Rank = Rank.MEMBER
    stands_in_for: tuple[tuple[Platform, Address], ...] = ()


class Appointments(Protocol):
    """May be asked from any thread."""

    def appointed(self, platform: Platform, account: Address, now: int) -> Appointed:
        """What is written down about that account."""
        ...
