"""The process that finds where the stems of a large deck lead: a request and the encoded deck on stdin, the places on
stdout. It imports little, for it is waited for."""

from __future__ import annotations

import sys

import msgspec

from bot.airlock import Request
from bot.airlock.limits import limit
from bot.core.shelf import finding_places, straight_through
from bot.written import decode


def main() -> None:
    """The places are on stdout; or the process has ended at one of its limits."""
    stdin = sys.stdin.buffer
    request = msgspec.json.decode(stdin.read(int.from_bytes(stdin.read(8), "big")), type=Request)
    limit(request.allowance)
    deck = decode(stdin.read())
    sys.stdout.buffer.write(msgspec.msgpack.encode(straight_through(finding_places(deck))))


if __name__ == "__main__":
    main()
