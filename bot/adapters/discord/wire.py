"""discord.py without what it does by itself: no retries, no sleeping, no decoding, no cache, and its own addresses.

The library's classes keep their defaults: REST is pointed elsewhere in one client's own `request`, the gateway by the
argument of one connection. Other clients of the process notice nothing.

Events are had by putting our own table in the place of the connection's parsers. The other hook, debug events, hands
out compressed frames before they are decoded, in a task each, and leaves the library's parsers in place: one raises on
an odd payload, and the exception ends the connection.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterable, Sequence
from math import isfinite
from typing import Any, Final

import discord
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from bot.adapters.discord.outbound import failure_of
from bot.model.message import Scope
from bot.ports.adapter import Failure, SendFailed
from bot.ports.carrying import FetchFailed, Lost

PATIENCE: Final = 20.0
"""Seconds for one call."""
BANNED_FOR: Final = 60.0
"""Seconds to keep away where a 429 names none, as Cloudflare's does not."""

_PIECE: Final = 1 << 16

Heard = Callable[[str, object], None]
Broken = Callable[[bytes, str], None]


# Below, the library writes every event, and so what people say, into the log; of voices it warns that we use none.
logging.getLogger("discord").setLevel(logging.WARNING)
logging.getLogger("discord.client").setLevel(logging.ERROR)


class CallRefused(discord.HTTPException):
    """Discord said no; `after` and `scope` are a 429's."""

    def __init__(self, response: Any, body: Any) -> None:
        super().__init__(response, body if isinstance(body, dict) else str(body or "")[:200])
        self.code = self.code if isinstance(self.code, int) else 0
        told = body.get("retry_after") if isinstance(body, dict) else response.headers.get("Retry-After")
        self.after = _seconds(told)
        everywhere = not isinstance(body, dict) or bool(body.get("global"))
        self.scope = Scope.EVERYTHING if everywhere else Scope.PLACE


def _seconds(told: object) -> float:
    try:
        seconds = float(str(told))
    except ValueError:
        return BANNED_FOR
    return max(seconds, 0.0) if isfinite(seconds) else BANNED_FOR


def failed(error: Exception) -> SendFailed:
    """The class of what went wrong with a call."""
    if not isinstance(error, CallRefused):
        return SendFailed(Failure.TRANSIENT, type(error).__name__)
    if error.status == 429:
        return SendFailed(Failure.RETRY_AFTER, "429", error.after, error.scope)
    return SendFailed(failure_of(error.status, error.code), f"{error.status} {error.code} {error.text}"[:200])


class Wire(HTTPClient):
    """REST at `api`, one attempt a call. Raises `CallRefused`, or whatever the connection raises."""

    def __init__(self, loop: asyncio.AbstractEventLoop, api: str) -> None:
        super().__init__(loop)
        self._api = api.rstrip("/")

    async def request(
        self,
        route: Route,
        *,
        files: Sequence[discord.File] | None = None,
        form: Iterable[dict[str, Any]] | None = None,
        **kwargs: Any,
    ) -> Any:
        """The answer, decoded."""
        session: Any = vars(self)["_HTTPClient__session"]
        url = self._api + route.url.removeprefix(Route.BASE)
        headers = {"User-Agent": self.user_agent, "Authorization": f"Bot {self.token}"}
        async with (
            asyncio.timeout(PATIENCE),
            session.request(route.method, url, headers=headers, **kwargs) as response,
        ):
            text = await response.text("utf-8", "replace")
            try:
                body: Any = json.loads(text) if text else None
            except (ValueError, RecursionError):
                body = text
            if 200 <= response.status < 300:
                return body
            raise CallRefused(response, body)

    async def download(self, url: str, limit: int) -> bytes:
        """What is at that address, asked for without our token; it is not followed anywhere else. Raises `CallRefused`
        and `FetchFailed`."""
        session: Any = vars(self)["_HTTPClient__session"]
        headers = {"User-Agent": self.user_agent}
        async with session.get(url, headers=headers, allow_redirects=False) as response:
            if response.status != 200:
                raise CallRefused(response, None)
            data = bytearray()
            async for piece in response.content.iter_chunked(_PIECE):
                data += piece
                if len(data) > limit:
                    raise FetchFailed(Lost.LARGE, "more than is carried")
            return bytes(data)

    async def upload(self, path: str, form: dict[str, Any], **parameters: Any) -> Any:
        """The answer to a form with files."""
        return await self.request(Route("POST", path, **parameters), data=form)

    def let_go(self) -> None:
        """The session that a login which failed has left is over; the next login makes its own."""
        session: Any = vars(self)["_HTTPClient__session"]
        if session:
            session.detach()

    async def close(self) -> None:
        """Nothing stays open, also where a login that failed has left a connector behind."""
        await super().close()
        if self.connector:
            await self.connector.close()

    async def call(self, method: str, path: str, body: object = None, **parameters: Any) -> Any:
        """The answer to one call; `parameters` fill the path."""
        extra: dict[str, Any] = {} if body is None else {"json": body}
        return await self.request(Route(method, path, **parameters), **extra)


class Parsers(dict[Any, Callable[[Any], None]]):
    """Stands in for the connection's table of parsers: each event goes to `heard`, raw, and to nobody else."""

    def __init__(self, heard: Heard, broken: Broken) -> None:
        super().__init__()
        self._heard = heard
        self.broken = broken

    def __getitem__(self, event: object) -> Callable[[Any], None]:
        return lambda data: self._heard(str(event), data)


class Client(discord.Client):
    """Knows who we are and holds what a connection needs; it hears and keeps nothing itself."""

    def __init__(self, api: str, heard: Heard, broken: Broken) -> None:
        intents = discord.Intents(
            guilds=True, guild_messages=True, dm_messages=True, guild_reactions=True, dm_reactions=True
        )
        super().__init__(intents=intents, max_messages=None, allowed_mentions=discord.AllowedMentions.none())
        self.wire = Wire(asyncio.get_running_loop(), api)
        self.http = self.wire
        self._connection.http = self.wire
        self._connection.parsers = Parsers(heard, broken)

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Nobody listens here."""


class Socket(DiscordWebSocket):
    """One connection to the gateway. A payload that cannot be read is put aside, and the next one is read."""

    async def received_message(self, msg: Any, /) -> None:
        before = self.sequence
        try:
            await super().received_message(msg)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError, RecursionError) as error:
            raw = msg.encode("utf-8", "replace") if isinstance(msg, str) else bytes(msg)
            self._connection.parsers.broken(raw, repr(error)[:200])  # type: ignore[attr-defined]  # our own table
        if type(self.sequence) is not int:
            self.sequence = before
