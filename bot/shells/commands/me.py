"""`notdate me`."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from bot.shells.listing import print_json
from bot.shells.options import (
    database,
    existing_database,
    give_up,
    login,
    make_sure,
    refusals_are_told,
    settings_of,
    sure,
    who,
)

if TYPE_CHECKING:
    from bot.model.deck import Deck
    from bot.model.ids import DeckHash
    from bot.ports.views import AnswerRow
    from bot.settings import Settings

CHOSEN: Final = ("choice", "range", "done")
"""Readings whose key names something that was on offer."""


@click.group()
def command() -> None:
    """What is kept about somebody who talks in a terminal.

    On every platform `what do you know about me` and `forget me`, said to the bot, do the same.

    \b
    Examples:
      notdate me export --name Ada > ada.json
      notdate me forget --name Ada
    """


@command.command()
@who
@database
def export(name: str | None, db: str | None) -> None:
    """Every answer as JSON on stdout, oldest first. Works while the bot runs.

    \b
    Examples:
      notdate me export
      notdate me export --name Ada > ada.json
    """
    from bot.adapters.terminal.address import address_of
    from bot.adapters.terminal.capabilities import PLATFORM
    from bot.store.sqlite.views import SqliteViews
    from bot.wiring import decks_of

    file = existing_database(settings_of(db=db))
    account = name or login()
    with closing(SqliteViews(file)) as views:
        answers = views.answers(PLATFORM, address_of(account))
        decks = decks_of(views.decks())
    if not answers:
        click.echo(f"No answers of anybody called {account!r} are kept here.", err=True)
    print_json([_exported(answer, decks) for answer in answers])


def _exported(answer: AnswerRow, decks: Mapping[DeckHash, Deck]) -> dict[str, object]:
    from bot.model.ids import DeckHash

    deck = decks.get(DeckHash(answer.deck_hash))
    question = next((one for one in deck.questions if one.id == answer.question), None) if deck else None
    return {
        "deck": answer.deck,
        "deck_version": deck.version if deck else None,
        "question_id": answer.question,
        "question": question.text if question else None,
        "part": answer.part,
        "text": answer.text,
        "choice": answer.key if answer.branch in CHOSEN else None,
        "time": datetime.fromtimestamp(answer.at / 1000, UTC).isoformat(timespec="milliseconds"),
        "shared": answer.shared,
    }


@command.command()
@who
@sure
@database
@refusals_are_told
def forget(name: str | None, yes: bool, db: str | None) -> None:
    """Everything that somebody said in a terminal is deleted, also while the bot runs. It cannot be undone.

    \b
    Examples:
      notdate me forget
      notdate me forget --name Ada --yes
    """
    settings = settings_of(db=db)
    existing_database(settings)
    account = name or login()
    make_sure(f"Delete everything that {account!r} has said here? It cannot be undone.", yes)
    try:
        _forget(settings, account)
    except LookupError as error:
        give_up(str(error))
    click.echo(f"Nothing of what {account!r} said is left here. Backups age out by your own rule.", err=True)


def _forget(settings: Settings, account: str) -> None:
    """By whoever owns the database, else by this process. Raises LookupError where nobody is called that."""
    from bot.store.sqlite.lock import Lock

    owner = Lock(settings.database).owner()
    if owner is None:
        _forget_here(settings, account)
    elif not owner.socket:
        give_up("The database is in use by another command; try again in a moment.")
    else:
        from bot.shells.conversation import ServerGone, ask_owner

        try:
            asyncio.run(ask_owner(owner.socket, "forget", account))
        except ServerGone as gone:
            give_up(f"{gone} Nothing was deleted; try again, or stop the bot first.")


def _forget_here(settings: Settings, account: str) -> None:
    from bot.adapters.terminal.address import address_of
    from bot.adapters.terminal.capabilities import PLATFORM
    from bot.runtime.mint import Mint
    from bot.store.sqlite.ledger import SqliteLedger
    from bot.store.sqlite.lock import Lock

    with Lock(settings.database) as lock:
        lock.take()
        with closing(SqliteLedger(settings.database, Mint().strike)) as ledger:
            found = ledger.forget_member(PLATFORM, address_of(account), time.time_ns() // 1_000_000)
    if not found:
        raise LookupError(f"Nobody called {account!r} has talked to this bot in a terminal; nothing was changed.")
