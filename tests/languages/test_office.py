"""Those who look after the community say so in their own language, and are obeyed as in English."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.core.absence import until
from bot.core.calling import Calling
from bot.core.dates import day as date
from bot.core.pasting import pasted
from bot.core.solo.office.words import split
from bot.model.event import MessageReceived, Words
from bot.model.ids import WordsId
from bot.model.member import Rank
from bot.ports.zones import UTC as UTC_ZONE
from bot.voices import tongues
from tests.core.world import START
from tests.languages.stage import Stage

CALLING = Calling(tongues())
SAID = {
    "de": (
        ("Stapel", "decks"),
        ("Stapel 1", "deck 1"),
        ("Reihenfolge", "queue"),
        ("verschieb Kleine Dinge auf Platz 2", "move Kleine Dinge to 2"),
        ("Verschiebe 3 ganz nach oben.", "move 3 first"),
        ("abschalten little-things", "disable little-things"),
        ("/anschalten Länger Tisch", "enable Länger Tisch"),
        ("ruckgangig harbour walk", "undo harbour walk"),
        ("ausmustern not-date/door-in-the-dark", "retire not-date/door-in-the-dark"),
        ("muster die Frage aus", "retire"),
        ("Zurueckholen door-in-the-dark", "bring back door-in-the-dark"),
        ("laden", "load"),
        ("verwerfen", "cancel"),
        ("proben kleine Dinge vorher", "try kleine Dinge before"),
        ("Konsole", "console"),
        ("Vertretung", "deputy"),
        ("Vertretung bis Freitag", "deputy until friday"),
        ("Vertretung bis zum 24. Dezember", "deputy until 24 december"),
        ("Vertretung drei Tage", "deputy 3 day"),
        ("Vertretung ABCD-2345", "deputy abcd-2345"),
        ("Vertretung aus", "deputy off"),
        ("Vorschläge", "suggestions"),
        ("Vorschlag 3 annehmen", "suggestions approve 3"),
        ("Vorschlag 3 ablehnen, weil zu persönlich", "suggestions because personal 3"),
        ("Vorschlag 12 ablehnen mit eigenen Worten", "suggestions why 12"),
    ),
}


def ask(text: str) -> MessageReceived:
    return MessageReceived(Words(WordsId(0), text))


@pytest.mark.parametrize(("language", "text", "english"), [(one, *row) for one in SAID for row in SAID[one]])
def test_it_is_a_word_of_the_office(language: str, text: str, english: str) -> None:
    """It means the English one, which the office takes; and the standing is read of whoever says it."""
    assert tongues().means(text, language) == english
    assert split(english) is not None
    assert CALLING.in_private(ask(text))


# START is Monday, 2 March 2026.
@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("Freitag", "2026-03-06"), ("nächsten Montag", "2026-03-09"), ("morgen", "2026-03-03"),
        ("24. Dezember", "2026-12-24"), ("24.12.", "2026-12-24"), ("3. März 2027", "2027-03-03"),
        ("zum 1. Mai", "2026-05-01"), ("2026-04-01", "2026-04-01"),
    ],
)  # fmt: skip
def test_a_day_is_read(day: str, last: str) -> None:
    """Until when somebody is away can be said as one says it."""
    said = split(tongues().means(f"Vertretung bis {day}", "de"))
    assert said is not None
    found = until(said[1], UTC_ZONE, START)
    assert found is not None
    assert date(found) == last


def test_a_list_is_pasted_under_the_german_word() -> None:
    """With a name or without; one line alone is a sentence that begins with the word."""
    assert pasted("Laden Obst:\nApfel oder Birne?\nSeit wann?") == ("Obst", "Apfel oder Birne?\nSeit wann?")
    assert pasted("laden\nApfel?\nBirne?") == ("", "Apfel?\nBirne?")
    assert pasted("Laden und Leute\nkennt man") is None
    assert CALLING.in_private(ask("laden:\nApfel?\nBirne?"))


class Evening:
    """One bot that speaks German; Mara's standing is read where the runtime would read it, and nobody else has one."""

    def __init__(self, folder: Path) -> None:
        self.stage = Stage(folder, "de")
        for name in ("Mara", "Anna"):
            self.stage.arrive(name)
            self.stage.say(name, "ja")

    def say(self, name: str, text: str) -> str:
        rank = Rank.MODERATOR if name == "Mara" and CALLING.in_private(ask(text)) else None
        return self.stage.say(name, text, rank=rank)


def test_a_moderator_looks_after_the_decks_in_german(tmp_path: Path) -> None:
    """What is shown to be typed is understood as it stands; from anybody else it is a word like any other."""
    evening = Evening(tmp_path)
    assert "**1. Little Things**" in evening.say("Mara", "Stapel")
    assert "Stapel 1" in evening.stage.reads("Mara")
    assert "steht auf Platz 1" in evening.say("Mara", "Stapel 1")
    assert "verschieb 3 auf 1" in evening.say("Mara", "Reihenfolge")
    assert evening.say("Mara", "verschieb 3 auf 1") == "Not-Date steht jetzt auf Platz 1 der Liste."
    assert "liegt nicht mehr aus" in evening.say("Mara", "abschalten little-things")
    assert "Platz" not in evening.say("Anna", "verschieb 3 auf 1")
    assert "liegt aus" not in evening.say("Anna", "anschalten little-things")
    assert evening.stage.complaints == []


def test_a_rehearsal_ends_with_the_german_word(tmp_path: Path) -> None:
    """It says which that is; a word that is no part of an evening ends it as well."""
    evening = Evening(tmp_path)
    assert "`stopp` beendet sie" in evening.say("Mara", "proben not-date")
    assert "Das war die Probe" in evening.say("Mara", "stopp")
    evening.say("Mara", "proben not-date")
    assert "Das war die Probe" not in evening.say("Mara", "Einstellungen")
    assert "So steht es" in evening.stage.screen("Mara")[-1] + evening.stage.screen("Mara")[-2]


def test_somebody_stands_in_in_german(tmp_path: Path) -> None:
    """The code is said in German, by somebody of whom nothing is known, and taken back in German."""
    evening = Evening(tmp_path)
    assert "nicht verstanden" in evening.say("Mara", "Vertretung bis Ostern")
    code = re.search("Vertretung [A-Z0-9]{4}-[A-Z0-9]{4}", evening.say("Mara", "Vertretung bis Freitag"))
    assert code is not None
    assert "Du vertrittst Mara" in evening.say("Anna", code[0])
    assert "Anna vertritt dich ab sofort nicht mehr" in evening.say("Mara", "Vertretung aus")


def test_a_question_is_suggested_in_german_to_its_last_character(tmp_path: Path) -> None:
    """What stands behind the word is cut out of what was typed, however long it is; a moderator decides in German."""
    evening = Evening(tmp_path)
    evening.say("Anna", "stopp")
    long = "Welche Straße nimmst du, obwohl sie länger ist, und 1 2 Umwege dazu, an einem Abend ganz ohne Ziel?"
    assert f"«{long}»" in evening.say("Anna", f"vorschlagen:  {long} ")
    assert "ohne Namen" in evening.say("Anna", "ohne Namen")
    assert "Jetzt wartet sie in diesen Worten" in evening.say("Anna", "umformulieren 1: Wohin nimmst du den Umweg?")
    assert "«Wohin nimmst du den Umweg?»" in evening.say("Mara", "Vorschläge")
    assert "liest den Grund" in evening.say("Mara", "Vorschlag 1 ablehnen")
    assert "liest den Grund" in evening.say("Mara", "Vorschlag 1 ablehnen, weil ähnlich")
    assert "Eine sehr ähnliche gibt es schon" in evening.stage.reads("Anna")
    evening.say("Anna", "vorschlagen")
    assert evening.say("Anna", "lass gut sein").startswith("Abgeschickt ist nichts.")
    assert evening.stage.complaints == []
