"""The server's side of the socket."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from bot.adapters.terminal import files, frames
from bot.adapters.terminal.address import address_of
from bot.adapters.terminal.capabilities import CAPABILITIES, PLATFORM
from bot.adapters.terminal.inbound import arrived, typed
from bot.model.ids import Address, MessageId, Platform
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import Failure, Intake, SendFailed, Stopping
from bot.ports.clock import Clock
from bot.ports.transcript import Entry, Speaker, Transcript

Operator = Callable[[str, str], Awaitable[str]]
"""Does what the operator wants (a verb, an argument) and says what came of it."""

DRAIN: Final = 2.0


class TerminalAdapter:
    """Speaks for the terminal, on a local socket that only this user can open."""

    def __init__(self, transcript: Transcript, door: Path, operator: Operator, clock: Clock) -> None:
        self._transcript = transcript
        self._door = door
        self._operator = operator
        self._clock = clock
        self._listening: defaultdict[Address, set[asyncio.StreamWriter]] = defaultdict(set)
        self._open: set[asyncio.Task[None]] = set()
        self.started = asyncio.Event()
        """Set while somebody can sit down."""

    @property
    def platform(self) -> Platform:
        return PLATFORM

    @property
    def capabilities(self) -> Capabilities:
        return CAPABILITIES

    def scopes(self, address: Address) -> tuple[tuple[Scope, str], ...]:
        """There is no pace to keep."""
        return ()

    async def run(self, intake: Intake) -> None:
        """Listens until it is cancelled; a line that was read is taken all the same."""

        async def sit_down(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is not None:
                self._open.add(task)
                task.add_done_callback(self._open.discard)
            await self._serve(intake, reader, writer)

        with contextlib.suppress(FileNotFoundError):
            self._door.unlink()
        server = await asyncio.start_unix_server(sit_down, sock=bind(self._door), limit=frames.LONGEST)
        self.started.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.started.clear()
            server.close()
            for task in tuple(self._open):
                task.cancel()
            if self._open:
                await asyncio.wait(tuple(self._open), timeout=DRAIN)
            with contextlib.suppress(FileNotFoundError):
                self._door.unlink()

    async def send(self, address: Address, key: MessageId, part: Part, number: int) -> str:
        """Whoever sits there sees it now; who sits down later sees where things stand."""
        line = frames.encode(frames.Shown(key, (part,), number)) + b"\n"
        for writer in tuple(self._listening.get(address, ())):
            writer.write(line)
        return str(key)

    async def fetch(self, handle: str, limit: int) -> bytes:
        """The file at that path. Raises `FetchFailed`."""
        return await asyncio.to_thread(files.read, handle, limit)

    async def edit(self, address: Address, sent: str, part: Part) -> None:
        """What a terminal has shown, it has shown."""
        raise SendFailed(Failure.MESSAGE, "a terminal changes nothing that it has shown")

    async def _serve(self, intake: Intake, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address: Address | None = None
        try:
            while line := await reader.readline():
                try:
                    frame = frames.decode_client(line)
                except (msgspec.DecodeError, UnicodeDecodeError) as error:
                    await intake.quarantine(f"{PLATFORM}:{address or ''}", line, str(error))
                    _write(
                        writer, frames.Refusal("That line could not be read; it was put aside. Nothing else changed.")
                    )
                    continue
                if isinstance(frame, frames.Request):
                    _write(writer, await self._do(frame))
                elif isinstance(frame, frames.Hello):
                    # Whoever sits down under another name has got up from the first place.
                    self._get_up(address, writer)
                    address = address_of(frame.name)
                    self._listening[address].add(writer)
                    await self._welcome(intake, writer, address, frame)
                elif address is None:
                    _write(writer, frames.Refusal("Say who you are first."))
                else:
                    await self._take(intake, writer, address, frame)
        except (ConnectionError, asyncio.IncompleteReadError, ValueError, asyncio.CancelledError, Stopping):
            # The client is gone, sent a line without end, or the bot is stopping: what was not acknowledged is
            # not taken as said. The task ends here either way, so a cancellation is at its goal.
            pass
        finally:
            self._get_up(address, writer)
            writer.close()

    def _get_up(self, address: Address | None, writer: asyncio.StreamWriter) -> None:
        """Nobody listens there through that line any more."""
        if address is not None and address in self._listening:
            self._listening[address].discard(writer)
            if not self._listening[address]:
                del self._listening[address]

    async def _do(self, request: frames.Request) -> frames.FromServer:
        try:
            return frames.Reply(await self._operator(request.do, request.argument))
        except LookupError as error:
            return frames.Refusal(str(error))

    async def _welcome(
        self, intake: Intake, writer: asyncio.StreamWriter, address: Address, hello: frames.Hello
    ) -> None:
        """What was missed, and the greeting or the welcome, or else the last thing that the bot said."""
        if hello.seen:
            # From the newest one on, for only its first parts may have been shown; the client shows no part twice.
            self._show(writer, await self._transcript.since(PLATFORM, address, hello.seen - 1))
        delivered = arrived(address, hello, self._clock.now())
        receipt = await intake.take(delivered)
        if not receipt.messages and not hello.seen:
            entries = await self._transcript.since(PLATFORM, address, limit=10)
            self._show(writer, [one for one in entries if one.speaker is Speaker.BOT][-1:])
        _write(writer, frames.Taken(str(delivered.id), receipt.messages))

    def _show(self, writer: asyncio.StreamWriter, entries: Sequence[Entry]) -> None:
        """What the bot said of it is on screen."""
        for entry in entries:
            if entry.speaker is Speaker.BOT:
                for number, part in enumerate(entry.parts):
                    _write(writer, frames.Shown(entry.id, (part,), number))

    async def _take(self, intake: Intake, writer: asyncio.StreamWriter, address: Address, frame: frames.Typed) -> None:
        try:
            receipt = await asyncio.shield(intake.take(typed(address, frame, self._clock.now())))
        except Stopping:
            writer.close()
            return
        _write(writer, frames.Taken(frame.id, receipt.messages))


def bind(path: Path) -> socket.socket:
    """A socket that from its first instant only this user can open."""
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        door.bind(str(path))
    except BaseException:
        door.close()
        raise
    finally:
        os.umask(before)
    return door


def _write(writer: asyncio.StreamWriter, frame: frames.FromServer) -> None:
    writer.write(frames.encode(frame) + b"\n")
