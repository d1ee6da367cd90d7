"""`notdate backup`."""

from __future__ import annotations

from pathlib import Path

import click

from bot.shells.options import database, refusals_are_told, settings_of


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace a file that is there already.")
@database
@refusals_are_told
def command(file: Path, force: bool, db: str | None) -> None:
    """A complete copy of the database in FILE, also while the bot runs; checked before it gets its name.

    \b
    Examples:
      notdate backup monday.db
      notdate backup --force /backups/latest.db
    """
    from bot.store.sqlite.backup import back_up

    size = back_up(settings_of(db=db).database, file, force)
    click.echo(f"{file} is a complete backup of {size:,} bytes, and was checked. It holds what people said.", err=True)
