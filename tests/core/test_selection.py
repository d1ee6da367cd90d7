"""Which question comes next."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.dice import Dice
from bot.core.selection import MISSIONS_FROM, Nothing, Pick, choose
from bot.core.shelf import Shelf
from bot.model.deck import Kind
from bot.model.ids import MemberId, WordsId
from bot.model.member import Member
from bot.model.state import Evening, Span, Stem
from tests.core.world import deck_of, question, shelf_of

ADA = Member(id=MemberId(1))
NOBODY: tuple[Stem, ...] = ()


def _shelf(*depths: int, kind: Kind = Kind.OPEN, arc: tuple[int, ...] = (1, 2, 3, 4)) -> Shelf:
    return shelf_of(deck_of(tuple(question(number, kind, depth) for number, depth in enumerate(depths)), arc))


def _pick(shelf: Shelf, evening: Evening, member: Member = ADA, tender: bool = False, seed: int = 1) -> Pick:
    found = choose(shelf, member, evening, NOBODY, tender, Dice(seed))
    assert isinstance(found, Pick)
    return found


def _asked(shelf: Shelf, count: int) -> Evening:
    return Evening(asked=tuple(entry.question.id for entry in shelf.questions[:count]), depth=1)


def _bits(shelf: Shelf, *positions: int) -> str:
    return f"{sum(1 << shelf.questions[position].number for position in positions):x}"


@pytest.mark.parametrize(
    ("depth", "skipped", "gentle", "wanted"),
    [(0, 0, False, 1), (1, 0, False, 2), (3, 1, True, 2), (4, 1, True, 2), (2, 1, False, 3), (3, 1, False, 2)],
)
def test_how_deep_the_next_is(depth: int, skipped: int, gentle: bool, wanted: int) -> None:
    """The arc is followed a step at a time, a skip leads down, and after one nothing middling comes twice running."""
    shelf = _shelf(1, 1, 2, 2, 3, 3, 4, 4)
    count = {0: 0, 1: 1, 2: 2, 3: 2, 4: 3}[depth]
    evening = Evening(asked=_asked(shelf, count).asked, depth=depth, skipped=skipped, gentle=gentle)
    assert _pick(shelf, evening).shelved.question.depth == wanted


def test_never_above_the_ceiling() -> None:
    """Where only deeper ones are left, none is asked, and the reason is said."""
    shelf = _shelf(4, 5)
    assert choose(shelf, ADA, Evening(), NOBODY, False, Dice(1)) is Nothing.TOO_DEEP


def test_used_up() -> None:
    """What was asked or struck off does not come again."""
    shelf = _shelf(1, 1)
    member = Member(id=MemberId(1), asked=_bits(shelf, 0), never=_bits(shelf, 1))
    assert choose(shelf, member, Evening(), NOBODY, False, Dice(1)) is Nothing.USED_UP


def test_one_heavy_question_is_enough() -> None:
    """In an evening with a skip, a heavy question is not followed by another."""
    shelf = _shelf(4, 4, 5)
    member = Member(id=MemberId(1), ceiling=5, asked=_bits(shelf, 0))
    evening = Evening(asked=(shelf.questions[0].question.id,), depth=4, skipped=1)
    assert choose(shelf, member, evening, NOBODY, False, Dice(1)) is Nothing.TOO_HEAVY


def test_missions_come_late() -> None:
    """A mission is asked from the fifth question of an evening on, or where nothing else is left."""
    questions = (question(0, Kind.MISSION, 1), *(question(number, Kind.OPEN, 1) for number in range(1, 9)))
    shelf = shelf_of(deck_of(questions, (1, 1, 1)))
    kinds = Counter(_pick(shelf, _asked(shelf, 3), seed=seed).shelved.question.kind for seed in range(300))
    assert kinds[Kind.MISSION] == 0
    late = Evening(asked=tuple(entry.question.id for entry in shelf.questions[1 : 1 + MISSIONS_FROM]), depth=1)
    kinds = Counter(_pick(shelf, late, seed=seed).shelved.question.kind for seed in range(300))
    assert kinds[Kind.MISSION] > 0
    only = Member(id=MemberId(1), asked=_bits(shelf, *range(1, 9)))
    assert _pick(shelf, Evening(), only).shelved.question.kind is Kind.MISSION


def test_a_mission_that_is_allowed_comes_before_saying_that_all_is_too_deep() -> None:
    """Where everything else lies above the ceiling, a mission within it is asked, early as it is."""
    shelf = shelf_of(deck_of((question(0, Kind.MISSION, 1), question(1, Kind.OPEN, 5))))
    assert _pick(shelf, Evening()).shelved.question.kind is Kind.MISSION


def test_a_heavy_subject_comes_before_saying_that_all_is_too_deep() -> None:
    """After a tender answer a grave question within the ceiling comes where all others lie above it."""
    shelf = shelf_of(deck_of((question(0, Kind.OPEN, 1, tags=("loss",)), question(1, Kind.OPEN, 5))))
    assert _pick(shelf, Evening(depth=1), tender=True).shelved.question.tags == ("loss",)


def test_a_lighter_mission_comes_before_a_heavier_question() -> None:
    """After a skip the next is lighter even if that is a mission; only where nothing lighter is left, the lightest."""
    questions = (question(0, Kind.MISSION, 1), question(1, Kind.OPEN, 3), question(2, Kind.OPEN, 2))
    shelf = shelf_of(deck_of(questions))
    skipped = Evening(depth=2, skipped=1, gentle=True)
    assert _pick(shelf, skipped).shelved.question.kind is Kind.MISSION
    without = Member(id=MemberId(1), asked=_bits(shelf, 0))
    assert _pick(shelf, skipped, without).shelved.question.depth == 2


def test_chance_is_even() -> None:
    """Among questions of one depth each comes up about as often."""
    shelf = _shelf(1, 1, 1, 1)
    found = Counter(_pick(shelf, Evening(), seed=seed).shelved.question.id for seed in range(2_000))
    assert len(found) == 4 and min(found.values()) > 400


class _Throw(Dice):
    """Falls as it is told to."""

    def __init__(self, wanted: int) -> None:
        super().__init__(0)
        self.wanted = wanted

    def throw(self, sides: int) -> int:
        assert self.wanted < sides
        return self.wanted


@given(st.integers(1, 40), st.sets(st.integers(0, 29), max_size=29), st.data())
def test_each_throw_has_a_question_of_its_own(first: int, asked: set[int], data: st.DataObject) -> None:
    """Whatever was asked before, a throw of k finds the one that has k others before it; none is found twice, and none
    never."""
    shelf = shelf_of(deck_of(tuple(question(number, Kind.OPEN, 1) for number in range(30))), first)
    left = sorted(set(range(first, first + 30)) - {first + one for one in asked})
    wanted = data.draw(st.integers(0, len(left) - 1))
    member = Member(id=MemberId(1), asked=f"{sum(1 << (first + one) for one in asked):x}")
    picked = choose(shelf, member, Evening(), (), False, _Throw(wanted))
    assert isinstance(picked, Pick)
    assert picked.shelved.number == left[wanted]


def _thread(*stems: str) -> tuple[Stem, ...]:
    return tuple(Stem(stem, Span(WordsId(1), 0, len(stem))) for stem in stems)


def test_a_thread_is_followed() -> None:
    """Of the questions near the wanted depth, the one that a word of the member's touches comes first."""
    shelf = _shelf(1, 1, 1, 1, 1)
    for seed in range(20):
        found = choose(shelf, ADA, Evening(), _thread("winter"), False, Dice(seed))
        assert isinstance(found, Pick) and found.shelved.question.id.startswith("open-3-")
        assert found.link is not None and found.link.stem == "winter"


def test_a_thread_is_no_reason_to_jump() -> None:
    """A question two steps away from the wanted depth is not reached by a thread."""
    shelf = _shelf(1, 1, 1, 3, 1)
    found = choose(shelf, ADA, Evening(), _thread("winter"), False, Dice(1))
    assert isinstance(found, Pick) and found.link is None


def test_a_word_that_many_questions_share_leads_nowhere() -> None:
    """An everyday word of the deck is a coincidence."""
    shelf = _shelf(*(1,) * 5)
    found = choose(shelf, ADA, Evening(), _thread("number"), False, Dice(1))
    assert isinstance(found, Pick) and found.link is None


def test_no_thread_after_a_tender_answer() -> None:
    """After a tender answer no word leads on, and loss, illness and conflict are steered clear of."""
    grave = question(3, Kind.OPEN, 1, tags=("loss",))
    shelf = shelf_of(deck_of((grave, *(question(number, Kind.OPEN, 1) for number in (0, 1, 2)))))
    for seed in range(50):
        found = choose(shelf, ADA, Evening(depth=2), _thread("winter"), True, Dice(seed))
        assert isinstance(found, Pick) and found.link is None and not found.shelved.question.tags
