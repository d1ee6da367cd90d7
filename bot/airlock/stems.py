"""The process that finds where the stems of a large deck lead: a request and the encoded deck on stdin, the places on
stdout, in slices. It imports little, for it is waited for."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Final

import msgspec

from bot.airlock import Request
from bot.airlock.limits import limit
from bot.core.shelf import finding_places, straight_through
from bot.written import decode

SLICE: Final = 256
"""Stems that whoever asked takes in at once, in a fraction of a millisecond."""


def main() -> None:
    """The places are on stdout; or the process has ended at one of its limits."""
    stdin = sys.stdin.buffer
    request = msgspec.json.decode(stdin.read(int.from_bytes(stdin.read(8), "big")), type=Request)
    limit(request.allowance)
    found = iter(straight_through(finding_places(decode(stdin.read()))).items())
    slices = iter(lambda: dict(islice(found, SLICE)), {})
    sys.stdout.buffer.write(msgspec.msgpack.encode(list(slices)))


if __name__ == "__main__":
    main()
