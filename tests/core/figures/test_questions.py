"""Only what was asked often enough is compared, and only what is certain is proposed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.figures.questions import COUNTS, ENOUGH_ASKED, in_order, together, weigh
from bot.model.figures import QuestionFigures
from bot.model.ids import DeckId, QuestionId, QuestionNumber

DECK = DeckId("deck")


def figures(number: int = 1, **counts: int) -> QuestionFigures:
    """A question that was met so often."""
    return msgspec.structs.replace(QuestionFigures(QuestionNumber(number), DECK, QuestionId(f"q{number}")), **counts)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12))
def test_few_askings_are_in_no_order(asked: list[tuple[int, int]]) -> None:
    """Whatever was asked fewer than 20 times stands apart, in the deck's order, and nothing of it is proposed; the
    others stand by what they have at least, and none is lost."""
    every = [
        weigh(figures(number, asked=max(of), answered=min(of), skipped=max(of) - min(of)))
        for number, of in enumerate(asked, start=1)
    ]
    compared, others = in_order(reversed(every))
    assert all(one.figures.asked >= ENOUGH_ASKED for one in compared)
    assert all(one.figures.asked < ENOUGH_ASKED and not one.retire for one in others)
    assert [one.figures.number for one in others] == sorted(one.figures.number for one in others)
    lows = [one.answered.low for one in compared]
    assert lows == sorted(lows, reverse=True)
    assert len(compared) + len(others) == len(every)


@pytest.mark.parametrize(
    ("counts", "reason"),
    [
        ({"asked": 19, "skipped": 19}, ""),
        ({"asked": 20, "skipped": 10}, ""),
        ({"asked": 20, "skipped": 12}, "12 of 20 who were asked passed"),
        ({"asked": 40, "skipped": 3, "never": 4}, ""),
        ({"asked": 40, "never": 9}, "9 of 40 who were asked never want"),
        ({"asked": 40, "good": 0, "bad": 4}, ""),
        ({"asked": 40, "good": 1, "bad": 9}, "9 of 10 who said what they think"),
        ({"asked": 40, "good": 4, "bad": 6}, ""),
    ],
)
def test_a_proposal_is_certain_and_has_a_reason(counts: dict[str, int], reason: str) -> None:
    """It is proposed where chance cannot explain it, and the numbers are in the sentence."""
    told = weigh(figures(**counts)).retire
    assert told.startswith(reason)
    assert bool(told) == bool(reason)


@given(st.lists(st.fixed_dictionaries({name: st.integers(0, 99) for name in COUNTS}), max_size=6))
def test_a_deck_is_the_sum_of_its_questions(counts: list[dict[str, int]]) -> None:
    """Every count of a deck is the sum of its questions', and so is each step of its histograms."""
    every = [
        msgspec.structs.replace(figures(number, **one), lengths=((number % 3, 2),), waits=((5, 1),))
        for number, one in enumerate(counts, start=1)
    ]
    deck = together(DECK, every)
    for name in COUNTS:
        assert getattr(deck, name) == sum(one[name] for one in counts)
    assert sum(n for _step, n in deck.lengths) == 2 * len(every)
    assert sum(n for _step, n in deck.waits) == len(every)
