"""HOLDS OFF. A file that somebody brings is read in a process of its own, which may take so much and no more.

What lives here: the child that reads, its limits, and the pipe between. What must not: a decision about the file, which
`decks.brought` makes; the settings, which the child never sees. How to add a limit: in `child.limit`, with a test that
meets it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Final

import msgspec

from bot.decks.brought import SIZE_LIMIT, Brought, Library
from bot.decks.diagnostic import finding
from bot.model.noun import Noun

SECONDS: Final = 20.0
"""From the start of the child to its report. 10,000 questions take three."""
MEGABYTES: Final = 400
"""What reading may take on top of what the child has at its start."""
REPORT_LIMIT: Final = 64_000_000
"""Bytes of a report. A deck of the largest file is a quarter of it."""


class Allowance(Noun, frozen=True):
    """How much the child may take: seconds by the clock, seconds of a processor, and megabytes."""

    seconds: float = SECONDS
    processor: int = int(SECONDS)
    megabytes: int = MEGABYTES


class Request(Noun, frozen=True):
    """What the child is told before the file itself."""

    name: str
    allowance: Allowance
    questions: tuple[tuple[str, str], ...] = ()
    labels: tuple[tuple[str, int], ...] = ()


def bring_held_off(
    data: bytes, name: str, library: Library | None = None, allowance: Allowance | None = None
) -> Brought:
    """What came of these bytes, read in a limited process. Never raises over the bytes; blocks until it is known."""
    allowance = allowance or Allowance()
    if len(data) > SIZE_LIMIT:
        what = f"{len(data):,} bytes; a list has at most {SIZE_LIMIT:,}: bring it in parts"
        return Brought(name, "", 0, None, (finding(name, (0, 0), "size", what),))
    library = library or Library()
    name = name.encode("utf-8", "replace").decode()
    request = Request(name, allowance, tuple(library.questions), tuple(library.labels.items()))
    head = msgspec.json.encode(request)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.airlock.child"],
            input=len(head).to_bytes(8, "big") + head + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=allowance.seconds,
            env=_environment(),
            close_fds=True,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _gave_out(name, f"it was not read within {allowance.seconds:g} seconds")
    if done.returncode == 0 and len(done.stdout) <= REPORT_LIMIT:
        try:
            return msgspec.json.decode(done.stdout, type=Brought)
        except msgspec.MsgspecError:
            pass
    return _gave_out(name, f"reading it took more than {allowance.megabytes} MB or {allowance.processor} seconds")


def _gave_out(name: str, why: str) -> Brought:
    what = f"{why}, so it was given up; bring the questions alone, one a line"
    return Brought(name, "", 0, None, (finding(name, (0, 0), "gave-out", what),))


def _environment() -> dict[str, str]:
    """Where Python finds its modules, and nothing that anybody set: no token of ours, no proxy."""
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONDONTWRITEBYTECODE": "1"}
