from __future__ import annotations

from bot.connecting import PLATFORMS
from bot.model.effect import Delivery
from bot.ports.delivery import Promise, promise
from tests.house.platforms import FILE, write


def test_the_tables_are_fresh() -> None:
    """docs/platforms.md says what the code says today."""
    assert FILE.read_text(encoding="utf-8") == write(), "run `python -m tests.house.platforms`"


def test_nothing_is_promised_that_no_key_can_keep() -> None:
    """Exactly once is promised only where the platform takes a key, and never for what goes to many."""
    for capabilities in PLATFORMS.values():
        assert promise(capabilities, Delivery.BROADCAST) is Promise.AT_MOST_ONCE
        exactly = promise(capabilities, Delivery.REPLY) is Promise.EXACTLY_ONCE
        assert exactly is capabilities.idempotent
