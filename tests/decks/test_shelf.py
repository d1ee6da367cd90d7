"""The decks that ship, side by side, and what two of them promise."""

from __future__ import annotations

import re
from typing import Final

from bot import resources
from bot.core.called import ASKED_OF_MANY, CEILING
from bot.decks.reading import read
from bot.decks.texts import spots_of
from bot.decks.together import compare
from bot.model.deck import Deck, Kind

PRIVATE: Final = re.compile(
    r"\b(family|mother|father|child(hood)?|husband|wife|partner|married|age|old are you|born|home country|religion"
    r"|church|vote for|politics|salary|doctor|weight|diet|at home|your house|afraid|boss)\b",
    re.IGNORECASE,
)
"""Words by which a question to colleagues would give itself away."""


def _deck(name: str) -> Deck:
    deck = read((resources.deck_folder() / f"{name}.yaml").read_bytes(), name).deck
    assert deck is not None
    return deck


def test_decks_for_an_occasion_lie_last() -> None:
    """A plain yes, and a daily question without a deck, take what suits everybody."""
    names = [file.stem for file in resources.deck_files()]
    assert names == ["little-things", "long-table", "not-date", "first-day", "team-tuesday"]


def test_no_question_ships_twice() -> None:
    """Whoever knows all decks is asked nothing twice, nor nearly."""
    readings = [read(file.read_bytes(), file.name) for file in resources.deck_files()]
    assert compare(readings) == ()


def test_a_first_day_leads_out_of_the_door() -> None:
    """The evening's last depth holds missions and nothing else."""
    deck = _deck("first-day")
    last = [question.kind for question in deck.questions if question.depth == deck.arc[-1]]
    assert last
    assert set(last) == {Kind.MISSION}


def test_nothing_private_is_asked_of_colleagues() -> None:
    """Nothing that Team Tuesday asks has a word in it that belongs to what one keeps from work."""
    spots = [spot for question in _deck("team-tuesday").questions for spot in spots_of(question)]
    asked = [spot.text for spot in spots if "?" in spot.text or spot.place == "question.take_away"]
    assert len(asked) > 300
    assert [text for text in asked if PRIVATE.search(text)] == []


def test_both_can_be_asked_of_many() -> None:
    """First Day and Team Tuesday have at least 20 questions that a circle may be asked."""
    for name in ("first-day", "team-tuesday"):
        fit = [one for one in _deck(name).questions if one.kind in ASKED_OF_MANY and one.depth <= CEILING]
        assert len(fit) >= 20
