"""What people say to the bot in their own language is the English command that it means, or an answer."""

from __future__ import annotations

import pytest

from bot.core.commands import Command, recognise
from bot.core.said_times import time_of
from bot.core.tongues import Tongues
from bot.voices import tongues

SAID = {
    "de": (
        ("Täglich um 9", "daily at 09:00"),
        ("taeglich um halb zehn", "daily at 09:30"),
        ("werktags um 9 Uhr 30", "weekdays at 09:30"),
        ("Montags und freitags um 8", "every monday , friday at 08:00"),
        ("alle 2 Wochen freitags um 17:00", "every 2 weeks on friday at 17:00"),
        ("am letzten Tag des Monats um 9", "monthly on the last day at 09:00"),
        ("am ersten Montag im Monat um 9", "monthly on the first monday at 09:00"),
        ("täglich um 8 Uhr abends", "daily at 20:00"),
        ("Zeitzone Berlin", "zone Berlin"),
        ("Ruhe von 22 Uhr bis 7", "quiet 22:00-07:00"),
        ("drei Tage Pause", "pause 3 day"),
        ("Pause hier 3 Tage", "pause here 3 day"),
        ("nenn mich Änne", "call me Änne"),
        ("dabei ABCD-2345", "join abcd-2345"),
        ("nimm das zuruck", "take that back"),
        ("Können wir das überspringen?", "skip"),
        ("stopp, bitte", "stop"),
        ("Tisch für vier", "table for 4"),
        ("Vorstellen an, alle erwachsen", "introductions on, all adults"),
    ),
    "ar": (
        ("توقف ٣ أيام", "pause 3 day"),
        ("توقف يومين", "pause 2 day"),
        ("\u2067اسحب إجابتي\u2069", "take that back"),
        ("سؤال يومي الساعة التاسعة والنصف", "daily at 09:30"),
        ("كل أسبوعين يوم الجمعة الساعة 17:00", "every 2 weeks on friday at 17:00"),
        ("توقيت القاهرة", "zone Africa/Cairo"),
        ("هدوء من العاشرة ليلا إلى الثامنة صباحا", "quiet 22:00-08:00"),
        ("نادني ليلى", "call me ليلى"),
        ("لا أحد، شكرًا", "nobody, thanks"),
        ("تَوَقَّفْ", "stop"),
    ),
}
ANSWERS = {
    "de": ("die Küche meiner Oma", "nie", "Montag", "der Tisch am Fenster", "täglich", "es war um neun",
           "gehen wir ans Meer",            "Ruhe vor dem Sturm", "Pause machen die anderen", "am Stapel Holz",
           "Zeitzone der Kindheit um fünf Uhr früh"),
    "ar": ("مطبخ جدتي", "البحر", "أبدا", "طاولة", "الساعة التاسعة", "توقف الزمن هناك"),
}  # fmt: skip


@pytest.mark.parametrize(("language", "text", "english"), [(one, *row) for one in SAID for row in SAID[one]])
def test_it_means_its_english_command(language: str, text: str, english: str) -> None:
    """With or without dots, vowel signs and invisible marks; what is said is then recognised as ever."""
    means = tongues().means(text, language)
    assert means == english
    assert recognise(means) is not None


@pytest.mark.parametrize(("language", "text"), [(one, text) for one in ANSWERS for text in ANSWERS[one]])
def test_an_answer_stays_an_answer(language: str, text: str) -> None:
    """Words of ours inside a sentence are nobody's command; a bare day or place may be said of anything."""
    said = recognise(tongues().means(text, language))
    assert said is None or said.command in (Command.DAILY, Command.ZONE)


@pytest.mark.parametrize(
    ("said", "tag", "time"),
    [
        ("halb zehn", "de", "09:30"), ("viertel vor zehn", "de", "09:45"), ("mittags", "de", "12:00"),
        ("12 uhr nachts", "de", "00:00"), ("9.30 uhr", "de", "09:30"), ("25 uhr", "de", ""), ("gleich", "de", ""),
        ("الساعه 9:30", "ar", "09:30"), ("التاسعه الا ربعا", "ar", "08:45"), ("منتصف الليل", "ar", "00:00"),
    ],
)  # fmt: skip
def test_times_are_read(said: str, tag: str, time: str) -> None:
    """Half to ten is half past nine; what is no time is none."""
    assert time_of(said, tag) == time


def test_other_languages_are_not_overheard() -> None:
    """What is a command in German is none to somebody who reads English, but for what everybody may ask for."""
    assert tongues().means("passe", "en") == ""
    assert tongues().means("hör auf", "en") == "stop"
    assert tongues().means("vergiss mich", "ar") == "forget me"
    assert Tongues().means("passe", "de") == ""
