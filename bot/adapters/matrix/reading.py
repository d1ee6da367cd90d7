"""Reads one event of a room after the other, and asks the homeserver for what the event alone does not tell."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import Final

import msgspec

from bot.adapters.matrix import inbound
from bot.adapters.matrix.address import Spot
from bot.adapters.matrix.capabilities import PLATFORM
from bot.adapters.matrix.doors import Doors
from bot.adapters.matrix.events import BROKEN, Asked, Event, Ours, Reacted, Said, read
from bot.adapters.matrix.inbound import Me
from bot.adapters.matrix.line import Api, Line, Refused
from bot.adapters.matrix.outbound import LastWord
from bot.adapters.matrix.rooms import CHANGING, Room, Rooms
from bot.model.event import Arrived, Invited, MessageReceived, Words
from bot.model.ids import Address, WordsId
from bot.ports.adapter import Delivered, Intake
from bot.ports.clock import Clock

REMEMBERED: Final = 10_000
"""Conversations in groups whose last word an answer may refer to."""
LOOKED_BACK: Final = 50
"""Messages of ours among which the newest that asked is looked for."""


class Reading:
    """What events say, for a bot of that account."""

    def __init__(self, line: Line, rooms: Rooms, doors: Doors, clock: Clock) -> None:
        self._line = line
        self._rooms = rooms
        self._doors = doors
        self._clock = clock
        self._last: OrderedDict[Address, LastWord] = OrderedDict()
        self.me = Me("")

    def last_word(self, where: Address) -> LastWord | None:
        """The last event of a group's conversation that was taken in this run."""
        return self._last.get(where)

    async def read(self, room_id: str, raw: object, intake: Intake) -> Delivered | None:
        """What the event says; None for what is nobody's. What cannot be read is in quarantine. Raises `Away`."""
        try:
            return await self._read(room_id, read(raw, Event), inbound.came_in(raw, self.me.id), intake)
        except BROKEN as error:
            room = await self._rooms.of(room_id, self.me.id)
            direct = room is not None and room.direct
            sender = raw.get("sender") if isinstance(raw, dict) else None
            source = f"{PLATFORM}:{inbound.plain(sender)}" if isinstance(sender, str) and sender else str(PLATFORM)
            kept = json.dumps(inbound.outline(raw, direct)).encode("utf-8", "replace")
            await intake.quarantine(source, kept, str(error)[:200] if direct else type(error).__name__)
            return None

    async def _read(self, room_id: str, event: Event, came_in: bool, intake: Intake) -> Delivered | None:
        if event.type in CHANGING:
            self._rooms.forget(room_id)
        if event.type == "m.room.tombstone" and event.state_key == "":
            await self._doors.follow(room_id, event, self.me, intake)
            return None
        if came_in:
            await self._doors.settle(room_id, self.me, intake)
        if event.sender == self.me.id:
            return await self._entered(room_id, event) if came_in else None
        if event.state_key is not None:
            return None
        room = await self._rooms.of(room_id, self.me.id)
        if room is None:
            return None
        if room.encrypted:
            if room.direct:
                await self._doors.refuse_encrypted(room_id)
            return None
        if event.type in ("m.room.message", "m.sticker") and event.content:
            return await self._said(room_id, event, room)
        if event.type == "m.reaction" and event.content:
            return await self._reacted(room_id, event, room)
        return None

    async def _said(self, room_id: str, event: Event, room: Room) -> Delivered | None:
        said = read(event.content, Said)
        answers_us = not room.direct and await self._is_ours(room_id, said.relates.answered)
        fact = inbound.said_to_us(event, said, room, self.me, answers_us)
        if fact is None:
            return None
        spot = inbound.spot_of(room_id, room, event.sender)
        delivered = inbound.deliver(event, spot, event.sender, room, fact)
        if spot.person:
            self._remember(delivered.address, LastWord(event.event_id, said.relates.thread))
        if inbound.asks_for_standing(delivered):
            standing = await self._rooms.standing(room_id, event.sender, self._clock.now())
            delivered = msgspec.structs.replace(delivered, standing=standing)
        return delivered

    def _remember(self, where: Address, last: LastWord) -> None:
        self._last[where] = last
        self._last.move_to_end(where)
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)

    async def _is_ours(self, room_id: str, event_id: str) -> bool:
        """Whether we sent that event."""
        if not event_id:
            return False
        try:
            answered = await self._line.call(Api.room_get_event("", room_id, event_id))
        except Refused as refused:
            refused.raise_if_passing()
            return False
        return answered.get("sender") == self.me.id

    async def _reacted(self, room_id: str, event: Event, room: Room) -> Delivered | None:
        """A number or a thumb under the newest message that asked says that number, or yes."""
        relates = read(event.content, Reacted).relates
        if not (inbound.number_in(relates.key) or relates.key.startswith(inbound.THUMBS)):
            return None
        spot = inbound.spot_of(room_id, room, event.sender)
        newest, asked = await self._newest(room_id, spot.person)
        answer = inbound.answer_in(relates.key, asked)
        if not answer or newest != relates.event_id:
            return None
        fact = MessageReceived(Words(WordsId(0), answer), inbound.sent_at(event))
        return inbound.deliver(event, spot, event.sender, room, fact)

    async def _newest(self, room_id: str, person: str) -> tuple[str, Asked]:
        """The newest message of ours that asked that person something, as the server has it: that outlives us."""
        only = {"senders": [self.me.id], "types": ["m.room.message"]}
        asked = Api.room_messages("", room_id, limit=LOOKED_BACK, message_filter=only)
        try:
            chunk = (await self._line.call(asked)).get("chunk", [])
        except Refused as refused:
            refused.raise_if_passing()
            return "", Asked()
        for raw in chunk if isinstance(chunk, list) else ():
            try:
                event = read(raw, Event)
                said = read(event.content, Ours).asked
            except BROKEN:
                continue
            if event.sender == self.me.id and said.asks and said.person == person:
                return event.event_id, said
        return "", Asked()

    async def _entered(self, room_id: str, event: Event) -> Delivered | None:
        """Whoever brought us into a private room has come to talk; into a group, they hear in private what is next."""
        room, inviter = await self._rooms.of(room_id, self.me.id), inbound.who_invited(event)
        if room is None:
            return None
        if room.direct and room.encrypted:
            await self._doors.refuse_encrypted(room_id)
            return None
        if room.direct and inviter in room.people:
            return inbound.deliver(event, Spot(room_id), inviter, room, Arrived())
        private = await self._rooms.direct_with(inviter, self.me.id) if inviter else ""
        if not private or room.direct:
            return None
        if room.encrypted:
            await self._doors.refuse_encrypted(private)
            return None
        return inbound.deliver(event, Spot(private), inviter, room, Invited(inbound.plain(room.name)))
