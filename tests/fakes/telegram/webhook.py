"""Updates are posted to the bot's own server until it says 2xx or they expire."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.queue import Event, UpdateQueue

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
CAP: Final = (60, 120)
"""The longest delay is drawn from these seconds, each time anew [C WEBHOOK_MAX_RESEND_TIMEOUT]."""
MAX_RETRY_AFTER: Final = 3600
GONE_FOR: Final = 23 * 3600
"""After so many seconds of 410 and nothing else the webhook is closed [C WEBHOOK_DROP_TIMEOUT]."""
LOOK: Final = 0.01
"""Real seconds between two looks at a clock that a test may have moved."""


@dataclass(slots=True)
class Attempt:
    """What became of an update so far. Times are the server's seconds."""

    delay: int = 1
    wakeup: float = 0.0
    fails: int = 0
    sending: bool = False


@dataclass(slots=True)
class Target:
    """Where updates go. `url` may be plain http and any port, as with the real server in local mode [C]."""

    url: str
    secret: str = ""
    connections: int = 40
    ip: str = ""


@dataclass(slots=True)
class Delivery:
    """Posts the queue to `target` [C WebhookActor]; updates of one lane wait for each other.

    `timeout`: seconds that the bot's server has. `replied` is given content type and body of each 2xx answer.
    """

    clock: Clock
    queue: UpdateQueue
    target: Target
    replied: Callable[[str, str], Awaitable[None]]
    closed: Callable[[], None]
    timeout: float = 60.0
    last_error: str = ""
    last_error_date: int = 0
    delays: list[float] = field(default_factory=list)
    _attempts: dict[int, Attempt] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _posts: set[asyncio.Task[None]] = field(default_factory=set)
    _task: asyncio.Task[None] | None = None
    _gone_since: float | None = None

    def start(self) -> None:
        """Deliveries go on in the background until `stop`."""
        self._task = asyncio.create_task(self._run())

    def wake(self) -> None:
        """There is a new update."""
        self._news.set()

    async def stop(self) -> None:
        """Nothing is posted any more. What was not acknowledged stays in the queue."""
        self.halt()
        for task in (*self._posts, self._task):
            if task is not None and task is not asyncio.current_task():
                with suppress(asyncio.CancelledError):
                    await task

    def halt(self) -> None:
        """Nothing is posted from now on; open connections end soon."""
        for task in (*self._posts, self._task):
            if task is not None and task is not asyncio.current_task():
                task.cancel()

    async def _run(self) -> None:
        async with ClientSession(timeout=ClientTimeout(total=self.timeout)) as session:
            while True:
                self._news.clear()
                self._post_due(session)
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK if self.queue.waiting() else None):
                        await self._news.wait()

    def _post_due(self, session: ClientSession) -> None:
        lanes: set[int] = set()
        for event in self.queue.waiting():
            first, attempt = event.lane not in lanes, self._attempts.setdefault(event.id, Attempt())
            lanes.add(event.lane)
            if len(self._posts) >= self.target.connections:
                return
            if first and not attempt.sending and attempt.wakeup <= self.clock.now():
                attempt.sending = True
                task = asyncio.create_task(self._post(session, event, attempt))
                self._posts.add(task)
                task.add_done_callback(self._posted)

    def _posted(self, task: asyncio.Task[None]) -> None:
        self._posts.discard(task)
        self.wake()

    async def _post(self, session: ClientSession, event: Event, attempt: Attempt) -> None:
        headers = {"Content-Type": "application/json"}
        headers |= {SECRET_HEADER: self.target.secret} if self.target.secret else {}
        body = event.text.encode(errors="surrogatepass")
        try:
            async with session.post(self.target.url, data=body, headers=headers, allow_redirects=False) as answer:
                text = await answer.text()
        except (ClientError, TimeoutError, OSError):
            return self._failed(event, attempt, "Webhook connection closed", 0)
        attempt.sending = False
        if 200 <= answer.status <= 299:
            self._gone_since = None
            self.queue.forget(event.id)
            self._attempts.pop(event.id, None)
            return await self.replied(answer.content_type, text)
        self._note_gone(answer.status)
        error = f"Wrong response from the webhook: {answer.status} {answer.reason}"
        self._failed(event, attempt, error, _seconds(answer.headers.get("Retry-After", "")))

    def _failed(self, event: Event, attempt: Attempt, error: str, retry_after: int) -> None:
        """Once more at once after the first failure, then after 2, 4, 8... seconds; the bot's own wish comes first."""
        now = self.clock.now()
        self.last_error, self.last_error_date = error, int(now)
        attempt.sending = False
        delay = min(max(retry_after, 0), MAX_RETRY_AFTER)
        if delay == 0 and attempt.fails > 0:
            delay = attempt.delay = min(random.randint(*CAP), attempt.delay * 2)
        attempt.wakeup = now + delay
        attempt.fails += 1
        self.delays.append(delay)
        if attempt.wakeup > event.expires:
            self.queue.forget(event.id)

    def _note_gone(self, status: int) -> None:
        now = self.clock.now()
        if status != 410:
            self._gone_since = None
        elif self._gone_since is None:
            self._gone_since = now
        elif now > self._gone_since + GONE_FOR:
            self.closed()


def _seconds(text: str) -> int:
    return int(text) if text.isdecimal() else 0
