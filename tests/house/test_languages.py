"""Languages and English fit: the same moments, as many wordings, no gap that nobody fills, and words that are heard."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, meta

from bot import resources
from bot.core.commands import Command, recognise, said_in
from bot.core.plain import plainly
from bot.model.event import Words
from bot.model.ids import WordsId
from bot.rendering.prompts import read_prompts
from bot.voices import ENGLISH, tongues

OTHERS = [language for language in resources.languages() if language != ENGLISH]
THERE = read_prompts(resources.prompts(ENGLISH))
_PHRASE = re.compile(r"`([^`\n]+)`")
_MOMENT = re.compile(r"^\[([a-z][a-z0-9.-]*)\]\s*$", re.MULTILINE)
UNSIGNED = {"de": "von noch niemandem gegengelesen", "ar": "No native reader has signed this"}


def bodies(language: str) -> dict[str, str]:
    """Each moment as it stands in the files of that language, all its wordings together."""
    found: dict[str, str] = {}
    for text in resources.prompts(language).values():
        pieces = _MOMENT.split(re.sub(r"\{#.*?#\}", "", text, flags=re.DOTALL))
        found.update(zip(pieces[1::2], pieces[2::2], strict=True))
    return found


def gaps(text: str) -> set[str]:
    """The gaps of a wording."""
    return meta.find_undeclared_variables(Environment().parse(text))


@pytest.mark.parametrize("language", OTHERS)
def test_every_moment_is_translated(language: str) -> None:
    """Each moment of prompts/en has words in the language, and none has words that nobody says."""
    own = read_prompts(resources.prompts(language))
    assert {
        "missing": sorted(THERE.moments.keys() - own.moments.keys()),
        "nobody says": sorted(own.moments.keys() - THERE.moments.keys()),
    } == {"missing": [], "nobody says": []}


@pytest.mark.parametrize("language", OTHERS)
def test_every_moment_has_as_many_wordings(language: str) -> None:
    """The core picks a wording by its number, whatever the language: so all languages have as many."""
    own = read_prompts(resources.prompts(language)).counts
    assert {moment: count for moment, count in own.items() if THERE.counts.get(moment, count) != count} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_no_gap_is_left_open(language: str) -> None:
    """A translation fills no gap that English does not have."""
    english = bodies(ENGLISH)
    extra = {moment: gaps(text) - gaps(english.get(moment, text)) for moment, text in bodies(language).items()}
    assert {moment: found for moment, found in extra.items() if found} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_help_names_the_same_words(language: str) -> None:
    """In the same order, a suggestion among them."""
    there, own = (_PHRASE.findall(bodies(one)["help"]) for one in (ENGLISH, language))
    assert own == there
    assert "suggest" in own


@pytest.mark.parametrize("language", OTHERS)
def test_every_phrase_is_shown_in_the_language(language: str) -> None:
    """What stands between backticks in any prompt has its words in the language's table."""
    shown = tongues().tables[language].shown
    said = {phrase for one in (ENGLISH, language) for text in bodies(one).values() for phrase in _PHRASE.findall(text)}
    assert said - shown.keys() == set()


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_shown_is_heard(language: str) -> None:
    """Each phrase that is shown in the language is the same command as its English is, as it stands and as it is
    copied out of a line that runs the other way."""
    table = tongues().tables[language]
    for english, shown in table.shown.items():
        phrase, same = (text.replace("{{ code }}", "ABCD-2345") for text in (english, shown))
        if "{{" in phrase or (meant := recognise(phrase)) is None:
            continue
        for typed in (same, f"\u2067{same}\u2069", f"\u200f/{same}."):
            words = Words(WordsId(1), typed, tongues().means(typed, language))
            heard = said_in(words)
            assert heard is not None, typed
            assert heard.command is meant.command, typed
            if meant.command not in (Command.ZONE, Command.LANGUAGE, Command.DAILY, Command.QUIET):
                assert heard == msgspec_like(meant, heard), typed


def msgspec_like(meant: object, heard: object) -> object:
    """Codes may be typed in capitals."""
    return heard if str(meant).casefold() == str(heard).casefold() else meant


@pytest.mark.parametrize("language", OTHERS)
def test_no_word_is_two_commands(language: str) -> None:
    """Every way to say a command means that one command, and is one that is recognised."""
    found: dict[str, str] = {}
    for command, phrases in tongues().tables[language]._found["words"].items():
        assert command in {one.value for one in Command}
        for phrase in phrases:
            assert found.setdefault(plainly(phrase, language), command) == command, phrase
            means = tongues().means(phrase, language)
            said = recognise(means)
            assert said is not None, phrase
            assert said.command.value == command, phrase


@pytest.mark.parametrize("language", OTHERS)
def test_an_unsigned_language_says_so(language: str) -> None:
    """While no native reader has signed a language, each of its files says so; once one has, none does."""
    signed = bool(tongues().tables[language].signed_by)
    files = {**resources.prompts(language), resources.COMMANDS: resources.commands(language)}
    silent = [name for name, text in files.items() if (UNSIGNED[language] in " ".join(text.split())) is signed]
    assert silent == []
