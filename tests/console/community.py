"""A community with a console: a real engine over a real file, pages on a socket, and ranks that a test hands out."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from aiohttp import ClientSession, CookieJar, FormData
from aiohttp.test_utils import TestServer

from bot.model.deck import Deck
from bot.model.ids import Address, Platform
from bot.model.member import Rank, Standing
from bot.ports.store import Ledger, Posted
from bot.ports.zones import OnlyUtc
from bot.runtime import curation
from bot.runtime.engine import Engine
from bot.runtime.library import voice_of
from bot.runtime.office import Office
from bot.runtime.tickets import Tickets
from bot.settings import load
from bot.shells.console.application import routes
from bot.store.sqlite.views import SqliteViews
from bot.web.application import build
from bot.written import encode
from tests.runtime.engines import Clock, engine_at, words

KEY = b"a key of thirty-two random bytes"
TELEGRAM = Platform("telegram")
ADA = Address("4711")
_Result = TypeVar("_Result")


class Ranks:
    """Standings that a test hands out."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.rank = Rank.OWNER
        self.asked = 0

    async def of(self, platform: Platform, account: Address) -> Standing:
        self.asked += 1
        return Standing(self.rank, "a test", self.clock.now())


class Hand:
    """A writer that writes at once, where it is called."""

    def __init__(self, ledger: Ledger, engine: Engine) -> None:
        self.ledger, self.engine = ledger, engine
        self.sent: list[Posted] = []

    async def call(self, function: Callable[[Ledger, Engine], _Result]) -> _Result:
        await asyncio.sleep(0)
        return function(self.ledger, self.engine)

    def send(self, posted: list[Posted]) -> None:
        self.sent += posted


class Community:
    """One community, and whoever looks after it."""

    def __init__(self, folder: Path, deck: Deck | None = None, **settings: str) -> None:
        self.file = folder / "console.db"
        self.clock = Clock()
        self.ranks = Ranks(self.clock)
        self.complaints: list[str] = []
        self.ledger, self.engine, self.shelves = engine_at(self.file, self.clock, self.complaints, deck=deck)
        self.views = SqliteViews(self.file)
        self.url = ""
        self.tickets = Tickets(KEY, lambda: self.url)
        self.hand = hand = Hand(self.ledger, self.engine)
        self.voice = voice = voice_of(words(), self.shelves, self.tickets.link)
        self.office = Office(
            self.ranks, lambda: hand, self.views, self.tickets, self.clock, self.shelves, voice, OnlyUtc()
        )
        self._settings = load({"db": str(self.file), "community": "the Harbour <Book> Club", **settings}, {}, folder)

    def load(self, deck: Deck) -> None:
        """That version is on offer, as whoever runs the bot would have it."""
        body = encode(deck)
        staged = curation.staging(body)
        for piece in staged.pieces:
            piece(self.ledger, self.clock.time)
        self.shelves.add(curation.shelved(staged, self.ledger.numbers_of(deck.id)))
        curation.tell(self.engine, staged.tiding, self.clock.time)

    def order(self) -> list[str]:
        """The decks in their order, those that are off with a dash before them."""
        return [entry.deck if entry.enabled else f"-{entry.deck}" for entry in self.views.stock().entries]

    @asynccontextmanager
    async def served(self) -> AsyncIterator[Community]:
        """Its pages are on a socket."""
        server = TestServer(build(routes(self.office, self._settings, KEY), body_limit=64_000))
        await server.start_server()
        self.url = str(server.make_url("")).rstrip("/")
        try:
            yield self
        finally:
            await server.close()
            self.views.close()
            self.ledger.close()


class Page:
    """A response that was read to its end."""

    def __init__(self, status: int, text: str, headers: dict[str, str]) -> None:
        self.status, self.text, self.headers = status, text, headers

    @property
    def words(self) -> str:
        """What somebody reads of it, in one line."""
        main = re.search(r"<main.*</main>", self.text, re.DOTALL)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main[0] if main else self.text)).split())


class Browser:
    """Somebody with a browser without scripts."""

    def __init__(self, community: Community) -> None:
        self.community = community
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.token = ""

    async def __aenter__(self) -> Browser:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.session.close()

    async def open(self, path: str = "", follow: bool = True, accepts: str = "") -> Page:
        """That page, in a browser that is set to those languages."""
        url = f"{self.community.url}/console{path}"
        headers = {"Accept-Language": accepts} if accepts else {}
        async with self.session.get(url, headers=headers, allow_redirects=follow) as answer:
            return await self._read(answer.status, await answer.text(), dict(answer.headers))

    async def post(self, path: str, follow: bool = True, origin: str | None = None, **fields: str) -> Page:
        """That form is sent, with the token of the page that was read last, from a page of ours."""
        data = {"token": self.token, **fields}
        headers = {"Origin": self.community.url if origin is None else origin}
        url = f"{self.community.url}/console{path}"
        async with self.session.post(url, data=data, headers=headers, allow_redirects=follow) as answer:
            return await self._read(answer.status, await answer.text(), dict(answer.headers))

    async def send(self, path: str, name: str, data: bytes, **fields: str) -> Page:
        """That file is sent, as a browser sends it."""
        form = FormData()
        for field, value in {"token": self.token, **fields}.items():
            form.add_field(field, value)
        form.add_field("file", data, filename=name, content_type="application/octet-stream")
        headers = {"Origin": self.community.url}
        url = f"{self.community.url}/console{path}"
        async with self.session.post(url, data=form, headers=headers) as answer:
            return await self._read(answer.status, await answer.text(), dict(answer.headers))

    async def come_in(self, platform: Platform = TELEGRAM, account: Address = ADA) -> Page:
        """They are in, by a way in that was made for that account."""
        link = await self.community.office.offer(platform, account)
        return await self.enter(link.partition("#")[2])

    async def enter(self, code: str, follow: bool = True, **headers: str) -> Page:
        """They press the button with that code."""
        sent = {"Origin": self.community.url} | headers
        url = f"{self.community.url}/console/enter"
        async with self.session.post(url, data={"code": code}, headers=sent, allow_redirects=follow) as answer:
            return await self._read(answer.status, await answer.text(), dict(answer.headers))

    async def _read(self, status: int, text: str, headers: dict[str, str]) -> Page:
        if found := re.search(r'name="token" value="([^"]+)"', text):
            self.token = html.unescape(found[1])
        return Page(status, text, headers)
