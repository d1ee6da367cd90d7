"""What a place has on screen: the conversation so far, read back for a page that is opened or comes back."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from bot.model.enclosure import Enclosed
from bot.model.ids import Address, Platform
from bot.model.message import Part
from bot.model.noun import Noun


class Speaker(StrEnum):
    BOT = "bot"
    MEMBER = "member"


class Entry(Noun, frozen=True):
    """One thing that was said. `id` grows with time over both speakers, so it serves as a cursor.

    A member's entry is one part with what they typed or the label of what they pressed. `live` says that the buttons of
    a bot's entry still do what they say: it is the newest that the bot said.
    """

    id: int
    speaker: Speaker
    at: int
    parts: tuple[Part, ...]
    live: bool = False
    enclosed: Enclosed | None = None
    """What is shown below it."""
    language: str = "en"
    """What whoever it was said to reads."""
    media: str = ""
    """What a member sent beside words; its parts may be none then."""


class Transcript(Protocol):
    async def since(self, platform: Platform, address: Address, after: int = 0, limit: int = 200) -> tuple[Entry, ...]:
        """The entries of that place with an id above `after`, oldest first; the newest `limit` of them.

        Everything committed is in it, whether or not it was pushed; what was forgotten is not. An unknown address has
        an empty transcript.
        """
        ...
