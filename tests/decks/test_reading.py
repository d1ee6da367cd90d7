"""What an accepted deck is: its nouns, its places, its schema; and decks side by side."""

from __future__ import annotations

import gc
import pathlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.decks.brought import bring
from bot.decks.build import slug_of
from bot.decks.diagnostic import CODES
from bot.decks.duplicates import exact_pairs, near_pairs
from bot.decks.reading import read
from bot.decks.schema import DeckShape, export
from bot.decks.together import compare
from bot.decks.unsaid import id_of
from bot.model.deck import Callback, Deck, FollowUp

from .honest import HONEST

SCHEMA = pathlib.Path(__file__).parents[2] / "question_decks" / "schema" / "deck.v1.json"


def _deck() -> Deck:
    deck = read(HONEST.encode(), "honest.yaml").deck
    assert deck is not None
    return deck


def test_nouns() -> None:
    """Lists are written out, ids come from labels, and a callback knows its days."""
    door, animal, silence, *_ = _deck().questions
    assert door.themes[0].like == ("gran", "nan", "aunt", "workshop")
    assert door.callback == Callback(2, "«{said}»: has anyone else got that key?")
    assert door.tender is not None and door.tender.follow_up.chips == ("stay", "lighter")
    assert door.chip_asks[1] == ("person", "Who else knows the trick of it?")
    assert [choice.id for choice in animal.choices] == ["tiger", "a-bluebird"]
    assert animal.callback is not None and animal.callback.after_days == 0
    assert animal.both == FollowUp(("A tiger with wings.",), "Which half wakes up first?")
    assert silence.scale is not None and (silence.scale.first, silence.scale.last) == (1, 10)
    assert [(part.first, part.last) for part in silence.ranges] == [(1, 5), (6, 10)]


@pytest.mark.parametrize(
    ("label", "slug"),
    [("A freshly made bed", "a-freshly-made-bed"), ("Café, s'il vous plaît", "cafe-s-il-vous-plait"), ("тишина", ""),
     ("x" * 50, "x" * 40), ("-1-", "1")],
)  # fmt: skip
def test_slugs(label: str, slug: str) -> None:
    """A label's id keeps its Latin letters and digits."""
    assert slug_of(label) == slug


@pytest.mark.parametrize(
    ("text", "id_"),
    [("Which door?", "which-door"), ("Café — s'il vous plaît?", "cafe-s-il-vous-plait-79014223"),
     ("قفل أي باب؟", "q-0aacc95b"), ("x" * 60, "x" * 31 + "-42f2d973")],
)  # fmt: skip
def test_ids_are_pinned(text: str, id_: str) -> None:
    """A question that says no id has today the one that it had when it was kept first: its text decides."""
    assert id_of(text) == id_


def test_places() -> None:
    """Fields of an accepted deck are found by question and name, samples among them."""
    places = read(HONEST.encode(), "a").places
    lines = HONEST.splitlines()
    assert places["/title"] == (3, 1)
    for path, row in [("door/text", "    text: Which door could"), ("door/hears/nan's shed", "      nan's shed: ")]:
        line = next(number for number, text in enumerate(lines, 1) if text.startswith(row))
        assert places[path] == (line, len(row) - len(row.lstrip()) + 1)


def test_schema_is_fresh() -> None:
    """The JSON Schema beside the decks is what the code says. To renew it: write `bot.decks.schema.export()` there."""
    assert SCHEMA.read_text(encoding="utf-8") == export()


def test_every_field_is_described() -> None:
    """An editor can explain each field of a deck."""
    schema = DeckShape.model_json_schema(by_alias=True)
    parts = [schema, *schema["$defs"].values()]
    bare = [(part["title"], name) for part in parts for name, field in part["properties"].items()
            if not field.get("description")]  # fmt: skip
    assert bare == []


def test_compare() -> None:
    """Two decks read together are told of the questions they share, at the later one's line."""
    other = HONEST.replace("id: sample", "id: other").replace("tiger or bluebird", "fox or heron")
    other = other.replace("silence at a table", "a silence at table")
    found = compare([read(HONEST.encode(), "one.yaml"), read(other.encode(), "two.yaml")])
    assert {fault.file for fault in found} == {"two.yaml"}
    found_at = {code: [(fault.line, fault.column) for fault in found if fault.code == code] for code in CODES}
    assert found_at["same-elsewhere"] == [(18, 5), (72, 5), (82, 5)]
    assert found_at["near-duplicate"] == [(62, 5)]


def test_compare_with_itself_only() -> None:
    """One deck alone, or one that could not be read, shares nothing."""
    assert compare([read(HONEST.encode(), "a"), read(b"x", "b")]) == ()


def test_exact_pairs() -> None:
    """Case, accents' composition, punctuation and spaces make no difference; each later text is told once."""
    texts = ["What is a caf\u00e9?", "Other", "what  is a cafe\u0301", "WHAT IS A CAFÉ...", ""]
    assert list(exact_pairs(texts)) == [(0, 2), (0, 3)]


WORDS = st.lists(
    st.sampled_from(["oak", "elm", "ash", "fir", "yew", "box", "bay", "fig"]), min_size=1, max_size=6, unique=True
)


@given(st.lists(WORDS.map(" ".join), max_size=8))
def test_near_pairs_miss_nothing(texts: list[str]) -> None:
    """Whatever shares seven tenths of its words with an earlier text, and is not the same, is found."""
    keys = [frozenset(text.split()) for text in texts]
    expected, seen = set(), set()
    for later, key in enumerate(keys):
        if texts[later] in seen:
            continue
        seen.add(texts[later])
        if any(len(key & keys[first]) / len(key | keys[first]) >= 0.7 for first in range(later)):
            expected.add(later)
    assert expected <= {later for _, later in near_pairs(texts)}


def test_ten_thousand() -> None:
    """A near duplicate is found among 10,000 questions."""
    texts = [f"Which w{n % 977} of w{n % 1009} would you keep beside w{n % 991}?" for n in range(10_000)]
    texts[9_999] = texts[17].replace("would you", "might you")
    assert (17, 9_999) in list(near_pairs(texts))
    assert list(exact_pairs(texts)) == []


@pytest.mark.parametrize("on", [True, False])
def test_the_collector_is_as_it_was(on: bool) -> None:
    """Reading, by whichever door and whatever came of it, leaves the collector of cycles on or off as before."""
    was_on = gc.isenabled()
    try:
        (gc.enable if on else gc.disable)()
        for data in (HONEST.encode(), b"", b"Which door?\nWhose bell?\n"):
            read(data, "a.yaml")
            bring(data, "a.txt")
            assert gc.isenabled() is on
    finally:
        (gc.enable if was_on else gc.disable)()
