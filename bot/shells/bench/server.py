"""A server to be killed: started again and again over the same file and the same port."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
from pathlib import Path


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Server:
    """Runs `notdate serve` over `database`; what it complains of is in `log`."""

    def __init__(self, database: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = database.with_name("server.log")
        self._database = database
        self._nursery: asyncio.subprocess.Process | None = None
        self._child = 0
        self._ended: asyncio.Future[int] | None = None

    async def open(self) -> None:
        """Servers can be started."""
        with self.log.open("ab") as log:
            self._nursery = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.shells.bench.nursery",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env={name: value for name, value in os.environ.items() if not name.startswith("NOTDATE_")},
            )

    async def close(self) -> None:
        """Nothing runs any more."""
        if self._nursery is None:
            return
        if self._ended is not None and not self._ended.done():
            await self.kill()
        if self._nursery.stdin is not None:
            self._nursery.stdin.close()
        await self._nursery.wait()

    async def start(self, fault: str = "") -> asyncio.Future[int]:
        """A server is starting. The future is done when it has ended, with its wait status."""
        nursery = self._nursery
        if nursery is None or nursery.stdin is None or nursery.stdout is None:
            raise RuntimeError("open() comes first")
        arguments = ["serve", "--port", str(self.port), "--db", str(self._database)]
        nursery.stdin.write(json.dumps({"arguments": arguments, "fault": fault}).encode() + b"\n")
        await nursery.stdin.drain()
        self._child = int((await nursery.stdout.readline()).split()[1])
        self._ended = asyncio.ensure_future(_end_of(nursery.stdout))
        return self._ended

    async def kill(self) -> None:
        """It is dead, without a goodbye."""
        await self._signal(signal.SIGKILL)

    async def stop(self) -> int:
        """It has stopped in order; returns its wait status."""
        return await self._signal(signal.SIGTERM)

    async def _signal(self, number: signal.Signals) -> int:
        if self._ended is None:
            raise RuntimeError("nothing was started")
        if not self._ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, number)
        return await self._ended


async def _end_of(stdout: asyncio.StreamReader) -> int:
    return int((await stdout.readline()).split()[1])
