"""The week's table points at nobody, and says in words how much work there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.figures.week import HEADINGS, load, named, shown, table
from bot.model.figures import Lived, Spot, Week
from bot.model.ids import DeckId, Platform


@given(st.lists(st.integers(0, 40), min_size=6, max_size=6))
def test_a_few_are_not_told_apart(numbers: list[int]) -> None:
    """In every cell 1, 2, 3 and 4 look the same; 0 and what is more stands as it is."""
    (line,) = table(Week(0, 1, (Lived(Spot(), *numbers),)))
    assert len(line.cells) == len(HEADINGS)
    for number, cell in zip(numbers, line.cells, strict=True):
        assert cell == ("<5" if 0 < number < 5 else str(number))


def test_the_edges_of_a_few() -> None:
    """Four are a few, five are five, and nobody is nobody."""
    assert [shown(number) for number in (0, 1, 4, 5)] == ["0", "<5", "<5", "5"]


@pytest.mark.parametrize(
    ("reports", "missed", "sentence"),
    [
        (0, 0, "Looking after it: nothing waits."),
        (0, 8, "a few minutes this week, for 8 shared answers that found no theme."),
        (1, 0, "about 10 minutes this week, for 1 report to look at."),
        (2, 21, "about 25 minutes this week, for 2 reports to look at and 21 shared answers that found no theme."),
        (6, 0, "about 1 hour this week, for 6 reports to look at."),
        (9, 1, "about 1 and a half hours this week, for 9 reports to look at and 1 shared answer"),
        (13, 0, "about 2 hours this week, for 13 reports to look at."),
    ],
)
def test_the_work_is_told_in_words(reports: int, missed: int, sentence: str) -> None:
    """As precise as it can honestly be, with what it is for."""
    assert sentence in load(Week(0, 1, (), reports, missed)).sentence


def test_every_spot_has_a_name() -> None:
    """Everywhere, a platform in private, a group place, the tables, a deck."""
    spots = (
        Spot(), Spot("place", Platform("web")), Spot("place", Platform("telegram"), "-7"), Spot("place"),
        Spot("deck", deck=DeckId("long-table")),
    )  # fmt: skip
    assert [named(spot) for spot in spots] == [
        "everywhere", "web, in private", "telegram, -7", "at tables", "long-table",
    ]  # fmt: skip
