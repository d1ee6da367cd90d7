"""`notdate erase`."""

from __future__ import annotations

import click

from bot.shells.options import database, give_up, make_sure, refusals_are_told, settings_of, sure


@click.command()
@click.option("--all", "everything", is_flag=True, help="Everything: there is no erasing by halves.")
@sure
@database
@refusals_are_told
def command(everything: bool, yes: bool, db: str | None) -> None:
    """Delete the database and all files beside it: everybody's answers, keys, lists. Only while no bot runs on it.

    To delete what one person said, there is `notdate me forget`, or `forget me`, said to the bot. Backups stay where
    you put them.

    \b
    Examples:
      notdate erase --all
      notdate erase --all --yes --db trial.db
    """
    from bot.beside import socket_for
    from bot.store.sqlite.backup import belongings, erase
    from bot.store.sqlite.lock import Lock

    if not everything:
        give_up("Say --all if you mean everything; `notdate me forget` deletes what one person said.", code=2)
    path = settings_of(db=db).database
    socket = socket_for(path)
    if not belongings(path, socket):
        give_up(f"There is nothing to erase at {path}.")
    with Lock(path) as lock:
        lock.take()
        files = belongings(path, socket)
        click.echo("\n".join(map(str, files)))
        make_sure(f"Delete these {len(files)} files? It cannot be undone.", yes)
        erase(files)
    click.echo("They are gone.", err=True)
