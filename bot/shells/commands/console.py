"""`notdate console`."""

from __future__ import annotations

import asyncio

import click

from bot.shells.options import database, give_up, login, refusals_are_told, settings_of


@click.command()
@database
@refusals_are_told
def command(db: str | None) -> None:
    """Print a way in to the console, the pages for those who look after the community.

    It is good for ten minutes and for one browser; whoever opens it is there as whoever runs the bot. `notdate serve`
    has to be running. Moderators say `console` to the bot in a private chat instead.

    \b
    Examples:
      notdate console
      xdg-open "$(notdate console)"
    """
    from bot.shells.conversation import ServerGone, ask_owner
    from bot.store.sqlite.lock import Lock

    owner = Lock(settings_of(db=db).database).owner()
    if owner is None or not owner.socket:
        give_up("No bot runs over this database, so there are no pages to open. Start it with `notdate serve`.")
    try:
        click.echo(asyncio.run(ask_owner(owner.socket, "console", login())))
    except ServerGone as gone:
        give_up(f"{gone} Try again, or look whether `notdate serve` still runs.")
    except LookupError as error:
        give_up(str(error))
    click.echo("Good for ten minutes and for one browser; open it where nobody looks over your shoulder.", err=True)
