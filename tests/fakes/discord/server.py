"""Discord on a loopback socket: REST and gateway, the people, and the failures a test orders."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeVar

from aiohttp import web

from tests.fakes.discord import interactions, rest_commands, rest_messages, rest_places
from tests.fakes.discord.clock import Clock
from tests.fakes.discord.gateway import Gateway
from tests.fakes.discord.hub import Hub
from tests.fakes.discord.model import Channel, Json, Message
from tests.fakes.discord.people import Person
from tests.fakes.discord.places import Place
from tests.fakes.discord.rest import Route, build
from tests.fakes.discord.sessions import PRIVILEGED

T = TypeVar("T")


class DiscordServer:
    """Discord. `async with DiscordServer() as server`; its state outlives every client that connects."""

    def __init__(
        self,
        *,
        token: str = "bot-token",
        strict_limits: bool = False,
        heartbeat_interval: float = 41.25,
        privileged_intents: int = PRIVILEGED,
        max_concurrency: int = 1,
        strict_identify: bool = False,
        begins: float | None = None,
    ) -> None:
        """`begins`: the moment that it is for Discord now, in seconds since 1970; the machine's, if None."""
        self.hub = Hub(token=token, portal=privileged_intents, clock=Clock(begins))
        self.hub.limits.strict = strict_limits
        self.gateway = Gateway(self.hub, heartbeat_interval, max_concurrency, strict_identify)
        self.limits = self.hub.limits
        self.faults = self.hub.faults
        self.clock = self.hub.clock
        self._people: dict[str, Person] = {}
        self._places: dict[str, Place] = {}
        self._runner: web.AppRunner | None = None
        self.port = 0

    # life

    async def start(self) -> Self:
        """Listens on 127.0.0.1; after `stop` again on the same port."""
        app = web.Application()
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/gateway/resume/", self.gateway.handle)
        app.router.add_get("/attachments/{id}/{name}", self._attachment)
        app.add_subapp("/api/v10", build(self.hub, self._routes()))
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self.gateway.url = self.gateway_url
        self.hub.cdn = f"http://127.0.0.1:{self.port}"
        return self

    async def stop(self) -> None:
        """Discord is unreachable: nobody listens, connections are broken, state and sessions stay."""
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def _routes(self) -> tuple[Route, ...]:
        about = rest_places.gateway_bot(lambda: self.gateway_url, self.gateway.start_limit)
        return (
            Route("GET", "/gateway/bot", "gateway_bot", about),
            *rest_places.ROUTES,
            *rest_messages.ROUTES,
            *rest_commands.ROUTES,
            *interactions.ROUTES,
        )

    async def _attachment(self, request: web.Request) -> web.Response:
        kind, data = self.hub.files.get(request.match_info["id"], ("", b""))
        expires = int(request.query.get("ex", "0"), 16)
        if not kind or expires < self.clock.now():
            raise web.HTTPNotFound(text="This content is no longer available.")
        return web.Response(body=data, content_type=kind)

    @property
    def api_url(self) -> str:
        """What `discord.http.Route.BASE` must be."""
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        """What `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY` must be, as a `yarl.URL`."""
        return f"ws://127.0.0.1:{self.port}/gateway/"

    @property
    def token(self) -> str:
        return self.hub.token

    # people and places

    def person(self, name: str) -> Person:
        """The person of this name, with an account of her own."""
        if name not in self._people:
            self._people[name] = Person(self.hub, self.hub.account(name))
        return self._people[name]

    def guild(self, name: str, *, owner: str = "owner", bot: bool = True) -> Place:
        """The guild of this name; a new one has the bot in it unless `bot` is false."""
        if name not in self._places:
            guild = self.hub.add_guild(name, self.person(owner).account)
            self._places[name] = Place(self.hub, guild)
            if bot:
                self.hub.add_bot(guild)
        return self._places[name]

    def add_bot(self, place: Place, *, by: Person) -> None:
        """The bot is invited; PermissionError unless `by` owns or manages the guild."""
        self._check_manager(place, by)
        self.hub.add_bot(place.guild)

    def remove_bot(self, place: Place, *, by: Person) -> None:
        """The bot is thrown out: GUILD_DELETE, then 50001."""
        self._check_manager(place, by)
        self.hub.remove_bot(place.guild)

    def _check_manager(self, place: Place, by: Person) -> None:
        member = place.guild.members.get(by.id)
        if member is None or not member.permissions & (1 << 5):
            raise PermissionError(f"{by.name} does not manage {place.guild.name}")

    def forget_channel(self, channel: Channel) -> None:
        self.hub.forget_channel(channel)

    async def revoke_token(self) -> None:
        """401 from now on; open connections are closed with 4004, and so is every IDENTIFY and RESUME."""
        self.hub.revoked = True
        for session in self.hub.sessions.live():
            self.hub.sessions.kill(session)
        await self.gateway.close(4004)

    # what the bot did

    @property
    def sent(self) -> list[Message]:
        """Every accepted message of the bot in order, answers and follow-ups too; loading ones once they are filled."""
        return self.hub.sent

    def sent_to(self, channel: Channel) -> list[Message]:
        return [message for message in self.hub.sent if message.channel is channel]

    def typing_in(self, channel: Channel) -> int:
        """How often the bot began to type there."""
        return sum(place is channel for place, _ in self.hub.typing)

    async def wait_for(self, predicate: Callable[[], T | None], timeout: float = 5.0) -> T:
        """The first true value of `predicate`; TimeoutError after `timeout` seconds."""
        value: Any = await self.hub.wait_for(predicate, timeout)
        return value  # type: ignore[no-any-return]  # what the loop gave

    async def wait_sent(self, count: int = 1, channel: Channel | None = None, timeout: float = 5.0) -> list[Message]:
        """At least `count` messages of the bot, in `channel` if given."""

        def enough() -> list[Message] | None:
            found = self.sent if channel is None else self.sent_to(channel)
            return list(found) if len(found) >= count else None

        return await self.wait_for(enough, timeout)

    async def wait_connected(self, timeout: float = 5.0) -> None:
        """A client has identified or resumed."""
        await self.wait_for(lambda: any(session.line for session in self.hub.sessions.live()), timeout)
        await asyncio.sleep(0)

    # the wire

    def push_raw(self, payload: Json) -> None:
        """Any event to every session: `{"t": name, "d": data}` is numbered and replayed, one with `op` is not."""
        if "op" in payload:
            for connection in self.gateway.connections:
                connection.send(payload)
            return
        for session in self.hub.sessions.live():
            session.dispatch(payload["t"], payload.get("d"))

    def push_bytes(self, data: bytes) -> None:
        self.gateway.push_bytes(data)
