"""What the adapter asks to be remembered from one start to the next."""

from __future__ import annotations

from typing import Protocol


class Memory(Protocol):
    """Kept beside the inbox. `keep` is called once everything before that place is committed; that it is written a
    little later, or not at all, only makes events come again, which are known by their ids."""

    async def since(self) -> str:
        """The place in the stream from which on everything is new; empty at the very first start."""
        ...

    async def keep(self, since: str) -> None:
        """That is the place from now on."""
        ...

    async def noted(self, name: str) -> str:
        """What was noted under that name; empty for nothing."""
        ...

    async def note(self, name: str, what: str) -> None:
        """It is noted."""
        ...
