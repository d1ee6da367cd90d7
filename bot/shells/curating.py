"""A change of the decks, made by whoever owns the database."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from bot.shells.options import as_commands, give_up
from bot.shells.owning import by_owner

if TYPE_CHECKING:
    from bot.model.ids import Address, Platform
    from bot.model.member import Rank
    from bot.model.tiding import Tiding
    from bot.ports.store import Ledger
    from bot.runtime.curation import Curated
    from bot.settings import Settings


def load_deck(settings: Settings, body: bytes) -> str:
    """The encoded deck is on offer, or it is said why not."""
    handle, name = tempfile.mkstemp(prefix="notdate-", suffix=".deck")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
        asked = by_owner(settings, "load-deck", name)
        return as_commands(_here(settings, body, None) if asked is None else asked)
    finally:
        Path(name).unlink(missing_ok=True)


def curate(settings: Settings, wanted: Curated) -> str:
    """It is done, or it is said why not."""
    from bot.runtime.curation import tiding_of

    asked = by_owner(settings, "curate", msgspec.json.encode(wanted).decode())
    return as_commands(_here(settings, b"", lambda ledger: tiding_of(wanted, ledger)) if asked is None else asked)


def grant(settings: Settings, platform: Platform, account: Address, rank: Rank) -> str:
    """That account is this from now on, and it is said so."""
    from bot.runtime.curation import grant_of, granting

    wanted = grant_of(platform, account, rank)
    asked = by_owner(settings, "grant", wanted)
    return _here(settings, b"", lambda _ledger: granting(wanted)) if asked is None else asked


def _here(settings: Settings, body: bytes, tiding: Callable[[Ledger], Tiding] | None) -> str:
    """The same, in this process, which owns the database for as long."""
    from bot.chance import RealChance, WallClock
    from bot.connecting import PLATFORMS
    from bot.ports.faults import NoFaults
    from bot.rendering.render import Voice
    from bot.runtime import curation
    from bot.store.sqlite.lock import Lock
    from bot.voices import prompts, speaking
    from bot.wiring import open_engine

    clock, words = WallClock(), prompts()
    with Lock(settings.database) as lock:
        lock.take()
        # Whoever a decision is about may hear of it, wherever they are.
        ledger, engine, shelves = open_engine(
            settings,
            None,
            words,
            PLATFORMS,
            clock,
            RealChance(),
            NoFaults(),
            lambda sentence: click.echo(sentence, err=True),
        )
        voice: Voice = speaking(words, shelves)
        with closing(ledger):
            try:
                told = tiding(ledger) if tiding else _staged(ledger, body, clock.now())
            except LookupError as error:
                give_up(str(error))
            return curation.sentence(curation.tell(engine, told, clock.now()), voice)


def _staged(ledger: Ledger, body: bytes, now: int) -> Tiding:
    """The deck is stored, and what is to be told of it."""
    from bot.runtime.curation import staging

    staged = staging(body)
    for piece in staged.pieces:
        piece(ledger, now)
    return staged.tiding
