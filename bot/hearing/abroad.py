"""Small talk in another language than the deck's: nobody has to choose a language first to ask back or to grieve."""

from __future__ import annotations

from typing import Final

from bot.hearing.foreign import foreign
from bot.hearing.lanes import laughter, puzzled, question_back, short, tender_lane
from bot.hearing.languages import ENGLISH, lexicons
from bot.hearing.lexicon import Lexicon
from bot.hearing.nets import hear
from bot.hearing.remarks import remark
from bot.hearing.words import Line
from bot.model.heard import Heard

SMALL: Final = 8
"""Words of small talk."""
SEVERAL: Final = 2
"""Words of what says next to nothing there and is no word at all here: one alone may be a name or a dish."""


def abroad(line: Line, lexicon: Lexicon) -> Heard | None:
    """The lane that the line belongs to in another language that is heard; what has words of the deck's own has none.

    What is tender is heard only in what is plainly another language: the others are whole lines.
    """
    elsewhere = foreign(line, lexicon)
    if not line.words or not (elsewhere or _is_unknown(line, lexicon)):
        return None
    for other in lexicons():
        if other is not lexicon and (found := _heard_in(hear(line.text, other), other, elsewhere)):
            return found
    return None


def _is_unknown(line: Line, lexicon: Lexicon) -> bool:
    ours = lexicon.stop | lexicon.little
    return len(line.words) <= SMALL and ours.isdisjoint(line.words)


def _heard_in(line: Line, lexicon: Lexicon, elsewhere: bool) -> Heard | None:
    # English is understood everywhere, as its distress is.
    if (elsewhere or lexicon is ENGLISH) and (grief := tender_lane(line, lexicon)):
        return grief
    aside = question_back(line, lexicon) or puzzled(line, lexicon) or remark(line, lexicon)
    if aside or not (elsewhere or len(line.words) >= SEVERAL):
        return aside
    return short(line, lexicon) or (laughter(line, lexicon) if len(line.words) == 1 else None)
