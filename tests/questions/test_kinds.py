"""How each kind reads what people type: rows of answers with the branch they find."""

from __future__ import annotations

import pytest

from bot.model.deck import FollowUp, Question
from bot.model.heard import Branch, Heard
from bot.questions import kind_of

from .samples import CHOICE, MISSION, OPEN, RANK, SCALE


def _read(question: Question, text: str, again: bool = False) -> Heard:
    shape = kind_of(question)
    return shape.read(shape.prepare(question, "en"), text, again=again)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my gran's larder", "default"),
        ("gran's back door", "someone-elses"),
        ("my nan's shed lol, the one with the rusty latch", "someone-elses"),
        ("nan's shed. you?", "someone-elses"),
        ("my own room at gran's", "default"),
        ("the larder, latch sideways", "kitchen"),
        ("not the server room", "default"),
        ("dad's old workshop", "someone-elses"),
        ("nobody's", "someone-elses"),
        ("a lighthouse", "default"),
        ("they sold it", "tender"),
        ("my gran's, she died in march", "tender"),
        ("the fridge door light", "joke"),
        ("lol", "joke"),
        ("lol no", "short"),
        ("idk", "short"),
        ("and you?", "question-back"),
        ("la puerta de mi abuela porque siempre estaba abierta", "other-language"),
        ("🚪", "default"),
    ],
)
def test_open(text: str, name: str) -> None:
    """An open answer finds its theme only where one is clearly ahead."""
    assert _read(OPEN, text).name == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("tiger!", "tiger"),
        ("bluebird, tigers have no friends", "bluebird"),
        ("b", "bluebird"),
        ("2", "bluebird"),
        ("both", "both"),
        ("neither, an octopus", "neither"),
        ("an octopus", "sea"),
        ("a whale, because of the singing", "sea"),
        ("a hedgehog", "default"),
        ("depends who's asking", "depends"),
        ("not tiger", "near-miss"),
        ("tigr", "near-miss"),
        ("5", "near-miss"),
        ("tiger eats the bluebird", "joke"),
        ("tiger lol", "tiger"),
        ("bluebird 😂", "bluebird"),
        ("tiger, and you?", "tiger"),
        ("der Tiger, natürlich", "tiger"),
        ("ich weiß nicht, vielleicht eine Katze", "other-language"),
        ("my bird died last week", "tender"),
        ("idk", "short"),
        ("whatever", "short"),
        ("lol", "joke"),
        ("you?", "question-back"),
    ],
)
def test_choice(text: str, name: str) -> None:
    """A choice is read however it is said, and never out of a refusal."""
    assert _read(CHOICE, text).name == name


def test_choice_asked_again_is_taken_as_it_stands() -> None:
    """A near miss repeated is a free answer."""
    assert _read(CHOICE, "not tiger", again=True).name == "default"
    assert _read(CHOICE, "not tiger, more of an octopus", again=True).name == "sea"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("7", 7),
        ("7.", 7),
        ("seven", 7),
        ("7/10", 7),
        ("7 / 10", 7),
        ("7 out of 10", 7),
        ("seven out of ten", 7),
        ("about a 7", 7),
        ("somewhere around 7", 7),
        ("i'd say a 7, the drawer has 3 sections that nobody understands", None),
        ("a solid 8", 8),
        ("8!", 8),
        ("10", 10),
        ("ten", 10),
        ("10/10", 10),
        ("one", 1),
        ("max", 10),
        ("top", 10),
        ("lowest", 1),
        ("the minimum", 1),
        ("not at all", 1),
        ("wholly", 10),
        ("７", 7),
        ("٣", 3),
        ("7 because of the socks", 7),
        ("I'd put it at 7", 7),
        ("somewhere at 7, I sit at 7", 7),
        ("3, it's a mess", 3),
        ("4 lol", 4),
        ("2 tbh", 2),
        ("no more than 4", None),
        ("not 7", None),
        ("7 or 8", None),
        ("7-8", None),
        ("between 3 and 5", None),
        ("7.5", None),
        ("11", None),
        ("0", None),
        ("-3", None),
        ("minus 3", None),
        ("a hundred", None),
        ("middle", None),
    ],
)
def test_scale(text: str, value: int | None) -> None:
    """A scale takes exactly one whole number on it; every other number is asked again."""
    heard = _read(SCALE, text)
    if value is None:
        assert heard.branch is Branch.NEAR_MISS
        assert not heard.values
    else:
        assert heard.values == (value,)
        assert heard.branch is Branch.RANGE


@pytest.mark.parametrize(
    "text",
    [
        "a mess",
        "the one in the hall",
        "i tidied it 3 years ago",
        "the top drawer is fine",
        "the ferry at six",
        "coffee before 7",
    ],
)
def test_scale_without_a_number(text: str) -> None:
    """Words that count something else, or nothing, are no number."""
    assert _read(SCALE, text).branch is Branch.DEFAULT


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2 1 3", (1, 0, 2)),
        ("2,1,3", (1, 0, 2)),
        ("2, 1, then 3", (1, 0, 2)),
        ("213", (1, 0, 2)),
        ("b > a > c", (1, 0, 2)),
        ("B A C", (1, 0, 2)),
        ("fruit, bed, queue", (2, 0, 1)),
        ("fruit > bed > queue", (2, 0, 1)),
        ("first fruit, then the bed, queue last", (2, 0, 1)),
        ("1. fruit 2. bed 3. no queue", (2, 0, 1)),
        ("bed 2, fruit 1, queue 3", (2, 0, 1)),
        ("a perfectly ripe fruit, a freshly made bed, no queue at all", (2, 0, 1)),
        ("bed", (0,)),
        ("fruit, then the bed", (2, 0)),
        ("bed first", (0,)),
        ("the fruit!", (2,)),
    ],
)
def test_rank(text: str, values: tuple[int, ...]) -> None:
    """An order is read by place or by name; some of the items are an order of those."""
    heard = _read(RANK, text)
    assert (heard.branch, heard.values) == (Branch.ORDER, values)
    assert heard.key == RANK.choices[values[0]].id


@pytest.mark.parametrize("text", ["2 1", "1 1 2", "queue last, bed first, fruit", "4 1 2", "not the bed"])
def test_rank_partly(text: str) -> None:
    """A partial, doubled or contradictory order is asked again."""
    assert _read(RANK, text).branch is Branch.NEAR_MISS


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("done", "done"),
        ("Done!", "done"),
        ("did it", "done"),
        ("i asked her and she told me about a lamp", "done"),
        ("I sat on the stairs", "done"),
        ("a clock, and the wind", "heard"),
        ("ok", "accepted"),
        ("later", "accepted"),
        ("will do", "accepted"),
        ("not yet", "accepted"),
        ("not done yet", "accepted"),
        ("i haven't done it", "accepted"),
        ("i didn't do it, no time", "accepted"),
        ("nobody spoke", "hushed"),
        ("nobody spoke, and the lift went by", "hushed"),
        ("nobody spoke of it yet", "accepted"),
        ("i didn't hear", "accepted"),
        ("a spider on the wall", "default"),
        ("the heron came back and stood on the same post", "done"),
        ("idk", "short"),
        ("and you?", "question-back"),
        ("i sat with my mum, she has cancer", "tender"),
    ],
)
def test_mission(text: str, name: str) -> None:
    """A mission is taken, done, or told about; what its author foresaw is no refusal, though it begins like one."""
    assert _read(MISSION, text).name == name


def test_own_words_of_a_lane_answer_only_what_they_were_written_for() -> None:
    """An author's tender line follows the author's phrase; another loss gets the general wording."""
    shape = kind_of(CHOICE)
    assert CHOICE.tender is not None
    assert shape.follow_up(CHOICE, _read(CHOICE, "my bird died")) == CHOICE.tender.follow_up
    assert shape.follow_up(CHOICE, _read(CHOICE, "my dad has cancer")) == FollowUp()


def test_follow_ups_belong_to_their_reading() -> None:
    """The theme's, the choice's, the range's and the order's own words are found again."""
    for question, text, line in (
        (OPEN, "nan's shed", "Someone else's handle."),
        (CHOICE, "stripes", "Stripes, then."),
        (CHOICE, "both", "A tiger with wings."),
        (SCALE, "9", "High."),
        (RANK, "3 2 1", "The fruit first."),
        (MISSION, "did it", "Welcome back."),
    ):
        assert kind_of(question).follow_up(question, _read(question, text)).say == (line,)
