"""Addresses of group places: what the store and the runtime must know of an address that is else its adapter's own.

In a group place each member has a conversation of their own, which everybody there can read. Its address is the
group's address (the room), `#`, and whatever else the adapter wants to find it by: the account, a thread. A private
place has no `#` in it.
"""

from __future__ import annotations

from typing import Final

from bot.model.ids import Address

_WITHIN: Final = "#"


def within(room: Address, rest: str) -> Address:
    """The address of somebody's conversation in that room."""
    return Address(f"{room}{_WITHIN}{rest}")


def room_of(address: Address) -> Address:
    """The room that the conversation takes place in; empty for a private place."""
    room, found, _rest = address.partition(_WITHIN)
    return Address(room if found else "")


def rest_of(address: Address) -> str:
    """What the adapter added to the room; empty for a private place."""
    return address.partition(_WITHIN)[2]
