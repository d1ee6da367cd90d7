"""What was brought in a chat is read, one thing at a time: fetched, read in a limited process, stored where nobody sees
it, and told to whoever brought it.

What is to be read is on disk before this hears of it, and so is what was told: a crash in between loses nothing, and
tells nothing twice. Nothing here grows with the file but its bytes: they are read, compared and checked elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final, NamedTuple, Protocol

from bot.core.file_names import last_piece, plain_name
from bot.core.pasting import pasted
from bot.core.shelf import Shelf
from bot.model.deck import Packed
from bot.model.ids import DeckId, Platform, QuestionId, QuestionNumber
from bot.model.upload import LARGEST, Report
from bot.ports.adapter import Adapter, Stopping
from bot.ports.carrying import Fetches, FetchFailed, Lost
from bot.ports.clock import Clock
from bot.ports.store import Ledger, Posted
from bot.ports.uploads import Examined, Upload
from bot.runtime.curation import enrolling, made_ready, numbered, staging
from bot.runtime.engine import Engine
from bot.runtime.library import Shelves
from bot.runtime.writer import Writer
from bot.written import pack

PATIENCE: Final = 60.0
"""Seconds for one fetching."""
TRIES: Final = 3
PAUSE: Final = 2.0
"""Seconds after the first try that failed; doubled each time."""
REST: Final = 30.0
"""Seconds after something that should not have happened."""
LONGEST_NAME: Final = 60
"""Characters before the ending."""
_MARKS: Final = "*_`~|<>[]@#"
"""What would be markup, or a mention, somewhere."""


class Read(NamedTuple):
    """What came of a file: the report, the ids of its questions, the deck encoded, and its own name for the version."""

    report: Report
    ids: Sequence[str] = ()
    body: bytes = b""
    version: str = ""


class Reads(Protocol):
    """Whoever reads a file in a process of its own."""

    def __call__(self, data: bytes, name: str, language: str) -> Read:
        """The report for whoever reads that language, with how the first questions would look. Blocks, and never raises
        over the bytes."""
        ...


class Examiner:
    """Reads what waits: at a start, and whenever the engine says that there is something."""

    def __init__(
        self,
        adapters: Callable[[], Mapping[Platform, Adapter]],
        read: Reads,
        shelves: Shelves,
        clock: Clock,
        complain: Callable[[str], None] = lambda sentence: None,
        sleep: Callable[[float], Coroutine[Any, Any, None]] = asyncio.sleep,
    ) -> None:
        self._adapters = adapters
        self._read = read
        self._shelves = shelves
        self._clock = clock
        self._complain = complain
        self._sleep = sleep
        self._waiting = asyncio.Event()

    async def run(self, writer: Writer, send: Callable[[list[Posted]], None]) -> None:
        """What was brought is read and told until this is cancelled."""
        loop = asyncio.get_running_loop()

        def wake() -> None:
            # A loop that was closed meanwhile reads nothing more; the next start does.
            with contextlib.suppress(RuntimeError):
                loop.call_soon_threadsafe(self._waiting.set)

        def listen(_ledger: Ledger, engine: Engine) -> None:
            engine.examine = wake

        await writer.call(listen)
        self._waiting.set()
        while True:
            await self._waiting.wait()
            self._waiting.clear()
            try:
                for upload in await writer.call(lambda ledger, _engine: ledger.to_examine()):
                    await self._examine(upload, writer, send)
            except Stopping:
                return
            except Exception as error:
                self._complain(f"A list that somebody brought was not read; it is tried again. {type(error).__name__}")
                self._waiting.set()
                await self._sleep(REST)

    async def _examine(self, upload: Upload, writer: Writer, send: Callable[[list[Posted]], None]) -> None:
        name = shown_name(upload, self._clock.now())
        try:
            data = await self._fetch(upload)
        except FetchFailed as failed:
            report = Report(name, lost=failed.why.value)
        else:
            report = await self._stage(upload, await asyncio.to_thread(self._read, data, name, upload.language), writer)
        now = self._clock.now()
        turned = await writer.call(lambda _ledger, engine: engine.turn([Examined(upload.id, report)], now))
        if turned.unwritten:
            raise OSError("what was found could not be written")
        send(turned.posted)

    async def _fetch(self, upload: Upload) -> bytes:
        if not upload.handle:
            found = pasted(upload.text)
            return found[1].encode() if found else b""
        source = self._adapters().get(upload.platform)
        if not isinstance(source, Fetches):
            raise FetchFailed(Lost.GONE, f"nobody fetches from {upload.platform}")
        pause = PAUSE
        for left in range(TRIES - 1, -1, -1):
            try:
                return await self._fetch_once(source, upload.handle)
            except FetchFailed as failed:
                if not failed.passing or not left:
                    raise
            await self._sleep(pause)
            pause *= 2
        raise FetchFailed(Lost.FAILED, "tried often enough")

    async def _fetch_once(self, source: Fetches, handle: str) -> bytes:
        try:
            async with asyncio.timeout(PATIENCE):
                data = await source.fetch(handle, LARGEST)
        except (FetchFailed, Stopping):
            raise
        except Exception as error:
            # Whatever an adapter raises, of what is said to it by its platform, is no reason to stop for good.
            raise FetchFailed(Lost.FAILED, type(error).__name__, passing=True) from error
        if len(data) > LARGEST:
            raise FetchFailed(Lost.LARGE, "more came than was to come")
        return data

    async def _stage(self, upload: Upload, read: Read, writer: Writer) -> Report:
        """The version is stored, its questions have their numbers, and it is ready to be asked from; piece by piece,
        so that nobody who talks waits for ten thousand questions."""
        report = read.report
        if not read.body:
            return report
        now = self._clock.now()
        numbers = await numbered(enrolling(DeckId(report.deck), read.ids), writer.call, now)
        packed = await asyncio.to_thread(pack, read.body)
        if not await writer.call(partial(_keep, upload, read, packed, now)):
            # Forgotten, or another one came after it: nobody will ask from this.
            return report
        shelf = await asyncio.to_thread(_make_ready, read.body, numbers, self._shelves)
        await writer.call(lambda _ledger, _engine: self._shelves.add(shelf))
        return report


def _keep(upload: Upload, read: Read, packed: Packed, now: int, ledger: Ledger, _engine: Engine) -> bool:
    """Whether somebody waits for it still."""
    report = read.report
    return ledger.stage(upload.id, report.hash, report.deck, read.version, packed, now)


def _make_ready(body: bytes, numbers: Mapping[QuestionId, QuestionNumber], shelves: Shelves) -> Shelf:
    return made_ready(staging(body), numbers, shelves)


def shown_name(upload: Upload, now: int) -> str:
    """What the list is called: inert, on one line and without a path, since whoever sent it may have written anything
    there. What was pasted without a name is called after the day."""
    if upload.handle:
        given = last_piece(upload.name)
    else:
        found = pasted(upload.text)
        name = found[0] if found else ""
        given = f"{name or f'{datetime.fromtimestamp(now / 1000, UTC):%Y-%m-%d}'}.txt"
    return plain_name(given, _MARKS, LONGEST_NAME) or "a file"
