"""The figures, for people and for programs."""

from __future__ import annotations

import statistics
from collections.abc import Sequence

from bot.shells.bench.measure import FEW, Report, Run, machine


def report_of(runs: Sequence[Run]) -> Report:
    """Everything that was measured."""
    return Report(machine(), tuple(runs), ratios(runs))


def as_table(runs: Sequence[Run]) -> str:
    """A line for each run, and the ratios."""
    head = "             in flight     stored  updates/s   CPU us   p50 ms   p99 ms  peak MiB"
    lines = [", ".join(f"{name} {value}" for name, value in machine().items()), "", head]
    for run in sorted(runs, key=lambda run: (run.stored, run.in_flight, run.name)):
        lines.append(
            f"{run.name:12} {run.in_flight:9} {run.stored:10,} {run.updates_per_s:10,.0f} {run.cpu_us_per_update:8.1f} "
            f"{run.p50_ms:8.2f} {run.p99_ms:8.2f} {run.peak_mib:9.1f}"
        )
    lines.append("")
    lines += [f"{name}: {value}" for name, value in ratios(runs).items()]
    return "\n".join(lines)


def ratios(runs: Sequence[Run]) -> dict[str, float]:
    """What is compared; each is the median of what it was in every round."""
    by_key = {(run.name, run.in_flight, run.stored): run for run in runs}
    found: dict[str, float] = {}
    for (name, in_flight, stored), run in by_key.items():
        if name != "notdate":
            continue
        for other in ("plain-loop", "bare-sqlite"):
            yardstick = by_key.get((other, in_flight, stored))
            if yardstick:
                found[f"notdate / {other}, {in_flight} in flight, {stored:,} stored"] = _ratio(run, yardstick)
        small = by_key.get((name, in_flight, FEW))
        if small and stored != FEW:
            found[f"notdate, {in_flight} in flight: {stored:,} stored / {FEW:,} stored"] = _ratio(run, small)
    return found


def _ratio(run: Run, other: Run) -> float:
    pairs = zip(run.repeats, other.repeats, strict=True)
    return round(statistics.median(one.updates_per_s / two.updates_per_s for one, two in pairs), 3)
