"""What was sent elsewhere, shown on the page: fetched when somebody looks, and kept by nobody."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from aiohttp import web

from bot.adapters.web.capabilities import PLATFORM
from bot.model.ids import Address, EnclosureId
from bot.ports.carrying import Brings, FetchFailed, Lost
from bot.web.application import Route
from bot.web.limits import Buckets, Full, Seats

PATH: Final = "/enclosed/{id}"
_ID: Final = re.compile(r"[1-9]\d{0,18}")
LOOKS: Final = 30
"""So many may be looked at in a minute, by one person."""
EACH, TOTAL = 4, 12
"""So many may be on their way at once, to one person and to all: each is in memory until it has arrived."""
STATUS: Final = {Lost.GONE: 404, Lost.LARGE: 404, Lost.UNSAFE: 404, Lost.FAILED: 502}
HEADERS: Final = {
    # On its own, too, it is a picture and never a page.
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-store",
}


class Enclosures:
    """Shows them to whoever may see them; `read` says whose browser asks."""

    def __init__(self, brings: Brings, read: Callable[[web.Request], Address | None]) -> None:
        self._brings = brings
        self._read = read
        self._looks = Buckets(LOOKS, LOOKS / 60)
        self._seats = Seats(EACH, TOTAL)

    def route(self) -> Route:
        """The one that the page's pictures lead to."""
        return Route("GET", PATH, self.show)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """It, if the person of this cookie may see it; whoever may not learns nothing, not even whether it exists."""
        address = self._read(request)
        id_ = request.match_info["id"]
        if address is None or not _ID.fullmatch(id_) or request.headers.get("Sec-Fetch-Site", "none") not in OURS:
            raise web.HTTPNotFound
        if wait := self._looks.wait(address):
            return web.Response(status=429, headers={"Retry-After": str(int(wait) + 1)})
        try:
            with self._seats.taken(address):
                load = await self._brings.bring(PLATFORM, address, EnclosureId(int(id_)))
                response = web.Response(body=load.data, content_type=load.mime, headers=HEADERS)
                await response.prepare(request)
                await response.write_eof()
                return response
        except Full:
            return web.Response(status=503, headers={"Retry-After": "5"})
        except FetchFailed as failed:
            return web.Response(status=STATUS[failed.why])


OURS: Final = frozenset({"same-origin", "none"})
"""Where the wish to see it may come from, as browsers say it: our page, or the address that somebody opens."""
