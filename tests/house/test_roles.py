"""docs/roles.md says what the code says."""

from __future__ import annotations

from bot.core.roles import Act
from tests.house.roles import FILE, ranks, words, write


def test_the_tables_are_fresh() -> None:
    """The matrix and the words are those of today."""
    assert FILE.read_text(encoding="utf-8") == write(), "run `python -m tests.house.roles`"


def test_every_act_says_what_it_is() -> None:
    """No line of the matrix is without a meaning, and none is missing."""
    rows = list(ranks())[2:]
    assert len(rows) == len(Act)
    assert all(len(row.split("`: ")[1].split(" |")[0]) > 5 for row in rows)
    assert len(list(words())) > 2
