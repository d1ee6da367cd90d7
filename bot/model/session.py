"""Somebody at the console: as whom they came in, and since when."""

from __future__ import annotations

from bot.model.ids import Address, MemberId, Platform
from bot.model.noun import Noun


class Session(Noun, frozen=True):
    """A browser in which somebody looks after the community. `hash` is of what the browser shows, which nobody keeps.

    `member` is 0 for whoever runs the bot. Times are milliseconds UTC; `language` is empty as long as none was chosen.
    """

    hash: str
    platform: Platform
    account: Address
    member: MemberId
    begun: int
    seen: int
    language: str = ""
