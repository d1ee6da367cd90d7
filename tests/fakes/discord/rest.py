"""The front of the REST API (developers/reference): who may call, what is limited, which failures were ordered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import BodyPartReader, web

from tests.fakes.discord.errors import ApiError, error, not_found, unauthorized
from tests.fakes.discord.faults import Fault
from tests.fakes.discord.hub import Call, Hub
from tests.fakes.discord.model import Json

VIA: Final = {"Via": "1.1 google"}
"""Discord's own answers pass a proxy; discord.py takes a 429 without `Via` for a Cloudflare ban and raises."""

REQUEST_MAX: Final = 25 * 1024 * 1024
Endpoint = Callable[[Hub, web.Request], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Route:
    """`name` is what limits, faults and counters call it."""

    method: str
    path: str
    name: str
    endpoint: Endpoint
    public: bool = False


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    data: bytes
    content_type: str


def build(hub: Hub, routes: Iterable[Route]) -> web.Application:
    """The application to mount at /api/v10."""
    app = web.Application(client_max_size=REQUEST_MAX)
    for route in routes:
        app.router.add_route(route.method, route.path, _handler(hub, route))
    app.router.add_route("*", "/{rest:.*}", _handler(hub, Route("*", "", "unknown", _unknown)))
    return app


async def _unknown(hub: Hub, request: web.Request) -> object:
    raise not_found()


def _handler(hub: Hub, route: Route) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            response = await _answer(hub, route, request)
        except ApiError as refusal:
            response = _json(refusal.status, refusal.json())
        scope = response.headers.get("X-RateLimit-Scope", "user")
        gone = request.transport is None or request.transport.is_closing()
        status = 0 if gone else response.status
        hub.calls.append(Call(request.method, request.path, route.name, status, hub.clock.now()))
        hub.limits.note_status(status, scope)
        hub.changed()
        return response

    return handle


async def _answer(hub: Hub, route: Route, request: web.Request) -> web.Response:
    if hub.limits.banned:
        return web.Response(status=429, text="<html>error code: 1015</html>", content_type="text/html")
    if not route.public and not _known(hub, request):
        raise unauthorized()
    refusal, headers = hub.limits.ask(route.name, major(request))
    if refusal is not None:
        return _json(429, refusal.json(), headers)
    response = await _with_fault(hub, route, request, hub.faults.next(route.name, major(request)))
    response.headers.update(headers)
    return response


def _known(hub: Hub, request: web.Request) -> bool:
    return not hub.revoked and request.headers.get("Authorization") == f"Bot {hub.token}"


def major(request: web.Request) -> str:
    """The top-level resource a limit counts by: channel, guild, or webhook and token."""
    info = request.match_info
    if "channel_id" in info or "guild_id" in info:
        return info.get("channel_id") or info["guild_id"]
    return info.get("webhook_token", "")


async def _with_fault(hub: Hub, route: Route, request: web.Request, fault: Fault | None) -> web.Response:
    if fault is None:
        return await _run(hub, route, request)
    if fault.kind == "status":
        return _json(fault.status, {"message": f"{fault.status}: Server Error", "code": 0})
    if fault.refusal is not None:
        raise fault.refusal
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    response = _json(200, {}) if fault.kind == "drop before" else await _run(hub, route, request)
    if fault.kind.startswith("drop") and request.transport is not None:
        request.transport.abort()
    return response


async def _run(hub: Hub, route: Route, request: web.Request) -> web.Response:
    try:
        result = await route.endpoint(hub, request)
    except ApiError as refusal:
        return _json(refusal.status, refusal.json())
    if result is None:
        return web.Response(status=204, headers=VIA)
    return _json(200, result)


def _json(status: int, body: object, headers: dict[str, str] | None = None) -> web.Response:
    """discord.py reads JSON only if the content type is exactly `application/json`."""
    data = json.dumps(body).encode()
    return web.Response(status=status, body=data, content_type="application/json", headers=VIA | (headers or {}))


async def read(request: web.Request) -> tuple[Json, list[Upload]]:
    """The body and its files: JSON, or a form with `payload_json` and `files[n]` (reference#uploading-files)."""
    if request.content_type != "multipart/form-data":
        return parse_object(await request.text()), []
    body: Json = {}
    uploads: list[Upload] = []
    async for part in await request.multipart():
        assert isinstance(part, BodyPartReader)
        if part.name == "payload_json":
            body = parse_object(await part.text())
        else:
            kind = part.headers.get("Content-Type", "application/octet-stream")
            uploads.append(Upload(part.filename or "unknown", bytes(await part.read()), kind))
    return body, uploads


def parse_object(text: str) -> Json:
    try:
        body: Any = json.loads(text or "{}")
    except ValueError:
        raise error(50109) from None
    if not isinstance(body, dict):
        raise error(50109)
    return body
