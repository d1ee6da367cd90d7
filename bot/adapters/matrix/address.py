"""Where a conversation takes place: a private room is its id; in a group it is the room's, and whose it is.

A room's id may hold any character; `#`, which parts it from the person, is written `%23` in it, and `%` is `%25`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.model.ids import Address
from bot.model.message import Scope
from bot.ports.address import rest_of, room_of, within

EVERYBODY: Final = "*"
"""The person of a group's room itself: nobody is called so."""


class Spot(NamedTuple):
    """A room, and in a group the person, or `EVERYBODY`."""

    room: str
    person: str = ""


def write(spot: Spot) -> Address:
    """The address of that spot."""
    room = Address(spot.room.replace("%", "%25").replace("#", "%23"))
    return within(room, spot.person) if spot.person else room


def read(address: Address) -> Spot:
    """The spot of an address that `write` made. Raises ValueError for any other."""
    room = (room_of(address) or address).replace("%23", "#").replace("%25", "%")
    if not room.startswith("!"):
        raise ValueError("a room's id begins with an exclamation mark")
    return Spot(room, rest_of(address) or (EVERYBODY if room_of(address) else ""))


def scopes(address: Address) -> tuple[tuple[Scope, str], ...]:
    """What a message to that address counts against."""
    return ((Scope.PLACE, room_of(address) or address), (Scope.EVERYTHING, ""))
