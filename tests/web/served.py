"""The real bot, served by a process of its own: it can be killed, and started again on the same port and database."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Final
from urllib.error import URLError
from urllib.request import urlopen

ROOT: Final = Path(__file__).parent.parent.parent
DECKS: Final = Path(__file__).parent / "decks"
PATIENCE: Final = 30.0
"""Seconds in which a start is over, also on a machine that has much else to do."""


class Served:
    """`python -m bot serve` over a database in `folder`, with this room's decks beside those that ship."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """`settings` are those of the bot's that it is told beside the ones of this room."""
        self._settings = {f"NOTDATE_{name.upper()}": value for name, value in settings.items()}
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port: int = probe.getsockname()[1]
        self._folder = folder
        self._database = folder / "bot.db"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def database(self) -> Path:
        return self._database

    def start(self) -> None:
        """The page can be opened."""
        mine = {
            "NOTDATE_OPERATOR": "Mara",
            "NOTDATE_COMMUNITY": "the Harbour Book Club",
            "NOTDATE_DECKS": str(DECKS),
            "NOTDATE_ADULTS": "yes",
            "PYTHONPATH": str(ROOT),
            **self._settings,
        }
        others = {name: value for name, value in os.environ.items() if not name.startswith("NOTDATE_")}
        command = [sys.executable, "-m", "bot", "serve", "--port", str(self._port), "--db", str(self._database)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, cwd=self._folder, env=others | mine, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while not self._is_well():
            assert self._process.poll() is None and time.monotonic() < until, self.log()
            time.sleep(0.05)

    def kill(self) -> None:
        """It is gone from one instruction to the next, as in a power cut."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """It has ended as an operator ends it."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(PATIENCE)
            finally:
                self.kill()

    def log(self) -> str:
        """All that it wrote for its operator."""
        return (self._folder / "log").read_text()

    def kept(self) -> list[str]:
        """Everything that anybody typed, oldest first, as the database holds it."""
        with closing(sqlite3.connect(f"{self._database.as_uri()}?mode=ro", uri=True)) as connection:
            return [text for (text,) in connection.execute("SELECT text FROM words ORDER BY id")]

    def _is_well(self) -> bool:
        try:
            with urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False
