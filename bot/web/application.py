"""The application: routes that were handed in, under one policy, with errors that tell nothing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import NamedTuple, TypeVar

from aiohttp import web

from bot.web import pages, policy, static

log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
Health = Callable[[], Awaitable[str]]
"""Empty when all is well, otherwise one plain sentence that names no person, no word of theirs and no secret."""
Ready = Callable[[], Awaitable[tuple[str, ...]]]
"""What is not ready yet, by plain names; nothing when all is."""
HEALTH_KEPT = 1.0
"""Seconds for which an answer about health is given again: anybody may ask, and asking must not slow those who talk."""


class Route(NamedTuple):
    """A handler for one method of one path."""

    method: str
    path: str
    handler: Handler


async def always_well() -> str:
    """Nothing is known to be wrong."""
    return ""


async def always_ready() -> tuple[str, ...]:
    """Nothing is waited for."""
    return ()


def build(
    routes: Iterable[Route], *, body_limit: int, health: Health = always_well, ready: Ready = always_ready
) -> web.Application:
    """An application with `routes`, `/healthz`, `/readyz` and the static files. `body_limit` is in bytes."""
    app = web.Application(middlewares=[errors], client_max_size=body_limit)
    app.on_response_prepare.append(policy.apply)
    app.router.add_get("/healthz", health_route(health))
    app.router.add_get("/readyz", ready_route(ready))
    app.router.add_get("/static/{name:.+}", static.serve)
    for route in routes:
        app.router.add_route(route.method, route.path, route.handler)
    return app


def health_route(health: Health) -> Handler:
    """A handler that asks `health`, once a second at most: 200 when all is well, 503 otherwise."""
    ask = _kept(health)

    async def handler(_: web.Request) -> web.Response:
        wrong = await ask()
        return web.json_response({"ok": not wrong, "why": wrong}, status=503 if wrong else 200)

    return handler


def ready_route(ready: Ready) -> Handler:
    """A handler that asks `ready`, once a second at most: 200 when nothing is waited for, 503 otherwise."""
    ask = _kept(ready)

    async def handler(_: web.Request) -> web.Response:
        missing = await ask()
        return web.json_response({"ready": not missing, "waiting for": missing}, status=503 if missing else 200)

    return handler


def _kept(question: Callable[[], Awaitable[_Answer]]) -> Callable[[], Awaitable[_Answer]]:
    """The question, asked once a second at most, however many want to know."""
    asking = asyncio.Lock()
    known: list[_Answer] = []
    until = 0.0

    async def ask() -> _Answer:
        nonlocal until
        async with asking:
            if not known or time.monotonic() >= until:
                known[:] = [await question()]
                until = time.monotonic() + HEALTH_KEPT
            return known[0]

    return ask


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Whatever a handler raises becomes a short page; the log gets the kind of error and never its words."""
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        response = pages.respond("sorry.html", answer.status, pages.reads(request), status=answer.status)
        if "Allow" in answer.headers:
            response.headers["Allow"] = answer.headers["Allow"]
        return response
    except Exception as error:
        # An exception's text may quote what a person typed (a decoding error quotes all of it), so only its type
        # and where it was raised are written down.
        log.error("%s at %s in %s %s", type(error).__name__, place(error), request.method, resource(request))
        return pages.respond("sorry.html", 500, pages.reads(request), status=500)


def resource(request: web.Request) -> str:
    """The pattern of the address, without what a person put into it."""
    found = request.match_info.route.resource
    return found.canonical if found is not None else "?"


def place(error: BaseException) -> str:
    """File and line of the innermost frame."""
    trace = error.__traceback__
    if trace is None:
        return "?"
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}"
