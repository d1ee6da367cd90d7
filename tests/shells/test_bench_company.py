"""`notdate bench --company`, at a size that shows nothing but that it works."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from bot.shells.bench import child
from bot.shells.bench.company import circles, report, tables
from bot.shells.bench.company.names import CIRCLE, CIRCLES, NAMES, SOLO, STRANGERS, TABLES
from bot.shells.bench.company.rounds import plan_of
from bot.shells.bench.company.screens import InCompany
from bot.shells.bench.measure import run_child, summarise
from bot.shells.cli import main

TINY = "bench --company --members 2 --tables 2 --stored 1000 --repeats 1"
MEMBERS, EARLIER = 40, 30
EDITS_A_MINUTE = 16
"""One every four seconds, and the last."""


def numbers(database: Path, query: str) -> list[int]:
    """What that query finds in the file, in one column."""
    with closing(sqlite3.connect(database)) as connection:
        return [number for (number,) in connection.execute(query)]


@pytest.mark.parametrize(("name", "places"), [(CIRCLE, 1), (CIRCLES, circles.PLACES), (STRANGERS, 1)])
async def test_a_run_of_circles_leaves_one_vote_of_each(tmp_path: Path, name: str, places: int) -> None:
    """Whoever pressed, however often, counts once; the card is edited every few seconds and not with each press."""
    database = tmp_path / "circles.db"
    circles.build(database, MEMBERS, EARLIER)
    ran = await circles.run(name, database, EARLIER if name == CIRCLE else 0, MEMBERS, 3, 1)
    earlier = EARLIER if name == CIRCLE else 0
    open_ = "SELECT count(*) FROM votes v JOIN circles c ON c.circle = v.circle WHERE c.open = 1 GROUP BY c.circle"
    # The place to warm up in came last, and may have been turned over.
    assert numbers(database, f"{open_} ORDER BY c.circle")[:places] == [earlier + MEMBERS] * places
    assert numbers(database, "SELECT sum(n) FROM ballots") == numbers(database, "SELECT count(*) FROM votes")
    assert MEMBERS * places <= ran.updates + 3 <= 2 * MEMBERS * places + 3
    assert 0 < ran.edits <= EDITS_A_MINUTE * places + 1


async def test_a_run_of_tables_plays_beside_idle_ones(tmp_path: Path) -> None:
    """Those that are drawn play their cards to the end, and at the others nothing happens."""
    database = tmp_path / "tables.db"
    tables.build(database, 0, 3, lambda sentence: None)
    tables.build(database, 3, 6, lambda sentence: None)
    assert numbers(database, "SELECT count(*) FROM seats WHERE until = 0") == [12]
    before = numbers(database, _CARDS)
    ran = await tables.run(database, idle=4, busy=2, in_flight=2, seed=1)
    after = numbers(database, _CARDS)
    assert before == [1] * 6
    assert sorted(after) == [1] * 4 + [2 + tables.CARDS] * 2
    assert ran.updates > tables.CARDS * len(tables.ROUND)
    assert ran.file_mib > 0


_CARDS = "SELECT json_extract(CAST(state AS TEXT), '$.nth') FROM conversations WHERE format = 'table' ORDER BY id"


def ran(name: str, before: int, cost: float, **more: float) -> InCompany:
    """A run that cost so much."""
    return InCompany(name, 100, before, 1_000, 2_000.0, cost, 1.0, cost / 10, 60.0, **more)  # type: ignore[arg-type]  # numbers all


def test_what_is_compared_is_the_median_of_the_rounds() -> None:
    """Against solo in the same round; against few votes or few idle tables; and the room that an idle table takes."""
    rounds = [
        [
            ran(SOLO, 500, 100.0 * weather),
            ran(CIRCLE, 0, 150.0 * weather),
            ran(CIRCLE, 10, 160.0 * weather),
            ran(CIRCLE, 1_000, 176.0 * weather),
            ran(TABLES, 0, 200.0 * weather),
            ran(TABLES, 10, 210.0 * weather, resident_mib=60.0, file_mib=1.0),
            ran(TABLES, 1_034, 210.0 * weather, resident_mib=61.0, file_mib=3.0),
        ]
        for weather in (1.0, 5.0, 1.1)
    ]
    ratios = report.ratios(summarise([one for runs in rounds for one in runs]))
    assert ratios == {
        "circle / solo, 100 in flight: CPU of an update": 1.5,
        "circle / solo, 100 in flight: p99": 1.5,
        "tables / solo, 100 in flight: CPU of an update": 2.0,
        "tables / solo, 100 in flight: p99": 2.0,
        "circle, 1,000 votes / 10: CPU of an update": 1.1,
        "tables, 1,034 idle tables / 10: CPU of an update": 1.0,
        "memory of an idle table, bytes": 1_024,
        "file of an idle table, bytes": 2_048,
    }


def test_steps_are_compared_up_to_what_was_asked_for() -> None:
    """A thousand members: 100, 1,000 and 10,000 votes; ten thousand tables: 10, 1,000 and all of them idle."""
    plan = plan_of(members=1_000, tables=10_000, stored=20_000, rounds=3)
    assert plan.votes == (100, 1_000, 10_000)
    assert plan.idle == (10, 1_000, 10_000)
    tiny = plan_of(members=2, tables=2, stored=1_000, rounds=1)
    assert tiny.votes == (1, 2, 20)
    assert tiny.idle == (1, 2)


def test_the_command_prints_every_run_and_what_is_compared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of run is in the JSON with its figures, beside solo; nothing is left on disk."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(subprocess, "run", here)
    done = CliRunner().invoke(main, [*TINY.split(), "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert {one["name"] for one in found["runs"]} == {SOLO, *NAMES}
    assert all(one["updates_per_s"] > 0 for one in found["runs"])
    assert all({"edits", "resident_mib", "file_mib", "p99_ms"} <= set(one["repeats"][0]) for one in found["runs"])
    assert "circle / solo, 10 in flight: CPU of an update" in found["ratios"]
    assert "tables, 2 idle tables / 1: CPU of an update" in found["ratios"]
    assert not list(tmp_path.iterdir())


in_a_process = subprocess.run


def here(arguments: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
    """What a run in a process of its own would tell, without one: there are fifteen."""
    if "bot.shells.bench.child" not in arguments:
        return in_a_process(arguments, **more)
    name, database, *sizes = arguments[3:]
    told = child.run(name, Path(database), *map(int, sizes))
    return subprocess.CompletedProcess(arguments, 0, msgspec.json.encode(told).decode(), "")


def test_a_process_of_its_own_tells_its_figures(tmp_path: Path) -> None:
    """It prints one run, as JSON, and nothing else."""
    database = tmp_path / "tables.db"
    tables.build(database, 0, 2, lambda sentence: None)
    ran = run_child(TABLES, database, 1, 1, 2, 1, InCompany)
    assert (ran.name, ran.stored, ran.in_flight) == (TABLES, 1, 2)
    assert ran.resident_mib > 0


def test_the_table_has_a_line_for_each_run() -> None:
    """With the number of edits in the last column, and the ratios below."""
    runs = summarise([ran(SOLO, 500, 100.0), ran(CIRCLE, 0, 150.0, edits=16)])
    lines = report.as_table(runs).splitlines()
    assert lines[4].split()[0] == CIRCLE
    assert lines[4].split()[-1] == "16"
    assert lines[-1] == "circle / solo, 100 in flight: p99: 1.5"
