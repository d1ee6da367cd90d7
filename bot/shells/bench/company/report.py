"""The figures of circles and tables, for people and for programs."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from itertools import product
from typing import Final

from bot.shells.bench.company.names import CIRCLE, SOLO, TABLES
from bot.shells.bench.company.screens import InCompany
from bot.shells.bench.measure import Report, Run, machine

GROWING: Final = {CIRCLE: "votes", TABLES: "idle tables"}
_MIB: Final = 2**20


def report_of(runs: Sequence[Run]) -> Report:
    """Everything that was measured."""
    return Report(machine(), tuple(runs), ratios(runs))


def as_table(runs: Sequence[Run]) -> str:
    """A line for each run, and the ratios."""
    head = "             in flight     before  updates/s   CPU us   p50 ms   p99 ms  peak MiB    edits"
    lines = [", ".join(f"{name} {value}" for name, value in machine().items()), "", head]
    for run in runs:
        edits = _median(run, lambda one: one.edits)
        lines.append(
            f"{run.name:12} {run.in_flight:9} {run.stored:10,} {run.updates_per_s:10,.0f} {run.cpu_us_per_update:8.1f} "
            f"{run.p50_ms:8.2f} {run.p99_ms:8.2f} {run.peak_mib:9.1f} {edits:8.0f}"
        )
    lines.append("")
    lines += [f"{name}: {value}" for name, value in ratios(runs).items()]
    return "\n".join(lines)


def ratios(runs: Sequence[Run]) -> dict[str, float]:
    """What is compared; each is the median of what it was in every round."""
    return {**_beside_solo(runs), **_growth(runs), **_room_taken(runs)}


def _beside_solo(runs: Sequence[Run]) -> dict[str, float]:
    alone = {run.in_flight: run for run in runs if run.name == SOLO}
    found = {}
    for run in runs:
        if run.name != SOLO and run.stored == 0:
            solo, what = alone[run.in_flight], f"{run.name} / {SOLO}, {run.in_flight} in flight"
            found[f"{what}: CPU of an update"] = _ratio(run, solo, _cpu)
            found[f"{what}: p99"] = _ratio(run, solo, lambda one: one.p99_ms)
    return found


def _growth(runs: Sequence[Run]) -> dict[str, float]:
    """What an update costs with many votes, or idle tables, against the same with few."""
    found = {}
    for name, what in GROWING.items():
        steps = _steps(runs, name)
        for few, run in product(steps[:1], steps[1:]):
            found[f"{name}, {run.stored:,} {what} / {few.stored:,}: CPU of an update"] = _ratio(run, few, _cpu)
    return found


def _room_taken(runs: Sequence[Run]) -> dict[str, float]:
    """Bytes of memory and of the file for each idle table: what the most took more than the fewest."""
    steps = _steps(runs, TABLES)
    if len(steps) < 2:
        return {}
    few, many = steps[0], steps[-1]
    tables = many.stored - few.stored
    resident = _median(many, lambda one: one.resident_mib) - _median(few, lambda one: one.resident_mib)
    file = _median(many, lambda one: one.file_mib) - _median(few, lambda one: one.file_mib)
    return {
        "memory of an idle table, bytes": round(resident * _MIB / tables),
        "file of an idle table, bytes": round(file * _MIB / tables),
    }


def _steps(runs: Sequence[Run], name: str) -> list[Run]:
    return [run for run in runs if run.name == name and run.stored]


def _cpu(one: InCompany) -> float:
    return one.cpu_us_per_update


def _median(run: Run, figure: Callable[[InCompany], float]) -> float:
    return statistics.median(figure(one) for one in run.repeats if isinstance(one, InCompany))


def _ratio(run: Run, other: Run, figure: Callable[[InCompany], float]) -> float:
    pairs = zip(run.repeats, other.repeats, strict=True)
    ratios = [
        figure(one) / figure(two) for one, two in pairs if isinstance(one, InCompany) and isinstance(two, InCompany)
    ]
    return round(statistics.median(ratios), 3)
