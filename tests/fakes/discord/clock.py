"""The double's time: it flows with the machine's, and a test may push it forward."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class Clock:
    """Seconds since 1970, as a float, never running backwards."""

    def __init__(self, begins: float | None = None) -> None:
        """It is `begins` now, or what the machine says."""
        self._began = (time.time() if begins is None else begins) - time.monotonic()

    def now(self) -> float:
        return self._began + time.monotonic()

    def advance(self, seconds: float) -> None:
        """Everything that Discord would forget within `seconds` is forgotten now."""
        if seconds < 0:
            raise ValueError("time does not run backwards")
        self._began += seconds


def iso(moment: float) -> str:
    """ISO 8601 in UTC with microseconds, as Discord writes times."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="microseconds")
