"""Who reads what: the platform proposes, the member decides, a group place has a language of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.languages import fallen_back, proposed
from bot.model.member import Rank
from bot.ports.adapter import plain_tags
from bot.voices import prompts
from bot.wiring import context_for
from tests.languages.stage import Stage
from tests.runtime.engines import said

GERMAN, ARABIC, ENGLISH = "Ich bin ein Bot", "أنا بوت", "I'm a bot"


@pytest.mark.parametrize(
    ("tag", "served"),
    [("de", "de"), ("de-AT", "de"), ("DE_at", "de"), ("pt-BR", "pt-BR"), ("pt", ""), ("pt-BR-x-a", "pt-BR"),
     ("den", ""), ("", ""), ("-", "")],
)  # fmt: skip
def test_a_language_falls_back_to_the_one_it_is_a_kind_of(tag: str, served: str) -> None:
    """Subtags are dropped from the end until there is such a language, and never in its middle."""
    assert fallen_back(tag, ("en", "de", "pt-BR")) == served


@pytest.mark.parametrize(
    ("header", "tags"),
    [("de-AT,de;q=0.9,en;q=0.8", "de-AT,de,en"), ("en;q=0.2, ar", "ar,en"), ("*", ""), ("fr;q=0", ""), ("x" * 600, ""),
     ("de", "de"), ("", "")],
)  # fmt: skip
def test_what_a_platform_says_is_read_with_its_weights(header: str, tags: str) -> None:
    """The likeliest comes first; what is no tag, and what is not wanted, is left out."""
    assert plain_tags(header) == tags


def test_the_first_that_is_spoken_is_proposed(tmp_path: Path) -> None:
    """Of several languages the first that the bot speaks is taken, by its fall-back."""
    context = context_for(Stage(tmp_path).settings, prompts())
    assert proposed("fr,de-CH,ar", context) == "de"
    assert proposed("fr,tlh", context) == ""


def test_whoever_reads_german_is_greeted_in_german_and_leads_back_with_one_press(tmp_path: Path) -> None:
    """The proposal takes effect at the greeting, which says so; one press, in English, says it again in English."""
    stage = Stage(tmp_path)
    assert GERMAN in stage.arrive("Anna", "de-AT,en")
    assert "Sprache" in stage.screens["Anna"][-1].paragraphs[2].text
    assert stage.buttons("Anna") == ["Ja", "Jetzt nicht", "English"]
    assert ENGLISH in stage.press("Anna", "English")
    assert stage.arrive("Anna", "de-AT,en") == "" and stage.complaints == []


def test_a_proposal_is_none_where_nothing_fits_or_something_was_chosen(tmp_path: Path) -> None:
    """French falls back to the installation's language; whoever chose is not asked their phone again."""
    stage = Stage(tmp_path)
    assert ENGLISH in stage.arrive("Ben", "fr-FR")
    assert stage.buttons("Ben") == ["Yes", "Not now"]
    stage.say("Cem", "language deutsch")
    assert GERMAN in stage.do("Cem", said("hallo"), "en")


def test_an_installation_may_speak_german_to_all_who_chose_nothing(tmp_path: Path) -> None:
    """The setting decides; somebody whose platform says English is greeted in English all the same."""
    stage = Stage(tmp_path, "de")
    assert GERMAN in stage.arrive("Anna")
    assert ENGLISH in stage.arrive("Ben", "en-GB")
    stage.say("Anna", "ja")
    assert "English it is" in stage.say("Anna", "Sprache Englisch")


@pytest.mark.parametrize("name", ["Deutsch", "german", "العربية", "Arabisch."])
def test_the_name_alone_is_enough_where_nothing_is_asked(tmp_path: Path, name: str) -> None:
    """Somebody who cannot read the greeting types what they speak; as an answer to a question it is an answer."""
    stage = Stage(tmp_path)
    stage.arrive("Anna")
    assert ENGLISH not in stage.say("Anna", name)
    stage.arrive("Ben")
    stage.say("Ben", "yes")
    stage.say("Ben", "not-date")
    stage.say("Ben", name)
    assert "Skip" in stage.buttons("Ben")


@pytest.mark.parametrize(
    "wish", ["language German", "language deutsch", "Sprache Deutsch", "/language de", "language de-CH"]
)
def test_a_language_is_chosen_by_any_of_its_names(tmp_path: Path, wish: str) -> None:
    """By what it calls itself, by its English name, by its tag; the word for it is understood in every language."""
    stage = Stage(tmp_path)
    stage.arrive("Anna")
    assert GERMAN in stage.say("Anna", wish)
    assert "lässt aus" in stage.say("Anna", "Hilfe")


def test_an_unknown_language_changes_nothing_and_shows_what_there_is(tmp_path: Path) -> None:
    """What it does not speak it says so of, with buttons for what it does."""
    stage = Stage(tmp_path)
    stage.arrive("Anna")
    assert "do not speak" in stage.say("Anna", "language Klingon")
    assert stage.buttons("Anna") == ["العربية", "Deutsch"]
    assert ARABIC in stage.press("Anna", "العربية")


def test_arabic_is_held_together(tmp_path: Path) -> None:
    """Names, dates and English words stand between marks of their own; Arabic ones do not."""
    stage = Stage(tmp_path)
    assert ARABIC in stage.arrive("Layla", "ar-EG")
    assert "\u2068Mara\u2069" in stage.reads("Layla")
    assert "\u2068365" not in stage.reads("Layla")


def test_a_group_place_speaks_what_who_runs_it_says(tmp_path: Path) -> None:
    """There the place's language holds for everybody, whatever they read alone; only who runs it changes it."""
    stage = Stage(tmp_path)
    stage.arrive("Anna", "de")
    stage.say("Ben", "allow", room="hall", rank=Rank.OWNER)
    assert "English" in stage.say("Anna", "Sprache", room="hall")
    assert "run" in stage.say("Anna", "language de", room="hall")
    assert "Deutsch" in stage.say("Ben", "language German", room="hall", rank=Rank.MODERATOR)
    assert "Runde" in stage.say("Cem", "circles off", room="hall", rank=Rank.MODERATOR)
    assert ENGLISH in stage.say("Dana", "hello")


def test_goodbye_is_said_in_the_language_that_is_then_forgotten(tmp_path: Path) -> None:
    """Whoever is forgotten reads so in their own language; then nothing of it is known."""
    stage = Stage(tmp_path)
    stage.arrive("Anna", "de")
    stage.say("Anna", "ja")
    assert "Bist du sicher" in stage.say("Anna", "vergiss mich")
    assert "gelöscht" in stage.press("Anna", "Ja, löschen")
    assert ENGLISH in stage.say("Anna", "hi")


def test_some_words_are_understood_by_everybody(tmp_path: Path) -> None:
    """Stop, help and being forgotten can be asked for in a language that one never chose; other words are answers."""
    stage = Stage(tmp_path)
    stage.arrive("Anna")
    stage.say("Anna", "yes")
    assert "Stopped" in stage.say("Anna", "hör auf")
    stage.arrive("Ben")
    assert "skip" not in stage.say("Ben", "passe")


@pytest.mark.parametrize(
    ("language", "word", "begins"),
    [("de", "wer bin ich für dich", "Ich kenne dich hier als"), ("ar", "من أنا عندك", "أعرفك هنا باسم")],
)
def test_whoever_is_to_look_after_the_questions_reads_their_name_in_their_language(
    tmp_path: Path, language: str, word: str, begins: str
) -> None:
    """By a word of the language, and by the short one that whoever runs the bot knows."""
    stage = Stage(tmp_path)
    stage.arrive("Anna", language)
    told = stage.say("Anna", word)
    assert told.startswith(begins) and f"{stage.platform}:Anna" in told
    assert stage.say("Anna", "whoami") == told
