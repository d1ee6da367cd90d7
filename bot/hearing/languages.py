"""Every language that is heard, by name; made ready when somebody first speaks it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from bot.hearing.en import ENGLISH as ENGLISH
from bot.hearing.lexicon import Lexicon
from bot.hearing.neutral import NEUTRAL

HEARD: Final = ("en", "de", "ar")
"""A language is added here, and where it is read in, and nowhere else."""


@lru_cache(maxsize=64)
def lexicon_for(language: str) -> Lexicon:
    """The lexicon of a BCP 47 tag (`en`, `en-GB`); the neutral one where the language is not known."""
    return _read_in(language.replace("_", "-").split("-")[0].casefold())


@lru_cache(maxsize=8)
def _read_in(language: str) -> Lexicon:
    # Imported when it is wanted: whoever runs a bot in one language does not pay for the vocabulary of another.
    match language:
        case "en":
            return ENGLISH
        case "de":
            from bot.hearing.de import GERMAN

            return GERMAN
        case "ar":
            from bot.hearing.ar import ARABIC

            return ARABIC
    return NEUTRAL


def lexicons() -> tuple[Lexicon, ...]:
    """All of them."""
    return tuple(lexicon_for(language) for language in HEARD)
