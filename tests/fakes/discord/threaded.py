"""The double in a thread of its own, for tests that block: those that start, watch and kill the bot's process."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self, TypeVar

from tests.fakes.discord.server import DiscordServer

T = TypeVar("T")


class ThreadedDiscord:
    """`with ThreadedDiscord() as threaded`: `threaded.server` is read at any time, and changed by `do` and `call`."""

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="discord", daemon=True)
        self.server: DiscordServer

    def __enter__(self) -> Self:
        self._thread.start()
        self.server = self.do(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.do(self.server.stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    async def _start(self) -> DiscordServer:
        return await DiscordServer(**self._options).start()

    def call(self, work: Callable[[], T], timeout: float = 30.0) -> T:
        """What the function returns, run in the double's own loop: `call(lambda: server.guild("Lounge"))`."""

        async def run() -> T:
            return work()

        return self.do(run(), timeout)

    def do(self, work: Coroutine[Any, Any, T], timeout: float = 30.0) -> T:
        """What the coroutine returns, run in the double's own loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)
