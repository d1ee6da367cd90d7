"""The menus of commands say in each language what they say in English, within the platforms' limits."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.discord import commands as discord
from bot.adapters.discord.capabilities import SAY
from bot.adapters.discord.commands import FOR_MODERATORS
from bot.adapters.discord.inbound import NOT_YOURS
from bot.adapters.telegram import adapter as telegram_adapter
from bot.adapters.telegram import menu as telegram
from bot.adapters.telegram.capabilities import WORDS
from bot.core.commands import recognise
from bot.core.tongues import Tongues
from bot.ports.adapter import said_in
from bot.voices import menus, tongues
from tests.fakes.discord.command_rules import check_commands

OTHERS = [tag for tag in tongues().tables if tag != "en"]
SAID = (FOR_MODERATORS, NOT_YOURS, telegram_adapter.NOT_YOURS)
"""What the platforms' rooms say themselves."""
WHATS = {what for _name, what in WORDS} | {
    one["description"] for command in discord.COMMANDS for one in (command, *command["options"])
}


@pytest.mark.parametrize("language", OTHERS)
def test_every_description_is_said(language: str) -> None:
    """None is left in English, none says what nobody is shown, and each fits where it stands."""
    own = menus()[language]
    table = tongues().tables[language]._found["menu"]
    assert {what for what in WHATS if not own.get(what)} == set()
    names = {one["name"] for command in discord.COMMANDS for one in (command, *command["options"])}
    assert table.keys() - WHATS - names - set(SAID) == set()
    assert all(own[what] != what and len(own[what]) <= 100 for what in WHATS)


@pytest.mark.parametrize("language", OTHERS)
def test_what_the_platforms_rooms_say_is_said_in_each_language(language: str) -> None:
    """With the words that the language has for those that it names; who reads a dialect of it reads the same, and who
    reads none of ours reads English."""
    decks = tongues().tables[language].shown["decks"]
    for sentence in SAID:
        own = said_in(menus(), language, sentence)
        assert own not in ("", sentence)
        assert said_in(menus(), f"{language}-XX", sentence) == own
        assert said_in(menus(), "fi", sentence) == said_in(menus(), "", sentence) == sentence
    assert decks in said_in(menus(), language, FOR_MODERATORS)


def test_telegram_is_told_once_for_everybody_and_once_for_each_language() -> None:
    """The names are the same, since they are what is sent."""
    everybody, *others = telegram.calls(menus())
    assert "language_code" not in everybody
    assert [one["language_code"] for one in others] == OTHERS

    def part(call: Any, key: str) -> list[str]:
        return [one[key] for one in call["commands"]]

    for one in others:
        assert part(one, "command") == part(everybody, "command")
        assert not set(part(one, "description")) & set(part(everybody, "description"))


def test_discord_is_told_in_the_languages_that_it_knows() -> None:
    """German has names and descriptions, Arabic is none of its languages; all of it within its rules."""
    told = discord.in_languages(menus())
    check_commands(list(told))
    by_name = {command["name"]: command for command in told}
    assert by_name["skip"]["name_localizations"] == {"de": "passe"}
    assert by_name["help"]["name_localizations"] == {"de": "hilfe"}
    assert by_name["start"]["options"][0]["name_localizations"] == {"de": "stapel"}
    assert {locale for command in told for locale in command["description_localizations"]} == {"de"}
    assert discord.in_languages({}) == tuple(discord.COMMANDS)


def test_what_is_called_in_german_is_what_is_typed() -> None:
    """A command's German name is the word by which it is understood when it is typed."""
    german = Tongues([tongues().tables["de"]])
    for command in discord.in_languages(menus()):
        if command["name"] not in (SAY, discord.MODERATE):
            meant = german.means(command["name_localizations"]["de"], "de")
            assert recognise(meant) == recognise(command["name"]), command["name"]


def test_the_menu_is_written_again_only_where_it_differs() -> None:
    """Discord has what we have, also where it adds to it or leaves out what is empty; another word is another menu."""
    told = discord.in_languages(menus())
    there = [{**command, "id": "1", "version": "2"} for command in told]
    assert not discord.differ(there, told)
    assert discord.differ([{**command, "name_localizations": None} for command in there], told)
    assert discord.differ(list(discord.COMMANDS), told)
    bare = [{**command, "name_localizations": None, "description_localizations": None} for command in discord.COMMANDS]
    assert not discord.differ(bare)
