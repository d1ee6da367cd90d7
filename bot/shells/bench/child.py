"""One run in a process of its own, so that no run finds another's memory: `python -m bot.shells.bench.child ...`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import msgspec

from bot.shells.bench.company.names import NAMES, TABLES
from bot.shells.bench.driver import Measured


def run(name: str, database: Path, stored: int, talkers: int, in_flight: int, seed: int) -> Measured:
    """That run, measured."""
    if name == "notdate":
        from bot.shells.bench import notdate_run

        return asyncio.run(notdate_run.run(database, stored, talkers, in_flight, seed))
    if name == "plain-loop":
        from bot.shells.bench import plain_loop

        return asyncio.run(plain_loop.run(database, stored, talkers, in_flight, seed))
    if name in NAMES:
        from bot.shells.bench.company import circles, tables

        if name == TABLES:
            return asyncio.run(tables.run(database, stored, talkers, in_flight, seed))
        return asyncio.run(circles.run(name, database, stored, talkers, in_flight, seed))
    from bot.shells.bench import bare_sqlite

    return bare_sqlite.run(database, stored, talkers, in_flight, seed)


if __name__ == "__main__":
    name, database, *numbers = sys.argv[1:]
    stored, talkers, in_flight, seed = map(int, numbers)
    print(msgspec.json.encode(run(name, Path(database), stored, talkers, in_flight, seed)).decode())
