"""Time zones by name, as values.

The contract:

1. The same name at the same instant is the same value, for as long as the process lives.
2. Nothing raises: a name that is nobody's is the installation's own zone where somebody's zone is wanted, and None
   where it is asked what somebody means.
"""

from __future__ import annotations

from typing import Final, Protocol

from bot.model.schedule import Zone

UTC: Final = Zone("UTC")


class Zones(Protocol):
    """The list of zones, and which of them is the installation's."""

    def of(self, name: str, around: int) -> Zone:
        """That zone around that instant (milliseconds UTC); the installation's for a name that is empty or gone."""
        ...

    def meant(self, text: str, around: int) -> Zone | None:
        """The one zone that somebody may mean by that: a name, a city, an offset; None for none, or several."""
        ...


class OnlyUtc:
    """Everybody lives in UTC."""

    def of(self, name: str, around: int) -> Zone:
        return UTC

    def meant(self, text: str, around: int) -> Zone | None:
        return UTC if text.casefold() == "utc" else None
