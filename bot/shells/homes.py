"""What `notdate doctor` finds out about who looks after the community: the groups that are its homes, and those that
could be, by their numbers and the names that people know."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import quote

from bot.model.ids import Address, Platform
from bot.settings import Settings, SettingsError
from bot.shells.listing import harmless
from bot.shells.platforms import NO_ANSWER, Finding, answer

MOST: Final = 10
"""Groups that are named; each is asked about."""
_TOKENS: Final = {"telegram": "telegram_token", "discord": "discord_token", "matrix": "matrix_homeserver"}


def homes(settings: Settings) -> Iterator[Finding]:
    """Whether the settings name accounts and groups, whether the bot is in these groups, and which others it is in."""
    try:
        named, moderators = settings.homes, settings.moderators
    except SettingsError as error:
        yield Finding("fail", str(error))
        return
    for platform, place in named:
        yield _home(settings, platform, place)
    if not named:
        others = ", ".join(_candidates(settings))
        known = f"; it could be: {others}" if others else ""
        accounts = f", {len(moderators)} in `moderators`" if moderators else ""
        yield Finding("ok", f"no group's administrators look after the community{accounts}{known}")


def _home(settings: Settings, platform: Platform, place: Address) -> Finding:
    name = f"{platform}:{place}"
    if not settings.text(_TOKENS[platform]):
        steps = f"Configure {platform}, or take it out of `homes`."
        return Finding("warn", f"{name} is a home, but there is no bot on {platform}", steps)
    try:
        if platform == "matrix" and settings.text("matrix_token") and (away := _away(settings, place)):
            return Finding("warn", f"{name} is a home, {away[0]}: nobody looks after the community by it", away[1])
        title = _title(settings, platform, place)
    except NO_ANSWER as error:
        steps = "Look whether the bot is in that group, and whether the number is right."
        return Finding("warn", f"{name} is a home, and nothing is told about it ({type(error).__name__})", steps)
    return Finding("ok", f"whoever owns or looks after {name}{f' ({title})' if title else ''} does so here")


def _title(settings: Settings, platform: str, place: str) -> str:
    """What people call that group; empty where only the running bot can ask. Raises one of `NO_ANSWER`."""
    if platform == "telegram":
        api, token = settings.text("telegram_api").rstrip("/"), settings.text("telegram_token")
        return harmless(str(answer(f"{api}/bot{token}/getChat?chat_id={quote(place)}")["result"]["title"]))
    if platform == "discord":
        return harmless(str(_discord(settings, f"guilds/{place}")["name"]))
    if not settings.text("matrix_token"):
        return ""
    named = _matrix_state(settings, place, "m.room.name")
    return harmless(str(named.get("name", ""))) if named else ""


def _away(settings: Settings, room: str) -> tuple[str, str] | None:
    """Why that room counts no more, and what to do; None where it does. To whom was put out, a homeserver goes on to
    tell how it was then. Raises one of `NO_ANSWER`."""
    if room not in _matrix(settings, "joined_rooms")["joined_rooms"]:
        return "but the bot is not in it", "Invite the bot there, or take the room out of `homes`."
    if (tombstone := _matrix_state(settings, room, "m.room.tombstone")) is None:
        return None
    successor = harmless(str(tombstone.get("replacement_room") or "another"))
    return f"but was replaced by {successor}", "If that is right, write the new one in `homes`."


def _matrix_state(settings: Settings, room: str, type_: str) -> Any:
    """The content of that event of the room's state; None where there is none. Raises one of `NO_ANSWER`."""
    try:
        return _matrix(settings, f"rooms/{quote(room, safe='')}/state/{type_}/")
    except HTTPError as error:
        if error.code == HTTPStatus.NOT_FOUND:
            return None
        raise


def _matrix(settings: Settings, path: str) -> Any:
    server = settings.text("matrix_homeserver").rstrip("/")
    return answer(f"{server}/_matrix/client/v3/{path}", f"Bearer {settings.text('matrix_token')}")


def _discord(settings: Settings, path: str) -> Any:
    return answer(f"{settings.text('discord_api').rstrip('/')}/{path}", f"Bot {settings.text('discord_token')}")


def _candidates(settings: Settings) -> Iterator[str]:
    """The groups that the bot is in, as `homes` names them, with the names that people know."""
    if settings.text("discord_token"):
        try:
            for guild in list(_discord(settings, "users/@me/guilds"))[:MOST]:
                yield f"discord:{guild['id']} ({harmless(guild['name'])})"
        except NO_ANSWER:
            pass  # What is wrong with Discord is told where it is looked at.
    silent = set()
    for platform, room in _let_in(settings)[-MOST:]:
        if platform == "discord" or not settings.text(_TOKENS.get(platform, "db")):
            continue
        title = ""
        if platform not in silent:
            try:
                title = _title(settings, platform, room)
            except NO_ANSWER:
                silent.add(platform)
        yield f"{platform}:{room}{f' ({title})' if title else ''}"


def _let_in(settings: Settings) -> tuple[tuple[Platform, Address], ...]:
    """The groups that somebody opened to the bot."""
    from bot.store.sqlite.connection import pending
    from bot.store.sqlite.views import SqliteViews

    if not settings.database.is_file():
        return ()
    try:
        if pending(settings.database):
            return ()
        with closing(SqliteViews(settings.database)) as views:
            return views.open_rooms()
    except Exception as error:
        # Of a database that cannot be read the check of that name tells.
        if not hasattr(error, "sqlite_errorcode"):
            raise
        return ()
