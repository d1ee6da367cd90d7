"""The line to the homeserver: one request, one answer, or the reason why there is none. Nothing is tried again here."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Final

import nio  # type: ignore[import-untyped]  # it ships no types

from bot.adapters.matrix.events import Json
from bot.ports.carrying import FetchFailed, Lost

PATIENCE: Final = 20.0
"""Seconds for one call."""
LONGER: Final = 28.0
"""For one that brings a file."""
_PIECE: Final = 1 << 16
LOST_KEYS: Final = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED"})
Asked = tuple[str, ...]
"""Method, path and perhaps a body, as `nio.Api` makes them."""
Api: Final[Any] = nio.Api

# It writes tokens at DEBUG, what people said at WARNING, and what letters with keys held at ERROR.
logging.getLogger("nio").setLevel(logging.CRITICAL)


class Away(Exception):
    """There was no answer, or none of a Matrix homeserver; whether the request was heard nobody knows."""


class CallRefused(Exception):
    """The homeserver said no: `code` is Matrix's own (`M_FORBIDDEN`), `after` the pause that it asks for in seconds,
    `entry` the number of the login that was used, `session` what a request that wants the password goes on by."""

    def __init__(self, code: str, status: int, after: float, entry: int = 0, session: str = "") -> None:
        super().__init__(f"{status} {code}")
        self.entry = entry
        self.session = session
        self.code = code
        self.status = status
        self.after = after

    @property
    def lost_key(self) -> bool:
        return self.code in LOST_KEYS

    def raise_if_passing(self) -> None:
        """It is an answer to what was asked, and not to who asks or how often; those are raised, and asked again."""
        if self.lost_key or self.status == 429:
            raise self


class Line:
    """An account on one device, whose name never changes: transaction ids are known by it."""

    def __init__(self, homeserver: str, user: str, password: str, token: str, device: str) -> None:
        config = nio.AsyncClientConfig(max_limit_exceeded=0, max_timeouts=0, encryption_enabled=False)
        self._client = nio.AsyncClient(homeserver.rstrip("/"), user, device_id=device, config=config)
        self._user = user
        self._password = password
        self._token = token
        self.device = device
        """The device that we are logged in on; with a token, the token's, once we have entered."""
        self._entry = 0
        self._entering = asyncio.Lock()

    async def enter(self, lost: int | None = None) -> str:
        """We are logged in; returns our user id. `lost` is the number of the login that does not work any more: where
        somebody else has logged in since, that is enough. Raises `Away` and `CallRefused`."""
        async with self._entering:
            if self._password and (lost == self._entry or not self._token):
                asked = Api.login(self._user, self._password, "Not-Date", self.device)
                self._token = str((await self.call(asked, open_=True)).get("access_token", ""))
                self._entry += 1
            who = await self.call(Api.whoami(""))
            self.device = str(who.get("device_id") or "")
            return str(who.get("user_id", ""))

    async def enter_as(self, device: str) -> str:
        """We are logged in on that device, with the password; returns our user id. Raises `Away` and `CallRefused`."""
        self.device = device
        return await self.enter(self._entry)

    @property
    def has_password(self) -> bool:
        return bool(self._password)

    async def call(self, asked: Asked, patience: float = PATIENCE, *, open_: bool = False) -> Json:
        """The answer. `open_` needs no token. Raises `Away` and `CallRefused`."""
        method, path, *data = asked
        headers = {"Content-Type": "application/json"}
        bare = path.replace("access_token=", "", 1)
        return await self._ask(method, bare, data[0] if data else None, headers, patience, open_)

    async def _ask(
        self, method: str, path: str, data: str | bytes | None, headers: dict[str, str], patience: float, open_: bool
    ) -> Json:
        entry = self._entry
        if not open_:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            answer = await self._client.send(method, path, data, headers, timeout=patience)
            body, status, header = await answer.read(), answer.status, answer.headers.get("Retry-After", "")
        except Exception as error:
            # Whatever the library below the library raises, it is about the network.
            raise Away(type(error).__name__) from error
        try:
            said = json.loads(body)
        except (ValueError, RecursionError) as error:
            if status == 429:
                # A proxy in front has limits of its own, and none of Matrix's words for them.
                raise CallRefused("", status, _seconds(header, None), entry) from error
            raise Away(f"{status} without JSON") from error
        if status == 200 and isinstance(said, list):
            return {"events": said}  # A room's state, which is the one answer that is a list.
        if status == 200 and isinstance(said, dict):
            return said
        if status >= 500 or not isinstance(said, dict):
            raise Away(str(status))
        after, session = _seconds(header, said.get("retry_after_ms")), str(said.get("session", ""))
        raise CallRefused(str(said.get("errcode", "")), status, after, entry, session)

    async def download(self, path: str, limit: int) -> bytes:
        """What is at that path, at most so many bytes. Raises `Away`, `CallRefused`, and `FetchFailed` for more."""
        entry, headers = self._entry, {"Authorization": f"Bearer {self._token}"}
        try:
            answer = await self._client.send("GET", path, None, headers, timeout=PATIENCE)
            status, length = answer.status, answer.content_length or 0
            data = bytearray()
            if status == 200 and length <= limit:
                async for piece in answer.content.iter_chunked(_PIECE):
                    data += piece
                    if len(data) > limit:
                        break
            elif status != 200:
                data += await answer.content.read(_PIECE)
            answer.close()
        except Exception as error:
            raise Away(type(error).__name__) from error
        if status == 200 and max(length, len(data)) > limit:
            raise FetchFailed(Lost.LARGE, "more than is carried")
        if status == 200:
            return bytes(data)
        try:
            said = json.loads(data)
        except (ValueError, RecursionError):
            said = None
        if status >= 500 or not isinstance(said, dict):
            raise Away(str(status))
        raise CallRefused(str(said.get("errcode", "")), status, 1.0, entry)

    async def upload(self, path: str, data: bytes, mime: str) -> Json:
        """The answer to a file. Raises `Away` and `CallRefused`."""
        return await self._ask("POST", path, data, {"Content-Type": mime}, LONGER, False)

    async def call_as_owner(self, asked: Asked, body: Json) -> Json:
        """The answer to something that the homeserver may want the password for. Raises `Away` and `CallRefused`."""
        try:
            return await self.call((*asked, json.dumps(body)))
        except CallRefused as refused:
            if refused.status != 401 or not refused.session or not self._password:
                raise
            owner: Json = {"type": "m.login.password", "password": self._password, "session": refused.session}
            owner |= {"identifier": {"type": "m.id.user", "user": self._user}}
        return await self.call((*asked, json.dumps(body | {"auth": owner})))

    async def close(self) -> None:
        await self._client.close()


def _seconds(header: str, milliseconds: object) -> float:
    """The pause that was asked for; where it cannot be read, a second."""
    if header.isascii() and header.isdigit():
        return float(header)
    return milliseconds / 1000 if isinstance(milliseconds, int) and milliseconds > 0 else 1.0
