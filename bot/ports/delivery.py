"""What is promised of each message, by what its platform can do. The table in docs/platforms.md is made from this."""

from __future__ import annotations

from enum import StrEnum

from bot.model.effect import Delivery
from bot.model.message import Capabilities


class Promise(StrEnum):
    """How often a message is shown, whatever crashes."""

    EXACTLY_ONCE = "exactly once"
    AT_LEAST_ONCE = "at least once"
    """Once, and after a crash or a lost answer at most once more for each message that was on its way."""
    AT_MOST_ONCE = "at most once"


def promise(capabilities: Capabilities, delivery: Delivery) -> Promise:
    """The promise for messages of that class on a platform with these capabilities."""
    if delivery is Delivery.BROADCAST:
        return Promise.AT_MOST_ONCE
    return Promise.EXACTLY_ONCE if capabilities.idempotent else Promise.AT_LEAST_ONCE
