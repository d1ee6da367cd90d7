"""`notdate farewell`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.shells.listing import counted
from bot.shells.options import (
    database,
    existing_database,
    give_up,
    make_sure,
    refusals_are_told,
    settings_of,
    sure,
)

if TYPE_CHECKING:
    from bot.runtime.farewell import Standing
    from bot.settings import Settings


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say how many places there are on which platforms.")
@click.option("--erase", "erasing", is_flag=True, help="When all is said, delete everything that the bot keeps.")
@sure
@database
@refusals_are_told
def command(dry_run: bool, erasing: bool, yes: bool, db: str | None) -> None:
    """Say goodbye, once, wherever the bot is at home, before it goes; whoever said stop hears nothing.

    The bot that runs says it, or, where none runs, this command brings one along. Ctrl-C stops it at any time; said
    again, it goes on where it was, and nobody is told twice.

    \b
    Examples:
      notdate farewell --dry-run
      notdate farewell
      notdate farewell --erase
    """
    from bot.shells.leaving import Interrupted, look, say_goodbye, what_is_left
    from bot.store.sqlite.lock import Lock

    settings = settings_of(db=db)
    existing_database(settings)
    try:
        standing = asyncio.run(look(settings))
        for sentence in _told(standing):
            click.echo(sentence, err=True)
        if dry_run:
            return
        if any(one.goes_on for one in standing.values()):
            and_then = " and then delete everything that it keeps" if erasing else ""
            make_sure(f"Have the bot say goodbye there{and_then}? It cannot be taken back.", yes)
            standing = asyncio.run(say_goodbye(settings, erasing, _show))
        elif erasing:
            make_sure("Nobody is left to be told. Delete everything that the bot keeps? It cannot be undone.", yes)
    except Interrupted as interrupted:
        give_up(str(interrupted))
    for sentence in _results(standing):
        click.echo(sentence, err=True)
    if erasing and any(one.left or one.open for one in standing.values()):
        give_up("Nothing was deleted. `notdate erase --all` deletes everything without a goodbye.")
    if erasing:
        _erase(settings, bool(Lock(settings.database).owner()))
    for sentence in what_is_left(settings, standing):
        click.echo(sentence, err=True)


def _show(sentence: str) -> None:
    click.echo(sentence, err=True)


def _told(standing: Standing) -> list[str]:
    """How many places there are, by platform."""
    sentences = []
    for platform, one in standing.items():
        if one.left or one.open:
            where = f"{platform}: {counted(one.left + one.open, 'place')} to be told"
            why = "" if one.configured else "; but there is no token for it now, so nothing can be said there"
            sentences.append(f"{where}{why}.")
    return sentences or ["Nobody is left to be told goodbye."]


def _results(standing: Standing) -> list[str]:
    sentences = []
    for platform, one in standing.items():
        if one.sent or one.failed or one.unknown:
            failed = f", not delivered: {one.failed}" if one.failed else ""
            sentences.append(f"{platform}: told {counted(one.sent, 'place')}{failed}.")
        if one.unknown:
            addresses = ", ".join(one.unknown)
            sentences.append(f"{platform}: whether it arrived is unknown, and it is not said again: {addresses}.")
        if one.left or one.open:
            sentences.append(f"{platform}: {counted(one.left + one.open, 'place')} could not be told.")
    return sentences


def _erase(settings: Settings, runs: bool) -> None:
    from bot.beside import socket_for
    from bot.store.sqlite.backup import belongings, erase
    from bot.store.sqlite.lock import Lock

    path: Path = settings.database
    if runs:
        give_up(
            "The bot still runs, so nothing was deleted. Stop it, and say the same again: nobody is told twice, and "
            "everything is deleted."
        )
    with Lock(path) as lock:
        lock.take()
        files = belongings(path, socket_for(path))
        click.echo("\n".join(map(str, files)))
        erase(files)
    click.echo("These files are gone.", err=True)
