"""`notdate serve`."""

from __future__ import annotations

import asyncio
import signal

import click

from bot.shells.options import database, give_up, refusals_are_told, settings_of


@click.command()
@click.option("--host", metavar="ADDRESS", help="Where the web chat listens; 127.0.0.1 if not set.")
@click.option("--port", type=int, metavar="PORT", help="On which port; 8080 if not set, 0 for any that is free.")
@database
@refusals_are_told
def command(host: str | None, port: int | None, db: str | None) -> None:
    """Run the bot: the web chat, the terminal's door, and every configured platform.

    \b
    Examples:
      notdate serve
      notdate serve --port 9000 --db club.db
    """
    from bot.wiring import build_house

    settings = settings_of(host=host, port=port, db=db)
    house = build_house(
        settings, faults=faults_from_environment(), complain=lambda sentence: click.echo(sentence, err=True)
    )
    try:
        asyncio.run(_serve(house))
    except OSError as error:
        where = f"{settings.text('host')}:{settings.number('port')}"
        give_up(
            f"The web chat cannot listen on {where}: {error.strerror or error}. Is another program there? "
            "`notdate serve --port 0` takes any free port."
        )
    finally:
        house.lock.release()


def faults_from_environment():  # type: ignore[no-untyped-def]
    from bot.shells.faults import from_environment

    return from_environment()


async def _serve(house) -> None:  # type: ignore[no-untyped-def]
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(signal_, stopped.set)
    await house.bot.start()
    ended = asyncio.create_task(house.bot.wait())
    stopping = asyncio.create_task(stopped.wait())
    try:
        announced = asyncio.create_task(_announce(house))
        await asyncio.wait((ended, stopping), return_when=asyncio.FIRST_COMPLETED)
        announced.cancel()
    finally:
        await house.bot.stop()
    if ended.done() and not ended.cancelled():
        ended.result()
    click.echo("Stopped; everything that was said is kept.", err=True)


async def _announce(house) -> None:  # type: ignore[no-untyped-def]
    if house.web is not None:
        await house.web.started.wait()
        click.echo(f"The web chat is on {house.web.url} (Ctrl-C stops it).", err=True)
    await house.terminal.started.wait()
    click.echo("In another terminal, `notdate chat` talks to the same bot.", err=True)
