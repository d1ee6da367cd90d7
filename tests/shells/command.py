"""The command line as its users meet it: a process of its own, in a folder of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

PATIENCE = 60.0
SCRIPT = "yes\nlong-table\nmy nan, who sang Ullapool in the kitchen\na red door\nskip\nthe sea\n"


class Ran(NamedTuple):
    """What came of a command."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        """Its stdout as JSON."""
        return json.loads(self.out)


def environment(**more: str) -> dict[str, str]:
    """The environment without any settings of whoever runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NOTDATE_")}
    kept.pop("NO_COLOR", None)
    return {**kept, "PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1", **more}


def run(folder: Path, *arguments: str, typed: str = "", **more: str) -> Ran:
    """The command has run in that folder."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(**more),
        input=typed.encode(),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@contextmanager
def served(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A bot serves in that folder on any free port; yields the process and its address."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "serve", "--port", "0", *arguments],
        cwd=folder,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process, _address(process, time.monotonic() + PATIENCE)
        finally:
            if process.poll() is None:
                process.kill()


def _address(process: subprocess.Popen[str], until: float) -> str:
    """The address that it announces, once the terminal's door is open as well."""
    assert process.stderr is not None
    address = ""
    while time.monotonic() < until:
        line = process.stderr.readline()
        if "http://" in line:
            address = line.split("http://")[1].split()[0]
        if "notdate chat" in line and address:
            return f"http://{address}"
        assert line, "the bot ended before it served"
    raise AssertionError("the bot did not start to serve")
