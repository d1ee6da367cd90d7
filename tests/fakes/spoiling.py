"""Something wrong in a structure that was right, and an intake that counts what comes of it."""

from __future__ import annotations

import copy
import json
import random
from typing import Any, Final

from bot.model.event import Event
from bot.model.ids import Address, Platform
from bot.ports.adapter import Delivered, Outcome, Receipt

WEIRD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1.5, 2**70, -(2**63), "", "0", "x", "\ud800", "\x00", "٣", str(2**63), "9" * 400,
    [], [[]], [None], {}, {"a": {}},
)  # fmt: skip


def spoil(value: Any, chance: random.Random) -> Any:
    """The same structure with something missing, added or of another kind somewhere in it."""
    spoilt = copy.deepcopy(value)
    paths = _paths(spoilt)
    for _time in range(chance.randint(1, 3)):
        inner, key = chance.choice(paths)
        what = chance.random()
        if what < 0.2 and isinstance(inner, dict):
            inner.pop(key, None)
        elif what < 0.3 and isinstance(inner, dict):
            inner["extra"] = chance.choice(WEIRD)
        else:
            inner[key] = chance.choice(WEIRD)
    return spoilt


def _paths(value: Any) -> list[tuple[Any, Any]]:
    """Every dictionary and list in it, with every key."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    return [path for key in keys for path in ((value, key), *_paths(value[key]))]


class Kept:
    """An intake that counts, and takes nothing that the real one could not."""

    def __init__(self) -> None:
        self.taken: list[Delivered] = []
        self.raw: list[bytes] = []
        self.sources: list[str] = []

    async def take(self, delivered: Delivered) -> Receipt:
        assert isinstance(delivered.id, str) or -(1 << 63) <= delivered.id < 1 << 63
        self.taken.append(delivered)
        return Receipt(Outcome.TAKEN)

    def asks_for_standing(self, event: Event, private: bool = False) -> bool:
        """Nobody decides here."""
        return False

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        """The group has moved."""

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        json.loads(raw)
        self.raw.append(raw)
        self.sources.append(source)
