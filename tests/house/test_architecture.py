"""ARCHITECTURE.md says what the code says."""

from __future__ import annotations

from tests.house.architecture import FILE, write


def test_the_architecture_is_fresh() -> None:
    """ARCHITECTURE.md is what the rooms' docstrings make of it today."""
    assert FILE.read_text(encoding="utf-8") == write(), "run `python -m tests.house.architecture`"


def test_every_phase_and_word_says_what_it_does() -> None:
    """No row of the two tables is empty."""
    rows = [line for line in write().splitlines() if line.startswith("| ")]
    assert all(cell.strip() for row in rows for cell in row.strip("|").split("|"))
