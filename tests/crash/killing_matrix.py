"""People on a real homeserver, for a campaign that kills the bot."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from bot.adapters.matrix.address import Spot, write
from bot.adapters.matrix.capabilities import MARK, PLATFORM
from bot.model.message import Part
from bot.shells.bench.checkout import NotHere
from bot.shells.bench.crowd import Appeared, Chat, Mouth, Spoken, Unexpected
from tests.fakes.matrix.config import SERVER_NAME, Limits
from tests.fakes.matrix.homeserver import Homeserver, available
from tests.fakes.matrix.people import Person

PATIENCE: Final = 120.0
"""Seconds that somebody waits for a reply, a restart of the bot and a busy homeserver included."""


class MatrixCrowd:
    """The homeserver slows nobody down, unless it is told to; `strict` is one message a second of one account's."""

    platform = PLATFORM
    source = str(PLATFORM)
    at_once = 16
    environment: Mapping[str, str] = {}

    def __init__(self, limits: Limits = "none") -> None:
        if not available():
            raise NotHere("There is no homeserver in this checkout: tests/fakes/matrix/install.sh brings one.")
        self.chats: list[Chat] = []
        self._folder = tempfile.TemporaryDirectory(prefix="notdate-synapse-", ignore_cleanup_errors=True)
        self._homeserver = Homeserver(Path(self._folder.name), limits)
        self._account: Person | None = None
        self._rooms: dict[str, tuple[str, str, str]] = {}

    async def open(self) -> None:
        """The homeserver is there, and the bot has an account."""
        await self._homeserver.start()
        self._account = account = await self._homeserver.arrive("notdate")
        self.environment = {
            "NOTDATE_MATRIX_HOMESERVER": account.url,
            "NOTDATE_MATRIX_USER": account.id,
            "NOTDATE_MATRIX_PASSWORD": account.password,
            "NOTDATE_MATRIX_ALLOW_INVITES": f"*:{SERVER_NAME}",
        }

    async def close(self) -> None:
        """The homeserver is gone."""
        if self._account is not None:
            await self._account.close()
        await self._homeserver.stop()
        self._folder.cleanup()

    @property
    def bot(self) -> Person:
        """The bot's account."""
        assert self._account is not None, "open() comes first"
        return self._account

    def waiting(self) -> int:
        """A homeserver keeps everything; that all was heard is seen by the replies."""
        return 0

    def written(self, part: Part) -> str:
        """The text."""
        return part.text

    async def evening(self, number: int, seed: int, more: Callable[[], bool], answered: Callable[[], None]) -> None:
        """A room with the bot in it, and then whatever it asks and the seed says."""
        mouth = Mouth(number, seed)
        async with await self._homeserver.arrive(f"guest-{number}") as person:
            room = await person.create_room(invite=[self.bot.id], direct=True)
            chat = Chat(write(Spot(room)))
            self.chats.append(chat)
            self._rooms[chat.address] = (person.id, person.token, room)
            newest = await self._reply(person, room)
            while True:
                answered()
                doing = mouth.next(_tokens(newest)) if more() else None
                if doing is None:
                    return
                token, text = doing
                began = time.monotonic()
                event = await person.say(room, token.rpartition(".")[2] or text)
                chat.said.append(Spoken(event, began, text))
                newest = await self._reply(person, room)

    async def _reply(self, person: Person, room: str) -> dict[str, Any]:
        """The bot's newest message, once there is one more."""
        try:
            return await person.hear(room, sender=self.bot.id, timeout=PATIENCE)
        except TimeoutError:
            raise Unexpected(f"{person.id} got no reply on Matrix within {PATIENCE:.0f} s") from None

    async def look(self) -> None:
        """What stands in the rooms; each message names its row in its content."""
        for chat in self.chats:
            id_, token, room = self._rooms[chat.address]
            async with Person(self.bot.url, id_, "", token, "") as person:
                events = await person.messages(room)
            chat.shown = [_appeared(event) for event in events if event["sender"] == self.bot.id]


def _tokens(event: dict[str, Any]) -> list[str]:
    """What may be answered, as tokens: round 0 where a yes or a deck is asked for, 1 where a question is."""
    asked = event["content"].get(MARK, {})
    if asked.get("yes"):
        return ["0.0.yes"]
    return [f"1.0.{number}" for number in asked.get("numbers", [])] or ["1.0.!skip"]


def _appeared(event: dict[str, Any]) -> Appeared:
    content = event["content"]
    mark = content.get(MARK, {})
    return Appeared(content["body"], int(mark.get("key", 0)), int(mark.get("part", 0)), event["event_id"])


Crowd = MatrixCrowd
