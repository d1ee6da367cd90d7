"""Matrix: a real Synapse, a gate before it where the bot goes through, and people with clients of their own."""

from __future__ import annotations

import asyncio
import itertools
import json
import math
import time
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, web
from yarl import URL

from bot.adapters.matrix.capabilities import CAPABILITIES, PLATFORM
from bot.model.ids import Address, Platform
from bot.model.message import Capabilities
from tests.contracts.stages.playhouse import Playhouse
from tests.contracts.stages.stage import Person, Shown, numbered
from tests.fakes.matrix.homeserver import Homeserver
from tests.fakes.matrix.people import PASSWORD
from tests.fakes.matrix.people import Person as Account

_OWN_TAGS: Final = frozenset({"p", "strong", "em", "code", "br"})
_KEYCAP: Final = "\ufe0f\u20e3"
_GRACE: Final = 0.05
"""Seconds in which a call may have been on its way when the pause was told."""
_ACCOUNTS: Final = itertools.count(1)


class Gate:
    """What the bot takes for its homeserver: everything goes through to the real one, unless it is told not to.

    The real one's own limits need a restart, count by account only, and tell nobody how often they were met.
    """

    def __init__(self, homeserver: str) -> None:
        self._homeserver = homeserver
        self._until = 0.0
        self._told = 0.0
        self.sends = 0
        self.early = 0

    async def open(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(total=60), auto_decompress=True)
        app = web.Application(client_max_size=1 << 26)
        app.router.add_route("*", "/{rest:.*}", self._pass)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def close(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    def limit(self, seconds: float) -> None:
        """Nothing is sent for so long."""
        self._until, self._told = time.monotonic() + seconds, 0.0

    async def _pass(self, request: web.Request) -> web.Response:
        if "/send/m.room.message/" in request.raw_path:
            self.sends += 1
            if time.monotonic() < self._until:
                return self._refuse()
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type") if name in request.headers}
        url = URL(self._homeserver + request.raw_path, encoded=True)
        body = await request.read()
        async with self._session.request(request.method, url, data=body or None, headers=headers) as answer:
            return web.Response(body=await answer.read(), status=answer.status, content_type="application/json")

    def _refuse(self) -> web.Response:
        """As Synapse words it: whole seconds in the header, milliseconds in the body."""
        now = time.monotonic()
        if self._told and self._told + _GRACE < now < self._until - _GRACE:
            self.early += 1
        self._told = self._told or now
        left = self._until - now
        said = {"errcode": "M_LIMIT_EXCEEDED", "error": "Too Many Requests", "retry_after_ms": int(left * 1000)}
        return web.json_response(said, status=429, headers={"Retry-After": str(math.ceil(left))})


_FILES: Final = {
    "photo": ("m.image", "image/jpeg", "IMG_0012.jpg"),
    "voice": ("m.audio", "audio/ogg", "Voice message.ogg"),
    "file": ("m.file", "text/plain", "friday.txt"),
}
_KINDS: Final = {msgtype: kind for kind, (msgtype, _mime, _name) in _FILES.items()}


class Tags(HTMLParser):
    """Whatever in a formatted body is not one of the bot's own bare tags."""

    def __init__(self) -> None:
        super().__init__()
        self.acts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _OWN_TAGS or attrs:
            self.acts.append(f"<{tag} {attrs}>")


class Member:
    """Somebody with a Matrix client, in a private room with the bot."""

    def __init__(self, house: Playhouse, account: Account, bot: str) -> None:
        self._house = house
        self.account = account
        self._bot = bot
        self._room = ""
        self._said = ""
        self._before = ""
        self._looks = 0
        self._files: dict[str, bytes] = {}
        self._signs: dict[str, dict[str, str]] = {}
        """By message, which signs are theirs under it, and what event each is."""

    @property
    def address(self) -> Address:
        return Address(self._room.replace("%", "%25").replace("#", "%23"))

    async def arrives(self) -> None:
        self._room = await self.account.create_room(invite=[self._bot])
        await self._bot_is("join")

    async def _bot_is(self, membership: str) -> None:
        async def is_so() -> bool:
            state = await self.account.state(self._room, "m.room.member", self._bot)
            return bool(state["membership"] == membership)

        await self._house.once_so(is_so)

    async def says(self, text: str) -> None:
        self._before = self._place() or self._before
        self._said = await self.account.say(self._room, text)

    def _place(self) -> str:
        """Where the bot's next sync would begin, were it started again now."""
        rows = self._house.rows("SELECT value FROM meta WHERE name = ?", f"matrix:{self._bot}:since")
        return str(rows[0][0]) if rows else ""

    async def sends(self, kind: str, data: bytes, text: str = "") -> None:
        self._before = self._place() or self._before
        msgtype, mime, name = _FILES[kind]
        self._said = await self.account.send_file(self._room, msgtype, data, mime, text, name)

    async def presses(self, label: str, which: int = -1) -> None:
        """They react with the number that the label has there."""
        self._before = self._place() or self._before
        message = [event for event in await self._messages() if not _edited(event)][which]
        number = numbered(message["content"]["body"]).index(label) + 1
        await self.account.react(self._room, message["event_id"], f"{number}{_KEYCAP}")

    async def reacts(self, *signs: str, which: int = -1) -> None:
        self._before = self._place() or self._before
        event = [event for event in await self._messages() if not _edited(event)][which]["event_id"]
        mine = self._signs.setdefault(event, {})
        for sign in [sign for sign in signs if sign not in mine]:
            mine[sign] = await self.account.react(self._room, event, sign)
        for sign in set(mine) - set(signs):
            await self.account.redact(self._room, mine.pop(sign))

    async def edits(self, text: str) -> None:
        await self.account.edit(self._room, self._said, text)

    async def again(self) -> None:
        """The bot dies before its place is noted, and is given the same events again."""
        await self._house.settled()
        await self._house.kill()
        self._house.write("UPDATE meta SET value = ? WHERE name = ?", self._before, f"matrix:{self._bot}:since")
        await self._house.start()

    async def late(self, text: str) -> None:
        raise NotImplementedError("a homeserver gives everything in its own order: `lacks` says so")

    async def garbles(self, marker: str) -> None:
        await self.account.send(
            self._room, "m.room.message", {"msgtype": "m.text", "body": marker, "filename": [marker]}
        )

    async def halves(self, marker: str) -> None:
        raise NotImplementedError("JSON on its way through a homeserver holds no half characters: `lacks` says so")

    async def goes(self) -> None:
        await self.account.kick(self._room, self._bot)
        await self._bot_is("leave")

    async def comes_back(self) -> None:
        await self.account.invite(self._room, self._bot)
        await self._bot_is("join")

    async def shown(self) -> Sequence[Shown]:
        said = await self._messages()
        edits = {_edited(event): event["content"]["m.new_content"] for event in said if _edited(event)}
        return [await self._look(edits.get(one["event_id"], one["content"])) for one in said if not _edited(one)]

    async def _look(self, content: dict[str, Any]) -> Shown:
        """With what their client fetches for it."""
        kind = _KINDS.get(content["msgtype"])
        if kind is None:
            return _look(content)
        if content["url"] not in self._files:
            self._files[content["url"]] = await self.account.download(content["url"])
        return Shown("", enclosed=(kind, self._files[content["url"]]))

    async def _messages(self) -> list[dict[str, Any]]:
        """The bot's, as far as the server has them now."""
        # Synapse gives the same answer to the same question for two minutes, so it is never quite the same.
        self._looks += 1
        await self.account._listen((10 + self._looks % 500) / 1000)
        heard = self.account._heard.get(self._room, {}).values()
        return [event for event in heard if event["type"] == "m.room.message" and event["sender"] == self._bot]


def _edited(event: dict[str, Any]) -> str:
    """The event that this one replaces; empty where it replaces none."""
    relation = event["content"].get("m.relates_to", {})
    return str(relation["event_id"]) if relation.get("rel_type") == "m.replace" else ""


def _look(content: dict[str, Any]) -> Shown:
    tags = Tags()
    tags.feed(content.get("formatted_body", ""))
    acts = list(tags.acts)
    if content.get("m.mentions") != {}:
        acts.append(f"calls {json.dumps(content.get('m.mentions'))}")
    return Shown(content["body"], numbered(content["body"]), tuple(acts))


class MatrixStage:
    """A homeserver that somebody else has started, with an account for the bot."""

    platform: Platform = PLATFORM
    capabilities: Capabilities = CAPABILITIES
    lacks: Mapping[str, str] = {
        "gone": "what was uploaded stays at the homeserver for as long as its people like",
        "late": "the homeserver puts events in their order, and the bot reads them in it",
        "old press": "a reaction below an older message is a reaction, and no press",
        "surrogates": "Synapse takes no halves of characters",
        "others": "a homeserver limits the bot's account, so that a pause is everybody's",
    }

    def __init__(self, homeserver: Homeserver) -> None:
        self._homeserver = homeserver
        self._accounts: list[Account] = []

    async def open(self, folder: Path) -> None:
        self._gate = Gate(self._homeserver.url)
        await self._gate.open()
        account = await self._arrive("notdate")
        self._bot = account.id
        settings = {
            "matrix_homeserver": self._gate.url, "matrix_user": account.id, "matrix_password": PASSWORD,
            "matrix_allow_invites": "*:harbour.test",
        }  # fmt: skip
        self.house = Playhouse(PLATFORM, folder, settings)

    async def _arrive(self, name: str) -> Account:
        account = await self._homeserver.arrive(f"stage-{name}-{next(_ACCOUNTS)}")
        self._accounts.append(account)
        return account

    async def close(self) -> None:
        await self.house.stop()
        await asyncio.gather(*(account.close() for account in self._accounts))
        await self._gate.close()

    async def start(self) -> None:
        await self.house.start()

    async def stop(self) -> None:
        await self.house.stop()

    async def kill(self) -> None:
        await self.house.kill()

    async def person(self, name: str) -> Person:
        return Member(self.house, await self._arrive(name.casefold()), self._bot)

    async def limit(self, person: Person, seconds: float) -> None:
        self._gate.limit(seconds)

    def lose(self) -> None:
        raise NotImplementedError("what was uploaded stays: `lacks` says so")

    def early(self) -> int:
        return self._gate.early

    def attempts(self) -> int:
        return self._gate.sends
