"""Two versions of a deck beside each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from bot.core.differences import compare
from bot.model.deck import Deck
from bot.shells.bench.workload import read_deck

DECK = read_deck()


def test_the_same_is_no_difference() -> None:
    """A deck compared with itself says so."""
    assert compare(DECK, DECK).nothing


def test_a_version_number_is_a_difference_of_the_deck() -> None:
    """The deck's own fields are told apart from its questions."""
    found = compare(DECK, replace(DECK, version="9.0.0"))
    assert [one.field for one in found.own] == ["version"]
    assert not found.changed and not found.nothing


def test_another_order_is_told_and_no_more() -> None:
    """Questions that only stand elsewhere are not listed as changed."""
    found = compare(DECK, replace(DECK, questions=DECK.questions[::-1]))
    assert found.reordered and not (found.added or found.removed or found.changed)


def test_changed_words_are_told_apart() -> None:
    """Of a sentence with one other word only that word is marked, on both sides."""
    first = DECK.questions[0]
    old, new = replace(first, text="Which bird would you be?"), replace(first, text="Which tiger would you be?")
    rest = DECK.questions[1:]
    found = compare(replace(DECK, questions=(old, *rest)), replace(DECK, questions=(new, *rest)))
    ((question, (changed,)),) = found.changed
    assert (question, changed.field) == (new, "text")
    assert [text for only, text in changed.before if only] == ["bird"]
    assert [text for only, text in changed.after if only] == ["tiger"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(range(10)), unique=True), st.lists(st.sampled_from(range(10)), unique=True))
def test_nothing_is_lost_between_versions(before: list[int], after: list[int]) -> None:
    """Taking away what is gone and adding what is new leads from the one set of questions to the other."""
    old, new = _with(before), _with(after)
    found = compare(old, new)
    kept = {one.id for one in old.questions} - {one.id for one in found.removed}
    assert kept | {one.id for one in found.added} == {one.id for one in new.questions}
    assert found.nothing is (before == after)


@settings(max_examples=100, deadline=None)
@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60))
def test_the_pieces_make_up_the_texts(before: str, after: str) -> None:
    """However they are cut, the pieces of a side put together are what stood there."""
    first = DECK.questions[0]
    old, new = (replace(DECK, questions=(replace(first, text=text),)) for text in (before, after))
    for _question, (changed, *_more) in compare(old, new).changed:
        assert "".join(text for _only, text in changed.before) == before
        assert "".join(text for _only, text in changed.after) == after


def _with(numbers: list[int]) -> Deck:
    return replace(DECK, questions=tuple(DECK.questions[number] for number in numbers))
