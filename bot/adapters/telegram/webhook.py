"""The door that Telegram knocks at: each update is answered 200 once it is committed, and not before."""

from __future__ import annotations

import hmac
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from bot.web.application import Route

PATH: Final = "/telegram"
SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
SOON: Final = {"Retry-After": "5"}
"""Telegram honours it, up to an hour."""

Take = Callable[[bytes], Awaitable[bool]]
"""Takes the body of an update; False where nothing was taken, and it has to come again."""


def route(secret: str, take: Take) -> Route:
    """The route. Whoever does not know the secret is refused, in the same time whatever they guessed."""

    async def receive(request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "")
        if not secret or not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), secret.encode()):
            return web.Response(status=403)
        if not await take(await request.read()):
            return web.Response(status=503, headers=SOON)
        return web.Response()

    return Route("POST", PATH, receive)
