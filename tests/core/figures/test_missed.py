"""A theme is proposed from what several people shared, in the deck's own syntax, and it would catch their answers."""

from __future__ import annotations

import msgspec

from bot.core.figures.missed import AT_LEAST, as_deck, propose
from bot.decks.reading import read
from bot.model.deck import Deck, Question
from bot.model.figures import SharedMiss
from bot.model.heard import Branch
from bot.questions import kind_of

SOURCE = """\
schema: 1
id: sounds
title: Sounds
language: en
author: Ada
licence: CC-BY-4.0
version: 1.0.0
description: One question.
questions:
  - id: sound-of-home
    kind: open
    text: Which sound tells you that you are home?
    depth: 1
    themes:
      - id: door
        like: [key, keys, lock, gate, hinge]
        say: ["«{said}»: the way in, then.", "It begins at the door, then."]
        ask: Who hears it before you are inside?
%s    default: {say: ["«{said}», on the list.", "That one has your address."], ask: When did you last hear it?}
    hears: {my keys in the lock: door}
"""


def deck_of(more: str = "") -> tuple[Deck, Question]:
    """The deck, with more themes where there are any."""
    reading = read((SOURCE % more).encode(), "sounds.yaml")
    assert reading.deck is not None, [str(one) for one in reading.diagnostics]
    return reading.deck, reading.deck.questions[0]


def shared(*said: tuple[int, str]) -> tuple[SharedMiss, ...]:
    return tuple(SharedMiss(by, text) for by, text in said)


THREE = shared(
    (1, "the kettle, just before it clicks"), (2, "our kettles"), (3, "somebody filling a kettle"), (3, "the parrot")
)


def test_what_three_people_said_is_proposed() -> None:
    """The word stands as it was mostly written, with how many people said it, and a sample that has it."""
    _deck, question = deck_of()
    proposal = propose(question, "en", THREE)
    assert proposal is not None
    assert proposal.words == (("kettle", 3),)
    assert proposal.samples == tuple(one.text for one in THREE[:3])


def test_one_person_who_says_it_often_is_one_person() -> None:
    """Three answers of two people propose nothing."""
    _deck, question = deck_of()
    twice = tuple(msgspec.structs.replace(one, by=min(one.by, 2)) for one in THREE)
    assert AT_LEAST == 3
    assert propose(question, "en", twice) is None


def test_words_of_the_question_and_of_its_themes_are_no_theme() -> None:
    """What is asked is in many answers, and what a theme has already needs no other."""
    _deck, question = deck_of()
    said = shared(*((by, "a sound at home: the gate") for by in range(1, 6)))
    assert propose(question, "en", said) is None


def test_the_proposal_is_a_theme_that_hears_its_answers() -> None:
    """Put into the deck as it stands it is read without an error, and the shared answers find it."""
    _deck, question = deck_of()
    proposal = propose(question, "en", THREE)
    assert proposal is not None
    mended, asked = deck_of(as_deck(proposal) + "\n")
    assert mended.questions[0].themes[1].id == proposal.id == "kettle"
    kind = kind_of(asked)
    ears = kind.prepare(asked, mended.language)
    for sample in proposal.samples:
        heard = kind.read(ears, sample)
        assert (heard.branch, heard.key) == (Branch.THEME, "kettle")
