"""The bot's own words in the languages that it speaks, each read from its files when somebody first wants it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from bot import resources
from bot.core.situation import Library
from bot.core.tongues import Table, Tongues
from bot.ports.adapter import Menus
from bot.rendering.dated import ISO, Dates, dates_of
from bot.rendering.prompts import Prompts, completed, read_prompts
from bot.rendering.render import Voice
from bot.runtime.library import voice_of
from bot.web.wordings import RIGHT_TO_LEFT

ENGLISH: Final = "en"
"""The language in which every moment has words."""


@cache
def tongues() -> Tongues:
    """The tables of the languages that the bot speaks."""
    return Tongues([Table(tomllib.loads(resources.commands(tag)), tag) for tag in resources.languages()])


def prompts(language: str = "en") -> Prompts:
    """The bot's own words in that language; in English where it has none for a moment yet."""
    table = tongues().tables[language]
    if language == ENGLISH:
        return read_prompts(resources.prompts(language))
    own = read_prompts(resources.prompts(language), table.shown, language in RIGHT_TO_LEFT, dates(language))
    return completed(own, prompts(ENGLISH))


@cache
def dates(language: str) -> Dates:
    """How dates are written for whoever reads that language."""
    served = tongues().table(language)
    return dates_of(served.dates) if served else ISO


@cache
def other_prompts(language: str) -> Prompts | None:
    """The words for whoever reads that language, read from their files when they are first wanted; None where the bot
    does not speak it."""
    served = tongues().table(language)
    return prompts(served.tag) if served else None


def menus() -> Menus:
    """What stands in a platform's menu of commands, in each language but English, which the platforms' rooms have."""
    return {tag: table.menu for tag, table in tongues().tables.items() if tag != ENGLISH}


@cache
def findings(language: str) -> Mapping[str, Mapping[str, str]]:
    """What is found in a deck that somebody brings, in the sentences of whoever reads that language."""
    served = tongues().table(language)
    return tomllib.loads(resources.findings(served.tag)) if served else {}


def speaking(words: Prompts, library: Library, language: str = ENGLISH) -> Voice:
    """All that the bot can say, in every language that it speaks, with these words for whoever has chosen none."""
    return replace(voice_of(words, library), others=other_prompts, language=language)
