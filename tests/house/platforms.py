"""Makes the tables in docs/platforms.md from the code: `python -m tests.house.platforms`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.connecting import PLATFORMS
from bot.model.effect import Delivery
from bot.model.message import Capabilities, Pace
from bot.ports.delivery import promise

FILE: Final = Path(__file__).parents[2] / "docs" / "platforms.md"
_TABLE: Final = re.compile(r"(<!-- (?P<name>[a-z]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def capabilities() -> Iterator[str]:
    """A row for each thing that platforms differ in."""
    names = sorted(PLATFORMS)
    yield "| | " + " | ".join(names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for field in Capabilities.__struct_fields__:
        if field == "door":
            continue  # This bot's own, known once it is connected.
        cells = (_shown(getattr(PLATFORMS[name], field)) for name in names)
        yield f"| {field.replace('_', ' ')} | " + " | ".join(cells) + " |"


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(_pace(one) if isinstance(one, Pace) else str(one) for one in value) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _pace(pace: Pace) -> str:
    return f"{pace.calls} in {pace.seconds:g} s ({pace.scope})"


def deliveries() -> Iterator[str]:
    """A row for each platform: what is promised of each class of messages."""
    yield "| | " + " | ".join(delivery.value for delivery in Delivery) + " |"
    yield "|---" * (len(Delivery) + 1) + "|"
    for name in sorted(PLATFORMS):
        yield f"| {name} | " + " | ".join(promise(PLATFORMS[name], delivery) for delivery in Delivery) + " |"


TABLES: Final = {"capabilities": capabilities, "deliveries": deliveries}


def write() -> str:
    """The page with fresh tables."""
    return _TABLE.sub(
        lambda found: found[1] + "\n".join(TABLES[found["name"]]()) + "\n" + found[3], FILE.read_text(encoding="utf-8")
    )


if __name__ == "__main__":
    FILE.write_text(write(), encoding="utf-8")
