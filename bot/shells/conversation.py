"""The terminal's client: lines go to the bot's socket, what it says is shown; a lost bot is waited for."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import sys
import textwrap
import time
from collections.abc import AsyncIterator, Coroutine
from itertools import pairwise
from pathlib import Path
from typing import Final

import msgspec

from bot.adapters.terminal import frames
from bot.model.message import Part, Role

PATIENCE: Final = 60.0
"""Seconds that a bot which went away is waited for; what was typed is sent again under the same id."""
STARTING: Final = 5.0
"""Seconds that a bot which owns the database may take until its door is open."""
WIDTH: Final = 88

_STYLES: Final = {Role.QUESTION: "1", Role.FOLLOW_UP: "", Role.ASIDE: "2", Role.ITEM: "", Role.TEXT: ""}


class ServerGone(Exception):
    """The bot cannot be reached; says what to do."""


async def converse(socket: str, name: str, deck: str) -> None:
    """A conversation from the first line to the end of the input. Raises `ServerGone`."""
    screen = Screen(sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
    line = _Connection(socket, name, deck, screen)
    await line.sit_down()
    listening = asyncio.create_task(line.listen())
    try:
        async for text in _typed():
            await _while(listening, line.say(text))
    finally:
        # First nobody listens any more, then the line is closed: the other way round it would seem to have broken.
        listening.cancel()
        with contextlib.suppress(asyncio.CancelledError, ServerGone):
            await listening
        line.close()


async def _while(listening: asyncio.Task[None], saying: Coroutine[None, None, None]) -> None:
    """It was said and answered; raises what ended the listening, for then no answer will ever be heard."""
    said = asyncio.ensure_future(saying)
    try:
        await asyncio.wait((listening, said), return_when=asyncio.FIRST_COMPLETED)
        if not said.done():
            listening.result()
        await said
    finally:
        said.cancel()


async def _typed() -> AsyncIterator[str]:
    """The lines, as they are typed; piped lines as they come."""
    if not sys.stdin.isatty():
        loop = asyncio.get_running_loop()
        while True:
            raw = await loop.run_in_executor(None, sys.stdin.buffer.readline)
            if not raw:
                return
            yield raw.decode("utf-8", "surrogateescape").rstrip("\r\n")
    from prompt_toolkit import PromptSession
    from prompt_toolkit.patch_stdout import patch_stdout

    session: PromptSession[str] = PromptSession()
    with patch_stdout(raw=True):
        while True:
            try:
                yield await session.prompt_async("› ")
            except (EOFError, KeyboardInterrupt):
                return


class Screen:
    """Shows messages: plain when piped, set in paragraphs when somebody is looking."""

    def __init__(self, styled: bool) -> None:
        self._styled = styled
        self._seen: set[tuple[int, int]] = set()

    def show(self, key: int, parts: tuple[Part, ...], number: int = 0) -> None:
        """The message, or that part of it, is on screen; the same one is shown once."""
        if (key, number) in self._seen:
            return
        self._seen.add((key, number))
        blocks = [self._block(paragraph.text, paragraph.role) for part in parts for paragraph in part.paragraphs]
        text = ("\n\n" if self._styled else "\n").join(blocks)
        if self._styled:
            text = _lists_close_up(text)
        print(text + "\n", flush=True)

    def _block(self, text: str, role: Role) -> str:
        if not self._styled:
            return text
        width = min(WIDTH, shutil.get_terminal_size().columns - 2)
        filled = "\n".join(textwrap.fill(one, width) for one in text.split("\n"))
        style = _STYLES[role]
        return f"\x1b[{style}m{filled}\x1b[0m" if style else filled


def _lists_close_up(text: str) -> str:
    """Numbered lines stand directly below each other."""
    lines = text.split("\n\n")
    closed = lines[0]
    for before, line in pairwise(lines):
        numbered = before.lstrip()[:1].isdigit() and line.lstrip()[:1].isdigit()
        closed += ("\n" if numbered else "\n\n") + line
    return closed


def _file_in(text: str) -> str:
    """The whole path of the file that `load PATH` names; empty for everything else, `load` and a word included."""
    word, _, path = text.strip().partition(" ")
    if word.removeprefix("/") != "load" or not path.strip():
        return ""
    try:
        file = Path(path.strip().strip("'\"")).expanduser().resolve()
        return str(file) if file.is_file() else ""
    except (OSError, RuntimeError, ValueError):
        return ""


class _Connection:
    """The client's end of the socket, made again when it breaks."""

    def __init__(self, socket: str, name: str, deck: str, screen: Screen) -> None:
        self._socket = socket
        self._hello = frames.Hello(name, deck)
        self._screen = screen
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._counter = 0
        self._run = f"{time.time_ns():x}"
        self._taken: dict[str, asyncio.Future[frames.Taken]] = {}
        self._shown: dict[int, asyncio.Event] = {}
        self._pending: frames.Typed | None = None
        self._typed_at = 0.0

    async def sit_down(self) -> None:
        """Connected, and greeted or shown where things stand."""
        until = time.monotonic() + STARTING
        while self._writer is None:
            try:
                self._reader, self._writer = await self._connect()
            except ServerGone:
                if time.monotonic() > until:
                    raise
                await asyncio.sleep(0.1)
        self._write(self._hello)
        while not isinstance(frame := await self._read(), frames.Taken):
            self._handle(frame)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            return await asyncio.open_unix_connection(self._socket, limit=frames.LONGEST)
        except OSError as error:
            raise ServerGone(
                f"The bot does not answer on {self._socket}: {error.strerror}. Is it still starting?"
            ) from error

    async def say(self, text: str) -> None:
        """The line is safe with the bot, and what it answers has been shown."""
        self._counter += 1
        said = text.encode("utf-8", "replace").decode()
        typed = frames.Typed(f"{self._run}-{self._counter:06d}", said, file=_file_in(said))
        future: asyncio.Future[frames.Taken] = asyncio.get_running_loop().create_future()
        self._taken[typed.id] = future
        self._pending, self._typed_at = typed, time.monotonic()
        self._write(typed)
        taken = await future
        self._pending = None
        for key in taken.messages:
            await self._event(key).wait()

    async def listen(self) -> None:
        """Everything that the bot sends is shown, and a broken line is mended."""
        while True:
            try:
                frame = await self._read()
            except (ConnectionError, asyncio.IncompleteReadError):
                await self._mend()
            else:
                self._handle(frame)

    async def _mend(self) -> None:
        print("(the bot went away; waiting for it)", file=sys.stderr, flush=True)
        until = time.monotonic() + PATIENCE
        while True:
            await asyncio.sleep(0.5)
            try:
                self._reader, self._writer = await self._connect()
                break
            except ServerGone:
                if time.monotonic() > until:
                    raise ServerGone(
                        "The bot went away and did not come back; your last line may not be kept. Start it again."
                    ) from None
        seen = max((key for key, shown in self._shown.items() if shown.is_set()), default=0)
        self._write(msgspec.structs.replace(self._hello, seen=seen))
        if self._pending is not None:
            waited = int((time.monotonic() - self._typed_at) * 1000)
            self._write(msgspec.structs.replace(self._pending, waited=waited))

    def _handle(self, frame: frames.FromServer) -> None:
        match frame:
            case frames.Shown():
                self._screen.show(frame.key, frame.parts, frame.number)
                self._event(frame.key).set()
            case frames.Taken():
                future = self._taken.pop(frame.id, None)
                if future is not None and not future.done():
                    future.set_result(frame)
            case frames.Refusal():
                print(frame.why, file=sys.stderr, flush=True)

    def _event(self, key: int) -> asyncio.Event:
        return self._shown.setdefault(key, asyncio.Event())

    async def _read(self) -> frames.FromServer:
        if self._reader is None:
            raise ConnectionError("not connected")
        try:
            line = await self._reader.readline()
            if not line:
                raise ConnectionError("the bot closed the line")
            frame: frames.FromServer = frames.decode_server(line)
        except ValueError as error:
            # A line without end, or one that is none of those that are known here.
            raise ServerGone(
                "The bot said something that cannot be read here; it may be of another version than this command. Stop "
                "it, and start it again."
            ) from error
        return frame

    def _write(self, frame: frames.FromClient) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(frames.encode(frame) + b"\n")

    def close(self) -> None:
        """Nobody sits here any more."""
        if self._writer is not None:
            self._writer.close()


async def ask_owner(socket: str, do: str, argument: str = "") -> str:
    """What the process that owns the database answers to a request. Raises `ServerGone`; LookupError with its
    refusal."""
    try:
        reader, writer = await asyncio.open_unix_connection(socket, limit=frames.LONGEST)
    except OSError as error:
        raise ServerGone(f"The running bot does not answer on {socket}: {error.strerror}.") from error
    try:
        writer.write(frames.encode(frames.Request(do, argument)) + b"\n")
        line = await reader.readline()
    except ConnectionError:
        line = b""
    finally:
        writer.close()
    if not line:
        raise ServerGone("The running bot closed the line without an answer; look at its output.")
    try:
        frame = frames.decode_server(line)
    except ValueError as error:
        raise ServerGone("The running bot answered what cannot be read here; it may be of another version.") from error
    if isinstance(frame, frames.Refusal):
        raise LookupError(frame.why)
    if not isinstance(frame, frames.Reply):
        raise ServerGone("The running bot answered with something else; it may be of another version.")
    return frame.result
