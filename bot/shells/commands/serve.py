"""`notdate serve`."""

from __future__ import annotations

import asyncio
import signal
from typing import TYPE_CHECKING

import click

from bot.shells.options import CALLED, database, give_up, refusals_are_told, settings_of

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.wiring import House


@click.command()
@click.option("--host", metavar="ADDRESS", help="Where the web chat listens; 127.0.0.1 if not set.")
@click.option("--port", type=int, metavar="PORT", help="On which port; 8080 if not set, 0 for any that is free.")
@database
@refusals_are_told
def command(host: str | None, port: int | None, db: str | None) -> None:
    """Run the bot: the web chat, the door by which `notdate chat` comes in, and every platform that has a token.

    Only this computer reaches it, unless --host says otherwise; for others, let a web server with TLS stand in front.
    It runs until Ctrl-C or SIGTERM; whatever was said is kept.

    \b
    Examples:
      notdate serve
      notdate serve --port 9000 --db club.db
    """
    from bot.shells.faults import from_environment
    from bot.wiring import build_house

    settings = settings_of(host=host, port=port, db=db)
    house = build_house(settings, faults=from_environment(), complain=lambda sentence: click.echo(sentence, err=True))
    _open_console(house, settings)
    try:
        asyncio.run(_serve(house))
    except OSError as error:
        where = f"{settings.text('host')}:{settings.number('port')}"
        give_up(
            f"The web chat cannot listen on {where}: {error.strerror or error}. "
            "Is another program there? `notdate serve --port 0` takes any free port."
        )
    finally:
        house.lock.release()


def _open_console(house: House, settings: Settings) -> None:
    """The pages for those who look after the community are on the same server."""
    from bot.beside import web_key
    from bot.shells.console.application import routes

    if house.web is not None and house.office is not None:
        house.web.mount(routes(house.office, settings, web_key(settings)))


def _settle() -> None:
    from bot.wiring import settle

    settle()


async def _serve(house: House) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_, stopped.set)
    _settle()
    await house.bot.start()
    ended = asyncio.create_task(house.bot.wait())
    stopping = asyncio.create_task(stopped.wait())
    announced = asyncio.create_task(_announce(house))
    try:
        await asyncio.wait((ended, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        announced.cancel()
        await house.bot.stop()
    if ended.done() and not ended.cancelled():
        ended.result()
    click.echo("Stopped; everything that was said is kept.", err=True)


async def _announce(house: House) -> None:
    if house.web is not None:
        await house.web.started.wait()
        click.echo(f"The web chat is on {house.web.url} (Ctrl-C stops it).", err=True)
    await house.terminal.started.wait()
    click.echo(f"In another terminal, `{CALLED} chat` talks to the same bot.", err=True)
    # From here on nobody waits for it, and nobody has to wait at their first answer.
    await asyncio.to_thread(house.weave)
