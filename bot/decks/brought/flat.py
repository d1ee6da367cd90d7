"""Questions that have no follow-up of their own, and what could be added to each."""

from __future__ import annotations

import re
from typing import Final

from bot.model.deck import Deck, Kind, Question
from bot.model.noun import Noun

_EITHER: Final = re.compile(
    r"^(?:(?:what )?would you rather|which (?:do|would) you (?:prefer|choose)|which is [^:?]{3,40})?[:,]?\s*"
    r"(?P<one>[^?,:]{2,34}?),? or (?P<other>[^?,:]{2,34})\?$",
    re.IGNORECASE,
)
_OPENINGS: Final = (
    (r"\bwho\b|\bwhose\b", "What would they say if they heard that?"),
    (r"\bwhere\b|\bplace\b|\broom\b|\bcity\b|\btown\b", "What would one notice there first?"),
    (r"\bwhen\b|\blast time\b|\bday\b|\byear\b", "Who else was there?"),
    (r"\bhow\b", "What was it like before it went that way?"),
    (r"\bsong\b|\bmusic\b|\bbook\b|\bfilm\b|\bmovie\b|\bshow\b", "When did it first find you?"),
    (r"\bfood\b|\bmeal\b|\bdish\b|\bsnack\b|\beat\b|\bcook\b", "Who would you set a plate for?"),
    (r"\bwould\b|\bif you\b|\bcould\b", "What would change on the first morning?"),
    (r"\bwhy\b", "What made you notice?"),
    (r"\bwhich\b|\bwhat\b", "How did that come to be the one?"),
)


class Flat(Noun, frozen=True):
    """A question that answers nothing in words of its own; `add` is a column, `write` what could stand in it."""

    row: int
    question: str
    add: str
    write: str


def is_flat(question: Question) -> bool:
    """Whether nothing that anybody answers leads to a word or a question of the deck's own."""
    replies = [question.default, *(theme.follow_up for theme in question.themes)]
    replies += [choice.follow_up for choice in question.choices]
    replies += [part.follow_up for part in question.ranges]
    replies += [reply for reply in (question.done, question.both, question.neither, question.depends) if reply]
    return not any(reply.say or reply.ask for reply in replies)


def flat_questions(deck: Deck, rows: dict[str, int]) -> tuple[Flat, ...]:
    """Each flat question, with what to add; the words are proposed in English decks only."""
    english = deck.language.startswith("en")
    return tuple(
        Flat(rows.get(question.id, 0), question.text, *_proposal(question, english))
        for question in deck.questions
        if is_flat(question)
    )


def _proposal(question: Question, english: bool) -> tuple[str, str]:
    if not english:
        return ("done_ask" if question.kind is Kind.MISSION else "ask_1" if question.choices else "default_ask"), ""
    if question.kind is Kind.MISSION:
        return "done_ask", "What happened first?"
    if question.kind is Kind.SCALE:
        return "default_ask", "What would move it by one?"
    if question.choices:
        return "ask_1", f"Where did {question.choices[0].label} last cross your path?"
    either = _EITHER.match(question.text)
    if either:
        return "choices", f"{either['one'].strip()} | {either['other'].strip()}"
    text = question.text.casefold()
    return "default_ask", next((ask for sign, ask in _OPENINGS if re.search(sign, text)), "What came before that?")
