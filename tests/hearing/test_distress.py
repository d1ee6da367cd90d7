"""Distress is heard in the words people use for it, and not in the idioms that borrow them."""

from __future__ import annotations

import pytest

from bot.hearing import ENGLISH, hear
from bot.model.heard import Branch

from .crisis import CRISIS, INNOCENT
from .expand import sentences
from .lane import lane

DISTRESS = (
    "I want to die",
    "i just want to die",
    "sometimes i wish i was dead",
    "I don't want to live anymore",
    "i dont wanna be here anymore",
    "I want to end it all",
    "thinking about ending it all",
    "i can't go on",
    "I can’t go on like this",
    "honestly i cant do this anymore",
    "i've been thinking about suicide",
    "im suicidal",
    "I tried to kill myself last year",
    "kms",
    "I cut myself last night",
    "i keep hurting myself",
    "self-harm",
    "there's no reason to live",
    "nothing to live for",
    "everyone would be better off without me",
    "no one would miss me",
    "nobody would notice if i was gone",
    "I'm just a burden",
    "i wish i had never been born",
    "i hope i don't wake up tomorrow",
    "my boyfriend hits me",
    "my dad beats me",
    "he's been hitting me",
    "i'm scared to go home",
    "I was raped",
    "i'm going to jump off a bridge",
    "the kitchen, where i took all my pills",
    "tiger. i want to kill myself",
    "i feel hopeless",
    "tired of living",
    "I’d rather be dead",
    "I WANT TO DIE",
    "i hurt myself on purpose",
    "what's the point of living",
    "i wish i could sleep and never wake up",
    "i just want it all to end",
    "thinking of ending things",
    "i think about dying a lot",
    "i'm not safe",
    "she threatens me",
    "voices tell me to do it",
    "I’ve lost the will to live",
    "i make myself throw up",
    "cut myself with a razor again",
    "i burn myself with cigarettes when it gets bad",
)

PLAY = (
    "I could die laughing",
    "i nearly died laughing",
    "killing time",
    "this deck is killing me",
    "dying to know",
    "suicide squad film",
    "drop dead gorgeous",
    "I'd kill for a coffee",
    "in the end it all worked out",
    "i want to die of embarrassment when i think of it",
    "I wanted to die of shame",
    "die hard, every christmas",
    "my phone wants to die",
    "social suicide",
    "cut myself some slack",
    "cut myself a slice of cake",
    "i burned myself on the oven",
    "i hurt myself skiing",
    "can't go on holiday without it",
    "he beats me at chess",
    "my sister beats me in every race",
    "that song hits me every time",
    "you killed it",
    "lost the will to live in that queue",
    "what's the point of a spoon without soup",
    "kill me now",
    "i never wake up early",
    "thinking of ending it with a poem",
    "voices in the next room",
    "dead tired",
    "a murder mystery",
    "how did it end? all of us laughed",
    "i can't go on rollercoasters",
    "i don't want to live in a city",
    "i don't want to wake up early",
    "buried treasure",
    "live music",
    "the end of the pier",
    "shooting stars",
    "hanging out with my brother",
    "overdose of chocolate",
    "my boss is a pain",
    "i would die for my cat",
    "to die for, that cake",
)

DENIED = (
    "i'd never kill myself",
    "i'm not suicidal",
    "not suicide",
    "i'm not tired of life",
    "i dont cut myself anymore",
)


@pytest.mark.parametrize("text", DISTRESS + CRISIS)
def test_distress_is_heard(text: str) -> None:
    """Each of these stops the questions."""
    heard = lane(hear(text), ENGLISH)
    assert heard is not None
    assert heard.branch is Branch.DISTRESS
    assert heard.evidence in text


@pytest.mark.parametrize("text", PLAY + INNOCENT)
def test_play_is_no_distress(text: str) -> None:
    """None of these stops the questions."""
    heard = lane(hear(text), ENGLISH)
    assert heard is None or heard.branch is not Branch.DISTRESS


@pytest.mark.parametrize("text", DENIED)
def test_denied_distress_is_tender(text: str) -> None:
    """What is denied raises no alarm, and leads no deeper either."""
    heard = lane(hear(text), ENGLISH)
    assert heard is not None
    assert heard.branch is Branch.TENDER


@pytest.mark.parametrize("pattern", ENGLISH.distress.like + ENGLISH.distress.certain)
def test_every_pattern_is_heard_in_all_its_forms(pattern: str) -> None:
    """No form of a pattern is swallowed by the innocent expressions, or by a lane of its own words."""
    unheard = []
    for sentence in sentences(pattern):
        heard = lane(hear(sentence), ENGLISH)
        if heard is None or heard.branch is not Branch.DISTRESS:
            unheard.append(sentence)
    assert unheard == []


def test_an_expression_of_several_words_has_a_pattern_of_its_own() -> None:
    """`a/b` is either word: nobody is heard who says the half of an expression that a slot was meant to hold."""
    for half in ("dont wanna here", "tired of being", "sick of being", "tired alive"):
        heard = lane(hear(half), ENGLISH)
        assert heard is None or heard.branch is not Branch.DISTRESS, half


def test_what_is_certain_no_innocent_expression_takes_out() -> None:
    """The longer expression is told from the shorter one inside it."""
    assert ENGLISH.distress.first(("dont", "want", "to", "live", "in", "town"), (0,) * 6) is None
    assert ENGLISH.distress.first(("dont", "want", "to", "live", "in", "this", "world"), (0,) * 7) is not None


def test_a_denial_ends_where_a_sentence_about_oneself_begins() -> None:
    """What nobody knows is so all the same."""
    for text, branch in (("nobody knows i want to die", Branch.DISTRESS), ("i would not hurt myself", Branch.TENDER)):
        heard = lane(hear(text), ENGLISH)
        assert heard is not None and heard.branch is branch
