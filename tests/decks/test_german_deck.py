"""Not-Date in German asks what Not-Date asks, with the same branches, in its own words."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

import pytest

from bot import resources
from bot.core.proof import prove
from bot.decks.reading import read
from bot.decks.texts import Spot, spots_of
from bot.hearing.lexicon import vocabulary
from bot.model.deck import Deck, Question
from bot.questions import kind_of


def _deck(name: str) -> Deck:
    reading = read((resources.deck_folder() / f"{name}.yaml").read_bytes(), name)
    assert reading.diagnostics == ()
    assert reading.deck is not None
    return reading.deck


ENGLISH: Final = _deck("not-date")
GERMAN: Final = _deck("de/not-date")
PAIRS: Final = tuple(zip(ENGLISH.questions, GERMAN.questions, strict=True))

APART: Final[dict[str, str]] = {}
"""Questions whose branches are not those of the English one, and why: as yet none."""

EARS: Final = (
    ("tiger-or-bluebird", "ich nehm den Vogel", "bluebird"),
    ("tiger-or-bluebird", "beides bitte", "both"),
    ("tiger-or-bluebird", "keins, ich wäre ein Fuchs", "neither"),
    ("tiger-or-bluebird", "kommt drauf an, wer sonst da ist", "depends"),
    ("tiger-or-bluebird", "und du?", "question-back"),
    ("infinity-or-zero", "beide gleich", "both"),
    ("infinity-or-zero", "eigentlich keins von beiden", "neither"),
    ("no-certificate", "nicht Parkplätze, frag meine Nachbarn", "default"),
    ("no-certificate", "keine Ahnung", "short"),
    ("useless-treasure", "kein Spielzeug, keine Bücher", "default"),
    ("useless-treasure", "es war von meiner Mutter, sie ist im März gestorben", "tender"),
    ("smell-that-stops", "und du?", "question-back"),
    ("polite-ban", "keine Ahnung", "short"),
    ("never-without", "nie Milch", "default"),
    ("new-town", "beides, Plan und Füße", "both"),
    ("new-town", "kommt auf die Stadt an", "depends"),
    ("hum-or-creak", "keins von beiden, danke", "neither"),
    ("best-bite", "kommt drauf an, ob mein Bruder da ist", "depends"),
    ("laughed-wrongly", "auf einer Beerdigung", "tender"),
    ("street-once", "erledigt", "done"),
    ("hour-unfindable", "nicht ins Schlafzimmer, da suchen sie zuerst", "default"),
    ("borrowed-habit", "und bei dir?", "question-back"),
    ("added-hour", "nicht arbeiten", "default"),
    ("added-hour", "keine Ahnung", "short"),
    ("disliked-then-loved", "nicht Oliven, die mag ich bis heute nicht", "default"),
    ("unschooled", "keine Ahnung", "short"),
    ("day-back-or-ahead", "beides!", "both"),
    ("day-back-or-ahead", "keins von beiden, hier ist es schön", "neither"),
    ("day-back-or-ahead", "kommt drauf an, ob ich zurückdarf", "depends"),
    ("late-or-rough", "kommt drauf an, wer wartet", "depends"),
    ("made-by-hand", "erledigt", "done"),
    ("stranger-kindness", "und du?", "question-back"),
    ("nearly-life", "nicht Ärztin, egal was alle sagen", "default"),
    ("hard-to-ask-for", "nicht um Hilfe, das kann ich", "default"),
    ("unseen-well-done", "keine Ahnung", "short"),
    ("feared-then", "keine Hunde, da bin ich noch nicht so weit", "default"),
    ("understood-or-surprised", "beides, an guten Tagen", "both"),
    ("understood-or-surprised", "kommt drauf an, wer da sitzt", "depends"),
    ("understood-or-surprised", "weder noch", "neither"),
    ("forgive-or-forget", "kommt drauf an, wer es war", "depends"),
    ("forgotten-favour", "erledigt", "done"),
    ("wrong-about-me", "keine Ahnung", "short"),
    ("why-or-when", "keinen, danke", "neither"),
)
"""Samples that only a German ear can hear rightly: a shrug, a denial, grief, `both`. The others stand in the deck's own
`hears`, for the check of a deck hears no better than the house does."""

FORMAL: Final = re.compile(r"(?<=[a-zäöüß,] )(Sie|Ihnen|Ihr|Ihre[mnrs]?)\b")
"""A capital within a sentence: whoever reads this deck is a `du`."""

ENGLISH_WORDS: Final = vocabulary("the and you your what which it is of with for are that somebody someone")
MANY_WORDS: Final = 3


def _branches(question: Question) -> tuple[object, ...]:
    """What an answer can lead to, by name."""
    lanes = ("tender", "joke", "both", "neither", "depends", "done")
    return (
        [theme.id for theme in question.themes],
        [choice.id for choice in question.choices],
        [(part.first, part.last) for part in question.ranges],
        [lane for lane in lanes if getattr(question, lane) is not None],
        [len(question.default.chips), len(question.chip_asks)],
    )


def _slots(question: Question) -> Counter[tuple[object, ...]]:
    """Where the question has something to say; a chip's own question goes by the chip, which is a word."""
    spots = [spot for spot in spots_of(question) if spot.text]
    return Counter((spot.place, *(() if spot.place == "question.chip_asks" else spot.path)) for spot in spots)


def _spots() -> list[tuple[str, Spot]]:
    return [(question.id, spot) for question in GERMAN.questions for spot in spots_of(question) if spot.text]


def test_it_is_the_same_deck() -> None:
    """The id, the rating and the rise of an evening are those of the English deck."""
    assert GERMAN.language == "de"
    assert (GERMAN.id, GERMAN.rating, GERMAN.arc) == (ENGLISH.id, ENGLISH.rating, ENGLISH.arc)


def test_the_same_questions_stand_in_the_same_order() -> None:
    """Each has the id, the kind, the depth, the tags and the scale of its English sister."""
    for english, german in PAIRS:
        scales = [(one.scale.first, one.scale.last) if one.scale else None for one in (english, german)]
        assert scales[0] == scales[1]
        for field in ("id", "kind", "depth", "tags", "private"):
            assert getattr(german, field) == getattr(english, field), english.id


def test_every_question_has_the_same_branches() -> None:
    """Themes, choices, ranges and lanes go by the same names; where they do not, it is said here why."""
    differ = {english.id for english, german in PAIRS if _branches(german) != _branches(english)}
    assert differ == set(APART)


def test_whatever_is_said_in_english_is_said() -> None:
    """No wording, follow-up, contrast or call back is missing, and none has come to it."""
    for english, german in PAIRS:
        assert _slots(german) == _slots(english), english.id
        if english.callback is not None and german.callback is not None:
            assert german.callback.after_days == english.callback.after_days


def test_nothing_was_left_in_english() -> None:
    """No text has the English one's words in it, and what a question touches is told in German."""
    left = [(where, spot.text) for where, spot in _spots() if len(ENGLISH_WORDS & set(_words(spot.text))) >= MANY_WORDS]
    assert left == []
    for english, german in PAIRS:
        assert len(german.about) == len(english.about)
        assert set(german.about) != set(english.about), english.id


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def test_it_says_du() -> None:
    """Nobody is addressed formally."""
    assert [(where, spot.text) for where, spot in _spots() if FORMAL.search(spot.text)] == []


def test_no_phrase_is_heard_as_another_branch() -> None:
    """What a theme's author wrote for it finds that theme or, where two claim it, the default: never another theme."""
    astray = []
    for question in GERMAN.questions:
        kind = kind_of(question)
        ears = kind.prepare(question, GERMAN.language)
        for theme in question.themes:
            found = {phrase: kind.read(ears, phrase).key for phrase in theme.like}
            astray += [(question.id, phrase, key) for phrase, key in found.items() if key not in {"", theme.id}]
    assert astray == []


def test_every_sample_finds_its_branch() -> None:
    """The deck is heard as it is meant, with whatever ear the house has for it."""
    assert prove(GERMAN) == ()


@pytest.mark.parametrize(("question", "answer", "branch"), EARS)
def test_a_german_ear_hears_what_is_not_a_theme(question: str, answer: str, branch: str) -> None:
    """Shrugs, denials, questions handed back and grief are heard as what they are."""
    one = next(one for one in GERMAN.questions if one.id == question)
    kind = kind_of(one)
    assert kind.read(kind.prepare(one, GERMAN.language), answer).name == branch
