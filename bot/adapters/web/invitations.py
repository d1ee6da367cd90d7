"""Links that carry a code: to a seat at a table, with a page that shows it to a friend's phone, and to a circle."""

from __future__ import annotations

import io
import re
from typing import Final

from aiohttp import web

from bot.web import pages
from bot.web.application import Route

JOIN: Final = "/join/"
ANSWER: Final = "/answer/"
_CODE: Final = re.compile(r"[2-9A-HJ-NP-Z]{4}-?[2-9A-HJ-NP-Z]{4}", re.IGNORECASE)
QUIET_ZONE: Final = 4
"""Modules of white around the code, as ISO/IEC 18004 asks for."""


class Invitations:
    """The three routes of an invitation, and the one to a circle's question. Nothing is looked up here: whether a code
    is good, the conversation says."""

    def __init__(self, public: str) -> None:
        """`public` is where the chat is found by everybody; empty for wherever it was asked for."""
        self._public = public.rstrip("/")

    def routes(self) -> tuple[Route, ...]:
        """The links, the page that shows an invitation, and the picture on that page."""
        return (
            Route("GET", "/answer/{code}", self.answer),
            Route("GET", "/join/{code}", self.join),
            Route("GET", "/join/{code}/qr", self.page),
            Route("GET", "/join/{code}/qr.svg", self.picture),
        )

    async def join(self, request: web.Request) -> web.Response:
        """The chat opens, and the seat is offered there."""
        code = _read(request).replace("-", "")
        return web.Response(status=303, headers={"Location": f"/?deck=join-{code}"})

    async def answer(self, request: web.Request) -> web.Response:
        """The chat opens, and the circle's question is asked there."""
        code = _read(request).replace("-", "")
        return web.Response(status=303, headers={"Location": f"/?deck=answer-{code}"})

    async def page(self, request: web.Request) -> web.Response:
        """Something to hold up to a friend."""
        code = _read(request)
        picture = f"{JOIN}{code}/qr.svg"
        return pages.respond(
            "invitation.html", lang=pages.reads(request), spelled=code, link=self._link(request, code), picture=picture
        )

    async def picture(self, request: web.Request) -> web.Response:
        """The link as a QR code, dark on light whatever the page's colours."""
        # Imported only where somebody holds up a phone.
        import segno

        drawn = io.BytesIO()
        made = segno.make(self._link(request, _read(request)), error="m", micro=False)
        made.save(drawn, kind="svg", scale=8, border=QUIET_ZONE, dark="#000", light="#fff", xmldecl=False)
        return web.Response(body=drawn.getvalue(), content_type="image/svg+xml")

    def _link(self, request: web.Request, code: str) -> str:
        return f"{self._public or f'{request.scheme}://{request.host}'}{JOIN}{code}"


def _read(request: web.Request) -> str:
    """The code, spelled as it is given out; 404 for what can be none."""
    code = request.match_info["code"]
    if not _CODE.fullmatch(code):
        raise web.HTTPNotFound
    plain = code.upper().replace("-", "")
    return f"{plain[:4]}-{plain[4:]}"
