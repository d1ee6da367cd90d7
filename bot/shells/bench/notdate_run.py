"""The bot itself, from intake to outbox, with a network that takes everything at once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from bot.chance import Seeded, WallClock
from bot.model.deck import Deck
from bot.model.ids import Address, MessageId
from bot.model.message import Capabilities, Part, Scope
from bot.ports.adapter import Delivered, Intake
from bot.ports.clock import Clock
from bot.ports.faults import NoFaults
from bot.runtime.engine import Engine
from bot.runtime.library import Shelves
from bot.runtime.supervisor import Bot
from bot.settings import Settings, load
from bot.shells.bench.driver import Ask, Measured, talk
from bot.shells.bench.workload import CAPABILITIES, PLATFORM, draw_talkers, read_deck
from bot.store.sqlite.ledger import SqliteLedger
from bot.voices import prompts, speaking
from bot.wiring import open_engine

NAME: Final = "notdate"


class NullAdapter:
    """Takes every message at once, and wakes whoever waits for it."""

    platform = PLATFORM
    capabilities: Capabilities = CAPABILITIES

    def __init__(self) -> None:
        self.waiting: dict[Address, asyncio.Future[tuple[Part, ...]]] = {}
        self.started = asyncio.Event()
        self.started.set()

    def scopes(self, address: Address) -> tuple[tuple[Scope, str], ...]:
        """There is no pace to keep."""
        return ()

    async def run(self, intake: Intake) -> None:
        """Nothing comes in here: the workload calls the intake."""
        await asyncio.Event().wait()

    async def send(self, address: Address, key: MessageId, part: Part, number: int) -> str:
        """Whoever waits at that address has it."""
        waiting = self.waiting.get(address)
        if waiting is not None and not waiting.done():
            waiting.set_result((part,))
        return ""

    async def edit(self, address: Address, sent: str, part: Part) -> None:
        """Nobody looks."""


def settings_for(database: Path) -> Settings:
    """The defaults, whatever the environment says: figures are compared."""
    return load({"db": str(database)}, {}, database.parent)


def open_house(
    database: Path, deck: Deck, seed: int, clock: Clock | None = None
) -> tuple[SqliteLedger, Engine, Shelves]:
    """The real engine on that file, with that deck and nothing else on offer."""
    return open_engine(
        settings_for(database),
        (deck,),
        prompts(),
        {PLATFORM: CAPABILITIES},
        clock or WallClock(),
        Seeded(seed),
        NoFaults(),
        _refuse_to_go_on,
    )


def _refuse_to_go_on(sentence: str) -> None:
    raise RuntimeError(sentence)


async def run(database: Path, stored: int, talkers: int, in_flight: int, seed: int) -> Measured:
    """So many people, drawn from those stored, talk to a running bot."""
    ledger, engine, shelves = open_house(database, read_deck(), seed)
    adapter = NullAdapter()
    settings = settings_for(database)
    bot = Bot(
        ledger,
        engine,
        speaking(prompts(), shelves),
        (adapter,),
        WallClock(),
        NoFaults(),
        settings.number("retention_days"),
    )
    await bot.start()
    try:
        people = draw_talkers(stored, talkers, seed)
        return await talk(NAME, stored, people, in_flight, seed, asking(bot, adapter))
    finally:
        await bot.stop()


def asking(bot: Bot, adapter: NullAdapter) -> Ask:
    """Hands an update to that bot, and waits for what reaches its adapter."""
    loop = asyncio.get_running_loop()
    take, waiting = bot.intake.take, adapter.waiting

    async def ask(delivered: Delivered) -> tuple[Part, ...]:
        reply: asyncio.Future[tuple[Part, ...]] = loop.create_future()
        waiting[delivered.address] = reply
        await take(delivered)
        return await reply

    return ask
