"""How long to wait before something is tried again, the same for every platform that cannot be reached."""

from __future__ import annotations

from typing import Final

FIRST: Final = 1.0
LONGEST: Final = 300.0


class Backoff:
    """Seconds between two tries: doubled with each from `first` up to `longest`, until something went well.

    The contract: a platform that is in trouble gets worse by being asked all the time, and one that bans for haste is
    asked ever more seldom; whoever runs the bot hears of trouble that is more than a hiccup.
    """

    def __init__(self, first: float = FIRST, longest: float = LONGEST) -> None:
        self._first = first
        self._longest = longest
        self.pause = first

    @property
    def lasts(self) -> bool:
        """Whether it has gone on for so long that somebody should be told."""
        return self.pause >= 8 * self._first

    def next(self, at_least: float = 0.0) -> float:
        """What to wait now, no less than the platform asked for; the next wait is twice as long."""
        pause, self.pause = self.pause, min(self.pause * 2, self._longest)
        return max(pause, at_least)

    def reset(self) -> None:
        """It went well."""
        self.pause = self._first
