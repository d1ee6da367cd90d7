"""Somebody whose client encrypts: the library that the bot's adapter builds on, used as its makers mean it to be."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Self

import nio  # type: ignore[import-untyped]  # it ships no types

from tests.fakes.matrix.people import Json, Person

PATIENCE: Final = 30.0


class Confidant:
    """A person's second device, whose keys are in `folder`. What it hears it has opened itself."""

    def __init__(self, person: Person, folder: Path, device: str = "PHONE") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        config = nio.AsyncClientConfig(encryption_enabled=True, store_sync_tokens=False)
        self.client = nio.AsyncClient(person.url, person.id, device, str(folder), config)
        self.id = person.id
        self._person = person
        self._heard: list[tuple[str, Any]] = []
        self._news = asyncio.Event()
        self._listening: asyncio.Task[None] | None = None
        self._handed_out: set[str] = set()

    async def __aenter__(self) -> Self:
        answer = await self.client.login(self._person.password)
        assert isinstance(answer, nio.LoginResponse), answer
        self.client.add_event_callback(self._hear, nio.Event)
        await self.client.sync(timeout=0, full_state=True)
        self._listening = asyncio.create_task(self.client.sync_forever(timeout=2_000, full_state=True))
        return self

    async def __aexit__(self, *_error: object) -> None:
        if self._listening is not None:
            self._listening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._listening
        await self.client.close()

    async def _hear(self, room: Any, event: Any) -> None:
        self._heard.append((room.room_id, event))
        self._news.set()

    async def send(self, room: str, type_: str, content: Json) -> str:
        """Sealed for everybody who is in the room."""
        async with asyncio.timeout(PATIENCE):
            while room not in self.client.rooms or not self.client.rooms[room].encrypted:
                await asyncio.sleep(0.05)
        answer = await self.client.room_send(room, type_, content, ignore_unverified_devices=True)
        assert isinstance(answer, nio.RoomSendResponse), answer
        return str(answer.event_id)

    async def say(self, room: str, text: str) -> str:
        return await self.send(room, "m.room.message", {"msgtype": "m.text", "body": text, "m.mentions": {}})

    async def react(self, room: str, event: str, key: str) -> str:
        """Nothing seals a reaction, here or elsewhere."""
        return await self._person.react(room, event, key)

    async def hear(self, room: str, text: str = "", *, of: Callable[[Any], bool] = lambda event: True) -> Any:
        """The next event of somebody else in that room that says that, opened by this client; none is handed out
        twice. `TimeoutError` names what was there instead."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    self._news.clear()
                    for where, event in self._heard:
                        body = str(event.source.get("content", {}).get("body", ""))
                        fresh = event.event_id not in self._handed_out
                        if where == room and fresh and event.sender != self.id and body and text in body and of(event):
                            self._handed_out.add(event.event_id)
                            return event
                    await self._news.wait()
        except TimeoutError:
            there = [(event.sender, type(event).__name__, event.source.get("content")) for _where, event in self._heard]
            raise TimeoutError(f"{self.id} waited for {text!r}; there was {there[-8:]}") from None
