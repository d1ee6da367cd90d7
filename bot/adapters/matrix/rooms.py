"""The rooms we are in: who is there, whether it is private or encrypted, and what somebody may do there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from bot.adapters.matrix.events import BROKEN, Event, Json, Levels, read
from bot.adapters.matrix.line import Api, Away, CallRefused, Line
from bot.model.member import Rank, Standing
from bot.ports.recent import Recent

REMEMBERED: Final = 1_000
"""Rooms whose state is kept in memory."""
SEARCHED: Final = 200
"""Rooms among which a private one with somebody is looked for."""
CREATORS_RULE: Final = 12
"""From this room version on creators stand above all levels, and in no list of them."""
CHANGING: Final = frozenset({"m.room.member", "m.room.encryption", "m.room.name", "m.room.create", "m.room.tombstone"})
"""Events after which a room is looked at anew."""


class Room(NamedTuple):
    """A room as it is now. `people` are the others in it, by their user ids, with their names; `expected` counts the
    invited too."""

    people: Mapping[str, str]
    expected: int = 0
    name: str = ""
    encrypted: bool = False
    predecessor: str = ""

    @property
    def direct(self) -> bool:
        """Nobody but one person reads along. What a room is marked as is not believed: only how many are there."""
        return self.expected <= 1


class Replaced(Exception):
    """Another room, by its id, has taken the place of this one. Nobody looks after this one any more, and whoever
    named the other one need not have looked after it."""


class Rooms:
    """Asks the homeserver, and remembers until something changes."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._known: Recent[str, Room] = Recent(REMEMBERED)

    def forget(self, room: str) -> None:
        """It is looked at anew next time."""
        self._known.take(room)

    async def of(self, room: str, me: str) -> Room | None:
        """The room; None where we are not in it. Raises `Away`."""
        known = self._known.get(room)
        if known is None:
            try:
                known = room_of(await self._state(room), me)
            except CallRefused as refused:
                refused.raise_if_passing()
                return None
        self._known.keep(room, known)
        return known

    async def direct_with(self, person: str, me: str, fits: Callable[[Room], bool]) -> str:
        """A private room with that person that fits; empty where there is none. Raises `Away`."""
        try:
            joined = (await self._line.call(Api.joined_rooms(""))).get("joined_rooms", [])
        except CallRefused as refused:
            refused.raise_if_passing()
            return ""
        for room in [room for room in joined if isinstance(room, str)][:SEARCHED]:
            known = await self.of(room, me)
            if known is not None and known.direct and fits(known) and person in known.people:
                return room
        return ""

    async def standing(self, room: str, person: str, me: str, now: int) -> Standing | None:
        """What they may do there, by the state of this moment; None where that cannot be told."""
        try:
            rank = rank_of(await self._state(room), person, me)
        except (Away, CallRefused, *BROKEN):
            return None
        return Standing(rank, "power levels", now)

    async def rank(self, room: str, person: str, me: str) -> Rank:
        """What they may do there, asked for alone: the whole state is long where many are. Raises `Away`, `CallRefused`
        where that passes, and `Replaced`."""
        asked = (
            ("m.room.member", person), ("m.room.member", me), ("m.room.create", ""), ("m.room.power_levels", ""),
            ("m.room.tombstone", ""),
        )  # fmt: skip
        told = await asyncio.gather(*(self._event(room, *key) for key in asked))
        state = {key: event for key, event in zip(asked, told, strict=True) if event is not None}
        if ("m.room.tombstone", "") in state:
            raise Replaced(_text(_content(state, "m.room.tombstone"), "replacement_room"))
        create = state.get(("m.room.create", ""))
        if create is None:
            # It is no room, or none that we may look into.
            return Rank.MEMBER
        return rank_of(state if create.sender else await self._state(room), person, me)

    async def _event(self, room: str, type_: str, key: str = "") -> Event | None:
        """That event of the room's state as it is now; without its sender from servers that tell the content alone.
        None where there is none, or none that we may see."""
        method, path, *_nothing = Api.room_get_state_event("", room, type_, key)
        try:
            told = await self._line.call((method, f"{path}&format=event"))
        except CallRefused as refused:
            refused.raise_if_passing()
            return None
        whole = isinstance(told.get("content"), dict) and isinstance(told.get("sender"), str)
        return Event(type_, told["sender"], "", told["content"]) if whole else Event(type_, "", "", told)

    async def _state(self, room: str) -> dict[tuple[str, str], Event]:
        return state_of((await self._line.call(Api.room_get_state("", room))).get("events"))


def state_of(raw: object) -> dict[tuple[str, str], Event]:
    """The state by type and key; what cannot be read is not there."""
    state: dict[tuple[str, str], Event] = {}
    for one in raw if isinstance(raw, list) else ():
        try:
            event = read(one, Event)
        except BROKEN:
            continue
        state[event.type, event.state_key or ""] = event
    return state


def room_of(state: Mapping[tuple[str, str], Event], me: str) -> Room:
    """The room with that state."""
    people: dict[str, str] = {}
    expected = 0
    for (type_, key), event in state.items():
        membership = event.content.get("membership")
        if type_ != "m.room.member" or key == me or membership not in ("join", "invite"):
            continue
        expected += 1
        if membership == "join":
            people[key] = _text(event.content, "displayname")
    create = _content(state, "m.room.create").get("predecessor")
    return Room(
        people,
        expected,
        _text(_content(state, "m.room.name"), "name"),
        ("m.room.encryption", "") in state,
        _text(create, "room_id") if isinstance(create, dict) else "",
    )


def rank_of(state: Mapping[tuple[str, str], Event], person: str, me: str) -> Rank:
    """What they may do, as far as we see it: to whom was put out, a homeserver tells for good how it was then. Raises
    one of `BROKEN` where the state does not say."""
    if not (_is_in(state, person) and _is_in(state, me)):
        # Whoever has left, or was put out, keeps their level, which is of no use.
        return Rank.MEMBER
    create = state["m.room.create", ""]
    version = str(create.content.get("room_version", "1"))
    if version.isdecimal() and int(version) >= CREATORS_RULE:
        others = create.content.get("additional_creators", [])
        if person == create.sender or (isinstance(others, list) and person in others):
            return Rank.OWNER
    levels = read(_content(state, "m.room.power_levels"), Levels)
    level = levels.users.get(person, levels.users_default)
    # A number alone is nothing: where it takes more to do anything, 50 may be who is heard, and 100 one of many.
    if level >= max(100, levels.events.get("m.room.power_levels", levels.state_default)):
        return Rank.OWNER
    return Rank.MODERATOR if level >= max(50, min(levels.ban, levels.kick, levels.redact)) else Rank.MEMBER


def _is_in(state: Mapping[tuple[str, str], Event], person: str) -> bool:
    member = state.get(("m.room.member", person))
    return member is not None and member.content.get("membership") == "join"


def _content(state: Mapping[tuple[str, str], Event], type_: str) -> Json:
    event = state.get((type_, ""))
    return event.content if event is not None else {}


def _text(content: Mapping[str, Any], key: str) -> str:
    value = content.get(key)
    return value if isinstance(value, str) else ""
