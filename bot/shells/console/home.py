"""The first page: what waits, and where everything is."""

from __future__ import annotations

from aiohttp import web

from bot.shells.console.visit import Visit


async def show(visit: Visit) -> web.StreamResponse:
    """What there is to do."""
    return visit.page("home", "home")
