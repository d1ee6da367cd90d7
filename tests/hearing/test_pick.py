"""A pick is certain or it is none: rows of what people type when two animals are on offer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hearing import Outcome, Pick, pick

LABELS = ("tiger", "bluebird")
ALSO = (("big cat", "stripes", "the cat", "tigress"), ("bird", "blue bird", "wings"))
TIGER, BLUEBIRD, NO = 0, 1, -1

PICKS = (
    ("Tiger.", TIGER),
    ("TIGER!!!", TIGER),
    ("tiger 🐅", TIGER),
    ("tigers", TIGER),
    ("t", TIGER),
    ("ti", TIGER),
    ("blue", BLUEBIRD),
    ("a tiger for sure", TIGER),
    ("the tiger!", TIGER),
    ("i'd say tiger", TIGER),
    ("I’d go for the tiger, obviously", TIGER),
    ("definitely tiger obviously 🐯", TIGER),
    ("probably the bluebird tbh", BLUEBIRD),
    ("hmm, bluebird?", BLUEBIRD),
    ("well... bluebird", BLUEBIRD),
    ("bluebird please", BLUEBIRD),
    ("bluebird, tigers have no friends", BLUEBIRD),
    ("tiger because bluebirds are boring", TIGER),
    ("tiger since bluebirds get eaten", TIGER),
    ("bluebird so i can fly", BLUEBIRD),
    ("tiger over bluebird", TIGER),
    ("tiger > bluebird", TIGER),
    ("rather tiger than bluebird", TIGER),
    ("bluebird instead of tiger", BLUEBIRD),
    ("bluebird rather than tiger", BLUEBIRD),
    ("tiger not bluebird", TIGER),
    ("tiger, not bluebird", TIGER),
    ("not the tiger but the bluebird", BLUEBIRD),
    ("not tiger, bluebird", BLUEBIRD),
    ("i don't want to be a tiger, so bluebird", BLUEBIRD),
    ("instead of a tiger i'd be a bluebird", BLUEBIRD),
    ("i hate tigers so bluebird", BLUEBIRD),
    ("team tiger all the way", TIGER),
    ("i'm more of a tiger person", TIGER),
    ("bluebird no question", BLUEBIRD),
    ("tiger, no doubt", TIGER),
    ("tiger, not gonna lie", TIGER),
    ("tiger! don't ask", TIGER),
    ("tiger but only on mondays", TIGER),
    ("i would love to be a bluebird and fly over the sea", BLUEBIRD),
    ("idk, tiger i guess", TIGER),
    ("i don't know, maybe the tiger", TIGER),
    ("can i be a tiger", TIGER),
    ("tiger if i must", TIGER),
    ("tiger I suppose...", TIGER),
    ("Tiger\nbecause of the stripes", TIGER),
    ("*tiger*", TIGER),
    ("“tiger”", TIGER),
    ("_bluebird_", BLUEBIRD),
    ("ｔｉｇｅｒ", TIGER),
    ("tig\u200ber", TIGER),
    ("the tiger's mine", TIGER),
    ("TIGERRRR", TIGER),
    ("tigerrr pls", TIGER),
    ("tiger ofc", TIGER),
    ("meh, bird", BLUEBIRD),
    ("lol tiger", TIGER),
    ("lil blue bird", BLUEBIRD),
    ("tiger (I'm not a morning person)", TIGER),
    ("bluebird - tigers are endangered", BLUEBIRD),
    ("the tiger is cooler", TIGER),
    ("bluebirds > tigers", BLUEBIRD),
    ("if i must, bird", BLUEBIRD),
    ("opt 2", BLUEBIRD),
    ("choice two", BLUEBIRD),
    ("1. tiger", TIGER),
    ("big cat", TIGER),
    ("stripes!", TIGER),
    ("the bird", BLUEBIRD),
    ("blue bird", BLUEBIRD),
    ("the one with wings", BLUEBIRD),
    ("🐯", TIGER),
    ("🐅", TIGER),
    ("🐦", BLUEBIRD),
    ("1", TIGER),
    ("2", BLUEBIRD),
    ("2.", BLUEBIRD),
    ("2)", BLUEBIRD),
    ("(2)", BLUEBIRD),
    ("#2", BLUEBIRD),
    ("02", BLUEBIRD),
    ("２", BLUEBIRD),
    ("2️⃣", BLUEBIRD),
    ("②", BLUEBIRD),
    ("two", BLUEBIRD),
    ("one", TIGER),
    ("number two", BLUEBIRD),
    ("no. 2", BLUEBIRD),
    ("nr 1", TIGER),
    ("option 2", BLUEBIRD),
    ("option b", BLUEBIRD),
    ("B", BLUEBIRD),
    ("a", TIGER),
    ("answer a", TIGER),
    ("i pick 2", BLUEBIRD),
    ("2 please", BLUEBIRD),
    ("2, tigers are boring", BLUEBIRD),
    ("the second one", BLUEBIRD),
    ("second", BLUEBIRD),
    ("the 2nd", BLUEBIRD),
    ("1st", TIGER),
    ("first!", TIGER),
    ("the first one please", TIGER),
    ("last one", BLUEBIRD),
    ("the former", TIGER),
    ("the latter", BLUEBIRD),
)

NAMED = (
    ("both!", Outcome.BOTH),
    ("both please", Outcome.BOTH),
    ("can i be both", Outcome.BOTH),
    ("both of them", Outcome.BOTH),
    ("both, obviously", Outcome.BOTH),
    ("tiger and bluebird", Outcome.BOTH),
    ("tiger & bluebird", Outcome.BOTH),
    ("1 and 2", Outcome.BOTH),
    ("either", Outcome.BOTH),
    ("either is fine", Outcome.BOTH),
    ("neither", Outcome.NEITHER),
    ("neither, a cat", Outcome.NEITHER),
    ("neither of them", Outcome.NEITHER),
    ("none of the above", Outcome.NEITHER),
    ("neither tiger nor bluebird", Outcome.NEITHER),
    ("neither, i'd be a fox", Outcome.NEITHER),
    ("depends on the day", Outcome.DEPENDS),
    ("it depends", Outcome.DEPENDS),
    ("that depends", Outcome.DEPENDS),
    ("depends who else is there", Outcome.DEPENDS),
    ("i can't decide", Outcome.DEPENDS),
    ("hard to choose", Outcome.DEPENDS),
)

AGAIN = (
    "not tiger",
    "never tiger",
    "anything but the tiger",
    "i don't want to be a tiger",
    "i would never ever want to be a tiger",
    "no tiger",
    "everything except the bluebird",
    "tiger? no way",
    "tiger, nope",
    "tigers are not for me",
    "tigers are boring",
    "i hate tigers",
    "i once saw a tiger in a zoo",
    "tiger or bluebird",
    "tiger, bluebird",
    "tiger/bluebird",
    "tiger on weekdays, bluebird on weekends",
    "1 or 2",
    "tigr",
    "tgier",
    "blubird",
    "3",
    "0",
    "-1",
    "17",
    "the third one",
    "2 tigers",
    "2. tiger",
    "what's a bluebird",
    "i'm scared of tigers",
    "bluebird for the singing, tiger for the naps",
    "either tiger or bluebird",
)

OTHER = (
    "an octopus",
    "bird is the word",
    "i can't stand birds",
    "my gran's shed",
    "minus one",
    "no",
    "yes",
    "ok",
    "idk",
    "",
    "?",
    "😂",
    "the sea",
    "they met in july",
    "time",
    "tea",
    "bread",
    "what about you",
    "all day long i sit at a desk",
    "one of my uncles lives in a lighthouse",
    "the first time i ever flew",
    "both my parents are from there",
)


@pytest.mark.parametrize(("text", "index"), PICKS)
def test_a_pick(text: str, index: int) -> None:
    """Each of these is plainly one of the two."""
    read = pick(text, LABELS, ALSO)
    assert (read.outcome, read.index) == (Outcome.PICKED, index)


@pytest.mark.parametrize(("text", "outcome"), NAMED)
def test_a_named_outcome(text: str, outcome: Outcome) -> None:
    """Both, neither and it depends are answers of their own."""
    assert pick(text, LABELS, ALSO).outcome is outcome


@pytest.mark.parametrize("text", AGAIN)
def test_a_near_miss(text: str) -> None:
    """Each of these is about the labels and picks none: it has to be asked again."""
    read = pick(text, LABELS, ALSO)
    assert read.again, read


@pytest.mark.parametrize("text", OTHER)
def test_no_pick(text: str) -> None:
    """None of these is about the labels at all."""
    assert pick(text, LABELS, ALSO).outcome is Outcome.NONE


THREE = ("the window seat", "an hour with no messages", "late")


@pytest.mark.parametrize(
    ("text", "index"),
    [
        ("window", 0),
        ("the window", 0),
        ("window seat of course", 0),
        ("no messages", 1),
        ("an hour with no messages", 1),
        ("hour", 1),
        ("last", 2),
        ("c", 2),
        ("late", 2),
        ("lat", 2),
        ("i'd take the window seat", 0),
    ],
)
def test_longer_labels(text: str, index: int) -> None:
    """A word that only one label has is enough; a label that denies something is not denied by itself."""
    read = pick(text, THREE)
    assert (read.outcome, read.index) == (Outcome.PICKED, index)


def test_a_prefix_of_two_labels_is_asked_again() -> None:
    """What could begin either label picks neither, and no letter comes in for it."""
    assert pick("b", ("bread", "beer", "tea")).outcome is Outcome.NEAR
    assert pick("bee", ("bread", "beer", "tea")) == Pick(Outcome.PICKED, 1, "bee", "begins only this label")


def test_labels_that_are_numbers_are_read_by_label_first() -> None:
    """With numbers as labels, the number is the label and not its place."""
    assert pick("2", ("2", "1")).index == 0
    assert pick("3", ("1", "3")).index == 1
    assert pick("2", ("20 minutes", "an hour")).outcome is Outcome.NEAR


_WORDS = st.from_regex(r"[a-z]{3,12}( [a-z]{3,10})?", fullmatch=True)


@given(st.lists(_WORDS, min_size=2, max_size=6, unique=True), st.data())
def test_every_label_reads_back_as_itself(labels: list[str], data: st.DataObject) -> None:
    """Whatever the labels are, one of them typed in full is that one, and so is its number."""
    index = data.draw(st.integers(0, len(labels) - 1))
    assert pick(labels[index].upper() + "!", labels).index in _same(labels, index)
    assert pick(str(index + 1), labels).index == index


def _same(labels: list[str], index: int) -> list[int]:
    """Labels that come to the same stems cannot be told apart by name; the first of them is taken."""
    return [i for i, _ in enumerate(labels) if i == index or pick(labels[index], [labels[i]]).exact]


@given(st.text(max_size=200))
def test_reading_never_raises(text: str) -> None:
    """Any text can be read, and reads the same twice."""
    assert pick(text, LABELS, ALSO) == pick(text, LABELS, ALSO)
