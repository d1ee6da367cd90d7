"""The web chat: a browser in small, over real HTTP and a real stream that it opens again whenever it ends."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Final

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar, FormData

from bot.adapters.web.capabilities import CAPABILITIES, PLATFORM
from bot.model.ids import Address, Platform
from bot.model.message import Capabilities
from bot.shells.bench.server import free_port
from tests.contracts.stages.playhouse import PATIENCE, Playhouse
from tests.contracts.stages.stage import Person, Shown
from tests.web.person import Answer, hidden_id

_TAGS: Final = frozenset({"li", "span", "div", "p", "button", "strong", "em", "code", "bdi"})
_ATTRIBUTES: Final = frozenset({"id", "class", "dir", "form", "name", "value", "data-live"})
_ENTRY: Final = re.compile(r'<li id="e(\d+)".*?</li>', re.DOTALL)
_NOTICE: Final = re.compile(r'hx-target="#notice" hx-swap="innerHTML">(.*?)</hx-partial>', re.DOTALL)
_ENCLOSED: Final = re.compile(
    r'<p class="enclosed">.*?src="(/enclosed/\d+)".*?<span class="aside" hidden>(.*?)</span>\s*</p>', re.DOTALL
)
_NO_ENTRY: Final = 0
_BUSY: Final = frozenset({429, 503})


class Reader(HTMLParser):
    """What somebody reads in an entry of the page, and whatever in it is no text."""

    def __init__(self) -> None:
        super().__init__()
        self.is_bot = False
        self.blocks: list[str] = []
        self.tokens: dict[str, str] = {}
        self.acts: list[str] = []
        self.picture = ""
        self.instead = ""
        """What is read where the picture cannot be shown."""
        self._open: list[str] = []
        self._label = ""
        self._name = ""
        self._token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        odd = (tag not in _TAGS, not set(given) <= _ATTRIBUTES)
        if any(odd):
            self.acts.append(f"<{tag} {given}>")
        if tag == "li":
            self.is_bot = "bot" in (given.get("class") or "").split()
        if tag in ("p", "button"):
            self.blocks.append("")
        if tag == "button":
            self._token, self._label, self._name = given.get("value") or "", "", ""
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.acts.append(f"</{tag}>")
        if tag == "strong" and "button" in self._open:
            # An offer's name stands in front of what it is about.
            self._name = self._label
        elif tag == "button":
            self.tokens[(self._name or self._label).strip()] = self._token
            self.blocks.pop()

    def handle_data(self, data: str) -> None:
        if "p" in self._open or "button" in self._open:
            self.blocks[-1] += data
            self._label += data


class Visitor:
    """Somebody with a browser."""

    def __init__(self, url: str) -> None:
        # One browser: cookies are kept for whoever asks from here.
        self.session = ClientSession(cookie_jar=CookieJar(unsafe=True), timeout=ClientTimeout(total=PATIENCE))
        self.url = url
        self._frames: list[tuple[int, str]] = []
        self._cursor = 0
        self._form: dict[str, str] = {}
        self._pictures: dict[str, tuple[str, bytes] | None] = {}
        self._older = ""
        self._listening: asyncio.Task[None] | None = None
        self._reading = asyncio.Event()
        self._reading.set()

    @property
    def address(self) -> Address:
        """What the cookie says before its signature."""
        (cookie,) = self.session.cookie_jar
        return Address(cookie.value.partition(".")[0])

    async def arrives(self) -> None:
        await self.comes_back()

    async def _open(self) -> str:
        """The page, as soon as somebody serves it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(ClientError):
                    async with self.session.get(self.url + "/") as answer:
                        page = await answer.text()
                        if answer.status == 200:
                            return page
                await asyncio.sleep(0.02)

    async def _listen(self) -> None:
        """The stream, from what was seen last; opened again when it ends, as a browser does."""
        while True:
            with contextlib.suppress(ClientError, TimeoutError):
                headers = {"Last-Event-ID": str(self._cursor)}
                async with self.session.get(
                    self.url + "/events", headers=headers, timeout=ClientTimeout(total=None)
                ) as stream:
                    event: list[str] = []
                    while line := await stream.content.readline():
                        await self._reading.wait()
                        event.append(line.decode())
                        if line == b"\n":
                            self._see("".join(event))
                            event = []
            await asyncio.sleep(0.02)

    def _see(self, event: str) -> None:
        data = "\n".join(line.removeprefix("data: ") for line in event.split("\n") if line.startswith("data: "))
        for found in _ENTRY.finditer(data):
            seen = (int(found[1]), found[0])
            if "<hx-partial" in data:
                self._frames = [seen if one[0] == seen[0] else one for one in self._frames]
            else:
                self._cursor = seen[0]
                self._frames.append(seen)

    async def says(self, text: str) -> None:
        await self._send({"text": text})

    async def _send(self, fields: Mapping[str, str]) -> None:
        page = await self._open()
        self._older = self._form.get("id", "") or hidden_id(page)
        self._form = {"id": hidden_id(page), **fields}
        await self._post(self._form)

    async def _post(self, form: Mapping[str, str]) -> None:
        """The form is sent until it was answered, as `chat.js` does."""
        headers = {"Origin": self.url, "HX-Request": "true"}
        async with asyncio.timeout(PATIENCE):
            while True:
                with contextlib.suppress(ClientError):
                    async with self.session.post(self.url + "/say", data=form, headers=headers) as response:
                        answer = await Answer.of(response)
                    if answer.status not in _BUSY:
                        self._notice(answer.text)
                        return
                await asyncio.sleep(0.05)

    def _notice(self, piece: str) -> None:
        """What the page itself has to say stands in its notice."""
        notice = _NOTICE.search(piece)
        if notice and notice[1].strip():
            self._frames.append((_NO_ENTRY, notice[1].strip()))

    async def sends(self, kind: str, data: bytes, text: str = "") -> None:
        """A file, by its own form; nothing else is taken here: `lacks` says so."""
        assert (kind, text) == ("file", "")
        page = await self._open()
        form = FormData({"id": hidden_id(page), "after": ""})
        form.add_field("file", data, filename="friday.txt", content_type="text/plain")
        headers = {"Origin": self.url, "HX-Request": "true"}
        async with self.session.post(self.url + "/file", data=form, headers=headers) as response:
            answer = await Answer.of(response)
        assert answer.status == 200
        self._notice(answer.text)

    async def presses(self, label: str, which: int = -1) -> None:
        await self._send({"press": self.looks()[which].tokens[label]})

    async def edits(self, text: str) -> None:
        raise NotImplementedError("what a form sent stays: `lacks` says so")

    async def reacts(self, *signs: str, which: int = -1) -> None:
        raise NotImplementedError("a page has nowhere to put a sign: `lacks` says so")

    async def again(self) -> None:
        """The answer to the form was lost, so the page sends it again as it was."""
        await self._post(self._form)

    async def late(self, text: str) -> None:
        """A form that waited a minute in another tab, from before the last one."""
        await self._post({"id": self._older, "text": text, "waited": "60000"})

    async def garbles(self, marker: str) -> None:
        await self._send_raw(b"text=" + marker.encode() + b"%FF%FE&id=x")

    async def halves(self, marker: str) -> None:
        await self._send_raw(b"id=" + self._form["id"].encode() + b"&text=" + marker.encode() + b"%ED%A0%80")

    async def _send_raw(self, body: bytes) -> None:
        headers = {"Origin": self.url, "HX-Request": "true", "Content-Type": "application/x-www-form-urlencoded"}
        async with self.session.post(self.url + "/say", data=body, headers=headers) as response:
            self._notice(await response.text())

    async def goes(self) -> None:
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
            self._listening = None

    async def comes_back(self) -> None:
        page = await self._open()
        known = {id_ for id_, _entry in self._frames}
        for found in _ENTRY.finditer(page):
            self._cursor = max(self._cursor, int(found[1]))
            if int(found[1]) not in known:
                self._frames.append((int(found[1]), found[0]))
        self._listening = asyncio.create_task(self._listen())

    def rests(self, resting: bool) -> None:
        """Reads nothing for the moment, or goes on reading."""
        (self._reading.clear if resting else self._reading.set)()

    def looks(self) -> list[Reader]:
        """What was read of the bot's, oldest first; what the page itself says is among it."""
        looks = []
        for id_, entry in self._frames:
            reader = Reader()
            if found := _ENCLOSED.search(entry):
                reader.picture, reader.instead = found[1], found[2]
                entry = entry.replace(found[0], "")
            reader.feed(entry if id_ is not _NO_ENTRY else f'<li class="bot"><p>{entry}</p></li>')
            if reader.is_bot:
                looks.append(reader)
        return looks

    async def shown(self) -> Sequence[Shown]:
        return [await self._seen(one) for one in self.looks()]

    async def _seen(self, one: Reader) -> Shown:
        """With what their browser fetches for it; where that fails, `chat.js` shows what is said instead."""
        text, enclosed = "\n\n".join(one.blocks), None
        if one.picture:
            if one.picture not in self._pictures:
                async with self.session.get(self.url + one.picture) as answer:
                    data = await answer.read()
                    kind = "photo" if answer.content_type == "image/jpeg" else "voice"
                    self._pictures[one.picture] = (kind, data) if answer.status == 200 else None
            enclosed = self._pictures[one.picture]
            text = text if enclosed else f"{text}\n\n{one.instead}"
        return Shown(text, tuple(one.tokens), tuple(one.acts), enclosed)


class WebStage:
    """The bot's own page."""

    platform: Platform = PLATFORM
    capabilities: Capabilities = CAPABILITIES
    lacks: Mapping[str, str] = {
        "sends": "forms take words, and lists of questions; no photo or voice message",
        "sees": "what a page shows beside words is looked at in a browser: tests/browser",
        "edits": "a form that was sent cannot be changed",
        "react": "a page has nowhere to put a sign; what somebody thinks of a question is typed",
        "dead": "a page is never refused for good: whoever opens it again sees everything",
        "pause": "nobody limits how fast a page is written to",
    }

    def __init__(self) -> None:
        self._visitors: list[Visitor] = []

    async def open(self, folder: Path) -> None:
        self._port = free_port()
        self.house = Playhouse(PLATFORM, folder, {"port": self._port})

    async def close(self) -> None:
        for visitor in self._visitors:
            await visitor.goes()
            await visitor.session.close()
        await self.house.stop()

    async def start(self) -> None:
        await self.house.start()

    async def stop(self) -> None:
        await self.house.stop()

    async def kill(self) -> None:
        await self.house.kill()

    async def person(self, name: str) -> Person:
        """Somebody who has opened the page: only then is there a cookie, and with it a place."""
        visitor = Visitor(f"http://127.0.0.1:{self._port}")
        self._visitors.append(visitor)
        return visitor

    async def limit(self, person: Person, seconds: float) -> None:
        """They do not read what comes."""
        assert isinstance(person, Visitor)
        person.rests(True)
        asyncio.get_running_loop().call_later(seconds, person.rests, False)

    def lose(self) -> None:
        raise NotImplementedError("nothing was taken that could be lost: `lacks` says so")

    def early(self) -> int:
        return 0

    def attempts(self) -> int:
        return sum(len(visitor.looks()) for visitor in self._visitors)
