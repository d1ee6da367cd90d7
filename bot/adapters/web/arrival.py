"""Whether opening the page is an arrival, and under which id."""

from __future__ import annotations

from collections.abc import Sequence

from bot.adapters.web.capabilities import PLATFORM
from bot.model.event import Arrived
from bot.model.ids import Address
from bot.ports.adapter import Delivered
from bot.ports.transcript import Entry

AWAY = 30 * 60 * 1000
"""Milliseconds of silence after which somebody who opens the page has come back."""
AGAIN = 10 * 60 * 1000
"""Milliseconds after which a greeting that never came is asked for again."""
DECK_LIMIT = 64


def due(address: Address, entries: Sequence[Entry], deck: str, now: int) -> Delivered | None:
    """The arrival to deliver, or None when the person never left.

    The id hangs on the last thing that was said, so two tabs opened at once, and a page reloaded ten times, are one
    arrival. Asking for a deck is always one. Ids are unique in the stream of one address, which is their `source`:
    whoever forgets that address finds all of them by it.
    """
    if entries and not deck and now - entries[-1].at < AWAY:
        return None
    mark = f"after-{entries[-1].id}" if entries else f"at-{now // AGAIN}"
    return Delivered(
        platform=PLATFORM,
        address=address,
        account=address,
        source=f"{PLATFORM}:{address}",
        id=f"arrived:{mark}" + (f":{deck}" if deck else ""),
        event=Arrived(deck=deck),
    )


def read_deck(text: str) -> str:
    """The deck that a link asks for; empty when it cannot be the id of one."""
    plain = text.isascii() and text.replace("-", "").replace("_", "").isalnum()
    return text if plain and len(text) <= DECK_LIMIT else ""
