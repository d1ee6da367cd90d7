"""Reads one event of a room after the other, and asks the homeserver for what the event alone does not tell."""

from __future__ import annotations

import json
from typing import Any, Final

import msgspec

from bot.adapters.matrix import inbound
from bot.adapters.matrix.address import EVERYBODY, Spot
from bot.adapters.matrix.capabilities import PLATFORM
from bot.adapters.matrix.doors import Doors
from bot.adapters.matrix.events import BROKEN, Asked, Event, Ours, Relation, Said, Sign, read
from bot.adapters.matrix.inbound import Me
from bot.adapters.matrix.line import Api, CallRefused, Line
from bot.adapters.matrix.outbound import Current, LastWord
from bot.adapters.matrix.polls import STARTS, VOTES, choice_in, choices_of
from bot.adapters.matrix.post import SEALED, Post
from bot.adapters.matrix.rooms import CHANGING, Room, Rooms
from bot.adapters.matrix.waiting import Unopened
from bot.model.event import Arrived, ChoicePressed, Invited, MessageReceived, Rating, Reacted, Words
from bot.model.ids import Address, WordsId
from bot.ports.adapter import Delivered, Intake
from bot.ports.clock import Clock
from bot.ports.reactions import meaning_of
from bot.ports.recent import Recent

REMEMBERED: Final = 10_000
"""Conversations in groups whose last word an answer may refer to."""
LOOKED_BACK: Final = 50
"""Messages of ours among which the newest that asked is looked for."""

ASKING: Final = frozenset({"m.room.message", SEALED, *STARTS})
"""Types of events of ours that ask something."""


class Reading:
    """What events say, for a bot of that account."""

    def __init__(self, line: Line, rooms: Rooms, post: Post, doors: Doors, clock: Clock) -> None:
        self._line = line
        self._rooms = rooms
        self._post = post
        self._doors = doors
        self._clock = clock
        self._last: Recent[Address, LastWord] = Recent(REMEMBERED)
        self.me = Me("")

    def last_word(self, where: Address) -> LastWord | None:
        """The last event of a group's conversation that was taken in this run."""
        return self._last.get(where)

    async def open(self, room_id: str, raw: object) -> object:
        """The event as it can be read: as it came, or with what was sealed in it. Raises `Unopened` while its key is
        not here, and `Away`."""
        keyring = self._post.keyring
        if keyring is None or not isinstance(raw, dict) or raw.get("type") != SEALED or not raw.get("content"):
            return raw
        try:
            event = read(raw, Event)
            opened = raw if event.state_key is not None else raw | await keyring.open_event(room_id, event)
        except BROKEN:
            return raw
        except CallRefused as refused:
            refused.raise_if_passing()
            raise Unopened(str(refused)) from refused
        return opened

    async def give_up(self, room_id: str, raw: dict[str, Any], intake: Intake) -> None:
        """The event, which nobody can open, is in quarantine, and whoever is alone with us knows. Raises `Away`."""
        direct = await self._quarantine(room_id, raw, "its key did not come", intake)
        if direct:
            await self._doors.tell_locked(room_id, str(raw.get("event_id")))

    async def _quarantine(self, room_id: str, raw: object, why: str, intake: Intake) -> bool:
        """It is kept, whole where nobody else could be meant; returns whether it was."""
        room = await self._rooms.of(room_id, self.me.id)
        direct = room is not None and room.direct
        sender = raw.get("sender") if isinstance(raw, dict) else None
        source = f"{PLATFORM}:{inbound.plain(sender)}" if isinstance(sender, str) and sender else str(PLATFORM)
        kept = json.dumps(inbound.outline(raw, direct)).encode("utf-8", "replace")
        await intake.quarantine(source, kept, why if direct else why.split(":")[0][:40])
        return direct

    async def read(self, room_id: str, raw: object, intake: Intake) -> Delivered | None:
        """What the event says; None for what is nobody's. What cannot be read is in quarantine. Raises `Away`."""
        try:
            return await self._read(room_id, read(raw, Event), inbound.came_in(raw, self.me.id), intake)
        except BROKEN as error:
            await self._quarantine(room_id, raw, f"{type(error).__name__}: {error}"[:200], intake)
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
        if not self._post.can_read(room):
            if room.direct:
                await self._doors.refuse_encrypted(room_id)
            return None
        if event.type == SEALED and event.content and self._post.keyring is not None:
            raise ValueError("it was not sealed as it should be")
        if event.type in ("m.room.message", "m.sticker") and event.content:
            return await self._said(room_id, event, room, intake)
        if event.type == "m.reaction" and event.content:
            return await self._reacted(room_id, event, room)
        if event.type in VOTES and event.content:
            return await self._voted(room_id, event, room)
        if event.type == "m.room.redaction" and event.redacted:
            # Whether that was a sign of theirs, and what it said, nobody can see any more but who remembers it.
            return self._rated(room_id, event, room, Reacted(Rating.WITHDRAWN, inbound.plain(event.redacted)))
        return None

    async def _said(self, room_id: str, event: Event, room: Room, intake: Intake) -> Delivered | None:
        said = read(event.content, Said)
        answers_us = not room.direct and await self._is_ours(room_id, said.relates.answered)
        fact = inbound.said_to_us(event, said, room, self.me, answers_us)
        if fact is None:
            return None
        spot = inbound.spot_of(room_id, room, event.sender)
        delivered = inbound.deliver(event, spot, event.sender, room, fact, said.relates.thread)
        if spot.person:
            self._last.keep(delivered.address, LastWord(event.event_id, said.relates.thread))
        if spot.person and intake.asks_for_standing(fact):
            standing = await self._rooms.standing(room_id, event.sender, self.me.id, self._clock.now())
            delivered = msgspec.structs.replace(delivered, standing=standing)
        return delivered

    async def _is_ours(self, room_id: str, event_id: str) -> bool:
        """Whether we sent that event."""
        if not event_id:
            return False
        try:
            answered = await self._line.call(Api.room_get_event("", room_id, event_id))
        except CallRefused as refused:
            refused.raise_if_passing()
            return False
        return answered.get("sender") == self.me.id

    async def _reacted(self, room_id: str, event: Event, room: Room) -> Delivered | None:
        """A number or a thumb under the newest message that asked says that number, or yes; any other sign that means
        something is what they think of the question."""
        relates = read(event.content, Sign).relates
        if (inbound.number_in(relates.key) or relates.key.startswith(inbound.THUMBS)) and (
            answer := await self._answered(room_id, event, room, relates)
        ):
            return answer
        rating = meaning_of(relates.key)
        if rating is None or not relates.event_id:
            return None
        said = Reacted(rating, inbound.plain(event.event_id), inbound.plain(relates.event_id))
        return self._rated(room_id, event, room, said)

    def _rated(self, room_id: str, event: Event, room: Room, said: Reacted) -> Delivered:
        return inbound.deliver(event, inbound.spot_of(room_id, room, event.sender), event.sender, room, said)

    async def _answered(self, room_id: str, event: Event, room: Room, relates: Relation) -> Delivered | None:
        """What that sign says to what was asked; None where it says nothing to it."""
        spot = inbound.spot_of(room_id, room, event.sender)
        if spot.person and (
            answer := inbound.answer_in(relates.key, await self._asked_of_all(room_id, relates.event_id))
        ):
            fact = MessageReceived(Words(WordsId(0), answer), inbound.sent_at(event), answers=relates.event_id)
            return inbound.deliver(event, spot, event.sender, room, fact)
        newest, asked = await self._newest(room_id, spot.person)
        answer = inbound.answer_in(relates.key, asked)
        if not answer or newest != relates.event_id:
            return None
        fact = MessageReceived(Words(WordsId(0), answer), inbound.sent_at(event))
        return inbound.deliver(event, spot, event.sender, room, fact)

    async def _asked_of_all(self, room_id: str, event_id: str) -> Asked:
        """What that message of ours asked of everybody in a group."""
        found = await self._content_of(room_id, event_id)
        asked = read(found[0].content, Ours).asked if found else Asked()
        return asked if asked.person == EVERYBODY else Asked()

    async def _voted(self, room_id: str, event: Event, room: Room) -> Delivered | None:
        """A vote in a poll that was for them presses that choice."""
        choice, relates = choice_in(event.content), read(event.content, Sign).relates
        found = await self._content_of(room_id, relates.event_id) if choice and relates.event_id else None
        spot = inbound.spot_of(room_id, room, event.sender)
        # A poll is for whoever is alone with us: once others are there, nobody can say whose vote was asked for.
        if found is None or spot.person or choice not in choices_of(found[0]):
            return None
        return inbound.deliver(event, spot, event.sender, room, ChoicePressed(choice, inbound.sent_at(event)))

    async def _newest(self, room_id: str, person: str) -> tuple[str, Asked]:
        """The newest message of ours that asked that person something, as the server has it: that outlives us."""
        only = {"senders": [self.me.id], "types": sorted(ASKING)}
        asked = Api.room_messages("", room_id, limit=LOOKED_BACK, message_filter=only)
        try:
            chunk = (await self._line.call(asked)).get("chunk", [])
        except CallRefused as refused:
            refused.raise_if_passing()
            return "", Asked()
        changed: dict[str, Asked] = {}
        for raw in chunk if isinstance(chunk, list) else ():
            try:
                event = read(await self.open(room_id, raw), Event)
                said = read(event.content, Ours)
            except (Unopened, *BROKEN):
                continue
            if event.sender != self.me.id:
                continue
            if said.relates.rel_type == "m.replace":
                changed.setdefault(said.relates.event_id, said.instead.asked)
                continue
            now = changed.get(event.event_id, said.asked)
            if now.asks and now.person == person:
                return event.event_id, now
        return "", Asked()

    async def ours(self, room_id: str, event_id: str) -> Current | None:
        """That message of ours as it stands; None where it is gone, or not ours. Raises `Away` and `CallRefused`."""
        found = await self._content_of(room_id, event_id)
        if found is None or found[0].type != "m.room.message":
            return None
        event, relations = found
        latest = relations.get("m.replace")
        version = latest.get("event_id") if isinstance(latest, dict) else None
        edit = await self._content_of(room_id, version) if isinstance(version, str) else None
        content = edit[0].content.get("m.new_content") if edit is not None else event.content
        bare = {key: value for key, value in content.items() if key != "m.relates_to"} if content else {}
        return Current(bare, version if isinstance(version, str) else "")

    async def _content_of(self, room_id: str, event_id: str) -> tuple[Event, dict[str, Any]] | None:
        """An event of ours, opened, and what refers to it; None where there is none, or nothing in it any more."""
        try:
            raw = await self._line.call(Api.room_get_event("", room_id, event_id))
            event = read(await self.open(room_id, raw), Event)
        except CallRefused as refused:
            refused.raise_if_passing()
            return None
        except (Unopened, *BROKEN):
            return None
        if event.sender != self.me.id or not event.content:
            return None
        relations = event.unsigned.get("m.relations")
        return event, relations if isinstance(relations, dict) else {}

    async def _entered(self, room_id: str, event: Event) -> Delivered | None:
        """Whoever brought us into a private room has come to talk; into a group, they hear in private what is next."""
        room, inviter = await self._rooms.of(room_id, self.me.id), inbound.who_invited(event)
        if room is None:
            return None
        if room.direct and not self._post.can_read(room):
            await self._doors.refuse_encrypted(room_id)
            return None
        if room.direct and inviter in room.people:
            return inbound.deliver(event, Spot(room_id), inviter, room, Arrived())
        fits = self._post.can_read
        private = await self._rooms.direct_with(inviter, self.me.id, fits) if inviter else ""
        if not private or room.direct:
            return None
        if not self._post.can_read(room):
            await self._doors.refuse_encrypted(private)
            return None
        return inbound.deliver(event, Spot(private), inviter, room, Invited(inbound.plain(room.name)))
