"""A real engine over a real file, and doubles for what stands around it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from bot.chance import Seeded
from bot.model.deck import Deck
from bot.model.event import Arrived, Event, MessageReceived, Words
from bot.model.ids import Address, MessageId, Platform, WordsId
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import Delivered, Intake
from bot.ports.faults import NoFaults
from bot.rendering.prompts import Prompts
from bot.runtime.engine import Engine
from bot.runtime.library import Shelves
from bot.settings import load
from bot.shells.bench.workload import CAPABILITIES, read_deck
from bot.store.sqlite.ledger import SqliteLedger
from bot.voices import prompts
from bot.wiring import open_engine

HERE = Platform("here")


@cache
def words() -> Prompts:
    """The bot's own words, read once: that is most of what opening an engine costs."""
    return prompts()


class Clock:
    """Says what it was told to say."""

    def __init__(self, now: int = 1_800_000_000_000) -> None:
        self.time = now

    def now(self) -> int:
        return self.time


def engine_at(
    database: Path,
    clock: Clock,
    complaints: list[str],
    zone: str = "UTC",
    deck: Deck | None = None,
    platforms: Mapping[Platform, Capabilities] | None = None,
    **flags: str,
) -> tuple[SqliteLedger, Engine, Shelves]:
    """An engine with one small deck, or that one, in that time zone."""
    return open_engine(
        load({"db": str(database), "zone": zone, **flags}, {}, database.parent),
        (deck or read_deck(),),
        words(),
        platforms or {HERE: CAPABILITIES},
        clock,
        Seeded(1),
        NoFaults(),
        complaints.append,
    )


def delivered(who: str, id_: str, event: Event | None = None) -> Delivered:
    """Something from that person; their arrival if nothing else is said."""
    return Delivered(HERE, Address(who), Address(who), "here", id_, event or Arrived())


def said(text: str) -> MessageReceived:
    """That text, typed."""
    return MessageReceived(Words(WordsId(0), text))


class Screen:
    """An adapter that keeps what it sent, in order, and raises first what it was told to raise."""

    platform = HERE
    capabilities: Capabilities = CAPABILITIES

    def __init__(self, troubles: Sequence[Exception] = ()) -> None:
        self.sent: list[tuple[Address, MessageId]] = []
        self.troubles = list(troubles)
        self.tries = 0
        self.started = asyncio.Event()

    def scopes(self, address: Address) -> tuple[tuple[Scope, str], ...]:
        """There is no pace to keep."""
        return ()

    async def run(self, intake: Intake) -> None:
        """Nothing comes in here."""
        await asyncio.Event().wait()

    async def send(self, address: Address, key: MessageId, part: Part, number: int) -> str:
        """It is on the screen, unless there is trouble left."""
        self.tries += 1
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append((address, key))
        return f"sent {key}"

    async def edit(self, address: Address, sent: str, part: Part) -> None:
        """It reads like this now."""
