"""Which rooms we go into: those that the list allows. What is not allowed stays where it is, and nobody is answered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.adapters.matrix import address, inbound
from bot.adapters.matrix.address import Spot
from bot.adapters.matrix.capabilities import PLATFORM
from bot.adapters.matrix.events import BROKEN, Event, Offer, read
from bot.adapters.matrix.inbound import Me
from bot.adapters.matrix.line import Api, CallRefused, Line
from bot.adapters.matrix.memory import Memory
from bot.adapters.matrix.post import Post
from bot.adapters.matrix.rooms import Rooms
from bot.ports.adapter import Intake, SendFailed

ENCRYPTED: Final = "I cannot read encrypted rooms. Invite me to a room without encryption, please; there I answer."
LOCKED: Final = (
    "Something that you wrote reached me locked, and its key did not come: say it again, please, or invite me to a "
    "room without encryption."
)
NOBODY: Final = (
    "Somebody invited the bot to a Matrix room, but the list of who may is empty. Set NOTDATE_MATRIX_ALLOW_INVITES to "
    "user ids, room ids or *:server, with commas between them, and start again."
)


class Doors:
    """Joins, follows rooms that move, and says once where it cannot read."""

    def __init__(
        self, line: Line, rooms: Rooms, post: Post, memory: Memory, allowed: str, complain: Callable[[str], None]
    ) -> None:
        self._line = line
        self._rooms = rooms
        self._post = post
        self._memory = memory
        self._allowed = tuple(name.strip() for name in allowed.split(",") if name.strip())
        self._complain = complain
        self._complained = False

    async def answer_invites(self, invites: Mapping[str, Any], me: Me) -> None:
        """We are in the rooms to which somebody who may has invited us. Raises `Away`."""
        for room, raw in invites.items():
            try:
                inviter = inbound.invite_of(read(raw, Offer).invite_state.events, me.id)
            except BROKEN:
                continue
            if inviter and inbound.is_allowed(self._allowed, inviter, room):
                await self._join(room)
            elif not self._allowed and not self._complained:
                self._complained = True
                self._complain(NOBODY)

    async def _join(self, room: str) -> bool:
        try:
            await self._line.call(Api.join("", room))
        except CallRefused as refused:
            refused.raise_if_passing()
            return False
        self._rooms.forget(room)
        return True

    async def follow(self, room: str, event: Event, me: Me, intake: Intake) -> None:
        """The successor of a room is joined, if the list allows it, and conversations go on there. Raises `Away`.

        A tombstone is only half of the proof: the other is that the successor says whose successor it is.
        """
        successor = event.content.get("replacement_room")
        if isinstance(successor, str) and successor.startswith("!"):
            if inbound.is_allowed(self._allowed, event.sender, successor):
                await self._join(successor)
            await self._memory.note(f"moved:{room}", successor)
            await self.settle(successor, me, intake)

    async def settle(self, room: str, me: Me, intake: Intake) -> None:
        """If that room succeeds another that points at it, conversations of that other one go on here."""
        known = await self._rooms.of(room, me.id)
        if known is None or not known.predecessor:
            return
        old = known.predecessor
        if await self._memory.noted(f"moved:{old}") == room:
            await intake.move_room(PLATFORM, address.write(Spot(old)), address.write(Spot(room)))
            await self._memory.note(f"moved:{old}", "")

    async def refuse_encrypted(self, room: str) -> None:
        """Whoever is in that private room knows, once, that nothing can be read there. Raises `Away`."""
        if await self._memory.noted(f"encrypted:{room}"):
            return
        try:
            await self._post.say_in_plain(room, ENCRYPTED, "encrypted-" + _digest(room))
        except CallRefused as refused:
            refused.raise_if_passing()
            return
        await self._memory.note(f"encrypted:{room}", "said")

    async def tell_locked(self, room: str, event: str) -> None:
        """Whoever is in that private room knows that something of theirs could not be opened; once, until something
        can. Raises `Away`."""
        if await self._memory.noted(f"locked:{room}"):
            return
        content = {"msgtype": "m.text", "body": LOCKED, "m.mentions": {}}
        try:
            await self._post.put(Spot(room), "m.room.message", content, "locked-" + _digest(event))
        except CallRefused as refused:
            refused.raise_if_passing()
            return
        except SendFailed:
            return
        await self._memory.note(f"locked:{room}", "said")

    async def opened(self, room: str) -> None:
        """Something could be opened there; the next time that it cannot is told again."""
        if await self._memory.noted(f"locked:{room}"):
            await self._memory.note(f"locked:{room}", "")


def _digest(what: str) -> str:
    return hashlib.sha256(what.encode("utf-8", "replace")).hexdigest()[:32]
