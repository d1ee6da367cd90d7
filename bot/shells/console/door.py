"""Who comes in: by a code that is good once, with a cookie that no script reads, from pages of this site alone."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web
from msgspec.structs import replace

from bot.core import roles
from bot.core.roles import Act
from bot.model.session import Session
from bot.runtime.office import LONGEST, MayNot, Office
from bot.shells.console.texts import Language, chosen
from bot.shells.console.visit import HOME, Notices, PendingFiles, Visit, frame
from bot.web import forms, origin, pages
from bot.web.cookies import Cookies, Seal
from bot.web.limits import Buckets

ENTER: Final = f"{HOME}/enter"
TRIES, TRIES_PER_SECOND = 10, 1 / 6
"""Codes that may be tried from one address at once, and later. Nobody guesses 128 bits; but trying takes the disk."""
ALL_TRIES, ALL_PER_SECOND = 60, 2.0

Page = Callable[[Visit], Awaitable[web.StreamResponse]]


class Door:
    """Lets people in and out, and stands before each page."""

    def __init__(self, office: Office, key: bytes, public: str, community: str) -> None:
        self._office = office
        self._public = public
        self._community = community
        self._cookies = Cookies(key, "notdate-console", public)
        self._seal = Seal(key, "console")
        self._notices = Notices()
        self._pending_files = PendingFiles()
        self._tries = Buckets(TRIES, TRIES_PER_SECOND)
        self._all_tries = Buckets(ALL_TRIES, ALL_PER_SECOND, remembered=1)

    # Coming in and going

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The way in. It does not matter who looks: the code is used by the button, and never by looking."""
        return self._entrance(request)

    async def enter(self, request: web.Request) -> web.StreamResponse:
        """Whoever shows a code that is good is in; it is used up."""
        form = await self._read(request)
        if self._tries.wait(request.remote or "") or self._all_tries.wait(""):
            return self._entrance(request, "enter.too-often", 429)
        secret = await self._office.enter(form.get("code", "")[:400], self._shown(request))
        if not secret:
            return self._entrance(request, "enter.no-such-code", 403)
        response = web.Response(status=303, headers={"Location": HOME})
        name = self._cookies.name(request)
        response.set_cookie(
            name, secret, max_age=LONGEST // 1000, path="/", httponly=True, samesite="Strict",
            secure=name.startswith("__Host-"),
        )  # fmt: skip
        return response

    async def straighten(self, _request: web.Request) -> web.StreamResponse:
        """Whoever typed a stroke too many is at the first page."""
        return web.Response(status=303, headers={"Location": HOME})

    async def leave(self, request: web.Request) -> web.StreamResponse:
        """That browser is not in any more, here and on the server."""
        form = await self._read(request)
        session = await self._session(request)
        if session is not None and self._is_from_us(form, session):
            await self._office.leave(self._shown(request))
        response = self._entrance(request, "enter.left")
        response.del_cookie(self._cookies.name(request), path="/")
        return response

    def _entrance(self, request: web.Request, notice: str = "", code: int = 200) -> web.Response:
        language = self._language(request, None)
        common = frame(language, self._community, request)
        return pages.respond(
            "console/enter.html", code, language.code, notice=language.say(notice) if notice else "", **common
        )

    # Before each page

    def reading(self, act: Act, page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The page, for whoever is in and may."""

        async def handler(request: web.Request) -> web.StreamResponse:
            session = await self._session(request)
            if session is None:
                return _to_the_door()
            if request.query.get("lang"):
                session = await self._choose(request, session)
            return await self._open(request, session, act, page, {})

        return handler

    def acting(self, act: Act, page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """What a form wants, from a page of ours, for whoever is in and may."""

        async def handler(request: web.Request) -> web.StreamResponse:
            form = await self._read(request)
            session = await self._session(request)
            if session is None:
                return _to_the_door()
            if not self._is_from_us(form, session):
                raise web.HTTPForbidden
            return await self._open(request, session, act, page, form)

        return handler

    def sending(self, act: Act, page: Page) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """A file that is sent: the same, but that the page reads its body, and in it the token before the file."""

        async def handler(request: web.Request) -> web.StreamResponse:
            if not origin.is_ours(request.headers, self._public):
                raise web.HTTPForbidden
            session = await self._session(request)
            return await self._open(request, session, act, page, {}) if session else _to_the_door()

        return handler

    async def _open(
        self, request: web.Request, session: Session, act: Act, page: Page, form: dict[str, str]
    ) -> web.StreamResponse:
        standing = await self._office.standing(session)
        visit = Visit(
            request,
            self._office,
            self._community,
            session,
            standing,
            self._language(request, session),
            self._token(session),
            self._notices,
            self._pending_files,
            form,
        )
        if not roles.may(standing, act, visit.now):
            return visit.page("may-not", code=403)
        try:
            return await page(visit)
        except MayNot:
            return visit.page("may-not", code=403)
        except LookupError as error:
            # A sentence of ours; anything else that looks something up in vain has no words to show.
            said = str(error) if type(error) is LookupError else visit.say("sorry.not-there")
            return visit.page("sorry", code=404, said=said)

    async def _choose(self, request: web.Request, session: Session) -> Session:
        """The language is remembered for as long as this browser is in."""
        language = chosen(request.query["lang"], session.language).code
        if language == session.language:
            return session
        return await self._office.keep(replace(session, language=language))

    async def _session(self, request: web.Request) -> Session | None:
        shown = self._shown(request)
        return await self._office.session(shown) if shown else None

    def _shown(self, request: web.Request) -> str:
        return request.cookies.get(self._cookies.name(request), "")[:200]

    async def _read(self, request: web.Request) -> dict[str, str]:
        """The fields of a form that a page of ours has sent."""
        if not origin.is_ours(request.headers, self._public):
            raise web.HTTPForbidden
        try:
            return forms.decode(await forms.read(request))
        except forms.Undecodable:
            raise web.HTTPBadRequest from None

    def _token(self, session: Session) -> str:
        return self._seal.close("form", session.hash)

    def _is_from_us(self, form: dict[str, str], session: Session) -> bool:
        return self._seal.open(form.get("token", ""), session.hash) == "form"

    def _language(self, request: web.Request, session: Session | None) -> Language:
        kept = session.language if session else ""
        return chosen(request.query.get("lang", ""), kept, accepts=request.headers.get("Accept-Language", ""))


def _to_the_door() -> web.Response:
    return web.Response(status=303, headers={"Location": ENTER})
