"""Runs everything that is compared, alternately, each in a fresh process over a fresh copy of the database."""

from __future__ import annotations

import os
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from bot.shells.bench import stored as storing
from bot.shells.bench.driver import Measured

NAMES: Final = ("notdate", "plain-loop", "bare-sqlite")
IN_FLIGHT: Final = (1, 10, 100)
FEW: Final = 1_000
"""Conversations in the smaller database; the larger one is compared with it."""

Tell = Callable[[str], None]
_Told = TypeVar("_Told", bound=Measured)


class Plan(msgspec.Struct, frozen=True):
    """What is measured: `talkers` people, over databases of each size in `stored`, so many `rounds`."""

    stored: tuple[int, ...]
    talkers: int
    rounds: int
    in_flight: tuple[int, ...] = IN_FLIGHT


class Run(msgspec.Struct, frozen=True):
    """Medians over the rounds, with every round."""

    name: str
    in_flight: int
    stored: int
    updates_per_s: float
    cpu_us_per_update: float
    p50_ms: float
    p99_ms: float
    peak_mib: float
    repeats: tuple[Measured, ...]


class Report(msgspec.Struct, frozen=True):
    """What a bench tells: what it was measured on, every run, and what is compared."""

    machine: dict[str, str | int]
    runs: tuple[Run, ...]
    ratios: dict[str, float]

    def as_json(self) -> str:
        """One object."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()


class RunFailed(Exception):
    """A run ended without figures; says which, and what it wrote."""


def measure(plan: Plan, tell: Tell) -> list[Run]:
    """All runs of the plan. What they need on disk is in a temporary folder that is gone afterwards."""
    found: list[Measured] = []
    with tempfile.TemporaryDirectory(prefix="notdate-bench-") as folder:
        bases = {}
        for size in plan.stored:
            bases[size] = Path(folder) / f"stored-{size}.db"
            storing.build(bases[size], size, tell)
        for number in range(plan.rounds):
            # In one round everything runs under the same weather: what is compared was measured within minutes.
            for in_flight in plan.in_flight:
                for size, base in bases.items():
                    for name in NAMES:
                        one = run_child(name, base, size, plan.talkers, in_flight, number + 1, Measured)
                        what = f"round {number + 1}: {name}, {in_flight} in flight, {size:,} stored"
                        tell(f"{what}: {one.updates_per_s:,.0f}/s")
                        found.append(one)
    return summarise(found)


def run_child(name: str, base: Path, stored: int, talkers: int, in_flight: int, seed: int, told: type[_Told]) -> _Told:
    """What a run of that name in a process of its own has told."""
    database = base.with_name("run.db")
    storing.copy(base, database)
    numbers = map(str, (stored, talkers, in_flight, seed))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.shells.bench.child", name, str(database), *numbers],
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        for file in database.parent.glob("run.db*"):
            file.unlink()
    if done.returncode:
        raise RunFailed(f"The run {name} with {in_flight} in flight ended without figures:\n{done.stderr[-2_000:]}")
    return msgspec.json.decode(done.stdout, type=told)


def summarise(found: Sequence[Measured]) -> list[Run]:
    """One run for each name, size and number in flight, in the order in which they were measured."""
    grouped: dict[tuple[str, int, int], list[Measured]] = {}
    for one in found:
        grouped.setdefault((one.name, one.in_flight, one.stored), []).append(one)
    return [
        Run(
            name=name,
            in_flight=in_flight,
            stored=stored,
            updates_per_s=statistics.median(one.updates_per_s for one in rounds),
            cpu_us_per_update=statistics.median(one.cpu_us_per_update for one in rounds),
            p50_ms=statistics.median(one.p50_ms for one in rounds),
            p99_ms=statistics.median(one.p99_ms for one in rounds),
            peak_mib=statistics.median(one.peak_mib for one in rounds),
            repeats=tuple(rounds),
        )
        for (name, in_flight, stored), rounds in grouped.items()
    ]


def machine() -> dict[str, str | int]:
    """What it was measured on."""
    return {
        "system": f"{platform.system()} {platform.release()}",
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "sqlite": sqlite3.sqlite_version,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
