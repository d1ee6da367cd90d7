"""Photos and voice messages on their way: fetched where they came in, cleaned, and shown where somebody asked for them.

Nothing of them is kept: what is fetched is in memory for as long as one sending takes, and of a few at a time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, Final

from bot.model.enclosure import LARGEST
from bot.model.ids import Address, EnclosureId, Platform
from bot.ports.adapter import Adapter, Failure, SendFailed, Stopping
from bot.ports.carrying import Carries, Elsewhere, Fetches, FetchFailed, Load, Lost
from bot.ports.store import Carried, Posted
from bot.ports.views import Views
from bot.runtime.cleaning import Unclean, clean

PATIENCE: Final = 30.0
"""Seconds for one fetching, and for one sending."""
TRIES: Final = 3
PAUSE: Final = 1.0
"""Seconds after the first try that failed; what comes behind it for the same place waits, so there are not many."""
AT_ONCE: Final = 2
"""So many are in memory together, painted."""
_NOT_ABOUT_IT: Final = frozenset({Failure.RETRY_AFTER, Failure.DESTINATION, Failure.AUTH})
"""Failures that words would meet as well."""


class Showcase:
    """Implements `ports.carrying.Brings` over the read-only views and all adapters there are."""

    def __init__(self, views: Views, adapters: Callable[[], Mapping[Platform, Adapter]]) -> None:
        self._views = views
        self._adapters = adapters
        self._carrying: Carrying | None = None

    async def bring(self, platform: Platform, address: Address, enclosure: EnclosureId) -> Load:
        """It, if whoever is at that place may see it."""
        # Its own, so that whoever looks at a page keeps nobody's message waiting.
        carrying = self._carrying = self._carrying or Carrying(self._adapters())
        carried = await asyncio.to_thread(self._views.enclosed, platform, address, enclosure)
        if carried is None:
            raise FetchFailed(Lost.GONE, "nothing that may be seen there")
        return await carrying.bring(carried)


class Carrying:
    """Fetches from any of these adapters and shows on any. Used on the loop."""

    def __init__(
        self,
        adapters: Mapping[Platform, Adapter],
        sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
    ) -> None:
        self._adapters = adapters
        self._sleep = sleep
        self._few = asyncio.Semaphore(AT_ONCE)

    async def bring(self, carried: Carried) -> Load:
        """What may be shown of it. Raises `FetchFailed`."""
        if carried.size > LARGEST:
            raise FetchFailed(Lost.LARGE, "it said so itself")
        source = self._adapters.get(carried.platform)
        if not isinstance(source, Fetches):
            raise FetchFailed(Lost.GONE, f"nobody fetches from {carried.platform}")
        async with self._few:
            data = await self._fetch(source, carried)
            try:
                return await asyncio.to_thread(clean, carried.kind, data)
            except Unclean as unclean:
                raise FetchFailed(Lost.UNSAFE, str(unclean)) from unclean

    async def _fetch(self, source: Fetches, carried: Carried) -> bytes:
        try:
            async with asyncio.timeout(PATIENCE):
                data = await source.fetch(carried.handle, LARGEST)
        except (FetchFailed, Stopping):
            raise
        except Exception as error:
            # Whatever an adapter raises, of what is said to it by its platform, is no reason to stop for good.
            raise FetchFailed(Lost.FAILED, type(error).__name__, passing=True) from error
        if len(data) > LARGEST:
            raise FetchFailed(Lost.LARGE, "more came than was to come")
        return data

    async def show(self, target: Adapter, message: Posted, number: int, turn: Callable[[], Awaitable[None]]) -> str:
        """What the message encloses is shown as its part `number`; returns the platform's id of it, empty where a page
        shows it by itself. `turn` is waited for before each sending.

        Raises `FetchFailed` where it will not be, and `SendFailed` where words would not either.
        """
        if message.carried is None:
            raise FetchFailed(Lost.GONE, "taken back, or forgotten")
        if not isinstance(target, Carries):
            return ""
        pause = PAUSE
        for left in range(TRIES - 1, -1, -1):
            try:
                return await self._show(target, message, message.carried, number, turn)
            except FetchFailed as failed:
                if not failed.passing or not left:
                    raise
            except SendFailed as failed:
                if failed.failure in _NOT_ABOUT_IT:
                    raise
                if failed.failure is Failure.MESSAGE or not left:
                    raise FetchFailed(Lost.FAILED, str(failed)) from failed
            await self._sleep(pause)
            pause *= 2
        raise FetchFailed(Lost.FAILED, "tried often enough")

    async def _show(
        self, target: Carries, message: Posted, carried: Carried, number: int, turn: Callable[[], Awaitable[None]]
    ) -> str:
        if message.platform == carried.platform:
            try:
                await turn()
                return await self._in_time(
                    target.carry_again(message.address, message.id, carried.kind, carried.handle, number)
                )
            except Elsewhere:
                pass
        load = await self.bring(carried)
        await turn()
        return await self._in_time(target.carry(message.address, message.id, load, number))

    async def _in_time(self, sending: Awaitable[str]) -> str:
        try:
            async with asyncio.timeout(PATIENCE):
                return await sending
        except TimeoutError as error:
            raise SendFailed(Failure.TRANSIENT, "it took too long") from error
