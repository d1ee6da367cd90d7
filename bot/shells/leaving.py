"""How `notdate farewell` has goodbye said: by the bot that runs, or by one that it brings along."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Final, NamedTuple

import click

from bot.chance import WallClock
from bot.connecting import PLATFORMS
from bot.model.ids import Platform
from bot.runtime.farewell import DECODE, Standing, plan_for, standing_of
from bot.runtime.operator import ERASING, KEEPING, LOOK
from bot.settings import Settings
from bot.shells.conversation import ServerGone, ask_owner
from bot.store.sqlite.lock import Lock
from bot.store.sqlite.views import SqliteViews
from bot.wiring import House, build_house

PAUSE: Final = 0.25
"""Seconds between two questions how far it is."""
CONNECTING: Final = 60.0
"""Seconds for which a platform is waited for that does not answer."""
EVERY: Final = 5.0
"""Seconds between two lines of progress."""

Ask = Callable[[str], Awaitable[Standing]]
Show = Callable[[str], None]


class Interrupted(Exception):
    """It could not go on; the text says how far it is and what to do."""


async def look(settings: Settings) -> Standing:
    """How far it is; nothing is said. Raises `Interrupted`."""
    owner = _owner(settings)
    if owner is not None:
        return await _through(owner, lambda ask: ask(LOOK))
    views = SqliteViews(settings.database)
    try:
        fleeting = [platform for platform, can in PLATFORMS.items() if not can.reaches]
        plan = plan_for(views, fleeting, WallClock().now())
        configured = [platform for platform in PLATFORMS if _is_configured(settings, platform)]
        return standing_of(plan, views, configured, ())
    finally:
        views.close()


def _is_configured(settings: Settings, platform: Platform) -> bool:
    by_hand = BY_HAND.get(platform)
    return by_hand is None or bool(settings.text(by_hand.setting))


def _owner(settings: Settings) -> str | None:
    """The socket of the bot that runs; None where none runs."""
    owner = Lock(settings.database).owner()
    if owner is None:
        return None
    if not owner.socket:
        raise Interrupted("The database is in use by another command; try again in a moment.")
    return owner.socket


async def say_goodbye(settings: Settings, erasing: bool, show: Show) -> Standing:
    """Everybody who can be told is told, or it is known that they cannot. Raises `Interrupted`."""

    async def use(ask: Ask) -> Standing:
        return await _until_told(ask, ERASING if erasing else KEEPING, show)

    owner = _owner(settings)
    try:
        return await (_through(owner, use) if owner else _brought_along(settings, use))
    except asyncio.CancelledError:
        raise Interrupted(
            "Stopped. What had been handed over still goes out; say the same again, and it goes on where it was: "
            "nobody is told twice."
        ) from None


async def _until_told(ask: Ask, what: str, show: Show) -> Standing:
    patience, said = time.monotonic() + CONNECTING, 0.0
    while True:
        standing = await ask(what)
        going = [one for one in standing.values() if one.goes_on]
        waiting = [platform for platform, one in standing.items() if one.goes_on and not one.connected]
        if not going or (len(waiting) == len(going) and time.monotonic() > patience):
            return standing
        if time.monotonic() - said >= EVERY:
            said = time.monotonic()
            show(_progress(standing, waiting))
        await asyncio.sleep(PAUSE)


def _progress(standing: Standing, waiting: list[str]) -> str:
    done = sum(one.sent + one.failed + len(one.unknown) for one in standing.values())
    left = sum(one.left + one.open for one in standing.values() if one.configured)
    slow = f"; still connecting: {', '.join(waiting)}" if waiting else ""
    return f"{done} told, {left} to go{slow}."


async def _brought_along(settings: Settings, use: Callable[[Ask], Awaitable[Standing]]) -> Standing:
    house = build_house(settings, complain=lambda sentence: click.echo(sentence, err=True))
    try:
        await house.bot.start()
        ended = asyncio.create_task(house.bot.wait())
        using = asyncio.create_task(_once_open(house, use))
        try:
            await asyncio.wait((using, ended), return_when=asyncio.FIRST_COMPLETED)
            if not using.done():
                ended.result()
            return await using
        except OSError as error:
            raise Interrupted(f"The bot could not be started: {error}. Nothing was said.") from error
        finally:
            using.cancel()
            ended.cancel()
            await house.bot.stop()
    finally:
        house.lock.release()


async def _once_open(house: House, use: Callable[[Ask], Awaitable[Standing]]) -> Standing:
    await house.terminal.started.wait()
    return await _through(str(house.socket), use)


async def _through(socket: str, use: Callable[[Ask], Awaitable[Standing]]) -> Standing:
    async def ask(what: str) -> Standing:
        return DECODE(await ask_owner(socket, "farewell", what))

    try:
        return await use(ask)
    except ServerGone as gone:
        raise Interrupted(f"{gone} Say the same again: nobody is told twice.") from gone
    except LookupError as refused:
        raise Interrupted(str(refused)) from refused


class ByHand(NamedTuple):
    """What only the operator can do on a platform, and the setting without which the bot does not speak there."""

    setting: str
    what: str


BY_HAND: Final = {
    "telegram": ByHand(
        "telegram_token", "Telegram: say /deletebot to @BotFather; its token is worthless then, and it is in no group."
    ),
    "discord": ByHand(
        "discord_token",
        "Discord: delete the application at discord.com/developers/applications; it leaves all servers then.",
    ),
    "matrix": ByHand(
        "matrix_user", "Matrix: log in as the bot, leave its rooms, and deactivate the account; its tokens go with it."
    ),
}


def what_is_left(settings: Settings, standing: Standing) -> Iterator[str]:
    """What nobody but the operator can do, for each platform that the bot speaks on."""
    steps = [one.what for name, one in BY_HAND.items() if settings.text(one.setting) or name in standing]
    yield "Left to do by hand:"
    yield from (f"  {step}" for step in (*steps, "Delete the backups you took elsewhere, and the files with tokens."))
