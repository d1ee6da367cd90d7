"""A network that takes everything at once, and what stands on the screens in it."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec
import msgspec.structs

from bot.model.ids import Address, MessageId
from bot.model.line import Option
from bot.model.message import Button, Capabilities, Part
from bot.shells.bench.driver import Measured, resident_mib
from bot.shells.bench.notdate_run import NullAdapter
from bot.shells.bench.workload import CAPABILITIES

EDITING: Final = msgspec.structs.replace(CAPABILITIES, edit=True)


class InCompany(Measured, frozen=True):
    """One run, and what else it tells: the cards that were edited, the memory that was held in the end, and the size
    of the file before."""

    edits: int = 0
    resident_mib: float = 0.0
    file_mib: float = 0.0


def in_company(measured: Measured, edits: int = 0, file_mib: float = 0.0) -> InCompany:
    """The same run with what else it tells."""
    fields = msgspec.structs.asdict(measured)
    return InCompany(**fields, edits=edits, resident_mib=resident_mib(), file_mib=file_mib)


def file_mib(database: Path) -> float:
    """The size of the file."""
    return round(database.stat().st_size / 2**20, 3)


class Hand(msgspec.Struct, frozen=True):
    """What may be pressed, by its tokens: answers, and the ways around."""

    answers: tuple[str, ...] = ()
    around: tuple[str, ...] = ()


NOTHING: Final = Hand()


def hand_of(buttons: Sequence[Button | Option]) -> Hand:
    """The same buttons, by their tokens."""
    return Hand(
        tuple(button.token for button in buttons if not button.quiet),
        tuple(button.token for button in buttons if button.quiet),
    )


class Screens(NullAdapter):
    """Takes every message and every edit at once, and remembers what may be pressed where."""

    capabilities: Capabilities = EDITING

    def __init__(self) -> None:
        super().__init__()
        self.hands: dict[Address, Hand] = {}
        self.edits: Counter[Address] = Counter()
        self.says: dict[Address, str] = {}
        """What was edited last says this."""

    async def send(self, address: Address, key: MessageId, part: Part, number: int) -> str:
        if part.buttons:
            self.hands[address] = hand_of(part.buttons)
        await super().send(address, key, part, number)
        return f"{key}-{number}"

    async def edit(self, address: Address, sent: str, part: Part) -> None:
        self.edits[address] += 1
        self.says[address] = part.text

    def expect(self, addresses: Iterable[Address]) -> list[asyncio.Future[tuple[Part, ...]]]:
        """Done when a message has reached each of these places."""
        loop = asyncio.get_running_loop()
        futures = []
        for address in addresses:
            self.waiting[address] = future = loop.create_future()
            futures.append(future)
        return futures
