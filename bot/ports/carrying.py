"""What an adapter promises that fetches what people sent it, or shows what was sent elsewhere.

Both are beside `ports.adapter`, and neither is a must: an adapter has those of the two whose kinds its capabilities
name in `fetches` and `shows`. The contract:

1. `fetch` is given a handle that this adapter wrote itself, perhaps long ago, and returns at most `limit` bytes. It
   never waits longer than the platform takes, never retries by itself, and follows no address that is not its
   platform's own.
2. What is handed to `carry` has been looked at: it is what it says it is, within the limits, and holds nothing of where
   and by what it was made. Like `send`, it is told the message's `key` and the part's number, and may be asked again.
3. `carry_again` shows what came by this very platform, by its handle, without fetching it; an adapter whose platform
   cannot, or does not take such things apart itself when they are sent, raises `Elsewhere`, and they are fetched.
4. Nothing is written to a disk, and nothing of it to a log.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.model.ids import Address, EnclosureId, MessageId, Platform
from bot.model.noun import Noun


class Lost(StrEnum):
    """Why something did not make it. The words name themselves in `prompts/`."""

    GONE = "gone"
    """It is not there any more, or was taken back."""
    LARGE = "large"
    UNSAFE = "unsafe"
    """What it holds beside what it shows cannot be taken out, or it is not what it says."""
    FAILED = "failed"


class FetchFailed(Exception):
    """It could not be fetched; `passing` where another try may do."""

    def __init__(self, why: Lost, what: str, passing: bool = False) -> None:
        super().__init__(what)
        self.why = why
        self.passing = passing


class Elsewhere(Exception):
    """It cannot be shown by its handle; it is to be fetched and carried."""


class Load(Noun, frozen=True):
    """Something to be shown: its kind, what it is, proved, and what it is made of."""

    kind: str
    mime: str
    name: str
    data: bytes
    width: int = 0
    height: int = 0


class Brings(Protocol):
    """What a page asks that shows by itself what was sent elsewhere."""

    async def bring(self, platform: Platform, address: Address, enclosure: EnclosureId) -> Load:
        """It, if whoever is at that place may see it. Raises `FetchFailed`."""
        ...


@runtime_checkable
class Fetches(Protocol):
    """People can send things by this platform."""

    async def fetch(self, handle: str, limit: int) -> bytes:
        """What that handle stands for. Raises `FetchFailed`."""
        ...


@runtime_checkable
class Carries(Protocol):
    """Things can be shown to people on this platform."""

    async def carry(self, address: Address, key: MessageId, load: Load, number: int) -> str:
        """It is shown as part `number` of message `key`; returns the platform's id of it. Raises `SendFailed`."""
        ...

    async def carry_again(self, address: Address, key: MessageId, kind: str, handle: str, number: int) -> str:
        """The same, of what came by this platform. Raises `SendFailed` and `Elsewhere`."""
        ...
