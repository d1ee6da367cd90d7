"""Where a conversation takes place: a direct message is its person's number; in a guild it is a channel's or thread's,
and whose it is."""

from __future__ import annotations

from typing import NamedTuple

from bot.model.ids import Address
from bot.model.message import Scope
from bot.ports.address import rest_of, room_of, within


class Spot(NamedTuple):
    """A person (0: nobody, the channel itself), and in a guild the channel or thread they speak in (0: in private)."""

    person: int
    channel: int = 0

    @property
    def is_guild(self) -> bool:
        return self.channel != 0


def write(spot: Spot) -> Address:
    """The address of that spot."""
    if not spot.is_guild:
        return Address(str(spot.person))
    return within(Address(str(spot.channel)), str(spot.person))


def read(address: Address) -> Spot:
    """The spot of an address that `write` made. Raises ValueError for any other."""
    room = room_of(address)
    return Spot(int(rest_of(address) or 0), int(room)) if room else Spot(int(address))


def scopes(address: Address) -> tuple[tuple[Scope, str], ...]:
    """What a message to that address counts against."""
    return ((Scope.PLACE, room_of(address) or address), (Scope.EVERYTHING, ""))
