"""`notdate me`."""

from __future__ import annotations

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
from bot.shells.owning import by_owner, own_ledger

if TYPE_CHECKING:
    from bot.model.deck import Deck
    from bot.model.ids import Address, DeckHash, Platform
    from bot.ports.views import AnswerRow
    from bot.settings import Settings

CHOSEN: Final = ("choice", "range", "done")
"""Readings whose key names something that was on offer."""

account = click.option(
    "--account",
    metavar="PLATFORM:ADDRESS",
    help="Who, on any platform, by the name that `whoami` tells them in their chat.",
)


@click.group()
def command() -> None:
    """What somebody has answered, for whoever runs the bot: hand it out, or delete it.

    People have no need of it: `what do you know about me`, said to the bot, tells what is kept and shows the latest
    answers, and `forget me` deletes them.

    \b
    Examples:
      notdate me export --name Ada > ada.json
      notdate me forget --name Ada
      notdate me export --account web:0f3c2a...
    """


@command.command()
@who
@account
@database
@refusals_are_told
def export(name: str | None, account: str | None, db: str | None) -> None:
    """Every answer as JSON on stdout, oldest first. Works while the bot runs.

    \b
    Examples:
      notdate me export
      notdate me export --name Ada > ada.json
      notdate me export --account web:0f3c2a... > guest.json
    """
    from bot.store.sqlite.views import SqliteViews
    from bot.wiring import decks_of

    file = existing_database(settings_of(db=db))
    platform, address = _whom(name, account)
    with closing(SqliteViews(file)) as views:
        answers = views.answers(platform, address)
        decks = decks_of(views.decks())
    if not answers:
        click.echo(f"No answers of {account or repr(name or login())} are kept here.", err=True)
    print_json([_exported(answer, decks) for answer in answers])


def _whom(name: str | None, account: str | None) -> tuple[Platform, Address]:
    """The account that the options name; without any, the terminal's of whoever is logged in."""
    from bot.adapters.terminal.address import address_of
    from bot.adapters.terminal.capabilities import PLATFORM
    from bot.model.ids import Address, Platform
    from bot.settings import AROUND

    if account is None:
        return PLATFORM, address_of(name or login())
    platform, _, address = account.strip(AROUND).partition(":")
    if name is not None or not platform or not address:
        give_up("Say --name, or --account PLATFORM:ADDRESS as `whoami` tells it in a chat with the bot.", code=2)
    return Platform(platform), Address(address)


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
@account
@sure
@database
@refusals_are_told
def forget(name: str | None, account: str | None, yes: bool, db: str | None) -> None:
    """Everything that somebody said is deleted, also while the bot runs. It cannot be undone.

    \b
    Examples:
      notdate me forget
      notdate me forget --name Ada --yes
      notdate me forget --account web:0f3c2a...
    """
    settings = settings_of(db=db)
    existing_database(settings)
    platform, address = _whom(name, account)
    somebody = account or repr(name or login())
    make_sure(f"Delete everything that {somebody} has said here? It cannot be undone.", yes)
    _forget(settings, platform, address)
    click.echo(f"Nothing of what {somebody} said is left here. Backups hold it until you delete them.", err=True)


def _forget(settings: Settings, platform: Platform, address: Address) -> None:
    """By whoever owns the database. Where nobody speaks from there, the command ends."""
    if by_owner(settings, "forget", f"{platform}:{address}", "Nothing was deleted") is not None:
        return
    with own_ledger(settings) as ledger:
        found = ledger.forget_member(platform, address, time.time_ns() // 1_000_000)
    if not found:
        give_up(f"Nobody has talked to this bot as {platform}:{address}; nothing was changed.")
