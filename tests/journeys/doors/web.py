"""The web's door: a browser in small, which has the page open and its stream running."""

from __future__ import annotations

import asyncio
import html
import re
from contextlib import AsyncExitStack, suppress
from types import TracebackType
from typing import Final, Self
from unittest import mock

from aiohttp import ClientConnectionError, ClientPayloadError, ClientSession, ClientTimeout, CookieJar

from bot.adapters.web import chat
from bot.wiring import House
from tests.journeys.doors.door import PATIENCE, Did, Now, picked, rows

UNHURRIED: Final = 10_000
"""Messages that one browser may send in a moment: nobody here waits as long as a person thinks."""
PUBLIC: Final = "http://talk.harbour.example"
"""Where people find the page. A browser keeps no cookie of an `https` address that it came to without TLS."""
JOIN: Final = "join-"
_ENTRY: Final = re.compile(r'<li id="e(?P<id>\d+)" class="entry (?P<who>\w+)"[^>]*>(?P<inside>.*?)</li>', re.DOTALL)
_PARAGRAPH: Final = re.compile(r'<p class="(?P<role>[a-z_ -]+)"[^>]*>(?P<inside>.*?)</p>', re.DOTALL)
_OFFER: Final = re.compile(r"<(?P<tag>button|p) class=\"offer\"[^>]*>(?P<inside>.*?)</(?P=tag)>", re.DOTALL)
_BUTTON: Final = re.compile(
    r'<button [^>]*name="press" value="(?P<token>[^"]*)"[^>]*>(?P<inside>.*?)</button>', re.DOTALL
)
_DELIVERY: Final = re.compile(r'name="id" value="([^"]+)"')
_STREAMED: Final = re.compile(r"(?m)^id: (\d+)$")
_AROUND: Final = (("<strong>", "**"), ("</strong>", "**"), ("<em>", "*"), ("</em>", "*"), ("</code>", "`"))
"""What HTML sets with tags stands between these marks here; the beginning of `code` has a class, and is read apart."""
_CODE: Final = re.compile(r"<code[^>]*>")
_TAG: Final = re.compile(r"<[^>]*>")


class WebDoor:
    """A person with one window. What the stream brought is what the page shows, whenever they look."""

    def __init__(self, session: ClientSession, platform: WebPlatform) -> None:
        self._session = session
        self._platform = platform
        self._page = ""
        self._seen = 0
        self._streamed: set[int] = set()
        self._news = asyncio.Event()
        self._stream: asyncio.Task[None] | None = None
        self._opened_after = 0

    async def sit_down(self, deck: str) -> Did:
        path = f"/join/{deck.removeprefix(JOIN)}" if deck.startswith(JOIN) else f"/?deck={deck}" if deck else "/"
        await self._open(path)
        return Did(0, "follows the link" if deck.startswith(JOIN) else "opens the page")

    async def look_in(self) -> Did:
        await self._open("/", ahead=True)
        return Did(0)

    async def type(self, text: str) -> Did:
        if not text.strip():
            return Did(0, "the page sends nothing empty")
        labels = [label for _token, label in self._buttons(live=True)]
        if label := picked(labels, text):
            return await self.press(label)
        await self._send(text=text)
        return Did(1)

    async def press(self, label: str) -> Did:
        token = next((token for token, found in reversed(self._buttons(live=False)) if found == label), None)
        if token is None:
            raise LookupError(f"no button {label!r} is on the page")
        await self._send(press=token)
        return Did(1, f"presses {label}")

    async def leave(self) -> None:
        if self._stream is not None:
            self._stream.cancel()
            with suppress(asyncio.CancelledError):
                await self._stream
            self._stream = None

    def restart(self) -> None:
        # The window stays open; its stream comes back to whoever serves next, where it stopped.
        if self._stream is not None:
            self._stream.cancel()

    async def shown(self) -> list[str]:
        await self._open("/", ahead=True)
        entries = [(int(found["id"]), found) for found in _ENTRY.finditer(self._page)]
        expected = {id_ for id_, _found in entries if id_ > self._opened_after}
        async with asyncio.timeout(PATIENCE):
            while not expected <= self._streamed:
                self._news.clear()
                await self._news.wait()
        new = [found for id_, found in entries if id_ > self._seen and found["who"] == "bot"]
        self._seen = max([self._seen, *(id_ for id_, _found in entries)])
        return [read(found["inside"]) for found in new]

    async def _open(self, path: str, ahead: bool = False) -> None:
        """The page stands there as it is on disk. `ahead`: as a browser fetches what nobody may want, so that looking
        is no arrival."""
        headers = {"Sec-Purpose": "prefetch"} if ahead else {}
        async with self._session.get(self._platform.url + path, headers=headers) as answer:
            assert answer.status == 200, answer.status
            self._page = await answer.text()
        if self._stream is None:
            self._opened_after = max([0, *(int(found["id"]) for found in _ENTRY.finditer(self._page))])
            self._streamed.clear()
        if self._stream is None or self._stream.done():
            after = max([self._opened_after, *self._streamed])
            self._stream = asyncio.create_task(self._listen(after))

    async def _listen(self, after: int) -> None:
        with suppress(ClientConnectionError, ClientPayloadError):
            events = self._platform.url + f"/events?after={after}"
            async with self._session.get(events, timeout=ClientTimeout(total=None)) as answer:
                assert answer.status == 200, answer.status
                async for line in answer.content:
                    if found := _STREAMED.match(line.decode().rstrip("\n")):
                        self._streamed.add(int(found[1]))
                        self._news.set()

    async def _send(self, **fields: str) -> None:
        found = _DELIVERY.search(self._page)
        assert found is not None, "the page has no form"
        data = {"id": html.unescape(found[1]), **fields}
        headers = {"Origin": PUBLIC}
        url = self._platform.url + "/say"
        async with self._session.post(url, data=data, headers=headers, allow_redirects=False) as answer:
            assert answer.status == 303, f"{answer.status}: the page did not take it"
        await self._open("/", ahead=True)

    def _buttons(self, live: bool) -> list[tuple[str, str]]:
        """Token and label of what can be pressed: on the newest message, or anywhere on the page."""
        entries = [found for found in _ENTRY.finditer(self._page) if found["who"] == "bot"]
        inside = [found["inside"] for found in (entries[-1:] if live else entries)]
        return [
            (html.unescape(found["token"]), plain(found["inside"].partition("</strong>")[0]).replace("**", "").strip())
            for one in inside
            for found in _BUTTON.finditer(one)
        ]


def read(inside: str) -> str:
    """An entry as its person sees it: a card's question in bold, and the chips in one row."""
    said = []
    for found in sorted([*_PARAGRAPH.finditer(inside), *_OFFER.finditer(inside)], key=lambda one: one.start()):
        text = " ".join(plain(found["inside"]).split(" "))
        said.append(f"**{text}**" if found.groupdict().get("role") == "ask" else text.strip())
    chips = [plain(found["inside"]) for found in _BUTTON.finditer(inside) if 'class="offer"' not in found[0]]
    return "\n".join([*said, *(rows([chips]) if chips else [])])


def plain(inside: str) -> str:
    """The text between the tags, with what they set as marks around it."""
    inside = _CODE.sub("`", inside)
    for tag, mark in _AROUND:
        inside = inside.replace(tag, mark)
    return html.unescape(_TAG.sub("", inside))


class WebPlatform:
    """The page of whichever process is the bot now, and the browsers' cookies, which outlive it."""

    def __init__(self, now: Now) -> None:
        self.url = ""
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        self._open.enter_context(mock.patch.object(chat, "MESSAGES", UNHURRIED))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._open.aclose()

    def settings(self) -> dict[str, str | int | None]:
        return {"public_url": PUBLIC}

    def attend(self, house: House) -> None:
        return None

    async def begin(self, house: House) -> None:
        assert house.web is not None
        await asyncio.wait_for(house.web.started.wait(), PATIENCE)
        self.url = house.web.url

    async def door(self, name: str) -> WebDoor:
        session = await self._open.enter_async_context(ClientSession(cookie_jar=CookieJar(unsafe=True)))
        return WebDoor(session, self)

    def move(self, milliseconds: int) -> None:
        return None
