"""A shelf makes ready what is looked at, and says what it would say if all of it were."""

from __future__ import annotations

from array import array
from collections import defaultdict
from math import log

import pytest

from bot.core.rack import PLACE, texts_of
from bot.core.shelf import HEAVY_SUBJECTS, finding_places, fits, straight_through
from bot.hearing import lexicon_for, stems_worth_following
from bot.model.deck import Deck, Kind, Question
from bot.model.ids import QuestionId
from bot.questions import Shape, kind_of
from bot.shells.bench.workload import read_deck

from .world import shelf_of

DECK: Deck = read_deck()
FIRST = 70


def test_every_text_is_there_by_its_path() -> None:
    """Whichever is asked for first; and what no question has is not there."""
    whole = {"@/title": (DECK.title,), "@/take-aways": DECK.take_aways}
    for question in DECK.questions:
        whole |= texts_of(question)
    shelf = shelf_of(DECK)
    for path in reversed(whole):
        assert path in shelf.texts
        assert shelf.texts[path] == shelf.texts.get(path) == whole[path]
    assert dict(shelf_of(DECK).texts) == whole
    for path in ("@nobody/text", f"@{DECK.questions[0].id}/nothing", "nonsense", "@/nothing", ""):
        assert path not in shelf.texts
        assert shelf.texts.get(path, ()) == ()
        with pytest.raises(KeyError):
            _ = shelf.texts[path]


def test_a_stem_leads_to_the_questions_that_it_touches() -> None:
    """In the deck's order, each question once, by the weightiest place in which the stem stands there."""
    lexicon, expected = lexicon_for(DECK.language), defaultdict[str, dict[int, float]](dict)
    for number, question in enumerate(DECK.questions, FIRST):
        labels = " . ".join(choice.label for choice in question.choices)
        sources = (" . ".join(question.about), 1.0), (question.text, 0.8), (labels, 0.6), (" ".join(question.tags), 0.5)
        for text, weight in sources if question.kind is not Kind.MISSION else ():
            for stem in stems_worth_following(text, lexicon):
                expected[stem].setdefault(number, weight)
    stems = shelf_of(DECK, FIRST).stems
    assert set(stems) == set(expected)
    for stem, places in expected.items():
        rarity = log(1 + len(DECK.questions) / len(places))
        assert stems[stem] == tuple((number, weight * rarity) for number, weight in places.items())
    assert stems.get("nonsense", ()) == ()


def test_sets_of_questions_are_bits_by_their_numbers() -> None:
    """Wherever the numbers begin, and however far apart they are."""
    shelf = shelf_of(DECK, FIRST)
    numbers = {question.id: number for number, question in enumerate(DECK.questions, FIRST)}
    sets = {
        shelf.everything: numbers,
        shelf.missions: [one.id for one in DECK.questions if one.kind is Kind.MISSION],
        shelf.rankings: [one.id for one in DECK.questions if one.kind is Kind.RANK],
        shelf.private: [one.id for one in DECK.questions if one.private],
        shelf.steers_clear: [one.id for one in DECK.questions if HEAVY_SUBJECTS & set(one.tags)],
        **{bits: [one.id for one in DECK.questions if one.depth == d] for d, bits in enumerate(shelf.by_depth)},
    }
    for bits, ids in sets.items():
        assert bits == sum(1 << numbers[id_] for id_ in ids)


def test_only_what_is_looked_at_is_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    """A shelf on which nobody has looked at a question has made none ready; one that is looked at is made once."""
    made: list[QuestionId] = []

    def note(question: Question) -> Shape:
        made.append(question.id)
        return kind_of(question)

    monkeypatch.setattr("bot.core.rack.kind_of", note)
    shelf = shelf_of(DECK)
    last = DECK.questions[-1]
    assert last.id in shelf.by_id
    assert (len(shelf.questions), made) == (len(DECK.questions), [])
    found = shelf.by_id[last.id]
    assert found is shelf.questions[-1] is shelf.by_number[found.number] is shelf.questions[-2:][1]
    assert found.question == last
    assert made.count(last.id) == 1
    assert QuestionId("nobody") not in shelf.by_id


def test_places_that_the_deck_does_not_have_are_not_believed() -> None:
    """Beyond its questions, from no known source, or without one; those that were found in it are."""
    found = straight_through(finding_places(DECK))
    assert fits(found, len(DECK.questions))
    last = array(PLACE, [len(DECK.questions)]).tobytes()
    for wrong in ((last, b"\0"), (last, b"\0\0"), (b"", b""), (b"\0", b"\0"), (array(PLACE, [0]).tobytes(), b"\7")):
        assert not fits({**found, "stem": wrong}, len(DECK.questions))
