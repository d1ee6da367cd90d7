"""`notdate chat`."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import click

from bot.shells.options import database, give_up, login, refusals_are_told, settings_of

if TYPE_CHECKING:
    from bot.wiring import House


@click.command()
@click.option("--deck", metavar="NAME", default="", help="Begin with this deck (see `notdate decks list`).")
@click.option("--name", metavar="NAME", help="Who is talking; one conversation a name. Your login name if not given.")
@click.option("--seed", type=int, metavar="N", help="The same chance every time; only when no bot is running yet.")
@database
@refusals_are_told
def command(deck: str, name: str | None, seed: int | None, db: str | None) -> None:
    """Have a conversation in this terminal.

    If a bot runs on the same database, you talk to that one; otherwise this brings one along. Lines come from stdin
    when it is not a terminal; at its end the conversation pauses and can be taken up again any time.

    \b
    Examples:
      notdate chat
      notdate chat --deck little-things --name Ada
      printf 'yes\\nskip\\nstop\\n' | notdate chat --seed 1
    """
    from bot.shells.conversation import ServerGone, converse
    from bot.store.sqlite.lock import Lock

    settings = settings_of(db=db)
    who = name or login()
    owner = Lock(settings.database).owner()
    try:
        if owner is not None:
            if not owner.socket:
                give_up("The database is in use by another command; try again in a moment.")
            if seed is not None:
                click.echo("--seed has no effect: a bot is running already, and its chance is its own.", err=True)
            asyncio.run(converse(owner.socket, who, deck))
            return
        from bot.chance import Seeded
        from bot.wiring import build_house

        house = build_house(
            settings,
            web=False,
            chance=None if seed is None else Seeded(seed),
            complain=lambda sentence: click.echo(sentence, err=True),
        )
        try:
            asyncio.run(_with_a_bot(house, who, deck))
        finally:
            house.lock.release()
    except ServerGone as gone:
        give_up(str(gone))
    except BrokenPipeError:
        # Whoever read what is said here has left, which is no fault of the bot's.
        raise
    except OSError as error:
        give_up(f"This terminal cannot reach its own bot: {error}. Can files be made beside {settings.database}?")
    except KeyboardInterrupt:
        click.echo("", err=True)


async def _with_a_bot(house: House, who: str, deck: str) -> None:
    from bot.shells.conversation import converse

    await house.bot.start()
    started, ended = asyncio.create_task(house.terminal.started.wait()), asyncio.create_task(house.bot.wait())
    try:
        await asyncio.wait((started, ended), return_when=asyncio.FIRST_COMPLETED)
        if ended.done():
            ended.result()
        await converse(str(house.socket), who, deck)
    finally:
        started.cancel()
        ended.cancel()
        await house.bot.stop()
