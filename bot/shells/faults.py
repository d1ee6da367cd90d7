"""Faults on purpose, for the crash suite: `NOTDATE_FAULT=POINT:COUNT:kill` dies at the COUNT-th time POINT is
reached."""

from __future__ import annotations

import os
import signal

from bot.ports.faults import POINTS, Faults, NoFaults


class KillAt:
    """Kills this process, without any goodbye, at the `count`-th time `point` is reached."""

    def __init__(self, point: str, count: int) -> None:
        self._point = point
        self._left = count

    def reach(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def from_environment() -> Faults:
    """The fault that the environment asks for; usually none."""
    wanted = os.environ.get("NOTDATE_FAULT", "")
    if not wanted:
        return NoFaults()
    point, _, rest = wanted.partition(":")
    count, _, what = rest.partition(":")
    if point not in POINTS or not count.isdigit() or what != "kill":
        raise SystemExit(f"NOTDATE_FAULT is POINT:COUNT:kill with a point of {', '.join(POINTS)}; not {wanted!r}.")
    return KillAt(point, int(count))
