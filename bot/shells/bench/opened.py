"""A plain bot over a database that the real ledger has made ready."""

from __future__ import annotations

from pathlib import Path

from bot.chance import Seeded, WallClock
from bot.runtime.library import hash_of, offering, voice_of
from bot.runtime.mint import Mint
from bot.shells.bench.notdate_run import open_house, settings_for
from bot.shells.bench.plain_bot import PlainBot
from bot.shells.bench.workload import CAPABILITIES, PLATFORM, read_deck
from bot.voices import prompts
from bot.wiring import context_for, keep_decks, lay_out


def open_plainly(database: Path, seed: int) -> PlainBot:
    """The plain bot, told all that the engine would be told; the file is migrated and nobody holds it."""
    ledger, _engine, shelves = open_house(database, read_deck(), seed)
    try:
        _shelves, stock = lay_out(ledger, keep_decks(ledger, (read_deck(),), WallClock().now()))
        context = offering(context_for(settings_for(database), prompts(), PLATFORM, CAPABILITIES), stock)
        mint = Mint(ledger.last_id())
        return PlainBot((hash_of(context), context), shelves, voice_of(prompts(), shelves), mint, Seeded(seed))
    finally:
        ledger.close()
