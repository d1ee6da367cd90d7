"""The terminal: a client on the real socket, in small. It comes back by itself, and sends again what has no receipt."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from bot.adapters.terminal import frames
from bot.adapters.terminal.capabilities import CAPABILITIES, PLATFORM
from bot.model.ids import Address, Platform
from bot.model.message import Capabilities
from tests.contracts.stages.playhouse import PATIENCE, Playhouse
from tests.contracts.stages.stage import Person, Shown, numbered

_OWN_MARKS: Final = ("\x1b", "\x07", "\x00", "\u202e")
"""What a terminal, or a line of text, would obey."""


class Visitor:
    """Somebody at a terminal."""

    def __init__(self, door: Path, name: str) -> None:
        self.address = Address(name.casefold())
        self._door = door
        self._name = name
        self._typed: list[frames.Typed] = []
        self._waiting: dict[str, frames.Typed] = {}
        self._seen: dict[tuple[int, int], Shown] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._seated = asyncio.Event()
        self._reading = asyncio.Event()
        self._reading.set()
        self._task: asyncio.Task[None] | None = None

    async def arrives(self) -> None:
        self._task = asyncio.create_task(self._sit())
        await asyncio.wait_for(self._seated.wait(), PATIENCE)

    async def _sit(self) -> None:
        """Sits at the door for as long as there is one, and comes back as soon as there is one again."""
        while True:
            with contextlib.suppress(OSError, ValueError):
                reader, self._writer = await asyncio.open_unix_connection(str(self._door), limit=1 << 22)
                try:
                    seen = max((key for key, _number in self._seen), default=0)
                    self._write(frames.Hello(self._name, seen=max(seen, 0)))
                    for typed in self._waiting.values():
                        self._write(frames.Typed(typed.id, typed.text, 10))
                    while line := await reader.readline():
                        await self._reading.wait()
                        self._see(frames.decode_server(line))
                finally:
                    self._writer.close()
            await asyncio.sleep(0.01)

    def _see(self, frame: frames.FromServer) -> None:
        match frame:
            case frames.Shown():
                # As `notdate chat` does: what was on screen stays there once.
                text = "\n\n".join(part.text for part in frame.parts)
                acts = tuple(repr(mark) for mark in _OWN_MARKS if mark in text)
                self._seen.setdefault((frame.key, frame.number), Shown(text, numbered(text), acts))
            case frames.Taken():
                self._waiting.pop(frame.id, None)
                self._seated.set()
            case frames.Refusal():
                self._seen[-len(self._seen), 0] = Shown(frame.why)

    def _write(self, frame: frames.FromClient) -> None:
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(frames.encode(frame) + b"\n")

    async def says(self, text: str) -> None:
        self._type(f"{len(self._typed):06d}", text)
        while self._typed[-1].id in self._waiting and not self._is_away():
            await asyncio.sleep(0.002)

    def _type(self, id_: str, text: str, waited: int = 0) -> None:
        typed = frames.Typed(id_, text, waited)
        self._typed.append(typed)
        self._waiting[typed.id] = typed
        self._write(typed)

    def _is_away(self) -> bool:
        return self._writer is None or self._writer.is_closing()

    async def sends(self, kind: str, data: bytes, text: str = "") -> None:
        if kind != "file":
            raise NotImplementedError("no photo and no voice is taken here: `lacks` says so")
        file = self._door.with_name("friday.txt")
        file.write_bytes(data)
        typed = frames.Typed(f"{len(self._typed):06d}", f"load {file}", file=str(file))
        self._typed.append(typed)
        self._waiting[typed.id] = typed
        self._write(typed)

    async def presses(self, label: str, which: int = -1) -> None:
        raise NotImplementedError("a terminal has nothing to press: `lacks` says so")

    async def edits(self, text: str) -> None:
        raise NotImplementedError("what was typed into a terminal stays: `lacks` says so")

    async def reacts(self, *signs: str, which: int = -1) -> None:
        raise NotImplementedError("a terminal has nowhere to put a sign: `lacks` says so")

    async def again(self) -> None:
        """The receipt of the line was lost, so the client sends it again under the same id."""
        self._write(frames.Typed(self._typed[-1].id, self._typed[-1].text, 10))

    async def late(self, text: str) -> None:
        """A line that waited a minute while the bot was away, and is sent after one that did not."""
        self._type("000000-late", text, 60_000)

    async def garbles(self, marker: str) -> None:
        assert self._writer is not None
        self._writer.write(b'{"type":"typed","id":7,"text":"' + marker.encode() + b'\xff"}\n')

    async def halves(self, marker: str) -> None:
        assert self._writer is not None
        self._writer.write(b'{"type":"typed","id":"half","text":"' + marker.encode() + b'\\ud800"}\n')

    async def goes(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def comes_back(self) -> None:
        self._seated.clear()
        await self.arrives()

    def rests(self, resting: bool) -> None:
        """Reads nothing for the moment, or goes on reading."""
        (self._reading.clear if resting else self._reading.set)()

    async def shown(self) -> Sequence[Shown]:
        return list(self._seen.values())


class TerminalStage:
    """The bot's own socket."""

    platform: Platform = PLATFORM
    capabilities: Capabilities = CAPABILITIES
    lacks: Mapping[str, str] = {
        "sends": "no photo and no voice can be typed into a terminal",
        "sees": "a terminal shows words alone",
        "press": "there is nothing to press at a terminal; choices are typed",
        "edit": "a line that was printed cannot be changed",
        "edits": "a line that was typed cannot be changed",
        "react": "a terminal has nowhere to put a sign; what somebody thinks of a question is typed",
        "dead": "a terminal is never refused for good: whoever sits down again sees where things stand",
        "pause": "nobody limits how fast a terminal is written to",
    }

    def __init__(self) -> None:
        self._visitors: list[Visitor] = []

    async def open(self, folder: Path) -> None:
        # A socket's path must be short.
        self._short = Path(tempfile.mkdtemp(prefix="stage-"))
        self.house = Playhouse(PLATFORM, self._short, {})

    async def close(self) -> None:
        for visitor in self._visitors:
            await visitor.goes()
        await self.house.stop()
        shutil.rmtree(self._short)

    async def start(self) -> None:
        await self.house.start()

    async def stop(self) -> None:
        await self.house.stop()

    async def kill(self) -> None:
        await self.house.kill()

    async def person(self, name: str) -> Person:
        visitor = Visitor(self.house.house.socket, name)
        self._visitors.append(visitor)
        return visitor

    async def limit(self, person: Person, seconds: float) -> None:
        """They look away from their screen."""
        assert isinstance(person, Visitor)
        person.rests(True)
        asyncio.get_running_loop().call_later(seconds, person.rests, False)

    def lose(self) -> None:
        raise NotImplementedError("nothing was taken that could be lost: `lacks` says so")

    def early(self) -> int:
        return 0

    def attempts(self) -> int:
        return sum(len(visitor._seen) for visitor in self._visitors)
