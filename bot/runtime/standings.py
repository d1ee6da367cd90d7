"""What somebody may do in the community: whoever sits at the bot's own terminal runs it, others are named, stand in for
somebody, or look after one of the groups that are its homes.

What is written down is read at each act. What a platform has to be asked for is remembered, for so short a time that
what comes of it is done within the minute for which a standing counts (`core.roles.FRESH`): whoever is nobody any more
on their platform is nobody here a minute later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, NamedTuple

from bot.core.roles import highest
from bot.model.ids import Address, Platform
from bot.model.member import Rank, Standing
from bot.ports.adapter import Adapter
from bot.ports.clock import Clock
from bot.ports.recent import Recent
from bot.ports.standings import Appointed, Appointments, Ranks

TERMINAL: Final = Platform("terminal")
"""Only whoever may write to the database can open its door."""
PATIENCE: Final = 3.0
"""Seconds that a platform is waited for; what is said meanwhile by the same person waits along."""
KEPT: Final = 30_000
"""Milliseconds for which a platform's answer is remembered: the other half of the minute is for what waits in line."""
RESTS: Final = 10_000
"""Milliseconds for which a place that did not answer is not asked again, by nobody."""
REMEMBERED: Final = 10_000
"""Answers that are remembered at once."""
_NOBODY: Final = Appointed()

Home = tuple[Platform, Address]


class _Answer(NamedTuple):
    """What a platform said of an account, and when it was asked."""

    rank: Rank | None
    at: int


class KnownStandings:
    """Implements `ports.standings.Standings`. Used on the loop."""

    def __init__(
        self,
        clock: Clock,
        moderators: Collection[tuple[Platform, Address]],
        appointments: Appointments | None = None,
        homes: Sequence[Home] = (),
        adapters: Callable[[], Mapping[Platform, Adapter]] = dict,
    ) -> None:
        """`moderators` are accounts that the operator named in the settings, `homes` group places whose owner and
        administrators count."""
        self._clock = clock
        self._moderators = frozenset(moderators)
        self._appointments = appointments
        self._homes = tuple(homes)
        self._adapters = adapters
        self._answers: Recent[tuple[Home, Address], _Answer] = Recent(REMEMBERED)
        self._asking: dict[tuple[Home, Address], asyncio.Task[_Answer]] = {}
        self._silent: dict[Home, int] = {}
        """When each place was asked last that did not answer."""

    async def of(self, platform: Platform, account: Address) -> Standing:
        now = self._clock.now()
        appointed = await self._appointed(platform, account, now)
        own = await self._own(platform, account, appointed.rank, now)
        if own.rank in (Rank.MEMBER, Rank.HOST):
            for giver in appointed.stands_in_for:
                theirs = await self._own(*giver, (await self._appointed(*giver, now)).rank, now)
                if theirs.rank in (Rank.MODERATOR, Rank.OWNER):
                    # Never higher than whoever named them, and never longer.
                    return Standing(Rank.MODERATOR, f"stands in; {theirs.source}", theirs.read_at, stands_in=True)
        return own

    async def _own(self, platform: Platform, account: Address, granted: Rank, now: int) -> Standing:
        """The highest that the account is by itself."""
        if platform == TERMINAL:
            return Standing(Rank.OWNER, "the bot's own terminal", now)
        found = [Standing(granted, "the operator's word" if granted is not Rank.MEMBER else "nobody named them", now)]
        if (platform, account) in self._moderators:
            found.append(Standing(Rank.MODERATOR, "settings", now))
        homes = [home for home in self._homes if home[0] == platform]
        told = await asyncio.gather(*(self._rank_at(home, account) for home in homes))
        for (_platform, place), one in zip(homes, told, strict=True):
            if one.rank is not None:
                found.append(Standing(one.rank, f"{platform}:{place}", one.at))
        return highest(found)

    async def _appointed(self, platform: Platform, account: Address, now: int) -> Appointed:
        if self._appointments is None:
            return _NOBODY
        try:
            return await asyncio.to_thread(self._appointments.appointed, platform, account, now)
        except Exception:
            # Unknown means no; that the store cannot be read is told elsewhere.
            return _NOBODY

    async def _rank_at(self, home: Home, account: Address) -> _Answer:
        """What the platform says, or said a moment ago; of several who would like to know at once one asks."""
        now, key = self._clock.now(), (home, account)
        if (known := self._answers.get(key)) is not None and 0 <= now - known.at <= KEPT:
            return known
        if 0 <= now - self._silent.get(home, -RESTS - 1) <= RESTS:
            return _Answer(None, now)
        if (asking := self._asking.get(key)) is None:
            asking = self._asking[key] = asyncio.create_task(self._ask(home, account, now))
            asking.add_done_callback(lambda _done: self._asking.pop(key, None))
        # Whoever is called off leaves the others their answer.
        return await asyncio.shield(asking)

    async def _ask(self, home: Home, account: Address, now: int) -> _Answer:
        platform, place = home
        adapter = self._adapters().get(platform)
        if not isinstance(adapter, Ranks):
            return _Answer(None, now)
        try:
            async with asyncio.timeout(PATIENCE):
                answer = _Answer(await adapter.rank(place, account), now)
        except Exception:
            # Whatever an adapter raises, of what its platform says, is no reason for more than a no.
            self._silent[home] = now
            return _Answer(None, now)
        self._silent.pop(home, None)
        self._answers.keep((home, account), answer)
        return answer
