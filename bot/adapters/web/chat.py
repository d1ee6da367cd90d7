"""The routes: the page, the form, the file, the stream."""

from __future__ import annotations

import asyncio
import math
import re
from collections.abc import Mapping

from aiohttp import web
from msgspec.structs import replace

from bot.adapters.web import arrival, bringing, inbound, screen
from bot.adapters.web.address import Deliveries, draw_address, read_address
from bot.adapters.web.bringing import Bringing, MayBring
from bot.adapters.web.capabilities import PLATFORM
from bot.adapters.web.edits import Edits
from bot.adapters.web.enclosures import Enclosures
from bot.adapters.web.inbound import FormRefused
from bot.adapters.web.invitations import Invitations
from bot.adapters.web.outbound import Listeners, Streams, read_cursor
from bot.adapters.web.parcels import Parcels
from bot.model.ids import Address
from bot.ports.adapter import Delivered, Intake, Receipt, Stopping, plain_tags
from bot.ports.carrying import Brings
from bot.ports.clock import Clock
from bot.ports.transcript import Entry, Transcript
from bot.web import forms, origin, pages, wordings
from bot.web.application import Route
from bot.web.cookies import Cookies, is_near
from bot.web.limits import Buckets, Full

MESSAGES, SECONDS = 20, 10
"""What one person may send, decks asked for by a link included."""
NEWCOMERS, NEWCOMERS_PER_SECOND = 1_000, 5.0
"""Conversations begun, by everybody together: a hall full of people at once, but no crawler for ever. What counts is
that nothing was said yet, not the cookie: a fresh one is to be had for nothing. Whoever says nothing is gone after a
day."""
DRAIN = 5.0
"""Seconds that what is being taken, and requests under way, have when the adapter stops."""
SOON = 2
"""Seconds after which a browser may try again while the bot restarts."""
NOT_HERE = """\
This bot does not answer under the name that your browser asked for.

If the bot is yours: set public_url to the address that people type, such as https://talk.example.org, in notdate.toml \
(or NOTDATE_PUBLIC_URL), and start it again. Without that it answers only under this machine's and the local network's \
own names and numbers: localhost, 127.0.0.1, 192.168.1.4, something.local.
"""
"""What somebody reads who came under a name that may be anybody's."""
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^\s\[\]:@/?#]+)(?::[0-9]*)?")


class Chat:
    """The web chat over one intake."""

    def __init__(
        self,
        transcript: Transcript,
        intake: Intake,
        listeners: Listeners,
        edits: Edits,
        *,
        key: bytes,
        title: str,
        public: str,
        clock: Clock,
        brings: Brings | None = None,
        may_bring: MayBring = bringing.nobody,
        parcels: Parcels | None = None,
    ) -> None:
        self._parcels = parcels or Parcels()
        self._bringing = Bringing(self._parcels, may_bring)
        self._transcript = transcript
        self._intake = intake
        self._listeners = listeners
        self._title = title
        self._public = public
        self._clock = clock
        self._cookies = Cookies(key, "notdate", public)
        self._deliveries = Deliveries(key)
        self._streams = Streams(transcript, listeners, edits)
        self._said = Buckets(MESSAGES, MESSAGES / SECONDS)
        self._newcomers = Buckets(NEWCOMERS, NEWCOMERS_PER_SECOND, remembered=1)
        self._enclosures = Enclosures(brings, self._read) if brings else None
        self._taking: set[asyncio.Task[Receipt]] = set()

    def routes(self) -> tuple[Route, ...]:
        """The page, the form, the file, the stream."""
        return (
            Route("GET", "/", self.page),
            Route("HEAD", "/", self.head),
            Route("POST", "/say", self.say),
            Route("POST", bringing.PATH, self.bring),
            Route("GET", "/events", self.events),
            *Invitations(self._public).routes(),
            *((self._enclosures.route(),) if self._enclosures else ()),
        )

    def stop(self) -> None:
        """Nothing more is taken in, and every stream ends."""
        self._listeners.close()

    async def drained(self) -> None:
        """What was being taken has been, unless the runtime is gone already; then the browsers will send it again."""
        if self._taking:
            await asyncio.wait(self._taking, timeout=DRAIN)

    async def head(self, _: web.Request) -> web.Response:
        """Says that there is a page; nobody has arrived."""
        return web.Response(content_type="text/html", charset="utf-8")

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The conversation as it is on disk. Who is new or comes back after a while is announced to the bot first."""
        address = self._read(request)
        known = address or draw_address()
        deck = arrival.read_deck(request.query.get("deck", ""))
        try:
            notice = "" if is_looking_ahead(request) else await self._announce(known, deck, _speaks(request))
        except FormRefused as refusal:
            return await self._refuse(request, known, refusal)
        if deck and address is not None and not notice:
            # A reload of the address with the deck in it would ask for the deck again.
            return to_page()
        history = screen.ALL if "all" in request.query else screen.HISTORY
        return self._give(request, known, await self._page(known, request, notice=notice, history=history))

    async def say(self, request: web.Request) -> web.StreamResponse:
        """What the form said is on disk, and its reply too, when this answers."""
        address = self._read(request)
        try:
            known, form = await self._admit(request, address)
            await self._take_form(known, form, _speaks(request))
            return await self._answer(request, known, form)
        except FormRefused as refusal:
            return await self._refuse(request, address, refusal)

    async def bring(self, request: web.Request) -> web.StreamResponse:
        """That a file came is on disk, and what the bot says to that, when this answers; the file is kept until it is
        looked at."""
        address = self._read(request)
        try:
            known = await self._let_in(request, address)
            fields = await self._take_file(request, known)
            if is_htmx(request):
                return await self._piece(known, fields, next_file=True)
            return to_page()
        except FormRefused as refusal:
            return await self._refuse(request, address, refusal, waits=True)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """The stream of what is said in the place of this cookie."""
        address = self._read(request)
        if address is None:
            return web.Response(status=403)
        if self._listeners.closed:
            return web.Response(status=503, headers={"Retry-After": str(SOON)})
        try:
            return await self._streams.serve(request, address)
        except Full as full:
            return web.Response(status=503 if full.everywhere else 429, headers={"Retry-After": str(SOON * 5)})

    async def take(self, delivered: Delivered) -> Receipt:
        """It is taken, whether or not the browser is still there; raises `Stopping`."""
        if self._listeners.closed:
            raise Stopping
        task = asyncio.ensure_future(self._intake.take(delivered))
        self._taking.add(task)
        task.add_done_callback(self._taking.discard)
        receipt = await asyncio.shield(task)
        self._listeners.wake(delivered.address)
        return receipt

    async def _announce(self, address: Address, deck: str, speaks: str) -> str:
        """The bot knows that this person has arrived, if they have; where it could not be told, a sentence's name.

        Raises `FormRefused` where they ask for too many decks, and 503 where too many people arrive.
        """
        newest = await self._newest(address)
        arrived = arrival.due(address, newest, deck, self._clock.now())
        if arrived is None:
            return ""
        if not newest and self._newcomers.wait(""):
            raise web.HTTPServiceUnavailable(headers={"Retry-After": str(SOON)})
        wait = self._said.wait(address) if deck else 0.0
        if wait:
            raise FormRefused(429, "too-fast", after=math.ceil(wait))
        try:
            await self.take(replace(arrived, speaks=speaks))
        except Stopping:
            return "restarting"
        return ""

    async def _newest(self, address: Address) -> tuple[Entry, ...]:
        """The last thing that was said there; nothing where nobody has spoken yet."""
        return await self._transcript.since(PLATFORM, address, 0, 1)

    async def _admit(self, request: web.Request, address: Address | None) -> tuple[Address, dict[str, str]]:
        """The fields of a form that is ours, from a person whom we know, small enough and not too soon."""
        if not origin.is_ours(request.headers, self._public):
            raise FormRefused(403, "elsewhere")
        if address is None:
            raise FormRefused(403, "no-cookie", await draft_of(request))
        try:
            raw = await forms.read(request)
        except web.HTTPRequestEntityTooLarge:
            raise FormRefused(413, "far-too-long") from None
        wait = self._said.wait(address)
        if wait:
            raise FormRefused(429, "too-fast", await draft_of(request), math.ceil(wait))
        try:
            return address, forms.decode(raw)
        except forms.Undecodable as error:
            await self._intake.quarantine(f"{PLATFORM}:{address}", error.raw, str(error))
            raise FormRefused(400, "unreadable") from None

    async def _take_form(self, address: Address, form: Mapping[str, str], speaks: str) -> None:
        """What the form said is taken; an empty box says nothing. Raises `FormRefused`."""
        event = inbound.read_event(form, self._clock.now())
        if event is None:
            return
        draft = form.get("text", "")
        id = self._deliveries.read(form.get("id", ""), address, self._clock.now())
        if id is None:
            raise FormRefused(409, "old-page", draft)
        if not await self._newest(address) and self._newcomers.wait(""):
            raise FormRefused(503, "too-fast", draft, SOON)
        try:
            await self.take(replace(inbound.deliver(address, id, event), speaks=speaks))
        except Stopping:
            raise FormRefused(503, "restarting", draft, SOON) from None

    async def _let_in(self, request: web.Request, address: Address | None) -> Address:
        """Whose file it is: of a person whom we know, by a page of ours, and not too soon. Raises `FormRefused`."""
        if not origin.is_ours(request.headers, self._public):
            raise FormRefused(403, "elsewhere")
        if address is None:
            raise FormRefused(403, "no-cookie")
        if wait := self._said.wait(address):
            raise FormRefused(429, "too-fast", after=math.ceil(wait))
        return address

    async def _take_file(self, request: web.Request, address: Address) -> Mapping[str, str]:
        """The file of the form is taken, and can be fetched; returns the form's fields. Raises `FormRefused`: then
        nothing is left of it."""

        async def good(fields: Mapping[str, str]) -> None:
            if self._deliveries.read(fields.get("id", ""), address, self._clock.now()) is None:
                raise FormRefused(409, "old-page")
            if not await self._newest(address) and self._newcomers.wait(""):
                raise FormRefused(503, "too-fast", after=SOON)

        brought = await self._bringing.receive(request, address, good)
        id = self._deliveries.read(brought.fields["id"], address, self._clock.now())
        if id is None:
            raise FormRefused(409, "old-page")
        delivered = replace(bringing.deliver(address, id, brought), speaks=_speaks(request))
        handle = str(delivered.id)
        if brought.data is not None:
            self._parcels.keep(address, handle, brought.data)
        try:
            await self.take(delivered)
        except Stopping:
            self._parcels.drop(handle)
            raise FormRefused(503, "restarting", after=SOON) from None
        return brought.fields

    async def _answer(self, request: web.Request, address: Address, form: Mapping[str, str]) -> web.Response:
        if is_htmx(request):
            return await self._piece(address, form)
        left = inbound.left_in_box(form)
        # Only a page that is given back at once can still hold what was typed beside a pressed button.
        return await self._page(address, request, draft=left) if left.strip() else to_page()

    async def _refuse(
        self, request: web.Request, address: Address | None, refusal: FormRefused, waits: bool = False
    ) -> web.Response:
        """The page or the piece with a sentence, and what was typed still in the box. Where the page `waits`, it sends
        nothing again by itself."""
        if refusal.sentence == "elsewhere":
            raise web.HTTPForbidden
        known = address or draw_address()
        if is_htmx(request) and waits:
            response = screen.piece(
                (), notice=refusal.sentence, status=refusal.status, lang=pages.reads(request), file_id=self._draw(known)
            )
        elif is_htmx(request) and refusal.after:
            # The page sends the same form again, so it must not be given another id.
            response = web.Response(status=refusal.status)
        elif is_htmx(request):
            response = screen.piece(
                (), self._draw(known), notice=refusal.sentence, status=refusal.status, lang=pages.reads(request)
            )
        else:
            response = await self._page(
                known, request, notice=refusal.sentence, draft=refusal.draft, status=refusal.status
            )
        if refusal.after:
            response.headers["Retry-After"] = str(refusal.after)
        return self._give(request, known, response)

    async def _page(
        self,
        address: Address,
        request: web.Request,
        *,
        notice: str = "",
        draft: str = "",
        status: int = 200,
        history: int = screen.HISTORY,
    ) -> web.Response:
        entries = await self._transcript.since(PLATFORM, address, 0, history)
        delivery = self._draw(address)
        more = len(entries) == screen.HISTORY
        lang = screen.spoken(entries, pages.reads(request))
        file_id = self._draw(address) if await self._bringing.may(address) else ""
        return screen.page(
            self._title,
            entries,
            delivery,
            notice=notice,
            draft=draft,
            status=status,
            more=more,
            lang=lang,
            file_id=file_id,
        )

    async def _piece(self, address: Address, form: Mapping[str, str], next_file: bool = False) -> web.Response:
        """What is new, and the next ids of the forms that were sent: with `next_file`, the one for a file."""
        # The stream shows it too; but a proxy may hold a stream back, and this answer is here now.
        seen = read_cursor(form.get("after", ""))
        entries = await self._transcript.since(PLATFORM, address, seen) if seen is not None else ()
        lang = screen.spoken(entries, form.get("lang", ""))
        if next_file:
            response = screen.piece(entries, lang=lang, file_id=self._draw(address))
        else:
            control = await self._control(address, form)
            response = screen.piece(entries, self._draw(address), lang=lang, control=control)
        if form.get("lang", lang) != wordings.served(lang):
            # Another language was chosen: what stands around the conversation is to be in it as well.
            response.headers["HX-Refresh"] = "true"
        return response

    async def _control(self, address: Address, form: Mapping[str, str]) -> str | None:
        """What is to stand where files are sent from: the id of a form, or nothing; None where it may stay as it is.
        Asked for only with the words by which somebody may come to be more than a member, or does what only they do."""
        event = inbound.read_event(form, self._clock.now())
        if event is None or not self._intake.asks_for_standing(event, private=True):
            return None
        may = await self._bringing.may(address)
        if may == (form.get("brings") == "1"):
            return None
        return self._draw(address) if may else ""

    def _draw(self, address: Address) -> str:
        return self._deliveries.draw(address, self._clock.now())

    def _read(self, request: web.Request) -> Address | None:
        return read_address(self._cookies.read(request))

    def _give(self, request: web.Request, address: Address, response: web.Response) -> web.Response:
        """The response, which gives the browser its address unless it has it already."""
        if self._read(request) != address or not self._cookies.is_fresh(request):
            self._cookies.write(request, response, address)
        return response


def only_here(route: Route, host: str, public: str) -> Route:
    """`route`, for whoever asks under a name that is this site's; others are told how it gets one.

    Any page may have its own name lead to this machine, and is then no stranger to the origin check. `host` is where
    the site listens. With a `public` address every name will do: a proxy may ask under another, and whoever changes
    something must come from a page of that address anyhow.
    """
    if public:
        return route

    async def handler(request: web.Request) -> web.StreamResponse:
        found = _HOST.fullmatch(request.headers.get("Host", "").lower())
        if found is None or not (found[1].strip("[]") == host.lower() or is_near(found[1])):
            return web.Response(status=421, text=NOT_HERE)
        return await route.handler(request)

    return Route(route.method, route.path, handler)


def _speaks(request: web.Request) -> str:
    """What the browser says that its reader reads."""
    return plain_tags(request.headers.get("Accept-Language", ""))


def to_page() -> web.Response:
    """The browser opens the page anew, with GET, so that a reload repeats nothing."""
    return web.Response(status=303, headers={"Location": "/"})


def is_htmx(request: web.Request) -> bool:
    """Whether a script of the page asks, and puts the answer into the page itself."""
    return request.headers.get("HX-Request") == "true"


def is_looking_ahead(request: web.Request) -> bool:
    """Whether a browser fetches the page in case somebody wants it: nobody has arrived."""
    return "prefetch" in request.headers.get("Sec-Purpose", request.headers.get("Purpose", ""))


async def draft_of(request: web.Request) -> str:
    """What was typed into a form that is refused for another reason; empty when it cannot be read."""
    try:
        return forms.decode(await forms.read(request)).get("text", "")
    except (forms.Undecodable, web.HTTPRequestEntityTooLarge):
        return ""
