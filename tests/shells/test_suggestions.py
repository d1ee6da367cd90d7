"""`notdate suggestions`, beside a bot that runs and without one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.model.ids import Platform
from bot.shells.bench.workload import CAPABILITIES
from tests.runtime.table import Company
from tests.shells.forked import run

VILE = "What do you \x1b[31mkeep although it is broken?"


@pytest.fixture
def suggested(tmp_path: Path) -> Path:
    """A folder with a database in which Ada has suggested two questions."""
    there = Platform("terminal")
    company = Company(tmp_path, "Ada", platforms={there: CAPABILITIES}, elsewhere={"Ada": there})
    company.say("Ada", f"suggest {VILE}")
    company.say("Ada", "suggest Which street do you take although it is longer?")
    company.ledger.close()
    (tmp_path / "table.db").rename(tmp_path / "notdate.db")
    return tmp_path


def test_they_are_listed_and_decided(suggested: Path) -> None:
    """What waits stands there without anything that moves a cursor; what is decided says so, and is not decided
    twice."""
    listed = run(suggested, "suggestions")
    assert listed.code == 0, listed.err
    assert "keep although it is broken?" in listed.out
    assert "\x1b" not in listed.out
    approved = run(suggested, "suggestions", "approve", "1")
    assert approved.code == 0, approved.err
    assert "From among us" in approved.out
    declined = run(suggested, "suggestions", "decline", "2", "--because", "narrow")
    assert "Declined" in declined.out
    again = run(suggested, "suggestions", "approve", "2")
    assert again.code != 0
    assert "No suggestion 2 waits" in again.err
    found = json.loads(run(suggested, "suggestions", "--json").out)
    assert [one["suggestion"].get("fate") for one in found] == ["declined", "approved"]
    assert "from-members" in run(suggested, "decks", "queue").out
