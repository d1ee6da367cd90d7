"""Nets catch what an author's phrases mean, in order, close together, and not what is denied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hearing import NOTHING, hear, lexicon_for, weave

KITCHEN = ("kitchen", "server room", "take shoes off", "the pantry")

CAUGHT = (
    ("the kitchen", "kitchen"),
    ("my gran's kitchens", "kitchens"),
    ("KITCHEN!", "KITCHEN"),
    ("the server room", "server room"),
    ("our old server in the back room", "server in the back room"),
    ("take your shoes off", "take your shoes off"),
    ("not only the kitchen", "kitchen"),
    ("not just the kitchen", "kitchen"),
    ("no doubt the kitchen", "kitchen"),
    ("no, the kitchen", "kitchen"),
    ("no the kitchen", "kitchen"),
    ("not the garden but the kitchen", "kitchen"),
    ("not the garden, the kitchen", "kitchen"),
    ("i can't live without a kitchen", "kitchen"),
    ("nothing but the kitchen", "kitchen"),
    ("nothing beats the kitchen", "kitchen"),
    ("never anywhere except the kitchen", "kitchen"),
    ("nobody uses the kitchen but me", "kitchen"),
    ("i don't know, the kitchen", "kitchen"),
    ("i don't know maybe the kitchen", "kitchen"),
    ("i'll never forget that kitchen", "kitchen"),
    ("can't wait for the new kitchen", "kitchen"),
    ("why not the kitchen", "kitchen"),
    ("i never cook because the kitchen is cold", "kitchen"),
    ("the kitchen, never the hall", "kitchen"),
    ("the kitchen\u2019s door", "kitchen\u2019s"),
    ("the kit\u200bchen", "kit\u200bchen"),
    ("Ｋｉｔｃｈｅｎ", "Ｋｉｔｃｈｅｎ"),
)

MISSED = (
    "not the kitchen",
    "never the kitchen",
    "no kitchen",
    "not the server room",
    "definitely not the server room",
    "i don't like the kitchen",
    "I don’t really like kitchens",
    "we didn't have a kitchen",
    "isn't the kitchen",
    "anything but the kitchen",
    "everywhere except the kitchen",
    "rather than the kitchen",
    "instead of the kitchen",
    "the hall instead of the kitchen",
    "without a kitchen",
    "apart from the kitchen",
    "neither the kitchen nor the hall",
    "nobody likes the kitchen",
    "the room of the server",
    "room, server",
    "shoes off take",
    "a server. In the room",
    "server with one two three four room",
    "kitchenette",
    "",
    "the the the",
)


@pytest.mark.parametrize(("text", "evidence"), CAUGHT)
def test_what_is_said_is_caught(text: str, evidence: str) -> None:
    """The phrase is found, and its evidence is verbatim."""
    caught = weave(KITCHEN).catch(hear(text))
    assert caught.score > 0
    assert caught.evidence == evidence == text[caught.start : caught.end]


@pytest.mark.parametrize("text", MISSED)
def test_what_is_not_said_is_missed(text: str) -> None:
    """Denied, scattered or merely similar words are no catch."""
    assert weave(KITCHEN).catch(hear(text)) == NOTHING


def test_several_words_count_double_and_stems_count_once() -> None:
    """A phrase of several words scores 2, a word 1, and two spellings of one stem score together 1."""
    net = weave(["dog", "dogs", "hot water", "tea"])
    assert net.catch(hear("dogs and a dog")).score == 1
    assert net.catch(hear("hot water")).score == 2
    assert net.catch(hear("hot water, tea and dogs")).score == 4


def test_a_phrase_may_hold_its_own_negator() -> None:
    """A negator that belongs to the phrase does not deny it; another one does."""
    net = weave(["can't swim", "never finished"])
    assert net.catch(hear("i can't swim")).score == 2
    assert net.catch(hear("it was never finished")).score == 2
    assert net.catch(hear("i can swim")).score == 0


def test_little_words_hold_a_phrase_together_where_little_else_is_left() -> None:
    """A phrase that would shrink to a very common word is matched word by word instead."""
    net = weave(["on time", "that's me", "their"])
    assert net.catch(hear("always on time")).evidence == "on time"
    assert net.catch(hear("That's me!")).evidence == "That's me"
    assert net.catch(hear("their or there")).evidence == "their"
    assert net.catch(hear("no time for me, on the train")) == NOTHING


def test_an_unknown_language_is_heard_with_few_assumptions() -> None:
    """Without a lexicon words match as they stand, and nothing is taken for a negation."""
    lexicon = lexicon_for("xx")
    net = weave(["keittiö"], lexicon)
    assert net.catch(hear("Keittiö!", lexicon)).evidence == "Keittiö"
    assert net.catch(hear("not keittiö", lexicon)).score == 1
    assert lexicon_for("en-GB") is lexicon_for("EN")


NASTY = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=st.characters(codec=None), max_size=100),
    st.text(alphabet="not kitchen,.'’-\u200b\ud800\x00😂é\u0301", max_size=200),
)


@given(NASTY)
def test_any_text_is_heard_and_quoted_verbatim(text: str) -> None:
    """No text raises, words stand in order, and every word's span is inside the text."""
    line = hear(text)
    assert len(line.words) == len(line.stems) == len(line.starts) == len(line.ends) == len(line.clauses)
    assert all(0 <= start < end <= len(text) for start, end in zip(line.starts, line.ends, strict=True))
    assert list(line.starts) == sorted(line.starts)
    caught = weave(KITCHEN).catch(line)
    assert caught.evidence == text[caught.start : caught.end]


@given(st.sampled_from(["not", "never", "no", "without", "instead of", "anything but", "rather than"]), st.booleans())
def test_a_denied_word_is_never_caught(negator: str, adjective: bool) -> None:
    """Directly after a negator, with or without an adjective between, a word is not caught."""
    text = f"{negator} {'old ' if adjective else ''}kitchens"
    assert weave(["kitchen"]).catch(hear(text)) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        "a" * 100_000,
        "not " * 25_000,
        "kitchen " * 14_096,
        "\ud800" * 5_000,
        "\x00" * 5_000,
        "😂" * 50_000,
        "מטבח " * 9_000,
    ],
)
def test_a_flood_is_cut_short(text: str) -> None:
    """Only the first 4,096 characters are looked at, however much is sent."""
    line = hear(text)
    assert all(end <= 4_096 for end in line.ends)
