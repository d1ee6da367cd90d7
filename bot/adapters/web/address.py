"""Where a person is on the web, and the ids under which what they send is known."""

from __future__ import annotations

import re
import secrets

from bot.model.ids import Address
from bot.web.cookies import Seal

DAY = 24 * 60 * 60 * 1000
REMEMBERED = 6 * DAY
"""Milliseconds. Delivery ids are forgotten after 7 days, so an older form could be taken twice."""

_ADDRESS = re.compile("[0-9a-f]{32}")
_DELIVERY = re.compile("([0-9a-f]{12})[0-9a-f]{16}")


def draw_address() -> Address:
    """A place nobody can guess: 128 random bits in hex."""
    return Address(secrets.token_hex(16))


def read_address(text: str | None) -> Address | None:
    """The address that a cookie held, or None when it is none of ours."""
    return Address(text) if text is not None and _ADDRESS.fullmatch(text) else None


class Deliveries:
    """The hidden ids of forms: made here, sealed for one address, good for 6 days.

    An id starts with the time, by which its age is known, and goes on with 64 random bits; nothing in it says whose it
    is. Sealed for one address, it also proves that the form was ours, whatever the origin headers said.
    """

    def __init__(self, key: bytes) -> None:
        self._seal = Seal(key, "delivery")

    def draw(self, address: Address, now: int) -> str:
        """A sealed id that was never given out before; `now` in milliseconds UTC."""
        return self._seal.close(f"{now:012x}{secrets.token_hex(8)}", address)

    def read(self, sealed: str, address: Address, now: int) -> str | None:
        """The id, or None when it was not made here for `address`, or so long ago that it may have been forgotten."""
        text = self._seal.open(sealed, address)
        found = _DELIVERY.fullmatch(text) if text is not None else None
        if found is None or now - int(found[1], 16) > REMEMBERED:
            return None
        return found[0]
