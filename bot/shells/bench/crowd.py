"""People on a chat platform, as a campaign sees them: what they said, what was shown to them, and when the bot died."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol

import msgspec

from bot.model.ids import Platform
from bot.model.message import Part

LONGEST_EVENING: Final = 40
"""What one person says at most; then somebody new comes."""
_NO_ROUND: Final = "0."
_WAY_OUT: Final = "!"
_ABOUT: Final = ("the kettle", "a long walk", "my uncle", "the river", "a key", "the window", "two stones", "old music")


class Unexpected(Exception):
    """Somebody waited in vain; the text says who, and for what."""


class Spoken(msgspec.Struct):
    """Something that somebody did. `id` is what the platform delivers it under, `text` is empty where others say the
    same, `at` in seconds of the machine's monotonic clock."""

    id: int | str
    at: float
    text: str = ""
    promised: bool = True
    """The platform keeps it for a bot that is away. A press on Discord is kept by nobody."""
    heard: bool = True
    """A bot was there when it was done."""


class Appeared(msgspec.Struct):
    """A message of the bot's as it stands on the platform; `row` is the outbox row that it names (0: it names none)."""

    text: str
    row: int = 0
    part: int = 0
    id: str = ""


class Chat(msgspec.Struct):
    """One person's private chat with the bot; `address` as the bot writes it."""

    address: str
    said: list[Spoken] = []
    shown: list[Appeared] = []


class Kill(msgspec.Struct):
    """The bot died `at` (monotonic seconds) with these outbox rows on their way."""

    at: float
    under_way: tuple[int, ...]


class Crowd(Protocol):
    """A platform with people on it, in this process; the bot is in another, which comes and goes."""

    platform: Platform
    source: str
    """Of the deliveries."""
    at_once: int
    """People who talk at the same time."""
    environment: Mapping[str, str]
    """The settings with which a bot finds this platform; known when it is open."""
    chats: list[Chat]

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def evening(self, number: int, seed: int, more: Callable[[], bool], answered: Callable[[], None]) -> None:
        """That person talks for a while; `answered` is called at each reply. Raises `Unexpected`."""
        ...

    def waiting(self) -> int:
        """How much the platform keeps for the bot that it has not confirmed yet."""
        ...

    async def look(self) -> None:
        """Everybody's chat says what stands on the platform now."""
        ...

    def written(self, part: Part) -> str:
        """The text of that part as the platform gets it."""
        ...


class Mouth:
    """What one person says next, by their own seed and what is on the screen."""

    def __init__(self, number: int, seed: int) -> None:
        self._number = number
        self._chance = random.Random(number ^ seed << 32)
        self._said = 0
        self._begun = False
        self._over = False

    def next(self, tokens: Sequence[str]) -> tuple[str, str] | None:
        """A token to press or a text to type, the other one empty; None when the evening is over."""
        self._said += 1
        if self._over or not tokens or self._said > LONGEST_EVENING:
            return None
        loud = [token for token in tokens if not token.split(".", 2)[-1].startswith(_WAY_OUT)]
        if loud and loud[0].startswith(_NO_ROUND):
            # Before the deck it is a yes or a deck, afterwards whether to go on.
            self._over = self._begun
            return (tokens[-1], "") if self._begun else (loud[0], "")
        self._begun = True
        if loud and self._chance.random() < 0.4:
            return self._chance.choice(loud), ""
        return "", self.tell()

    def tell(self) -> str:
        """A sentence that nobody says twice."""
        return f"answer {self._number}x{self._said} is about {self._chance.choice(_ABOUT)}"

    def draws(self, chance: float) -> bool:
        """Yes, so often."""
        return self._chance.random() < chance
