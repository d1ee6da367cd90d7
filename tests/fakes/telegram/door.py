"""HTTP: a request is read, perhaps spoilt, answered and written down."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Final

from aiohttp import web

from tests.fakes.telegram import commands, hooks, polls, rooms, sending
from tests.fakes.telegram.account import Account
from tests.fakes.telegram.errors import Refused, conflict, unauthorized
from tests.fakes.telegram.faults import Drop, Fault, Garbled, Refusal, Slow
from tests.fakes.telegram.nouns import Call
from tests.fakes.telegram.params import Params, from_reply, read
from tests.fakes.telegram.polling import HOOKED
from tests.fakes.telegram.world import World

LONG_POLL: Final = 50
"""The longest wait of getUpdates, in seconds [C LONG_POLL_MAX_TIMEOUT]."""
LOCAL: Final = frozenset({"close", "logout", "getme", "getupdates", "setwebhook", "deletewebhook", "getwebhookinfo"})
"""Methods that never reach Telegram itself, so no flood wait either [C Client::is_local_method]."""
METHODS: Final[dict[str, Callable[[World, Account, Params], object]]] = {
    "getme": rooms.get_me,
    "getchat": rooms.get_chat,
    "getchatmember": rooms.get_member,
    "getchatadministrators": rooms.get_administrators,
    "leavechat": rooms.leave,
    "sendmessage": sending.send_message,
    "sendphoto": sending.send_photo,
    "sendvoice": sending.send_voice,
    "editmessagetext": sending.edit_text,
    "editmessagereplymarkup": sending.edit_markup,
    "deletemessage": sending.delete,
    "setmessagereaction": sending.react,
    "sendchataction": sending.act,
    "answercallbackquery": sending.answer_press,
    "getfile": sending.get_file,
    "sendpoll": polls.send,
    "stoppoll": polls.stop,
    "setmycommands": commands.set_commands,
    "getmycommands": commands.get_commands,
    "deletemycommands": commands.delete_commands,
    "getwebhookinfo": hooks.get_info,
}


class Door:
    """The server's routes. Method names are taken in any case [C]."""

    def __init__(self, world: World) -> None:
        self._world = world

    def application(self) -> web.Application:
        """Routes of methods and of files."""
        app = web.Application(client_max_size=1 << 26)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        return app

    async def replied(self, account: Account, content_type: str, body: str) -> None:
        """A method call in the answer to a webhook has its effect; nobody hears of the outcome [D; C WebhookActor]."""
        params = from_reply(content_type, body)
        name = params.text("method").lower()
        if name and name not in LOCAL and not name.startswith("get"):
            await self._answer_to(account, name, params)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        name, params = request.match_info["method"].lower(), await read(request)
        account = self._world.accounts.get(request.match_info["token"])
        struck = self._world.faults.strike(name, self._world.number_of(params.text("chat_id")))
        if _drops(struck, after=False):
            self._note(name, params, 0)
            return _cut(request)
        await _sleep(sum(fault.before for fault in struck if isinstance(fault, Slow)))
        response = self._spoilt(struck, name, params) or await self._answer_to(account, name, params)
        await _sleep(sum(fault.after for fault in struck if isinstance(fault, Slow)))
        if _drops(struck, after=True):
            return _cut(request)
        return response

    async def _answer_to(self, account: Account | None, name: str, params: Params) -> web.Response:
        try:
            if account is None or account.revoked:
                raise unauthorized()
            response = _json(200, f'{{"ok":true,"result":{await self._result(account, name, params)}}}')
        except Refused as refused:
            response = _json(refused.code, json.dumps(refused.body(), ensure_ascii=False))
            if "retry_after" in refused.parameters:
                response.headers["Retry-After"] = str(refused.parameters["retry_after"])
        self._note(name, params, response.status)
        return response

    async def _result(self, account: Account, name: str, params: Params) -> str:
        """The result as JSON."""
        if name not in LOCAL:
            self._world.flood.weather(self._world.number_of(params.text("chat_id")))
        match name:
            case "getupdates":
                return await self._updates(account, params)
            case "setwebhook":
                result: object = await hooks.set_webhook(self._world, account, params, self.replied)
            case "deletewebhook":
                result = await hooks.delete_webhook(self._world, account, params)
            case _ if name in METHODS:
                result = METHODS[name](self._world, account, params)
            case _:
                raise Refused(404, "Not Found: method not found")
        return json.dumps(result, ensure_ascii=False)

    async def _updates(self, account: Account, params: Params) -> str:
        if account.delivery is not None:
            await account.polling.refuse(conflict(HOOKED))
        account.allow(params.json("allowed_updates", "allowed_updates"))
        limit = params.integer("limit", 100, 1, 100)
        timeout = params.integer("timeout", 0, 0, LONG_POLL)
        events = await account.polling.updates(params.integer("offset", 0), limit, timeout)
        return f"[{','.join(event.text for event in events)}]"

    async def _download(self, request: web.Request) -> web.StreamResponse:
        known = request.match_info["token"] in self._world.accounts
        struck = self._world.faults.strike("download", None)
        if _drops(struck, after=False):
            return _cut(request)
        await _sleep(sum(fault.before for fault in struck if isinstance(fault, Slow)))
        if spoilt := self._spoilt(struck, "download", Params({})):
            return spoilt
        for path, content in self._world.files.values():
            if known and path == request.match_info["path"]:
                return web.Response(body=content)
        return _json(404, json.dumps(Refused(404, "Not Found").body()))

    def _spoilt(self, struck: list[Fault], name: str, params: Params) -> web.Response | None:
        for fault in struck:
            if isinstance(fault, Refusal):
                self._note(name, params, fault.code)
                return _json(fault.code, json.dumps(fault.refused().body()))
            if isinstance(fault, Garbled):
                self._note(name, params, fault.status)
                return web.Response(status=fault.status, body=fault.body, content_type=fault.content_type)
        return None

    def _note(self, name: str, params: Params, status: int) -> None:
        world = self._world
        world.calls[name] += 1
        world.log.append(Call(name, params.listing().get("chat_id", ""), status, world.clock.now(), params.listing()))


def _drops(struck: list[Fault], *, after: bool) -> bool:
    return any(isinstance(fault, Drop) and fault.after is after for fault in struck)


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _sleep(seconds: float) -> None:
    if seconds > 0:
        await asyncio.sleep(seconds)


def _json(status: int, text: str) -> web.Response:
    """JSON bytes; a lone surrogate that a test pushed goes out as it is."""
    return web.Response(status=status, body=text.encode(errors="surrogatepass"), content_type="application/json")
