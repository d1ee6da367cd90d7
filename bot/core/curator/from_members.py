"""The community's own deck: what its members suggested, grown by one question at a time."""

from __future__ import annotations

import msgspec.structs

from bot.decks.unsaid import DEPTH, id_of
from bot.hearing.foreign import language_of
from bot.model.curator import ABOUT_US, AMONG_US, FROM_MEMBERS
from bot.model.deck import Deck, Kind, Question
from bot.model.ids import MemberId, QuestionId


def with_question(deck: Deck | None, text: str, by: MemberId) -> tuple[Deck, QuestionId]:
    """The deck with that open question at its end, and its id; the very same deck where it is asked there already.

    It says nothing about answers: the bot's own words reply, as they do wherever a deck has none.
    """
    id_ = QuestionId(id_of(text))
    if deck is None:
        deck = Deck(FROM_MEMBERS, AMONG_US, language_of(text), "members of this community", "not stated", ABOUT_US,
                    "1.0.0", ())  # fmt: skip
    if any(question.id == id_ for question in deck.questions):
        return deck, id_
    questions = (*deck.questions, Question(id_, Kind.OPEN, text, DEPTH, by=by))
    return msgspec.structs.replace(deck, questions=questions, version=f"1.0.{len(questions)}"), id_
