"""What reads otherwise than when it was said: for a page that is open, and for one that was asleep when it changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import msgspec

from bot.model.ids import Address
from bot.model.message import Part
from bot.ports.recent import Recent
from bot.ports.transcript import Entry

PLACES: Final = 1_000
"""Places of which edits are remembered."""
EACH: Final = 20
"""Messages of one place."""


def name_of(key: int, number: int) -> str:
    """The id of part `number` of message `key`, as `send` returns it."""
    return f"{key}.{number}"


def read_name(name: str) -> tuple[int, int]:
    """The message and the number of the part. Raises ValueError for what `name_of` did not write."""
    key, _dot, number = name.partition(".")
    return int(key), int(number)


class Edit(NamedTuple):
    """The parts of a message that were changed, by number. `turn` grows with every edit of any message."""

    turn: int
    entry: int
    parts: Mapping[int, Part]

    def applied(self, entry: Entry) -> Entry:
        """The entry as it reads now."""
        parts = tuple(self.parts.get(number, part) for number, part in enumerate(entry.parts))
        return msgspec.structs.replace(entry, parts=parts)


class Edits:
    """The latest edits of each place. A browser closes the stream of a hidden page, and asks for no edit by itself.

    Only what the transcript still has is ever shown of it, so whatever was forgotten is not.
    """

    def __init__(self) -> None:
        self._places: Recent[Address, Recent[int, Edit]] = Recent(PLACES)
        self._turn = 0

    def note(self, address: Address, entry: int, number: int, part: Part) -> None:
        """That part of that message reads like this from now on."""
        self._turn += 1
        place = self._places.get(address) or Recent(EACH)
        earlier = place.get(entry)
        place.keep(entry, Edit(self._turn, entry, {**(earlier.parts if earlier else {}), number: part}))
        self._places.keep(address, place)

    def after(self, address: Address, turn: int) -> Iterator[Edit]:
        """What was edited there after that turn, oldest first."""
        place: Recent[int, Edit] = self._places.get(address) or Recent(EACH)
        return (edit for edit in place.values() if edit.turn > turn)
