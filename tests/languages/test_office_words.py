"""Whoever looks after the community may do so in Arabic: what they type reaches the office, their standing read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from bot.core.calling import Calling
from bot.core.commands import Command, said_in
from bot.core.pasting import pasted
from bot.core.solo.office.deputy import wanted
from bot.core.solo.office.words import NAMES_SOMETHING, WORDS, split
from bot.core.tongues import LONGEST
from bot.model.event import MessageReceived, Words
from bot.model.ids import WordsId
from bot.model.member import Rank
from bot.model.situation import OWN
from bot.voices import tongues
from tests.languages.stage import Stage

ARABIC: Final = "ar"
TABLE: Final = tongues().tables[ARABIC]
CALLING: Final = Calling(tongues())
QUESTION: Final = "ما آخر شيء أصلحته بيديك؟"


def heard(text: str) -> Words:
    """The line, with what it means to somebody who reads Arabic."""
    return Words(WordsId(1), text, tongues().means(text, ARABIC))


def test_each_word_of_the_office_can_be_said() -> None:
    """None of them needs English letters."""
    english = {english for _phrase, english in TABLE._said}
    can_be_said = {split(one.replace("{n}", "3")) for one in english} | {split(heard("الرزم").means)}
    assert WORDS.keys() - {word[0] for word in can_be_said if word is not None} == set()


@pytest.mark.parametrize("phrase", [one for one in TABLE.shown if one.split()[0] in WORDS and one != "deck"])
def test_what_the_office_shows_is_obeyed(phrase: str) -> None:
    """What the prompts name is, typed as it is shown, the same word of the office about the same thing; its standing is
    read, and so it is when it was copied out with its marks of direction."""
    english, shown = (
        one.replace("{{ number }}", "3").replace("{{ deck }}", "harbour-walk").replace("{{ code }}", "ABCD-2345")
        for one in (phrase, TABLE.shown[phrase])
    )
    said = split(english)
    if said is None:
        assert english in NAMES_SOMETHING
        return
    for typed in (shown, f"\u2067{shown}\u2069"):
        found = split(heard(typed).means)
        assert found is not None, typed
        assert (found[0], found[1].casefold()) == (said[0], said[1].casefold().replace("weeks", "week"))
        assert CALLING.in_private(MessageReceived(Words(WordsId(0), typed))), typed


@pytest.mark.parametrize(
    ("typed", "english"),
    [
        ("نقل ٣ إلى ١", "move 3 1"),
        ("انقل Long Table إلى 2", "move Long Table 2"),
        ("نقل رزمة الميناء القديم إلى الأول", "move الميناء القديم first"),
        ("تجربة Long Table السابقة", "try Long Table before"),
        ("إنابة حتى ٢٤ كانون الأول", "deputy until 24 december"),
        ("نيابة حتى يوم الجمعة", "deputy until friday"),
        ("إنابة لمدة ٣ أيام", "deputy 3 day"),
        ("قبول الاقتراح ١٢", "suggestions approve 12"),
        ("رفض الاقتراح ٣ لأنه شخصي", "suggestions because personal 3"),
    ],
)
def test_it_means_what_was_said(typed: str, english: str) -> None:
    """Arabic digits are digits, and a name in the middle of a line is the one that stands there."""
    assert heard(typed).means == english


def test_a_deputys_time_is_looked_up() -> None:
    """What the step must be told of deputies is asked for in Arabic, too."""
    assert wanted(MessageReceived(heard("إنابة أسبوعين"))) == OWN
    assert wanted(MessageReceived(heard("إنابة ABCD-2345"))) == wanted(MessageReceived(heard("deputy ABCD-2345")))
    assert wanted(MessageReceived(heard("إنابة ABCD-2345"))) not in ("", OWN)
    assert wanted(MessageReceived(heard("مطبخ جدتي"))) == ""


def test_a_list_is_pasted_under_the_arabic_word() -> None:
    """The word, perhaps a name, and under it the questions; one line is a sentence."""
    assert pasted("تحميل الميناء\nأين البحر؟\nأين الشاطئ؟") == ("الميناء", "أين البحر؟\nأين الشاطئ؟")
    assert pasted("تحميل\nأين البحر؟") is None


@pytest.mark.parametrize(
    "question", [QUESTION, "Was war 1 20 Minuten lang schön?", "سؤال طويل " * 30 + "؟", "أين\nالبحر؟"]
)
@pytest.mark.parametrize("head", ["اقتراح ", "أقترح: ", "!nd اقتراح\n", "صياغة أخرى للاقتراح ٣: "])
def test_a_suggestion_keeps_its_own_words(head: str, question: str) -> None:
    """Of any length, with its line ends; and it is known where in their own line it stands."""
    words = heard(head + question)
    said = said_in(words)
    assert said is not None
    assert said.command is (Command.REWORD if "صياغة" in head else Command.SUGGEST)
    assert words.text[said.at : said.at + len(said.argument)] == said.argument == question
    assert said.number == (3 if "صياغة" in head else 0)


def test_a_long_answer_is_no_command() -> None:
    """Only what begins with the word is read to its end."""
    assert tongues().means("مطبخ جدتي " * LONGEST, ARABIC) == ""
    assert tongues().means("suggest " * LONGEST, ARABIC) == ""


def moderates(stage: Stage, name: str, text: str) -> str:
    """A moderator types that, and their standing is read where the runtime would read it."""
    asks = CALLING.in_private(MessageReceived(Words(WordsId(0), text)))
    return stage.say(name, text, rank=Rank.MODERATOR if asks else None)


def test_a_moderators_arabic_words_reach_the_office(tmp_path: Path) -> None:
    """They see the decks and take one off the list in Arabic; a member who types the same is not obeyed."""
    stage = Stage(tmp_path, ARABIC)
    for name in ("Mara", "Ben"):
        stage.arrive(name)
    assert "بالترتيب الذي تُعرض به" in moderates(stage, "Mara", "الرزم")
    assert "من الأعلى" in moderates(stage, "Mara", "ترتيب العرض")
    stage.say("Ben", "تعطيل not-date")
    assert "غير معروضة" not in moderates(stage, "Mara", "رزمة not-date")
    moderates(stage, "Mara", "تعطيل not-date")
    assert "غير معروضة" in moderates(stage, "Mara", "رزمة not-date")
    assert "هل تنوي الغياب" in moderates(stage, "Mara", "إنابة")
    assert "تُقال لي على انفراد" in moderates(stage, "Mara", "إنابة أسبوعين")
    assert stage.complaints == []


def test_a_question_goes_from_arabic_words_to_the_list(tmp_path: Path) -> None:
    """A member suggests it, a moderator lets it in, both in Arabic."""
    stage = Stage(tmp_path, ARABIC)
    for name in ("Ada", "Mara"):
        stage.arrive(name)
        stage.say(name, "لا")
    assert "ينتظر الآن" in stage.say("Ada", f"اقتراح: {QUESTION}")
    stage.say("Ada", "بلا اسم")
    assert QUESTION.rstrip("؟") in stage.say("Ada", "اقتراحاتي")
    assert QUESTION.rstrip("؟") in moderates(stage, "Mara", "الاقتراحات")
    assert "صار في" in moderates(stage, "Mara", "قبول الاقتراح ١")
    assert "صار في القائمة" in stage.reads("Ada")
    assert stage.complaints == []


def test_a_suggestion_in_the_making_is_dropped_in_arabic(tmp_path: Path) -> None:
    """The words that the bot names for it are the ones that it hears."""
    stage = Stage(tmp_path, ARABIC)
    stage.arrive("Ada")
    stage.say("Ada", "لا")
    assert TABLE.shown["never mind"] in stage.say("Ada", TABLE.shown["suggest"])
    assert "لم يُرسل شيء" in stage.say("Ada", TABLE.shown["never mind"])


def test_a_suggestion_is_taken_back_by_the_words_that_are_shown(tmp_path: Path) -> None:
    """It is the suggestion that goes, at once or later; of two it is asked which."""
    stage = Stage(tmp_path, ARABIC)
    stage.arrive("Ada")
    stage.say("Ada", "لا")
    assert TABLE.shown["take back"] in stage.say("Ada", f"اقتراح {QUESTION}")
    assert "سُحب" in stage.say("Ada", TABLE.shown["take back"])
    for question in (QUESTION, "أي شارع تسلك وهو أطول؟"):
        stage.say("Ada", f"اقتراح {question}")
    assert "يلزمني رقمه" in stage.say("Ada", TABLE.shown["take back"])
    assert "سُحب" in stage.say("Ada", f"{TABLE.shown['take back']} ٣")
