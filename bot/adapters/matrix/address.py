"""Where a conversation takes place: a private room is its id; in a group it is the room's, and whose it is.

A room's id may hold any character; `#`, which parts it from the person, is written `%23` in it, and `%` is `%25`. What
is everybody's may be in a thread: instead of a person stands `/` and the event that the thread begins with. A member's
own conversation is one in the whole room, since a thread is often only how somebody answers.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.model.ids import Address
from bot.model.message import Scope
from bot.ports.address import rest_of, room_of, within

EVERYBODY: Final = "*"
"""The person of a group's room itself: nobody is called so."""
_THREAD: Final = "/"
"""No user's id begins so."""


class Spot(NamedTuple):
    """A room, and in a group the person, or `EVERYBODY` and perhaps the thread."""

    room: str
    person: str = ""
    thread: str = ""


def write(spot: Spot) -> Address:
    """The address of that spot."""
    room = Address(spot.room.replace("%", "%25").replace("#", "%23"))
    if spot.person == EVERYBODY:
        return within(room, f"{_THREAD}{spot.thread}" if spot.thread else "")
    return within(room, spot.person) if spot.person else room


def corner_of(room: str, thread: str) -> Address:
    """Where everybody reads along who reads that thread of a group; nothing for the room itself."""
    return write(Spot(room, EVERYBODY, thread)) if thread else Address("")


def read(address: Address) -> Spot:
    """The spot of an address that `write` made. Raises ValueError for any other."""
    room = (room_of(address) or address).replace("%23", "#").replace("%25", "%")
    if not room.startswith("!"):
        raise ValueError("a room's id begins with an exclamation mark")
    person = rest_of(address)
    if room_of(address) and (not person or person.startswith(_THREAD)):
        return Spot(room, EVERYBODY, person.removeprefix(_THREAD))
    return Spot(room, person)


def scopes(address: Address) -> tuple[tuple[Scope, str], ...]:
    """What a message to that address counts against."""
    return ((Scope.PLACE, room_of(address) or address), (Scope.EVERYTHING, ""))
