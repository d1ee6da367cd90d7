"""Updates of every broken shape: none raises, each bad one is kept raw, and every good neighbour is handled."""

from __future__ import annotations

import copy
import json
import random
from typing import Any, Final

from bot.adapters.telegram.adapter import LARGEST, TelegramAdapter
from bot.adapters.telegram.inbound import Me
from bot.model.ids import Address, Platform
from bot.ports.adapter import Delivered, Outcome, Receipt
from bot.wiring import WallClock

ADA: Final = {"id": 11, "is_bot": False, "first_name": "Ada"}
GROUP: Final = {"id": -100123, "type": "supergroup", "title": "Club"}
PRIVATE: Final = {"id": 11, "type": "private", "first_name": "Ada"}
US: Final = {"id": 7, "is_bot": True, "first_name": "Not-Date", "username": "notdate_bot"}
ASKED: Final = {"message_id": 3, "date": 2, "chat": GROUP, "from": US, "text": "Which?"}
GOOD: Final[tuple[dict[str, Any], ...]] = (
    {"message": {"message_id": 1, "date": 1, "chat": PRIVATE, "from": ADA, "text": "the harbour at six"}},
    {"message": {"message_id": 2, "date": 1, "chat": GROUP, "from": ADA, "text": "@notdate_bot 🧑‍🚀 hi",
                 "entities": [{"type": "mention", "offset": 0, "length": 12}]}},
    {"message": {"message_id": 4, "date": 1, "chat": GROUP, "from": ADA, "text": "tiger", "reply_to_message": ASKED,
                 "is_topic_message": True, "message_thread_id": 5}},
    {"message": {"message_id": 5, "date": 1, "chat": PRIVATE, "from": ADA, "photo": [{"file_id": "x"}],
                 "caption": "it"}},
    {"callback_query": {"id": "9", "from": ADA, "data": "1f.0.tiger", "message": {**ASKED, "chat": PRIVATE}}},
    {"my_chat_member": {"chat": GROUP, "from": ADA, "old_chat_member": {"status": "left"},
                        "new_chat_member": {"status": "member"}}},
)  # fmt: skip
WEIRD: Final[tuple[Any, ...]] = (
    None, True, False, 0, -1, 1.5, 2**70, "", "x", "\ud800", "\x00", [], [[]], {}, {"a": {}}, "9" * 400, [None],
    -(2**63),
)  # fmt: skip
ROUNDS: Final = 20_000


class Kept:
    """An intake that counts."""

    def __init__(self) -> None:
        self.taken: list[Delivered] = []
        self.raw: list[bytes] = []

    async def take(self, delivered: Delivered) -> Receipt:
        self.taken.append(delivered)
        return Receipt(Outcome.TAKEN)

    async def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        """The group has moved."""

    async def quarantine(self, source: str, raw: bytes, error: str) -> None:
        json.loads(raw)
        self.raw.append(raw)


def spoil(value: Any, chance: random.Random) -> Any:
    """The same structure with something wrong somewhere in it."""
    paths: list[tuple[Any, Any]] = []

    def walk(inner: Any) -> None:
        keys = list(inner) if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else ()
        for key in keys:
            paths.append((inner, key))
            walk(inner[key])

    spoilt = copy.deepcopy(value)
    walk(spoilt)
    for _time in range(chance.randint(1, 3)):
        inner, key = chance.choice(paths)
        what = chance.random()
        if what < 0.2 and isinstance(inner, dict):
            inner.pop(key, None)
        elif what < 0.3 and isinstance(inner, dict):
            inner["extra"] = chance.choice(WEIRD)
        else:
            try:
                inner[key] = chance.choice(WEIRD)
            except (IndexError, KeyError, TypeError):
                continue
    return spoilt


async def test_no_update_stops_the_next() -> None:
    """Twenty thousand spoilt updates, each before a good one: nothing raises, and the good ones are all taken."""
    adapter, kept, chance = TelegramAdapter("1:x", WallClock()), Kept(), random.Random(1)
    adapter._me = Me(7, "notdate_bot")
    adapter._note = lambda press, text="": None  # type: ignore[method-assign]  # nobody is there to be told
    for number in range(ROUNDS):
        good = {"update_id": 2 * number + 1, **GOOD[number % len(GOOD)]}
        whole = {"update_id": 2 * number, **chance.choice(GOOD)}
        bad = spoil(whole, chance) if number % 50 else chance.choice(WEIRD)
        before = len(kept.taken)
        assert await adapter._take_all(kept, [bad, good]) < LARGEST
        assert kept.taken[-1].id == 2 * number + 1
        assert len(kept.taken) - before in (1, 2)
    assert len(kept.raw) > ROUNDS / 4
