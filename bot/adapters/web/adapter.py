"""The adapter: one application, its routes, and whoever is listening."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from aiohttp import web

from bot.adapters.web.bringing import MayBring, nobody
from bot.adapters.web.capabilities import BODY_LIMIT, CAPABILITIES, KEY_BYTES, PLATFORM
from bot.adapters.web.chat import DRAIN, Chat, only_here
from bot.adapters.web.edits import Edits, name_of, read_name
from bot.adapters.web.metrics import Readings, metrics_route, no_readings
from bot.adapters.web.outbound import Listeners
from bot.adapters.web.parcels import Parcels
from bot.model.ids import Address, MessageId, Platform
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import Failure, Intake, SendFailed
from bot.ports.carrying import Brings
from bot.ports.clock import Clock
from bot.ports.transcript import Transcript
from bot.web.application import Health, Ready, Route, always_ready, always_well, build


class WebAdapter:
    """Speaks for the web chat, on `host` and `port`.

    `key` signs cookies and forms: at least 32 random bytes, the same after a restart. `title` is the community's name,
    as people see it. `public` is the site's address as browsers know it (`https://talk.example.org`), needed wherever
    that is not a name of this machine or the local network; with it only that origin may post, and its scheme decides
    the kind of cookie.
    `brings` fetches what was sent elsewhere and is shown here; `may_bring` says of whom a file is looked at. `routes`
    are other rooms' pages on the same server.
    `port` 0 lets the system choose; see `url`.
    """

    def __init__(
        self,
        transcript: Transcript,
        key: bytes,
        host: str = "127.0.0.1",
        port: int = 8080,
        title: str = "Not-Date",
        *,
        public: str = "",
        health: Health = always_well,
        ready: Ready = always_ready,
        readings: Readings = no_readings,
        metrics_token: str = "",
        routes: Sequence[Route] = (),
        clock: Clock,
        brings: Brings | None = None,
        may_bring: MayBring = nobody,
    ) -> None:
        if len(key) < KEY_BYTES:
            raise ValueError(f"the key is too short to sign anything: {KEY_BYTES} random bytes are right")
        self._transcript = transcript
        self._key = key
        self._host = host
        self._port = port
        self._title = title
        self._public = public.rstrip("/")
        self._health = health
        self._ready = ready
        self._routes = tuple(routes)
        self._metrics = metrics_route(readings, metrics_token, self._public)
        self._clock = clock
        self._brings = brings
        self._may_bring = may_bring
        self._parcels = Parcels()
        self._listeners = Listeners()
        self._edits = Edits()
        self.started = asyncio.Event()
        """Set while the page can be opened."""

    @property
    def platform(self) -> Platform:
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    @property
    def url(self) -> str:
        """Where this machine's browser finds the page, once `started` is set."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(self._host, self._host)
        return f"http://{host}:{self._port}"

    def mount(self, routes: Sequence[Route]) -> None:
        """These pages are on the same server as well, from its next start on."""
        self._routes += tuple(routes)

    def scopes(self, address: Address) -> tuple[tuple[Scope, str], ...]:
        """There is no pace to keep."""
        return ()

    async def run(self, intake: Intake) -> None:
        """Serves until it is cancelled; then no form is half taken, and every stream has been told to come back."""
        self._listeners = Listeners()
        chat = Chat(
            self._transcript,
            intake,
            self._listeners,
            self._edits,
            key=self._key,
            title=self._title,
            public=self._public,
            clock=self._clock,
            brings=self._brings,
            may_bring=self._may_bring,
            parcels=self._parcels,
        )
        routes = (only_here(route, self._host, self._public) for route in (*chat.routes(), *self._routes))
        app = build((*routes, self._metrics), body_limit=BODY_LIMIT, health=self._health, ready=self._ready)
        # A browser that closes a stream frees its seat at once. A form that was received is taken all the same: see
        # `Chat.take`.
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=DRAIN)
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
            self._port = runner.addresses[0][1]
            self.started.set()
            await asyncio.Event().wait()
        finally:
            self.started.clear()
            chat.stop()
            await chat.drained()
            await runner.cleanup()

    async def send(self, address: Address, key: MessageId, part: Part, number: int) -> str:
        """Whoever has the page open sees it now, everybody else when they open it: it is in the transcript."""
        self._listeners.wake(address)
        return name_of(key, number)

    async def fetch(self, handle: str, limit: int) -> bytes:
        """The file that was sent under that handle, not long ago. Raises `FetchFailed`."""
        return self._parcels.fetch(handle, limit)

    async def edit(self, address: Address, sent: str, part: Part) -> None:
        """Whoever has the page open, or comes back to it, reads this in the old one's place."""
        try:
            key, number = read_name(sent)
        except ValueError as error:
            raise SendFailed(Failure.MESSAGE, "no message of this page") from error
        self._edits.note(address, key, number, part)
        self._listeners.wake(address)
