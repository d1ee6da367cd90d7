"""A real homeserver in a process of its own: it can be stopped, killed, and started again on the same data."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Final, Self

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.shells.bench.server import free_port
from tests.fakes.matrix.config import SECRET, SERVER_NAME, Limits, config
from tests.fakes.matrix.people import Person

PLACE: Final = Path(__file__).parents[3] / ".venv" / "synapse"
"""Where `install.sh` puts it."""
PATIENCE: Final = 60.0
"""Seconds in which a start is over, also on a machine that has much else to do."""
PROGRAM: Final = """
import ctypes, signal, sys
try:
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)
except AttributeError:
    pass
from synapse.app.homeserver import main
main()
"""
"""Synapse; where the system is Linux, it ends with whoever started it (`PR_SET_PDEATHSIG` is 1), however they end."""


def available() -> bool:
    """Whether `install.sh` has been run in this checkout."""
    return (PLACE / "installed").exists()


class Homeserver:
    """Synapse over SQLite in `folder`, on a free port of this machine that stays the same from start to start.

    It belongs to no event loop: a test in one loop may use what a fixture in another has started.
    """

    def __init__(self, folder: Path, limits: Limits = "none") -> None:
        self.folder = folder
        self.limits: Limits = limits
        self.name = SERVER_NAME
        self.log = folder / "homeserver.log"
        """All that it said, from all its starts."""
        self.seconds = 0.0
        """What the last start took."""
        self._port: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_error: object) -> None:
        await self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def start(self) -> None:
        """It answers its clients."""
        assert self._process is None, "it runs already"
        began = time.monotonic()
        port = self._port or free_port()
        while not await self._open(port):
            # Somebody was quicker; once people know the address, it stays.
            port = self._port or free_port()
        self._port = port
        self.seconds = time.monotonic() - began

    async def stop(self) -> None:
        """It has ended as an operator ends it, with everything written; nothing happens when it does not run."""
        if self._process is not None:
            self._process.terminate()
            until = time.monotonic() + PATIENCE
            while self._process.poll() is None and time.monotonic() < until:
                await asyncio.sleep(0.02)
            self.kill()

    def kill(self) -> None:
        """It is gone from one instruction to the next, as in a power cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    async def restart(self, limits: Limits | None = None) -> None:
        """It was killed, and runs again on the same data and port; under other limits, if some are named."""
        self.kill()
        self.limits = limits or self.limits
        await self.start()

    async def arrive(self, name: str, *, admin: bool = False) -> Person:
        """Somebody with a new account, logged in; whoever asked closes them."""
        return await Person.register(self.url, SECRET, name, admin=admin)

    async def _open(self, port: int) -> bool:
        """Whether it answers on that port; `False` if the port is somebody else's."""
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = self.folder / "homeserver.yaml"
        settings.write_text(json.dumps(config(self.folder, port, self.limits), indent=1), encoding="utf-8")
        command = [str(PLACE / "bin" / "python"), "-I", "-c", PROGRAM, "--config-path", str(settings)]
        with self.log.open("ab") as log:
            said = log.tell()
            self._process = subprocess.Popen(
                command, cwd=self.folder, env={"PATH": os.defpath}, stdin=subprocess.DEVNULL, stdout=log, stderr=log
            )
        until = time.monotonic() + PATIENCE
        async with ClientSession(timeout=ClientTimeout(total=5)) as session:
            while self._process.poll() is None and time.monotonic() < until:
                with suppress(ClientError, TimeoutError):
                    async with session.get(f"http://127.0.0.1:{port}/_matrix/client/versions") as answer:
                        if answer.status == 200:
                            return True
                await asyncio.sleep(0.05)
        self.kill()
        complaint = self.log.read_bytes()[said:].decode(errors="replace")
        if "Address already in use" in complaint:
            return False
        raise RuntimeError(f"Synapse did not start:\n{complaint[-4000:]}")
