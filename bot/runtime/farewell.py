"""Taking leave: one short word to every place where the bot is at home, at most once, however often it is begun."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection, Mapping
from typing import Final

import msgspec

from bot.model.effect import Delivery, Say
from bot.model.ids import Address, ConversationId, EventId, Platform
from bot.model.line import Line
from bot.model.noun import Noun
from bot.model.spans import DAY, HOUR
from bot.ports.adapter import Adapter
from bot.ports.clock import Clock
from bot.ports.store import Ledger, Posted
from bot.ports.views import ANNOUNCED, Announced, Views
from bot.runtime.engine import Engine
from bot.runtime.mint import first_of
from bot.runtime.outbox import Outbox
from bot.runtime.writer import Writer

SLOT: Final = "farewell"
AT_ONCE: Final = 20
"""Words on their way to one platform: whoever changes their mind half-way stops all but these."""
LATEST: Final = HOUR
"""Milliseconds after which one that could not go out stays unsaid: nobody is told goodbye by a bot that stayed."""
STILL_THERE: Final = DAY
"""Milliseconds since the last word in which somebody may still have the page open, where nothing else reaches them."""


class OnPlatform(Noun, frozen=True):
    """How far it is on one platform. `configured`: the bot speaks there now; `connected`: it can send.

    `left` were not written to yet, `open` is on its way, and of the rest it is known, or known to be unknown, what
    became of it.
    """

    left: int = 0
    open: int = 0
    sent: int = 0
    failed: int = 0
    unknown: tuple[Address, ...] = ()
    configured: bool = True
    connected: bool = True

    @property
    def goes_on(self) -> bool:
        """Whether waiting helps."""
        return self.configured and bool(self.left or self.open)


Plan = dict[Platform, deque[ConversationId]]
Standing = dict[str, OnPlatform]
"""How far it is, by platform."""
ENCODE: Final = msgspec.json.Encoder().encode
DECODE: Final = msgspec.json.Decoder(Standing).decode


class Farewell:
    """The leave-taking of a running bot."""

    def __init__(
        self,
        writer: Writer,
        outbox: Outbox,
        views: Views,
        adapters: Mapping[Platform, Adapter],
        clock: Clock,
        operator: str,
    ) -> None:
        """`operator` is who takes leave with the bot, as members know them."""
        self._writer = writer
        self._outbox = outbox
        self._views = views
        self._adapters = adapters
        self._clock = clock
        self._operator = operator
        self._plan: Plan | None = None
        self._turn = asyncio.Lock()

    async def look(self) -> Standing:
        """How far it is; nothing is said."""
        async with self._turn:
            self._plan = await self._planned()
            return await self._standing(self._plan)

    async def go_on(self, erasing: bool) -> Standing:
        """A few more places are told, where what went before has found its end; `erasing`: and that all is deleted."""
        async with self._turn:
            # Whoever stops in between is left in peace all the same: it is asked again before each is sent.
            plan = self._plan = self._plan or await self._planned()
            before = await self._standing(plan)
            for platform, one in before.items():
                room = AT_ONCE - one.open
                if one.connected and one.left and room > 0:
                    await self._tell(plan[Platform(platform)], room, erasing)
            return await self._standing(plan)

    async def _planned(self) -> Plan:
        mute = [platform for platform, adapter in self._adapters.items() if not adapter.capabilities.reaches]
        return await asyncio.to_thread(plan_for, self._views, mute, self._clock.now())

    async def _tell(self, left: deque[ConversationId], room: int, erasing: bool) -> None:
        now = self._clock.now()
        line = Line("farewell.erased" if erasing else "farewell", gaps=(("operator", self._operator),))
        goodbye = Say((line,), delivery=Delivery.BROADCAST, expires=now + LATEST, slot=SLOT)
        some = [left[position] for position in range(min(room, len(left)))]

        def announce(ledger: Ledger, engine: Engine) -> list[Posted]:
            if ledger.noted(ANNOUNCED + SLOT) is None:
                ledger.note(ANNOUNCED + SLOT, str(ledger.last_id()))
            return engine.announce(some, goodbye, now)

        posted = await self._writer.call(announce)
        for _told in some:
            left.popleft()
        self._outbox.send(posted)

    async def _standing(self, plan: Plan) -> Standing:
        configured = set(self._adapters)
        connected = {platform for platform, adapter in self._adapters.items() if adapter.started.is_set()}
        return await asyncio.to_thread(standing_of, plan, self._views, configured, connected)


def plan_for(views: Views, fleeting: Collection[Platform], now: int) -> Plan:
    """The places that are still to be told, by platform; on `fleeting` ones, of those who may be looking just now."""
    plan: Plan = {}
    for place in views.places(SLOT, fleeting, EventId(first_of(now - STILL_THERE)), now):
        plan.setdefault(place.platform, deque()).append(place.conversation)
    return plan


def standing_of(
    plan: Plan, views: Views, configured: Collection[Platform], connected: Collection[Platform]
) -> Standing:
    """How far it is on every platform that has, or had, somebody to be told."""
    told: dict[Platform, dict[str, Announced]] = {platform: {} for platform in plan}
    for one in views.announced(SLOT):
        told.setdefault(one.platform, {})[one.state] = one

    def count(platform: Platform, *states: str) -> int:
        return sum(one.count for state, one in told[platform].items() if state in states)

    return {
        platform: OnPlatform(
            left=len(plan.get(platform, ())),
            open=count(platform, "ready", "attempted"),
            sent=count(platform, "sent"),
            failed=count(platform, "failed"),
            unknown=told[platform]["unknown"].addresses if "unknown" in told[platform] else (),
            configured=platform in configured,
            connected=platform in connected,
        )
        for platform in sorted(told)
    }
