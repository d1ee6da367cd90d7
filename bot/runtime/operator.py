"""What whoever runs the bot asks of it through the terminal's door."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec

from bot.model.ids import MemberId
from bot.model.tiding import Tiding
from bot.ports.clock import Clock
from bot.ports.store import Ledger
from bot.rendering.render import Voice
from bot.runtime import curation
from bot.runtime.farewell import ENCODE, Farewell
from bot.runtime.library import Shelves
from bot.runtime.writer import Writer

LOOK, KEEPING, ERASING = "", "keeping", "erasing"
"""What may stand behind `farewell`: only look, or go on with it, and what becomes of what was said."""


WayIn = Callable[[str], Awaitable[str]]
"""Where whoever runs the bot comes in to the console, by the name they go by; empty where there are no pages."""


async def _nowhere(name: str) -> str:
    return ""


class Operator:
    """Does what is asked. `writer` is asked for when there is something to do, not before."""

    def __init__(
        self,
        writer: Callable[[], Writer],
        farewell: Callable[[], Farewell],
        clock: Clock,
        shelves: Shelves,
        voice: Voice,
        way_in: WayIn = _nowhere,
    ) -> None:
        self._writer = writer
        self._farewell = farewell
        self._clock = clock
        self._shelves = shelves
        self._voice = voice
        self._way_in = way_in

    async def do(self, request: str, argument: str) -> str:
        """It is done, and this came of it. Raises LookupError with a sentence where it cannot be done."""
        if request == "forget":
            return await self._forget(argument)
        if request == "farewell" and argument == LOOK:
            return ENCODE(await self._farewell().look()).decode()
        if request == "farewell" and argument in (KEEPING, ERASING):
            return ENCODE(await self._farewell().go_on(argument == ERASING)).decode()
        if request == "load-deck":
            return await self._load_deck(Path(argument))
        if request == "curate":
            return await self._curate(argument)
        if request == "grant":
            return await self._tell(lambda _ledger: curation.granting(argument))
        if request == "console":
            return await self._come_in(argument)
        if request == "close-report":
            return await self._close_report(argument)
        raise LookupError(
            f"This bot does not know the request {request!r}; it may be older than your `notdate` command."
        )

    async def _load_deck(self, file: Path) -> str:
        """The encoded deck in that file is staged between turns, and then on offer."""
        try:
            body = await asyncio.to_thread(file.read_bytes)
            staged = await asyncio.to_thread(curation.staging, body)
        except OSError as error:
            raise LookupError(f"{file} cannot be read: {error.strerror}. Nothing was changed.") from error
        except msgspec.MsgspecError as error:
            raise LookupError(f"{file} is not a deck as `notdate` hands it over. Nothing was changed.") from error
        now = self._clock.now()
        await curation.stage(staged, self._writer().call, self._shelves, now)
        return await self._tell(lambda _ledger: staged.tiding)

    async def _curate(self, argument: str) -> str:
        wanted = msgspec.json.decode(argument, type=curation.Curated)
        return await self._tell(lambda ledger: curation.tiding_of(wanted, ledger))

    async def _tell(self, tiding: Callable[[Ledger], Tiding]) -> str:
        return await curation.decided(self._writer(), tiding, self._clock.now(), self._voice)

    async def _come_in(self, name: str) -> str:
        """A way in to the console, for once."""
        link = await self._way_in(name)
        if not link:
            raise LookupError(
                "The bot that runs serves no pages: it was brought along by another command. `notdate serve` does."
            )
        return link

    async def _close_report(self, argument: str) -> str:
        """What was kept with the report of that number is gone, and the log says that the operator closed it."""
        number = int(argument) if argument.isascii() and argument.isdigit() else 0
        now = self._clock.now()
        if not await self._writer().call(lambda ledger, _engine: ledger.close_report(number, MemberId(0), now)):
            raise LookupError(f"No report {argument} is open; nothing was changed. `notdate reports` lists them.")
        return argument

    async def _forget(self, argument: str) -> str:
        """A `platform:address` is forgotten."""
        platform, _, account = argument.partition(":")
        now = self._clock.now()
        if not await self._writer().call(lambda ledger, _engine: ledger.forget_member(platform, account, now)):
            raise LookupError(f"Nobody has talked to this bot as {argument}; nothing was changed.")
        return argument
