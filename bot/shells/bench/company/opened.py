"""A running bot over a database that was prepared."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.model.deck import Deck
from bot.ports.clock import Clock
from bot.ports.faults import NoFaults
from bot.runtime.library import voice_of
from bot.runtime.supervisor import Bot
from bot.shells.bench.company.screens import Screens
from bot.shells.bench.notdate_run import open_house, settings_for
from bot.voices import prompts


@asynccontextmanager
async def opened(database: Path, deck: Deck, seed: int, screens: Screens, clock: Clock) -> AsyncIterator[Bot]:
    """The bot that `notdate serve` would run, by that clock, with those screens for a network."""
    ledger, engine, shelves = open_house(database, deck, seed, clock)
    days = settings_for(database).number("retention_days")
    bot = Bot(ledger, engine, voice_of(prompts(), shelves), (screens,), clock, NoFaults(), days)
    await bot.start()
    try:
        yield bot
    finally:
        await bot.stop()
