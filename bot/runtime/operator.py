"""What whoever runs the bot asks of it through the terminal's door."""

from __future__ import annotations

from collections.abc import Callable

from bot.ports.clock import Clock
from bot.runtime.farewell import ENCODE, Farewell
from bot.runtime.writer import Writer

LOOK, KEEPING, ERASING = "", "keeping", "erasing"
"""What may stand behind `farewell`: only look, or go on with it, and what becomes of what was said."""


class Operator:
    """Does what is asked. `writer` is asked for when there is something to do, not before."""

    def __init__(self, writer: Callable[[], Writer], farewell: Callable[[], Farewell], clock: Clock) -> None:
        self._writer = writer
        self._farewell = farewell
        self._clock = clock

    async def do(self, request: str, argument: str) -> str:
        """It is done, and this came of it. Raises LookupError with a sentence where it cannot be done."""
        if request == "forget":
            return await self._forget(argument)
        if request == "farewell" and argument == LOOK:
            return ENCODE(await self._farewell().look()).decode()
        if request == "farewell" and argument in (KEEPING, ERASING):
            return ENCODE(await self._farewell().go_on(argument == ERASING)).decode()
        if request == "close-report":
            return await self._close_report(argument)
        raise LookupError(
            f"This bot does not know the request {request!r}; it may be older than your `notdate` command."
        )

    async def _close_report(self, argument: str) -> str:
        """What was kept with the report of that number is gone."""
        number = int(argument) if argument.isascii() and argument.isdigit() else 0
        if not await self._writer().call(lambda ledger, _engine: ledger.close_report(number)):
            raise LookupError(f"No report {argument} is open; nothing was changed. `notdate reports` lists them.")
        return argument

    async def _forget(self, argument: str) -> str:
        """A `platform:address` is forgotten."""
        platform, _, account = argument.partition(":")
        now = self._clock.now()
        if not await self._writer().call(lambda ledger, _engine: ledger.forget_member(platform, account, now)):
            raise LookupError(f"Nobody has talked to this bot as {argument}; nothing was changed.")
        return argument
