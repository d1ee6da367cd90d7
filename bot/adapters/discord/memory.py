"""What the adapter must remember across restarts: Discord has no cursor, so it is the last seen message per place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Memory(Protocol):
    """The last seen message id of each watched place. A place is a short text that the adapter makes (`Place`)."""

    async def seen(self, place: str) -> int:
        """The last id that was noted for the place; 0 for one that nothing was noted for."""
        ...

    async def note(self, place: str, message_id: int) -> None:
        """The id is the place's last seen one and the place is watched; an older id changes nothing."""
        ...

    async def places(self) -> Sequence[str]:
        """Every place that something was noted for: a bot cannot ask Discord which people have written to it."""
        ...


class Notes(Protocol):
    """Small facts by name, apart from those of `Memory`."""

    async def noted(self, name: str) -> str:
        """What was noted under that name; empty for nothing."""
        ...

    async def note(self, name: str, what: str) -> None:
        """It is noted, in the place of what was."""
        ...


class Place(NamedTuple):
    """A channel, and the guild it belongs to (0: a direct message)."""

    channel: int
    guild: int = 0

    def __str__(self) -> str:
        return f"{self.guild}:{self.channel}"


def read_place(text: str) -> Place:
    """The place that was written so. Raises ValueError for any other text."""
    guild, _colon, channel = text.partition(":")
    return Place(int(channel), int(guild))
