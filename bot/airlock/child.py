"""The process that reads a file for `airlock`: a request and the file on stdin, the report on stdout."""

from __future__ import annotations

import os
import resource
import sys

import msgspec

from bot.airlock import Allowance, Request
from bot.core.proof import prove
from bot.decks.brought import Brought, Library, bring
from bot.decks.diagnostic import finding, shown


def main() -> None:
    """The report is on stdout; or the process has ended at one of its limits."""
    stdin = sys.stdin.buffer
    request = msgspec.json.decode(stdin.read(int.from_bytes(stdin.read(8), "big")), type=Request)
    limit(request.allowance)
    data = stdin.read()
    brought = bring(data, request.name, Library(request.questions, dict(request.labels)))
    del data
    sys.stdout.buffer.write(msgspec.json.encode(proved(brought)))


def limit(allowance: Allowance) -> None:
    """From here on this process has so much memory and time, writes no file, starts no process and leaves no core."""
    _set(resource.RLIMIT_AS, _taken() + allowance.megabytes * 1_000_000)
    _set(resource.RLIMIT_CPU, allowance.processor)
    _set(resource.RLIMIT_FSIZE, 0)
    _set(resource.RLIMIT_CORE, 0)
    _set(resource.RLIMIT_NOFILE, 16)


def proved(brought: Brought) -> Brought:
    """The same, with every sample answer that does not find its branch."""
    if brought.deck is None:
        return brought
    misses = [
        finding(
            brought.file,
            (0, 0),
            "hears",
            f"{shown(miss.sample)} must find {miss.wanted}, and finds {miss.found.name}: {shown(miss.question)}",
        )
        for miss in prove(brought.deck)
    ]
    if not misses:
        return brought
    return msgspec.structs.replace(brought, deck=None, findings=(*brought.findings, *misses[:500]))


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


if __name__ == "__main__":
    main()
