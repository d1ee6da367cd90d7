"""The terminal's door: a client of the socket that the bot listens on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from bot.adapters.terminal import frames
from bot.wiring import House
from tests.journeys.doors.door import PATIENCE, Did

FENCE: Final = frames.Request("fence")
"""A request that no bot knows: it is refused after everything that was shown before it."""


class TerminalDoor:
    """Opens a line whenever its person sits down, and shuts it when they leave."""

    def __init__(self, name: str, platform: TerminalPlatform) -> None:
        self._name = name
        self._platform = platform
        self._line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self._typed = 0
        self._refused: list[str] = []

    async def sit_down(self, deck: str) -> Did:
        reader, writer = await asyncio.open_unix_connection(str(self._platform.socket), limit=frames.LONGEST)
        self._line = (reader, writer)
        self._send(frames.encode(frames.Hello(self._name, deck)))
        return Did(1)

    async def look_in(self) -> Did:
        return await self.sit_down("")

    async def type(self, text: str) -> Did:
        self._typed += 1
        self._send(frames.encode(frames.Typed(f"{self._typed:06d}", text)))
        return Did(1)

    async def press(self, label: str) -> Did:
        raise LookupError("a terminal has nothing to press")

    async def send_raw(self, line: str) -> Did:
        """This line goes over the socket as it is."""
        self._send(line.encode())
        return Did(1)

    async def leave(self) -> None:
        if self._line is not None:
            self._line[1].close()
            await self._line[1].wait_closed()
            self._line = None

    def restart(self) -> None:
        if self._line is not None:
            self._line[1].close()
            self._line = None

    async def shown(self) -> list[str]:
        if self._line is None:
            return []
        self._send(frames.encode(FENCE))
        shown: dict[int, list[str]] = {}
        while True:
            line = await asyncio.wait_for(self._line[0].readline(), PATIENCE)
            assert line, "the bot closed the line"
            frame: frames.FromServer = frames.decode_server(line)
            match frame:
                case frames.Shown():
                    lines = [paragraph.text for part in frame.parts for paragraph in part.paragraphs]
                    shown.setdefault(frame.key, []).extend(lines)
                case frames.Refusal() if repr(FENCE.do) in frame.why:
                    return ["\n".join(lines) for lines in shown.values()]
                case frames.Refusal():
                    shown[-len(shown)] = [f"(refused) {frame.why}"]

    def _send(self, line: bytes) -> None:
        assert self._line is not None, f"{self._name} does not sit at the terminal"
        self._line[1].write(line + b"\n")


class TerminalPlatform:
    """The socket of whichever process is the bot now."""

    def __init__(self) -> None:
        self.socket = Path()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def settings(self) -> dict[str, str | int | None]:
        return {}

    def attend(self, house: House) -> None:
        return None

    async def begin(self, house: House) -> None:
        self.socket = house.socket
        await asyncio.wait_for(house.terminal.started.wait(), PATIENCE)

    async def door(self, name: str) -> TerminalDoor:
        return TerminalDoor(name, self)

    def move(self, milliseconds: int) -> None:
        return None
