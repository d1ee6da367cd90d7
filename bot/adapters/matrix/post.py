"""What we put into rooms: sealed where encryption was promised, and nothing private where others read along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.adapters.matrix.address import Spot
from bot.adapters.matrix.events import Json
from bot.adapters.matrix.line import Api, Line
from bot.adapters.matrix.rooms import Room, Rooms
from bot.ports.adapter import Failure, SendFailed

if TYPE_CHECKING:
    from bot.adapters.matrix.keyring import Keyring

SEALED = "m.room.encrypted"


class Post:
    """Sends for the account `me`; `keyring` is there while encrypted rooms can be read."""

    def __init__(self, line: Line, rooms: Rooms) -> None:
        self._line = line
        self._rooms = rooms
        self.me = ""
        self.keyring: Keyring | None = None

    def can_read(self, room: Room) -> bool:
        """Whether what is said there can be read."""
        return not room.encrypted or self.keyring is not None

    async def room_for(self, spot: Spot) -> Room | None:
        """The room, if what is meant for that spot may be said there; None for one that we are not in. Raises `Away`
        and `SendFailed`."""
        room = await self._rooms.of(spot.room, self.me)
        if room is not None and not self.can_read(room):
            raise SendFailed(Failure.DESTINATION, "the room is encrypted")
        if room is not None and not room.people:
            raise SendFailed(Failure.DESTINATION, "everybody has left that room")
        if room is not None and not room.direct and not spot.person:
            raise SendFailed(Failure.DESTINATION, "others have come into that private room")
        return room

    async def put(self, spot: Spot, type_: str, content: Json, transaction: str) -> Json:
        """It is there; sent again with the same transaction, it is the same event. Raises `Away`, `CallRefused` and
        `SendFailed`."""
        room = await self.room_for(spot)
        if room is not None and room.encrypted and self.keyring is not None:
            content = await self.keyring.seal(spot.room, room.people, type_, content)
            type_ = SEALED
        return await self._line.call(Api.room_send("", spot.room, type_, content, transaction))

    async def say_in_plain(self, room: str, text: str, transaction: str) -> Json:
        """A sentence of ours for everybody who can see the room, encrypted or not. Raises `Away` and `CallRefused`."""
        content = {"msgtype": "m.text", "body": text, "m.mentions": {}}
        return await self._line.call(Api.room_send("", room, "m.room.message", content, transaction))
