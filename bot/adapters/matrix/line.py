"""The line to the homeserver: one request, one answer, or the reason why there is none. Nothing is tried again here."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Final

import nio  # type: ignore[import-untyped]  # it ships no types

from bot.adapters.matrix.events import Json

PATIENCE: Final = 20.0
"""Seconds for one call."""
LOST_KEYS: Final = frozenset({"M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED"})
Asked = tuple[str, ...]
"""Method, path and perhaps a body, as `nio.Api` makes them."""
Api: Final[Any] = nio.Api

# It writes tokens at DEBUG, and what people said at WARNING.
logging.getLogger("nio").setLevel(logging.ERROR)


class Away(Exception):
    """There was no answer, or none of a Matrix homeserver; whether the request was heard nobody knows."""


class Refused(Exception):
    """The homeserver said no: `code` is Matrix's own (`M_FORBIDDEN`), `after` the pause that it asks for in seconds,
    `entry` the number of the login that was used."""

    def __init__(self, code: str, status: int, after: float, entry: int = 0) -> None:
        super().__init__(f"{status} {code}")
        self.entry = entry
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
        self._device = device
        self._entry = 0
        self._entering = asyncio.Lock()

    async def enter(self, lost: int | None = None) -> str:
        """We are logged in; returns our user id. `lost` is the number of the login that does not work any more: where
        somebody else has logged in since, that is enough. Raises `Away` and `Refused`."""
        async with self._entering:
            if self._password and (lost == self._entry or not self._token):
                asked = Api.login(self._user, self._password, "Not-Date", self._device)
                self._token = str((await self.call(asked, open_=True)).get("access_token", ""))
                self._entry += 1
            return str((await self.call(Api.whoami(""))).get("user_id", ""))

    @property
    def has_password(self) -> bool:
        return bool(self._password)

    async def call(self, asked: Asked, patience: float = PATIENCE, *, open_: bool = False) -> Json:
        """The answer. `open_` needs no token. Raises `Away` and `Refused`."""
        method, path, *data = asked
        entry = self._entry
        headers = {"Content-Type": "application/json"}
        if not open_:
            headers["Authorization"] = f"Bearer {self._token}"
        bare = path.replace("access_token=", "", 1)
        try:
            answer = await self._client.send(method, bare, data[0] if data else None, headers, timeout=patience)
            body, status, header = await answer.read(), answer.status, answer.headers.get("Retry-After", "")
        except Exception as error:
            # Whatever the library below the library raises, it is about the network.
            raise Away(type(error).__name__) from error
        try:
            said = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Away(f"{status} without JSON") from error
        if status == 200 and isinstance(said, list):
            return {"events": said}  # A room's state, which is the one answer that is a list.
        if status == 200 and isinstance(said, dict):
            return said
        if status >= 500 or not isinstance(said, dict):
            raise Away(str(status))
        raise Refused(str(said.get("errcode", "")), status, _seconds(header, said.get("retry_after_ms")), entry)

    async def close(self) -> None:
        await self._client.close()


def _seconds(header: str, milliseconds: object) -> float:
    """The pause that was asked for; where it cannot be read, a second."""
    if header.isascii() and header.isdigit():
        return float(header)
    return milliseconds / 1000 if isinstance(milliseconds, int) and milliseconds > 0 else 1.0
