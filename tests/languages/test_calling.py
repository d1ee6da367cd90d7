"""Whoever says a word that is for somebody has their standing read, in whichever language; nobody else has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest

from bot.core.calling import OF_A_PLACE, Calling
from bot.core.commands import aliases, recognise, said_in
from bot.core.plain import bare, plainly
from bot.core.solo.office.words import WORDS, split
from bot.core.tokens import HERE, OFFICE
from bot.core.tongues import Table
from bot.model.enclosure import FILE, Enclosure
from bot.model.event import Arrived, ChoicePressed, MessageReceived, Words
from bot.model.ids import WordsId
from bot.voices import tongues

CALLING: Final = Calling(tongues())
LANGUAGES: Final = [tag for tag in tongues().tables if tag != "en"]
GAPS: Final = {
    "de": {
        "time": "9",
        "day": "freitags",
        "days": "montags und freitags",
        "n": "drei",
        "unit": "Tage",
        "date": "Freitag",
    },
    "ar": {"time": "9", "day": "الجمعة", "days": "الجمعة", "n": "٣", "unit": "أيام", "date": "الجمعة"},
}
ANY: Final = {
    "zone": "Berlin",
    "deck": "fruit",
    "name": "Ada",
    "code": "abcd-2345",
    "id": "fruit/apple",
    "question": "?",
}


def said(text: str) -> MessageReceived:
    return MessageReceived(Words(WordsId(0), text))


def lines(table: Table) -> Iterator[tuple[str, str]]:
    """Each way to say something in that language, with something in its gaps, and what it means; also as whoever spells
    it who leaves the dots out, with a slash, and as it is copied out of a line that runs the other way."""
    for phrase, _english in table.ways():
        for gap, sample in {**ANY, **GAPS[table.tag]}.items():
            phrase = phrase.replace(f"{{{gap}}}", sample)
        means = table.means(phrase)
        for spelt in (
            phrase,
            plainly(phrase, table.tag),
            bare(phrase, table.tag),
            f"\u2067{phrase}\u2069",
            f"/{phrase}.",
        ):
            yield spelt, means


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_the_office_has_somebodys_standing_read(language: str) -> None:
    """However it is said; and no word of it is missing."""
    office = [(typed, split(means)) for typed, means in lines(tongues().tables[language]) if means and split(means)]
    assert {word[0] for _typed, word in office if word} == WORDS.keys()
    assert [typed for typed, _word in office if not CALLING.in_private(said(typed))] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_about_a_place_has_somebodys_standing_read(language: str) -> None:
    """However it is said, schedules that begin with a day among it."""
    found = {
        typed: heard.command
        for typed, means in lines(tongues().tables[language])
        if (heard := said_in(Words(WordsId(0), typed, means))) is not None and heard.command in OF_A_PLACE
    }
    assert OF_A_PLACE - set(found.values()) == set()
    assert [typed for typed in found if not CALLING.in_a_place(said(typed))] == []


def test_every_english_word_has_somebodys_standing_read() -> None:
    """The words themselves, and whatever any language has words for."""
    english = {means for tag in LANGUAGES for _typed, means in lines(tongues().tables[tag]) if means}
    place = [one for one in {*english, *aliases()} if (heard := recognise(one)) and heard.command in OF_A_PLACE]
    assert len(place) > 40
    for calling in (CALLING, Calling()):
        assert [one for one in place if not calling.in_a_place(said(one))] == []
        assert [one for one in english if split(one) and not calling.in_private(said(one))] == []
        assert all(calling.in_private(said(f"{word} 3")) for word in WORDS if split(f"{word} 3"))


@pytest.mark.parametrize(
    "text",
    ["my zone is Berlin", "end the pause here", "stop the daily question", "unpause here", "!nd allow", "ALLOW. ",
     "/Disallow", "weekdays at 9", "no daily question", "speak german to me", "montags und freitags um 8", "deck auf"],
)  # fmt: skip
def test_whoever_runs_a_place_may_say_it(text: str) -> None:
    """In any of the ways in which it is understood."""
    assert CALLING.in_a_place(said(text))


@pytest.mark.parametrize(
    "text",
    ["", "//", "please allow", "allowed", "help", "everything", "timely", "a day", "die Frau lief weg", "eine Tür",
     "alle meine Enten", "nimmersatt", "my sister", "stop", "كل صباح", "لا شيء"],
)  # fmt: skip
def test_nobody_is_asked_about_an_answer(text: str) -> None:
    """What only begins as such a word does is read on, and is none."""
    assert not CALLING.in_a_place(said(text))
    assert not CALLING.in_private(said(text))


def test_what_is_sent_or_pressed_counts() -> None:
    """A file, a list under the word of any language, and the buttons that are for somebody."""
    assert CALLING.in_private(MessageReceived(Words(WordsId(0)), enclosed=Enclosure(FILE, 10)))
    for head in ("load", "laden: ", "تحميل الميناء"):
        assert CALLING.in_private(said(f"{head}\nApple?\nPear?"))
    assert CALLING.in_private(ChoicePressed(f"0.0.{OFFICE}undo fruit"))
    assert CALLING.in_a_place(ChoicePressed(f"0.0.{HERE}pause"))
    assert not CALLING.in_a_place(ChoicePressed("0.0.!skip"))
    assert not CALLING.in_private(Arrived())
