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


class Nursery:
    """The process that servers are forked from; one server at a time. What they complain of is in `log`."""

    def __init__(self, log: Path, module: str = "bot.shells.bench.nursery") -> None:
        self.log = log
        self._module = module
        self._process: asyncio.subprocess.Process | None = None

    async def open(self) -> None:
        """Servers can be started, without any setting of whoever started this program."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self._module,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env={name: value for name, value in os.environ.items() if not name.startswith("NOTDATE_")},
                # `notdate.toml` of the folder where this was started is nobody's here.
                cwd=self.log.parent,
            )

    async def close(self) -> None:
        """It is gone."""
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()

    async def start(self, arguments: list[str], fault: str) -> tuple[int, asyncio.Future[int]]:
        """The process id of a new server, and its wait status when it has ended."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("open() comes first")
        process.stdin.write(json.dumps({"arguments": arguments, "fault": fault}).encode() + b"\n")
        await process.stdin.drain()
        child = int((await process.stdout.readline()).split()[1])
        return child, asyncio.ensure_future(_end_of(process.stdout))


class Server:
    """Runs `notdate serve` over `database`, again and again, always on the same port."""

    def __init__(self, nursery: Nursery, database: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._nursery = nursery
        self._database = database
        self._child = 0
        self._ended: asyncio.Future[int] | None = None

    async def start(self, fault: str = "") -> asyncio.Future[int]:
        """A server is starting. The future is done when it has ended, with its wait status."""
        arguments = ["serve", "--port", str(self.port), "--db", str(self._database)]
        self._child, self._ended = await self._nursery.start(arguments, fault)
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
