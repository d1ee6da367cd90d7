"""Whoever owns the database changes it: the bot that runs, else this command for as long as that takes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import click

from bot.shells.options import give_up

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.store.sqlite.ledger import SqliteLedger


def by_owner(settings: Settings, request: str, argument: str, otherwise: str = "Nothing was changed") -> str | None:
    """What the bot that runs answers; None where none does. Where it refuses or cannot be asked, the command ends."""
    from bot.shells.conversation import ServerGone, ask_owner
    from bot.store.sqlite.lock import Lock

    owner = Lock(settings.database).owner()
    if owner is None:
        return None
    if not owner.socket:
        give_up("The database is in use by another command; try again in a moment.")
    try:
        return asyncio.run(ask_owner(owner.socket, request, argument))
    except ServerGone as gone:
        give_up(f"{gone} {otherwise}; try again, or stop the bot first.")
    except LookupError as error:
        give_up(str(error))


@contextmanager
def own_ledger(settings: Settings) -> Iterator[SqliteLedger]:
    """The database, which is this process's until the end of the block. Raises `Refused`."""
    from bot.runtime.mint import Mint
    from bot.store.sqlite.lock import Lock
    from bot.wiring import open_ledger

    with Lock(settings.database) as lock:
        lock.take()
        with closing(open_ledger(settings, Mint(), lambda sentence: click.echo(sentence, err=True))) as ledger:
            yield ledger
