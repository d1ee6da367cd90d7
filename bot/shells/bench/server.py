"""A server to be killed: started again and again over the same file and the same port."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import secrets
import signal
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

PORTS: Final = range(15_000, 30_000)
"""Below the ports that systems give to outgoing connections: whoever knocks again and again at a door of that range,
with nobody behind it, is one day connected with themselves, and the server finds its port taken."""


def free_port() -> int:
    """A port that nobody listens on now."""
    while True:
        # Not the generator that a test may have seeded: two processes would draw the same.
        port = secrets.choice(PORTS)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Nursery:
    """The process that servers are forked from; one server at a time. What they complain of is in `log`."""

    def __init__(
        self, log: Path, module: str = "bot.shells.bench.nursery", settings: Mapping[str, str] | None = None
    ) -> None:
        """`settings` are environment variables of the servers' own."""
        self.log = log
        self._module = module
        self._settings = dict(settings or {})
        self._process: asyncio.subprocess.Process | None = None
        self._child = 0
        self._ended: asyncio.Future[int] | None = None

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
                env={name: value for name, value in os.environ.items() if not name.startswith("NOTDATE_")}
                | self._settings,
                # `notdate.toml` of the folder where this was started is nobody's here.
                cwd=self.log.parent,
            )

    async def send(self, number: signal.Signals) -> int:
        """The server that runs has got that signal and has ended; returns its wait status."""
        if self._ended is None:
            return 0
        if not self._ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._child, number)
        return await asyncio.shield(self._ended)

    async def close(self) -> None:
        """It is gone, with whatever still ran."""
        await self.send(signal.SIGKILL)
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            await self._process.wait()

    async def start(self, arguments: list[str], fault: str) -> asyncio.Future[int]:
        """A new server is starting; the future holds its wait status when it has ended. One runs at a time."""
        await self.send(signal.SIGKILL)
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise RuntimeError("open() comes first")
        process.stdin.write(json.dumps({"arguments": arguments, "fault": fault}).encode() + b"\n")
        await process.stdin.drain()
        self._child = int((await process.stdout.readline()).split()[1])
        self._ended = asyncio.ensure_future(_end_of(process.stdout))
        return self._ended


class Server:
    """Runs `notdate serve` over `database`, again and again, always on the same port."""

    def __init__(self, nursery: Nursery, database: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._nursery = nursery
        self._database = database

    async def start(self, fault: str = "") -> asyncio.Future[int]:
        """A server is starting. The future is done when it has ended, with its wait status."""
        return await self._nursery.start(["serve", "--port", str(self.port), "--db", str(self._database)], fault)

    async def kill(self) -> None:
        """It is dead, without a goodbye."""
        await self._nursery.send(signal.SIGKILL)

    async def stop(self) -> int:
        """It has stopped in order; returns its wait status."""
        return await self._nursery.send(signal.SIGTERM)


async def _end_of(stdout: asyncio.StreamReader) -> int:
    return int((await stdout.readline()).split()[1])
