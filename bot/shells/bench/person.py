"""Somebody with a browser: types, presses, resends under the same id until it is acknowledged, and keeps a diary."""

from __future__ import annotations

import asyncio
import contextlib
import html
import random
import re
from collections.abc import Callable
from typing import Final

import aiohttp

from bot.shells.bench.diary import Diary, Said, Shown

AGAIN: Final = 0.1
"""Seconds until what was not acknowledged is sent again; a browser is less impatient."""
PATIENCE: Final = aiohttp.ClientTimeout(total=10)
LONGEST_EVENING: Final = 40

_ENTRY: Final = re.compile(r'<li id="e(\d+)" class="entry (bot|member)"[^>]*>(.*?)</li>', re.DOTALL)
_BUTTON: Final = re.compile(r'<button class="([^"]*)"[^>]*? name="press" value="([^"]+)"')
_TAG: Final = re.compile(r"<[^>]+>")
_HIDDEN: Final = re.compile(r'name="id" value="([^"]+)"')
_NO_ROUND: Final = "0."
_ABOUT: Final = ("the kettle", "a long walk", "my uncle", "the river", "a key", "the window", "two stones", "old music")


class Unexpected(Exception):
    """The server answered what it never should."""


class Person:
    """Has one evening with the bot; `acknowledged` is called after everything that the bot has taken."""

    def __init__(self, url: str, number: int, seed: int, streams: bool, acknowledged: Callable[[], None]) -> None:
        self._url = url
        self._number = number
        self._chance = random.Random(number ^ seed << 32)
        self._streams = streams
        self._acknowledged = acknowledged
        self._cookie = ""
        self._form = ""
        self._last = 0
        self._newest = ""
        self._begun = False
        self.diary = Diary("")
        self.resent = 0

    async def have_an_evening(self, session: aiohttp.ClientSession, more: Callable[[], bool]) -> None:
        """Talks until the evening is over, or until nobody wants more."""
        await self._open(session)
        stream = asyncio.create_task(self._follow(session)) if self._streams else None
        try:
            for _ in range(LONGEST_EVENING):
                fields = self._next() if more() else None
                if fields is None:
                    break
                await self._say(session, fields)
        finally:
            if stream is not None:
                stream.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await stream

    async def look(self, session: aiohttp.ClientSession) -> None:
        """The whole page, as it is now, is in the diary."""
        async with session.get(self._url + "/?all", headers=self._headers(), timeout=PATIENCE) as answer:
            text = await answer.text()
        self.diary.page = [_shown(entry) for entry in _ENTRY.findall(text)]

    async def _open(self, session: aiohttp.ClientSession) -> None:
        while True:
            try:
                async with session.get(self._url + "/", headers=self._headers(), timeout=PATIENCE) as answer:
                    text = await answer.text()
                    given = answer.cookies.get("notdate")
            except (aiohttp.ClientError, TimeoutError):
                await asyncio.sleep(AGAIN)
                continue
            if given is not None:
                self._cookie = given.value
                self.diary.address = given.value.partition(".")[0]
            if answer.status == 200 and _ENTRY.search(text):
                self._read(text)
                return
            # It was stopping, or the crowd at the door was too large: the page says so, and a browser tries again.
            await asyncio.sleep(AGAIN)

    async def _say(self, session: aiohttp.ClientSession, fields: dict[str, str]) -> None:
        """Sent again, under the same id, until the bot has it."""
        headers = {**self._headers(), "Origin": self._url, "HX-Request": "true"}
        said = Said(fields["id"].partition(".")[0], fields.get("text", ""), fields.get("press", ""))
        while True:
            try:
                body = {**fields, "after": str(self._last)}
                async with session.post(self._url + "/say", data=body, headers=headers, timeout=PATIENCE) as answer:
                    text = await answer.text()
            except (aiohttp.ClientError, TimeoutError):
                self.resent += 1
                await asyncio.sleep(AGAIN)
                continue
            if answer.status == 200:
                break
            self.resent += 1
            if answer.status not in (429, 503):
                raise Unexpected(f"status {answer.status} for what person {self._number} said")
            await asyncio.sleep(float(answer.headers.get("Retry-After", AGAIN)) if answer.status == 429 else AGAIN)
        self.diary.said.append(said)
        self._acknowledged()
        self._read(text)

    async def _follow(self, session: aiohttp.ClientSession) -> None:
        """Listens to the stream, and comes back to where it was whenever it ends."""
        cursor = self._last
        forever = aiohttp.ClientTimeout(total=None, sock_connect=5)
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                headers = {**self._headers(), "Last-Event-ID": str(cursor)}
                async with session.get(self._url + "/events", headers=headers, timeout=forever) as answer:
                    async for line in answer.content:
                        if line.startswith(b"id: "):
                            cursor = int(line[4:])
                            self.diary.streamed.append(cursor)
            await asyncio.sleep(AGAIN)

    def _headers(self) -> dict[str, str]:
        return {"Cookie": f"notdate={self._cookie}"} if self._cookie else {}

    def _read(self, text: str) -> None:
        """What came with an answer is on the screen."""
        found = _HIDDEN.search(text)
        if found is not None:
            self._form = html.unescape(found[1])
        for id_, speaker, inner in _ENTRY.findall(text):
            self._last = max(self._last, int(id_))
            if speaker == "bot":
                self._newest = inner

    def _next(self) -> dict[str, str] | None:
        """What to send next; None when the evening is over."""
        buttons = [(quiet.strip(), html.unescape(value)) for quiet, value in _BUTTON.findall(self._newest)]
        if not buttons:
            return None
        loud = [value for quiet, value in buttons if "quiet" not in quiet]
        general = bool(loud) and loud[0].startswith(_NO_ROUND)
        fields = {"id": self._form}
        if general and self._begun:
            self._newest = ""
            return fields | {"press": buttons[-1][1]}
        if general:
            return fields | {"press": self._chance.choice(loud)}
        self._begun = True
        if loud and self._chance.random() < 0.4:
            return fields | {"press": self._chance.choice(loud)}
        about = self._chance.choice(_ABOUT)
        return fields | {"text": f"answer {self._number}x{len(self.diary.said)} is about {about}"}


def _shown(entry: tuple[str, str, str]) -> Shown:
    id_, speaker, inner = entry
    text = html.unescape(_TAG.sub("", inner)).strip().removeprefix("You:").strip()
    return Shown(int(id_), speaker, text)
