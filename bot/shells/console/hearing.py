"""How an answer would be heard: which theme or branch it finds, why, and what the deck says to it."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from bot.model.deck import Deck, Question
from bot.model.ids import DeckId
from bot.model.noun import Noun
from bot.questions import kind_of
from bot.shells.commands.decks import filled, gaps_of
from bot.shells.console.decks import decoded, entry_of
from bot.shells.console.figures import find_question
from bot.shells.console.visit import Visit

LONGEST: Final = 4_000
"""Characters of an answer: what the platforms carry in one message."""
LISTED: Final = 2_000
"""Questions that one list offers."""


class Tried(Noun, frozen=True):
    """What came of an answer."""

    answer: str
    branch: str
    by: str = ""
    why: str = ""
    says: tuple[str, ...] = ()
    asks: str = ""
    chips: tuple[str, ...] = ()


async def show(visit: Visit) -> web.StreamResponse:
    """Somewhere to type an answer to a question."""
    return await _page(visit, visit.asked("deck"), visit.asked("question"), "")


async def hear(visit: Visit) -> web.StreamResponse:
    """What was typed, as the question hears it. Nothing is kept of it."""
    form = visit.form
    return await _page(visit, form.get("deck", ""), form.get("question", ""), form.get("answer", "")[:LONGEST])


async def _page(visit: Visit, deck: str, question: str, answer: str) -> web.StreamResponse:
    def look() -> tuple[list[tuple[str, str]], Deck, Question, Tried | None]:
        stock = visit.views.stock()
        entry = entry_of(visit, stock, deck or (stock.entries[0].deck if stock.entries else DeckId("")))
        found = decoded(visit.views, entry.current.hash)
        asked = find_question(found, question) if question else found.questions[0]
        if asked is None:
            raise LookupError(visit.say("hear.none-such", question=question))
        tried = _try(found, asked, answer) if answer.strip() else None
        return [(str(one.deck), visit.called(one.current.title)) for one in stock.entries], found, asked, tried

    decks, found, asked, tried = await asyncio.to_thread(look)
    return visit.page("hear", "hear", decks=decks, deck=found, asked=asked, tried=tried, listed=LISTED)


def _try(deck: Deck, question: Question, answer: str) -> Tried:
    kind = kind_of(question)
    heard = kind.read(kind.prepare(question, deck.language), answer)
    reply = kind.follow_up(question, heard)
    gaps = gaps_of(heard, question, answer)
    return Tried(
        answer,
        f"{heard.branch.value} {heard.key}".strip(),
        heard.evidence,
        heard.why,
        tuple(filled(line, gaps) for line in reply.say),
        filled(reply.ask, gaps) if reply.ask else "",
        reply.chips,
    )
