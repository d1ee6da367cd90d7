"""A question that a member suggests: whether it can be asked as it is, in what spelling, and what it is nearly."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from bot.core.guard import held_back
from bot.core.shelf import Shelf
from bot.core.situation import Library
from bot.decks.duplicates import are_near
from bot.decks.unseen import HIDDEN
from bot.hearing import content_stems, lexicon_for
from bot.model.ids import QuestionNumber
from bot.model.situation import DeckCard
from bot.model.suggestion import Twin

LONGEST: Final = 180
"""Characters of a question, as the schema has it."""
SHORTEST: Final = 8
FEWEST: Final = 2
"""Words of one."""
MOST_WAITING: Final = 3
"""Of one person at a time: whoever reads them is one person too."""
MOST_A_DAY: Final = 5
COMPARED: Final = 20
"""Questions of a deck that share the most telling words are compared word by word; the others share too little."""
_MARKUP: Final = str.maketrans({
    "{": "(", "}": ")", "<": "‹", ">": "›", "[": "(", "]": ")", "`": "'", "*": None, "_": " ", "~": None, "|": " ",
    "\\": None, "#": None,
})  # fmt: skip
"""What would be a gap of a deck's text, or markup somewhere, and what stands in its place."""
_WORD: Final = re.compile(r"\w+")
_ASKS: Final = re.compile(r"[?？؟;]['\"”’»)\s]*$")


def plain(text: str) -> str:
    """The question as it would be asked: on one line, with nothing in it that is not seen, or that is markup."""
    return " ".join(HIDDEN.sub("", text).translate(_MARKUP).split())


class Fault(StrEnum):
    """Why a question cannot be asked as it is."""

    LONG = "long"
    SHORT = "short"
    OUTSIDE = "outside"
    """It leads to a page or a person."""


def fault_in(text: str) -> Fault | None:
    """Why it cannot be asked as it is; None where it can."""
    asked = plain(text)
    if len(asked) > LONGEST:
        return Fault.LONG
    if len(asked) < SHORTEST or len(_WORD.findall(asked)) < FEWEST:
        return Fault.SHORT
    return Fault.OUTSIDE if held_back(text) or held_back(asked) else None


def asks(text: str) -> bool:
    """Whether it ends as a question does."""
    return _ASKS.search(text) is not None


def twin_of(text: str, cards: Iterable[DeckCard], library: Library) -> Twin:
    """The question on offer that says the same or nearly so, of the first deck that has one."""
    for card in cards:
        shelf = library.get(card.hash)
        if shelf is not None and (twin := _in_deck(text, shelf)).question:
            return twin
    return Twin()


def _in_deck(text: str, shelf: Shelf) -> Twin:
    shared: Counter[QuestionNumber] = Counter()
    for stem, _first, _last in content_stems(text, lexicon_for(shelf.deck.language)):
        for number, weight in shelf.stems.get(stem, ()):
            shared[number] += int(weight * 1000)
    for number, _weight in shared.most_common(COMPARED):
        question = shelf.by_number[number].question
        if are_near(text, question.text):
            return Twin(shelf.deck.id, question.id)
    return Twin()


def text_of_twin(twin: Twin, cards: Iterable[DeckCard], library: Library) -> str:
    """The question that is nearly the same, as it is asked today; empty where it is not on offer any more."""
    for card in cards:
        shelf = library.get(card.hash) if card.id == twin.deck else None
        if shelf is not None and twin.question in shelf.by_id:
            return shelf.by_id[twin.question].question.text
    return ""
