"""What the tests of the double share."""

from __future__ import annotations

from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from tests.fakes.telegram.flood import Limits
from tests.fakes.telegram.nouns import Json
from tests.fakes.telegram.server import Server

FREE = Limits(chat_burst=10_000, group_minute=10_000, group_edits_minute=10_000, overall_second=10_000)
DAY = 86_400
GROUP = -4001
SUPERGROUP = -1002000000001
YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="y")]])


class Frozen:
    """A clock that only tests move."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


async def fetch(bot: Bot, offset: int = 0, **wishes: object) -> list[Json]:
    """Raw updates."""
    updates: Any = await bot.do_api_request("getUpdates", api_kwargs={"offset": offset, **wishes})
    return list(updates)


async def fresh(server: Server, bot: Bot, offset: int = 0, **wishes: object) -> list[Json]:
    """Raw updates, long after the last call."""
    server.advance(4)
    return await fetch(bot, offset, **wishes)


def texts(updates: list[Json]) -> list[str]:
    return [update["message"]["text"] for update in updates]
