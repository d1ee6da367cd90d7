"""What was said, as a stream of server-sent events."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from bot.adapters.web import screen
from bot.adapters.web.capabilities import PLATFORM
from bot.adapters.web.edits import Edit, Edits
from bot.model.ids import Address
from bot.ports.transcript import Entry, Transcript
from bot.web.application import place
from bot.web.limits import Seats

log = logging.getLogger(__name__)

EACH = 5
"""Streams for one person: five windows side by side; a hidden one closes its stream."""
TOTAL = 5_000
HEARTBEAT = 20.0
"""Seconds. Proxies close what is silent for 30 to 60."""
PATIENCE = 15.0
"""Seconds that a reader may take for one piece before it is put out; it comes back where it stopped."""
RETRY = 1_000
"""Milliseconds that a browser waits before it comes back."""

_LINE_END = re.compile("\r\n|\r|\n")
_CURSOR = re.compile("[0-9]{1,19}", re.ASCII)


class Listeners:
    """Who is listening to which address. A wake-up is a hint: the listener looks for itself what is new."""

    def __init__(self) -> None:
        self._bells: defaultdict[Address, set[asyncio.Event]] = defaultdict(set)
        self.closed = False

    def wake(self, address: Address) -> None:
        """Every listener of `address` looks again."""
        for bell in self._bells.get(address, ()):
            bell.set()

    def close(self) -> None:
        """Every stream ends; the browsers come back to whoever serves next."""
        self.closed = True
        for bells in self._bells.values():
            for bell in bells:
                bell.set()

    @contextmanager
    def listening(self, address: Address) -> Iterator[asyncio.Event]:
        """An event that is set whenever `address` may have something new."""
        bell = asyncio.Event()
        self._bells[address].add(bell)
        try:
            yield bell
        finally:
            self._bells[address].discard(bell)
            if not self._bells[address]:
                del self._bells[address]


class Streams:
    """Streams transcripts to whoever listens."""

    def __init__(self, transcript: Transcript, listeners: Listeners, edits: Edits) -> None:
        self._transcript = transcript
        self._listeners = listeners
        self._edits = edits
        self._seats = Seats(EACH, TOTAL)

    async def serve(self, request: web.Request, address: Address) -> web.StreamResponse:
        """All that was said in `address` after the cursor of `request`, in order, once, until either side leaves.

        Raises `Full` when the person or the server has too many streams open.
        """
        cursor = seen_by(request)
        with self._seats.taken(address), self._listeners.listening(address) as bell:
            response = await open_stream(request)
            try:
                await self._follow(response, address, cursor, bell)
            except TimeoutError:
                if request.transport is not None:
                    request.transport.abort()
            except ConnectionError:
                pass
            except Exception as error:
                # The response has begun, so no error page can follow; the browser comes back to its cursor.
                log.error("%s at %s in a stream", type(error).__name__, place(error))
        return response

    async def _follow(self, response: web.StreamResponse, address: Address, cursor: int, bell: asyncio.Event) -> None:
        # Listen first, then read, then wait: what is committed after the reading rings the bell. Order and
        # completeness come from the cursor over the transcript alone. Edits have no cursor: whoever comes back is told
        # all that are remembered, and reads each as it is now.
        told = 0
        while not self._listeners.closed:
            bell.clear()
            for entry in await self._transcript.since(PLATFORM, address, cursor):
                await write(response, frame(entry))
                cursor = entry.id
            for edit in self._edits.after(address, told):
                if edit.entry > cursor:
                    break  # It was said only just now; the bell has rung for it.
                if changed := await self._changed(address, edit):
                    await write(response, frame_edited(changed))
                told = edit.turn
            if not self._listeners.closed:
                await rest(response, bell)

    async def _changed(self, address: Address, edit: Edit) -> Entry | None:
        """The entry as it reads now; None where it is gone, or so long ago that no page begins with it."""
        entries = await self._transcript.since(PLATFORM, address, edit.entry - 1)
        found = next((entry for entry in entries if entry.id == edit.entry), None)
        return edit.applied(found) if found else None


async def open_stream(request: web.Request) -> web.StreamResponse:
    """A response that has begun and told the browser when to come back."""
    response = web.StreamResponse(
        headers={
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",  # nginx would hold events back
        }
    )
    await response.prepare(request)
    await write(response, f"retry: {RETRY}\n\n")
    return response


async def rest(response: web.StreamResponse, bell: asyncio.Event) -> None:
    """Something may be new, or a heartbeat was written."""
    try:
        await asyncio.wait_for(bell.wait(), HEARTBEAT)
    except TimeoutError:
        await write(response, ": still here\n\n")


async def write(response: web.StreamResponse, text: str) -> None:
    """`text` is on its way; raises `TimeoutError` when the reader does not read."""
    await asyncio.wait_for(response.write(text.encode("utf-8", "replace")), PATIENCE)


def frame(entry: Entry) -> str:
    """One entry as one event."""
    return f"id: {entry.id}\n{_data(screen.entry(entry))}\n"


def frame_edited(entry: Entry) -> str:
    """The event after which the entry reads like this. Without an id: the cursor stays where it is."""
    return f"{_data(screen.edited(entry))}\n"


def _data(html: str) -> str:
    """A line end within it starts another `data:` line, so that none can end the event."""
    return "".join(f"data: {line}\n" for line in _LINE_END.split(html.strip()))


def read_cursor(text: str) -> int | None:
    """An entry's id, or None when `text` is not one."""
    return int(text) if _CURSOR.fullmatch(text) else None


def seen_by(request: web.Request) -> int:
    """The last entry that the browser has seen: the later of what it says in the header and in the address."""
    said = (read_cursor(request.headers.get("Last-Event-ID", "")), read_cursor(request.query.get("after", "")))
    return max(cursor or 0 for cursor in said)
