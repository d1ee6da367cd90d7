"""What the processes of `airlock` may take, set by themselves before they read a byte of a file."""

from __future__ import annotations

import os
import resource
from typing import Final

from bot.airlock import Allowance

NICER: Final = 5
"""By so much the children stand back behind the bot, where both want the same processor."""


def limit(allowance: Allowance) -> None:
    """From here on this process has so much memory and time, writes no file, starts no process and leaves no core; and
    it waits while others have something to do, for those who talk go first."""
    os.nice(NICER)
    _set(resource.RLIMIT_AS, _taken() + allowance.megabytes * 1_000_000)
    _set(resource.RLIMIT_CPU, allowance.processor)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_NOFILE, 16)


def _set(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _taken() -> int:
    """Bytes of address space that this process has already; half a gigabyte where that cannot be known."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 512_000_000
