"""getUpdates: one waiting call per bot, and what ends it."""

from __future__ import annotations

import asyncio

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.errors import Refused, conflict
from tests.fakes.telegram.queue import Event, UpdateQueue

OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
BY_HOOK = "terminated by setWebhook request"


class Polling:
    """A bot's long poll [C Client::process_get_updates_query, do_get_updates, fail_query_conflict].

    `again`: a call with the same offset within so many seconds waits for at least as long. `hasty`: within so many, it
    gets one update only. `conflict_pause`: a second 409 within so many seconds is held back for as long.
    `gathering`: a wait that new updates end lasts so much longer.
    """

    def __init__(self, clock: Clock, queue: UpdateQueue) -> None:
        self.again = 3.0
        self.hasty = 0.5
        self.conflict_pause = 3.0
        self.gathering = 0.002
        self._clock = clock
        self._queue = queue
        self._offset: int | None = None
        self._started = 0.0
        self._waiting: asyncio.Future[None] | None = None
        self._next_conflict = 0.0

    async def updates(self, offset: int, limit: int, timeout: int) -> list[Event]:
        """Updates from `offset` on, at once or within `timeout` seconds.

        Raises:
            Refused: another call, setWebhook or a revoked token ended the wait.
        """
        limit, timeout = self._paced(offset, limit, timeout)
        events = self._queue.take(offset, limit)
        if events or not timeout:
            return events
        self.abort(conflict(OTHER))
        await self._wait(timeout)
        return self._queue.take(offset, limit)

    def wake(self) -> None:
        """There is a new update."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def abort(self, refused: Refused) -> None:
        """The waiting call, if there is one, ends with this."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(refused)

    @property
    def waits(self) -> bool:
        """Whether a call is waiting now."""
        return self._waiting is not None and not self._waiting.done()

    async def refuse(self, refused: Refused) -> None:
        """This is raised, a conflict perhaps later.

        Raises:
            Refused: always.
        """
        now = self._clock.now()
        if refused.code == 409 and now < self._next_conflict:
            await asyncio.sleep(self.conflict_pause)
        elif refused.code == 409:
            self._next_conflict = now + self.conflict_pause
        raise refused

    def _paced(self, offset: int, limit: int, timeout: int) -> tuple[int, int]:
        now, since = self._clock.now(), self._started
        repeated = offset == self._offset
        self._offset, self._started = offset, now
        if repeated and now < since + self.again:
            timeout = max(timeout, round(self.again))
        return (1 if repeated and now < since + self.hasty else limit), timeout

    async def _wait(self, timeout: int) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(timeout):
                await waiting
            await asyncio.sleep(self.gathering)
        except TimeoutError:
            pass
        except Refused as refused:
            await self.refuse(refused)
        finally:
            if self._waiting is waiting:
                self._waiting = None
