"""Every language that is heard, by name."""

from __future__ import annotations

from typing import Final

from bot.hearing.en import ENGLISH as ENGLISH
from bot.hearing.lexicon import Lexicon
from bot.hearing.neutral import NEUTRAL

LEXICONS: Final = (ENGLISH,)
"""A language is added here, and nowhere else."""

_BY_LANGUAGE: Final = {lexicon.language: lexicon for lexicon in LEXICONS}


def lexicon_for(language: str) -> Lexicon:
    """The lexicon of a BCP 47 tag (`en`, `en-GB`); the neutral one where the language is not known."""
    return _BY_LANGUAGE.get(language.replace("_", "-").split("-")[0].casefold(), NEUTRAL)
