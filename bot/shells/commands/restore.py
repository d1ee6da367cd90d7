"""`notdate restore`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.shells.options import database, refusals_are_told, settings_of


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--erasures",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="LIST",
    help="One more list of who was forgotten, such as the `.erasures` file of another machine.",
)
@database
@refusals_are_told
def command(file: Path, erasures: tuple[Path, ...], db: str | None) -> None:
    """The database is as FILE has it; what stood there is kept aside. Only while no bot runs on it.

    People who were forgotten after the backup are forgotten again: the list of them is kept beside the database, in a
    file that ends in `.erasures`.

    \b
    Examples:
      notdate restore monday.db
      notdate restore monday.db --db club.db
    """
    from bot.store.sqlite.backup import restore
    from bot.store.sqlite.lock import Lock

    path = settings_of(db=db).database
    with Lock(path) as lock:
        lock.take()
        done = restore(file, path, datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ"), erasures)
    click.echo(f"{path} is as {file} has it.", err=True)
    if done.aside:
        click.echo(f"What stood there before is {done.aside}; delete it when you no longer need it.", err=True)
    if done.forgotten:
        click.echo(f"Forgotten again, as they had asked after the backup: {done.forgotten}.", err=True)
    if not done.list_found:
        click.echo(
            "No list of erasures was found here. If people were forgotten since this backup, on another machine "
            "perhaps, restore once more with --erasures and that machine's list.",
            err=True,
        )
