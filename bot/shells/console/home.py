"""The first page: what waits, and where everything is."""

from __future__ import annotations

import asyncio

from aiohttp import web

from bot.core.roles import Act
from bot.model.ids import DeckId
from bot.model.noun import Noun
from bot.model.suggestion import Fate
from bot.shells.console.visit import HOME, Visit


class Waits(Noun, frozen=True):
    """Something that waits: its name, how many, and where."""

    name: str
    count: int
    path: str


async def show(visit: Visit) -> web.StreamResponse:
    """What there is to do."""

    def look() -> list[Waits]:
        views, now = visit.views, visit.now
        stock = views.stock()
        offered = sum(entry.enabled for entry in stock.entries)
        found = [
            Waits("missed", sum(len(one.shared) for one in views.missed(DeckId(""))), f"{HOME}/missed"),
            Waits("offered", offered, f"{HOME}/decks"),
            Waits("places", sum(1 for one in views.coming() if one.room), f"{HOME}/calendar"),
        ]
        if visit.may(Act.REPORTS):
            waiting = sum(one.suggestion.fate is Fate.WAITING for one in views.suggestions())
            found.insert(0, Waits("suggestions", waiting, f"{HOME}/suggestions"))
            found.insert(0, Waits("reports", len(views.reports(now)), f"{HOME}/reports"))
        return found

    return visit.page("home", "home", waits=await asyncio.to_thread(look), account=visit.session)
