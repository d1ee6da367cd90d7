"""What members would like to be asked: read, asked from now on, or declined with a reason."""

from __future__ import annotations

import asyncio
from typing import Final

from aiohttp import web

from bot.model.ids import DeckHash, DeckId
from bot.model.noun import Noun
from bot.model.suggestion import Fate, Suggestion
from bot.ports.views import Suggested
from bot.runtime.curation import Curated
from bot.shells.console.decks import decoded
from bot.shells.console.figures import find_question
from bot.shells.console.visit import Visit

REASONS: Final = ("near", "personal", "narrow", "hard", "")
"""Why, by name; empty for none. The author reads them in the bot's own words (`core.curator.suggested.REASONS`)."""


class Line(Noun, frozen=True):
    """A suggestion as the page shows it; `twin` is the question that it nearly is, as it is asked today."""

    suggestion: Suggestion
    text: str
    twin: str = ""


async def show(visit: Visit) -> web.StreamResponse:
    """What waits, the oldest first, and what was decided of late."""

    def look() -> list[Line]:
        current = {entry.deck: entry.current.hash for entry in visit.views.stock().entries}
        return [_line(visit, one, current) for one in visit.views.suggestions()]

    lines = await asyncio.to_thread(look)
    waiting = [line for line in lines if line.suggestion.fate is Fate.WAITING]
    decided = [line for line in lines if line.suggestion.fate is not Fate.WAITING]
    return visit.page("suggestions", "suggestions", waiting=waiting, decided=decided, reasons=REASONS)


def _line(visit: Visit, one: Suggested, current: dict[DeckId, DeckHash]) -> Line:
    twin = one.suggestion.twin
    hash_ = current.get(twin.deck) if one.suggestion.fate is Fate.WAITING else None
    question = find_question(decoded(visit.views, hash_), twin.question) if hash_ else None
    return Line(one.suggestion, one.text, question.text if question else "")


async def approve(visit: Visit) -> web.StreamResponse:
    """It is asked from now on, and its author hears of it."""
    return await _decide(visit, "approve")


async def decline(visit: Visit) -> web.StreamResponse:
    """It is not asked, and its author reads why."""
    why = visit.form.get("why", "")
    return await _decide(visit, "decline", why if why in REASONS else "")


async def _decide(visit: Visit, what: str, why: str = "") -> web.StreamResponse:
    number = visit.path("number")
    if not number.isascii() or not number.isdigit() or len(number) > 12:
        raise LookupError(visit.say("sorry.not-there"))
    sentence = await visit.office.curate(visit.session, Curated(what, number=int(number), because=why))
    return visit.turn_to("/suggestions", sentence)
