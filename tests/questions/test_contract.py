"""What every question kind promises, run over every kind that is registered."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.model.deck import Kind, Question
from bot.model.heard import Branch, Heard
from bot.questions import KINDS, Ears, kind_of

from .samples import SAMPLES

NASTY = (
    "",
    " ",
    "\x00\x01\x02",
    "\ud800\udfff",
    "a" * 100_000,
    "not " * 10_000,
    "😂" * 1_000,
    "\u202ertl\u202c שלום",
    "2" * 5_000,
    "1 " * 5_000,
    "-",
    "1/0",
    "{said} {heard} %s",
    "<b>tiger</b>",
    "'; drop table words; --",
    "²",
    "½",
    "٣",
    "Ⅷ",
    "1e9",
    "7.5",
    "\n\n\n",
    "e\u0301" * 500,
    "ﷺ" * 100,
)

each_kind = pytest.mark.parametrize("question", SAMPLES, ids=lambda question: question.kind.value)


def _ears(question: Question) -> Ears:
    return kind_of(question).prepare(question, "en")


def _offered(question: Question) -> list[tuple[str, str]]:
    return [(key, label) for key, label in kind_of(question).offer(question)]


def test_every_kind_has_one_shape_and_one_sample() -> None:
    """The registered kinds are all the kinds there are, and the suite runs over each."""
    assert [shape.kind for shape in KINDS] == list(Kind)
    assert sorted(question.kind for question in SAMPLES) == sorted(Kind)


@each_kind
def test_a_pressed_key_reads_back_as_itself(question: Question) -> None:
    """Every key on offer is understood when pressed, each as something else."""
    shape, ears = kind_of(question), _ears(question)
    read = [shape.press(ears, key) for key, _ in shape.offer(question)]
    assert len({(heard.branch, heard.key, heard.values) for heard in read}) == len(read)
    assert all(heard.why == "pressed" for heard in read)
    for (key, _), heard in zip(shape.offer(question), read, strict=True):
        # A mission's "later" is its one key whose reading has a name of its own.
        assert key in (heard.name, *map(str, heard.values)) or heard.key == "accepted"


@each_kind
def test_a_typed_label_reads_like_its_button(question: Question) -> None:
    """Every label on offer, typed, is what pressing it is; and so are its shouted and punctuated forms."""
    shape, ears = kind_of(question), _ears(question)
    for key, label in shape.offer(question):
        if question.kind is Kind.MISSION:
            continue
        pressed = shape.press(ears, key)
        for typed in (label, label.upper(), f" {label}! ", f"“{label}”.", f"{label} 🙂"):
            heard = shape.read(ears, typed)
            assert (heard.branch, heard.key, heard.values) == (pressed.branch, pressed.key, pressed.values)


@each_kind
def test_a_key_that_was_not_offered_is_a_default(question: Question) -> None:
    """A stale or forged key is never a choice."""
    shape, ears = kind_of(question), _ears(question)
    for key in ("", "nonsense", "99", "-1", "\ud800"):
        assert shape.press(ears, key).branch is Branch.DEFAULT


@each_kind
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_nasty_text_is_read(question: Question, text: str) -> None:
    """No text raises, and the evidence of a reading is in the text."""
    shape, ears = kind_of(question), _ears(question)
    for again in (False, True):
        heard = shape.read(ears, text, "", again)
        assert heard.evidence in text


@given(st.sampled_from(SAMPLES), st.text(max_size=120), st.booleans())
def test_a_reading_is_the_same_twice(question: Question, text: str, again: bool) -> None:
    """Reading decides by the text alone."""
    shape = kind_of(question)
    first, second = _ears(question), _ears(question)
    assert shape.read(first, text, "", again) == shape.read(second, text, "", again)


@given(st.sampled_from(SAMPLES), st.one_of(st.text(max_size=80), st.from_regex(r"(not |1|7|tiger|bed|,| ){1,8}")))
def test_asked_again_nothing_is_a_near_miss(question: Question, text: str) -> None:
    """The second answer is taken as it stands."""
    assert kind_of(question).read(_ears(question), text, again=True).branch is not Branch.NEAR_MISS


_NEGATORS = (
    "not",
    "never",
    "no",
    "not the",
    "definitely not",
    "anything but",
    "i don't want",
    "rather than",
    "without",
)


@given(
    st.sampled_from([q for q in SAMPLES if q.kind in (Kind.CHOICE, Kind.SCALE, Kind.RANK)]),
    st.sampled_from(_NEGATORS),
    st.sampled_from(["", "the ", "a "]),
    st.data(),
)
def test_a_denied_label_is_never_chosen(question: Question, negator: str, article: str, data: st.DataObject) -> None:
    """Whatever is denied is not picked, whichever way it is denied."""
    key, label = data.draw(st.sampled_from(_offered(question)))
    # "no queue at all" is a label itself, and "no the tiger" corrects: no, the tiger.
    assume(not label.startswith("no ") and not (negator == "no" and article == "the "))
    heard = kind_of(question).read(_ears(question), f"{negator} {article}{label}")
    assert key not in (heard.key, *map(str, heard.values)) or heard.branch is Branch.NEAR_MISS


@each_kind
def test_media_without_words_is_media(question: Question) -> None:
    """A photo is a photo; a photo with words is heard by its words."""
    shape, ears = kind_of(question), _ears(question)
    assert shape.read(ears, "", "photo").branch is Branch.MEDIA
    assert shape.read(ears, " \n", "voice").branch is Branch.MEDIA
    assert shape.read(ears, "idk", "photo").branch is Branch.SHORT


@each_kind
def test_distress_comes_before_everything(question: Question) -> None:
    """No kind reads over distress, even beside a plain answer."""
    shape, ears = kind_of(question), _ears(question)
    for said in ("i want to die", "tiger, i want to kill myself", "7. i can't go on", "done. nothing to live for"):
        assert shape.read(ears, said).branch is Branch.DISTRESS


@each_kind
def test_every_reading_has_its_follow_up(question: Question) -> None:
    """What a button says is followed up by the question's own words; a lane without any is left to the house."""
    shape, ears = kind_of(question), _ears(question)
    for key, _ in shape.offer(question):
        if key != "later":
            assert shape.follow_up(question, shape.press(ears, key)).say
    assert shape.follow_up(question, Heard(Branch.DEFAULT)) == question.default
    assert shape.follow_up(question, Heard(Branch.SHORT)).ask == question.short
    for branch in (Branch.DISTRESS, Branch.OTHER_LANGUAGE, Branch.MEDIA, Branch.NEAR_MISS):
        assert not shape.follow_up(question, Heard(branch)).say
