"""Where a conversation takes place: a private chat is its number; in a group it is the group's, and whose it is."""

from __future__ import annotations

from typing import NamedTuple

from bot.model.ids import Address
from bot.model.message import Scope
from bot.ports.address import rest_of, room_of, within


class Spot(NamedTuple):
    """A chat, and within a group the person (0: nobody, the group itself) and the topic (0: none)."""

    chat: int
    person: int
    topic: int = 0

    @property
    def is_group(self) -> bool:
        return self.chat < 0


def write(spot: Spot) -> Address:
    """The address of that spot."""
    if not spot.is_group:
        return Address(str(spot.chat))
    who = str(spot.person or "")
    return within(Address(str(spot.chat)), f"{who}:{spot.topic}" if spot.topic else who)


def corner_of(spot: Spot) -> Address:
    """Where everybody reads along who reads that spot: its topic, or nothing for the group itself."""
    return write(Spot(spot.chat, 0, spot.topic)) if spot.is_group and spot.topic else Address("")


def read(address: Address) -> Spot:
    """The spot of an address that `write` made. Raises ValueError for any other."""
    room = room_of(address)
    if not room:
        return Spot(int(address), int(address))
    person, _colon, topic = rest_of(address).partition(":")
    return Spot(int(room), int(person or 0), int(topic or 0))


def scopes(address: Address) -> tuple[tuple[Scope, str], ...]:
    """What a message to that address counts against."""
    chat = room_of(address) or address
    group = ((Scope.GROUP, chat),) if chat.startswith("-") else ()
    return ((Scope.PLACE, chat), *group, (Scope.EVERYTHING, ""))
