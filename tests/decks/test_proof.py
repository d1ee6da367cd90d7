"""Samples are read as answers would be, and a deck is counted."""

from __future__ import annotations

from bot.core.proof import diagnose, prove
from bot.core.rubric import Rubric, score
from bot.decks.reading import Reading, read
from bot.model.deck import Kind

from .honest import HONEST


def _read(text: str) -> Reading:
    reading = read(text.encode(), "a.yaml")
    assert reading.deck is not None, reading.diagnostics
    return reading


def _score(text: str) -> Rubric:
    deck = _read(text).deck
    assert deck is not None
    return score(deck)


def test_honest_deck_is_proven() -> None:
    """A deck whose samples all find their branch has no misses."""
    deck = _read(HONEST).deck
    assert deck is not None
    assert prove(deck) == ()


def test_miss() -> None:
    """A sample that finds another branch is named, with what it found."""
    deck = _read(HONEST.replace("nan's shed: someone-elses", "nan's shed: kitchen")).deck
    assert deck is not None
    (miss,) = prove(deck)
    assert (miss.question, miss.sample, miss.wanted) == ("door", "nan's shed", "kitchen")
    assert miss.found.name == "someone-elses"


def test_miss_has_its_place() -> None:
    """A miss points at its sample in the file."""
    reading = _read(HONEST.replace("hears: {tiger: tiger, a", "hears: {tiger: neither, a"))
    (fault,) = diagnose(reading)
    row = next(number for number, line in enumerate(HONEST.splitlines(), 1) if "hears: {tiger" in line)
    assert (fault.line, fault.column, fault.code) == (row, 13, "hears")
    assert fault.what.startswith('"tiger" must find neither, and finds tiger')


def test_nothing_to_prove() -> None:
    """A file that is no deck has no misses."""
    assert diagnose(read(b"x", "a.yaml")) == ()


def test_rubric() -> None:
    """The sample deck, counted."""
    rubric = _score(HONEST)
    assert rubric.questions == 5
    assert rubric.by_depth == ((1, 2), (2, 1), (3, 1), (4, 1), (5, 0))
    assert rubric.by_kind == tuple((kind, 1) for kind in Kind)
    assert (rubric.long, rubric.more_than_one_ask, rubric.yes_or_no, rubric.openings) == ((), (), (), ())
    assert (rubric.specific, rubric.flat, rubric.mean_themes, rubric.thin) == (4, (), 2.0, ())
    assert (rubric.samples, rubric.samples_hit, rubric.samples_wrong) == (9, 9, 0)
    assert (rubric.hit_rate, rubric.wrong_rate) == (1.0, 0.0)


def test_rubric_names_what_is_weak() -> None:
    """Yes-or-no, repeated openings, single wordings, flat questions and wrong hits are named."""
    text = HONEST.replace("Until Sunday: tiger", "Which door could you be: tiger")
    text = text.replace("How well do you get on", "Do you get on")
    text = text.replace("That door is new.]", "]").replace('["«{said}», on the list.", ]', "[A new one.]")
    text = text.replace(
        "    done: {say: [Two people have seen it today., A street came back.], ask: What stood there?}\n", ""
    )
    text = text.replace("nan's shed: someone-elses", "nan's shed: kitchen")
    rubric = _score(text)
    assert rubric.yes_or_no == ("silence",)
    assert rubric.openings == (("which door could", ("door", "animal")),)
    assert rubric.thin == (("door", "default"),)
    assert rubric.flat == ("street",)
    assert (rubric.samples_hit, rubric.samples_wrong) == (8, 1)
    assert rubric.wrong_rate == 1 / 9
