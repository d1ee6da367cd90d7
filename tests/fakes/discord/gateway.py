"""The gateway's websocket (developers/events/gateway, version 10, JSON; plain, zlib-stream or zstd-stream)."""

from __future__ import annotations

import asyncio
import importlib
import json
import zlib
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from aiohttp import WSMsgType, web

from tests.fakes.discord.hub import Hub
from tests.fakes.discord.model import Guild, Json
from tests.fakes.discord.payloads import bot_json, member_json
from tests.fakes.discord.sessions import GUILD_MEMBERS, GUILDS, KNOWN, PRIVILEGED, Session

HEARTBEAT, IDENTIFY, PRESENCE, VOICE_STATE, RESUME, RECONNECT = 1, 2, 3, 4, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11

UNKNOWN_OP, DECODE_ERROR, NOT_AUTHENTICATED, AUTH_FAILED, ALREADY_AUTHENTICATED = 4001, 4002, 4003, 4004, 4005
INVALID_SEQ, RATE_LIMITED, TIMED_OUT = 4007, 4008, 4009
INVALID_SHARD, INVALID_VERSION, INVALID_INTENTS, DISALLOWED_INTENTS = 4010, 4012, 4013, 4014

PAYLOAD_MAX: Final = 4096
SENDS_MAX: Final = 120
SENDS_SECONDS: Final = 60.0
IDENTIFIES_MAX: Final = 1000
IDENTIFIES_SECONDS: Final = 86_400.0
CONCURRENCY_SECONDS: Final = 5.0
TOLERANCE: Final = 1.5
"""How many heartbeat intervals without a heartbeat the double bears; Discord says only that there is some."""


class Squeeze(Protocol):
    def __call__(self, data: bytes) -> bytes: ...


def _squeeze(kind: str | None) -> Squeeze | None:
    """One compression context for the life of the connection, flushed after every payload."""
    if kind == "zlib-stream":
        shared = zlib.compressobj()
        return lambda data: shared.compress(data) + shared.flush(zlib.Z_SYNC_FLUSH)
    if kind == "zstd-stream":
        return _zstd()
    return None


def _zstd() -> Squeeze:
    """discord.py asks for zstd on Python 3.14, or where the package `zstandard` is installed."""
    try:
        native: Any = importlib.import_module("compression.zstd")
        shared = native.ZstdCompressor()
        return lambda data: bytes(shared.compress(data, mode=shared.FLUSH_BLOCK))
    except ModuleNotFoundError:
        package: Any = importlib.import_module("zstandard")
        stream = package.ZstdCompressor().compressobj()
        return lambda data: bytes(stream.compress(data) + stream.flush(package.COMPRESSOBJ_FLUSH_BLOCK))


class _Close(Exception):
    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True, eq=False)
class Gateway:
    """Every connection, and what was counted over all of them."""

    hub: Hub
    heartbeat_interval: float = 41.25
    max_concurrency: int = 1
    strict_identify: bool = False
    """Whether a second IDENTIFY within 5 s is answered with INVALID_SESSION."""
    silent: bool = False
    """While true the gateway hears and says nothing, and lets no connection time out: a zombie."""
    url: str = ""
    connections: list[Connection] = field(default_factory=list)
    identifies: list[float] = field(default_factory=list)
    intents: list[int] = field(default_factory=list)
    resumes: int = 0
    resumed_elsewhere: int = 0
    heartbeats: int = 0
    closes: list[int | None] = field(default_factory=list)
    """The close code of every connection that ended, whoever closed it; 1006 for a broken one."""

    @property
    def resume_url(self) -> str:
        return f"{self.url}resume/"

    def start_limit(self) -> Json:
        """What is left of the 1,000 IDENTIFYs a day (gateway#session-start-limit-object)."""
        now = self.hub.clock.now()
        recent = [at for at in self.identifies if at > now - IDENTIFIES_SECONDS]
        resets = recent[0] + IDENTIFIES_SECONDS - now if recent else 0.0
        return {
            "total": IDENTIFIES_MAX,
            "remaining": max(IDENTIFIES_MAX - len(recent), 0),
            "reset_after": int(resets * 1000),
            "max_concurrency": self.max_concurrency,
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serves one connection to its end."""
        socket = web.WebSocketResponse(autoping=True, compress=False)
        await socket.prepare(request)
        connection = Connection(self, socket, request)
        self.connections.append(connection)
        try:
            await connection.serve()
        finally:
            self.connections.remove(connection)
        return socket

    def may_identify(self) -> bool:
        """Counts an IDENTIFY; false if another shard's came too soon before it."""
        now = self.hub.clock.now()
        near = [at for at in self.identifies if at > now - CONCURRENCY_SECONDS]
        self.identifies.append(now)
        if self.start_limit()["remaining"] == 0:
            self._reset_token()
        return not self.strict_identify or len(near) < self.max_concurrency

    def _reset_token(self) -> None:
        """After 1,000 IDENTIFYs in a day all sessions end and the token is reset."""
        self.hub.revoked = True
        for session in list(self.hub.sessions.live()):
            self.hub.sessions.kill(session)

    # what a test may do to the connections

    def reconnect(self) -> None:
        """Discord asks every client to reconnect and resume (op 7)."""
        for connection in self.connections:
            connection.send({"op": RECONNECT, "d": None, "s": None, "t": None})

    def drop(self) -> None:
        """Every TCP connection breaks without a close frame; sessions stay resumable."""
        for connection in self.connections:
            connection.abort()

    async def close(self, code: int = 4000) -> None:
        """Every connection is closed with `code`; sessions stay resumable."""
        for connection in list(self.connections):
            await connection.close(code)

    def invalidate(self, *, resumable: bool = False) -> None:
        """INVALID_SESSION to everyone; without `resumable` the sessions are gone."""
        for connection in self.connections:
            if connection.session is not None and not resumable:
                self.hub.sessions.kill(connection.session)
            connection.send({"op": INVALID_SESSION, "d": resumable, "s": None, "t": None})

    def push_bytes(self, data: bytes) -> None:
        """A raw binary frame on every connection, uncompressed and unnumbered."""
        for connection in self.connections:
            connection.send_bytes(data)


class Connection:
    """One websocket from HELLO to its close."""

    def __init__(self, gateway: Gateway, socket: web.WebSocketResponse, request: web.Request) -> None:
        self._gateway = gateway
        self._hub = gateway.hub
        self._socket = socket
        self._request = request
        self._squeeze = _squeeze(request.query.get("compress"))
        self._outbox: asyncio.Queue[bytes | str] = asyncio.Queue()
        self._beat = asyncio.get_running_loop().time()
        self._sends: list[float] = []
        self._closed_with: int | None = None
        self.session: Session | None = None

    async def serve(self) -> None:
        tasks = [asyncio.create_task(self._write()), asyncio.create_task(self._watch())]
        self.send({"op": HELLO, "d": {"heartbeat_interval": int(self._gateway.heartbeat_interval * 1000)}})
        try:
            await self._read()
        except _Close as closing:
            await self.close(closing.code)
        finally:
            for task in tasks:
                task.cancel()
            self._ended()

    def send(self, payload: Json) -> None:
        if self._gateway.silent:
            return
        text = json.dumps(payload)
        self._outbox.put_nowait(text if self._squeeze is None else self._squeeze(text.encode()))

    def send_bytes(self, data: bytes) -> None:
        self._outbox.put_nowait(data)

    async def close(self, code: int) -> None:
        self._closed_with = code
        await self._socket.close(code=code)

    def abort(self) -> None:
        if self._request.transport is not None:
            self._request.transport.abort()

    async def _write(self) -> None:
        while True:
            data = await self._outbox.get()
            try:
                if isinstance(data, bytes):
                    await self._socket.send_bytes(data)
                else:
                    await self._socket.send_str(data)
            except ConnectionError:
                return

    async def _watch(self) -> None:
        """Closes a connection that sends no heartbeats; its session can still be resumed (close code is a guess)."""
        patience = self._gateway.heartbeat_interval * TOLERANCE
        loop = asyncio.get_running_loop()
        while not self._socket.closed:
            await asyncio.sleep(patience / 10)
            if loop.time() - self._beat > patience and not self._gateway.silent:
                await self.close(TIMED_OUT)
                return

    async def _read(self) -> None:
        if self._request.query.get("v") != "10":
            raise _Close(INVALID_VERSION)
        async for frame in self._socket:
            if frame.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                continue
            if not self._gateway.silent:
                await self._hear(frame.data)

    async def _hear(self, data: str | bytes) -> None:
        self._count_send()
        if len(data if isinstance(data, bytes) else data.encode()) > PAYLOAD_MAX:
            raise _Close(DECODE_ERROR)
        try:
            payload = json.loads(data)
            op, body = payload["op"], payload.get("d")
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _Close(DECODE_ERROR) from None
        if op == HEARTBEAT:
            self._heartbeat()
        elif op in (IDENTIFY, RESUME) and self.session is not None:
            raise _Close(ALREADY_AUTHENTICATED)
        elif op == IDENTIFY:
            self._identify(body)
        elif op == RESUME:
            self._resume(body)
        elif self.session is None:
            raise _Close(NOT_AUTHENTICATED)
        elif op == REQUEST_MEMBERS:
            self._members(self.session, body)
        elif op not in (PRESENCE, VOICE_STATE):
            raise _Close(UNKNOWN_OP)

    def _count_send(self) -> None:
        """120 sends in 60 s, heartbeats among them; more and the connection is closed."""
        now = asyncio.get_running_loop().time()
        self._sends = [at for at in self._sends if at > now - SENDS_SECONDS] + [now]
        if len(self._sends) > SENDS_MAX:
            raise _Close(RATE_LIMITED)

    def _heartbeat(self) -> None:
        self._beat = asyncio.get_running_loop().time()
        self._gateway.heartbeats += 1
        self.send({"op": HEARTBEAT_ACK, "d": None, "s": None, "t": None})

    def _check_token(self, body: Json) -> None:
        if self._hub.revoked or body.get("token") != self._hub.token:
            raise _Close(AUTH_FAILED)

    def _identify(self, body: Json) -> None:
        self._check_token(body)
        intents = body.get("intents")
        if not isinstance(intents, int) or intents & ~KNOWN:
            raise _Close(INVALID_INTENTS)
        if intents & PRIVILEGED & ~self._hub.portal:
            raise _Close(DISALLOWED_INTENTS)
        if body.get("shard", [0, 1]) != [0, 1]:
            raise _Close(INVALID_SHARD)
        allowed = self._gateway.may_identify()
        if self._hub.revoked:
            raise _Close(AUTH_FAILED)
        if not allowed:
            self.send({"op": INVALID_SESSION, "d": False, "s": None, "t": None})
            return
        self._gateway.intents.append(intents)
        self.session = self._hub.sessions.open(intents, self)
        self._greet(self.session, body)

    def _greet(self, session: Session, body: Json) -> None:
        """READY with unavailable guilds, then a GUILD_CREATE for each."""
        guilds = self._hub.bot_guilds()
        ready: Json = {
            "v": 10,
            "user": bot_json(self._hub.bot),
            "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "resume_gateway_url": self._gateway.resume_url,
            "application": {"id": str(self._hub.bot.id), "flags": 0},
            "private_channels": [],
        }
        if "shard" in body:
            ready["shard"] = body["shard"]
        session.dispatch("READY", ready)
        for guild in guilds:
            if session.intents & GUILDS:
                session.dispatch("GUILD_CREATE", self._hub.guild_create(guild, session))
        self._hub.changed()

    def _resume(self, body: Json) -> None:
        """Missed events in order, then RESUMED; INVALID_SESSION (false) if the session is gone."""
        self._check_token(body)
        session = self._hub.sessions.all.get(body.get("session_id") or "")
        if session is None or not self._hub.sessions.is_live(session):
            self.send({"op": INVALID_SESSION, "d": False, "s": None, "t": None})
            return
        since = body.get("seq")
        if not isinstance(since, int) or since > session.seq:
            self._hub.sessions.kill(session)
            raise _Close(INVALID_SEQ)
        self._gateway.resumes += 1
        self._gateway.resumed_elsewhere += not self._request.path.endswith("/resume/")
        self.session, session.line, session.lost = session, self, None
        for payload in session.missed(since):
            self.send(payload)
        session.dispatch("RESUMED", {})
        self._hub.changed()

    def _members(self, session: Session, body: Json) -> None:
        """GUILD_MEMBERS_CHUNK; the whole list needs the GUILD_MEMBERS intent (gateway-events#request-guild-members)."""
        guild = self._hub.guilds.get(int(body["guild_id"]))
        if guild is None:
            return
        session.dispatch("GUILD_MEMBERS_CHUNK", _chunk(guild, body, everyone=bool(session.intents & GUILD_MEMBERS)))

    def _ended(self) -> None:
        """The client's 1000 or 1001 kills the session; any other end leaves it to be resumed."""
        code = self._closed_with or self._socket.close_code
        self._gateway.closes.append(code)
        if self.session is None:
            return
        if code in (1000, 1001) and self._closed_with is None and self.session.line is self:
            self._hub.sessions.kill(self.session)
        else:
            self._hub.sessions.lose(self.session, self)
        self._hub.changed()


def _chunk(guild: Guild, body: Json, *, everyone: bool) -> Json:
    asked = body.get("user_ids") or []
    wanted = {int(id_) for id_ in (asked if isinstance(asked, list) else [asked])}
    query = (body.get("query") or "").lower()
    found = [
        member_json(member)
        for id_, member in guild.members.items()
        if id_ in wanted or (not wanted and member.account.name.lower().startswith(query) and (query or everyone))
    ]
    chunk: Json = {"guild_id": str(guild.id), "members": found, "chunk_index": 0, "chunk_count": 1, "not_found": []}
    return chunk | ({"nonce": body["nonce"]} if "nonce" in body else {})
