"""The lanes one after the other, as a question of no kind would ask for them."""

from __future__ import annotations

from bot.hearing import Lexicon, Line
from bot.hearing.abroad import abroad
from bot.hearing.lanes import (
    distress,
    laughter,
    other_language,
    own_joke,
    puzzled,
    question_back,
    short,
    tender_lane,
)
from bot.hearing.nets import EMPTY, Net
from bot.hearing.remarks import remark
from bot.model.heard import Heard


def lane(line: Line, lexicon: Lexicon, tender: Net = EMPTY, joke: Net = EMPTY) -> Heard | None:
    """The lane that the line belongs to, if any. `tender` and `joke` are the question's own additions."""
    return (
        distress(line, lexicon)
        or tender_lane(line, lexicon, tender)
        or question_back(line, lexicon)
        or puzzled(line, lexicon)
        or remark(line, lexicon)
        or abroad(line, lexicon)
        or other_language(line, lexicon)
        or short(line, lexicon)
        or own_joke(line, joke)
        or laughter(line, lexicon)
    )
