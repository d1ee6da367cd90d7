"""Application commands, global and of a guild (developers/interactions/application-commands)."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from tests.fakes.discord.command_rules import SLASH, check_commands
from tests.fakes.discord.errors import ApiError, error
from tests.fakes.discord.hub import Hub
from tests.fakes.discord.model import Json
from tests.fakes.discord.rest import Route, parse_object


def _scope(hub: Hub, request: web.Request) -> int | None:
    """None for global commands; 50001 for another's application or a guild without the bot."""
    if request.match_info["application_id"] != str(hub.bot.id):
        raise error(50001)
    guild_id = request.match_info.get("guild_id")
    return None if guild_id is None else hub.guild(guild_id).id


async def list_commands(hub: Hub, request: web.Request) -> list[Json]:
    return hub.commands.get(_scope(hub, request), [])


async def put_commands(hub: Hub, request: web.Request) -> list[Json]:
    """All commands of the scope are replaced; one of the same name and type keeps its id."""
    scope = _scope(hub, request)
    body = parse_object('{"commands": ' + (await request.text()) + "}")["commands"]
    if not isinstance(body, list):
        raise ApiError(400, 50035, "Invalid Form Body")
    check_commands(body)
    hub.commands[scope] = [_filled(hub, scope, command) for command in body]
    return hub.commands[scope]


async def post_command(hub: Hub, request: web.Request) -> Json:
    """One command is created, or the one of its name and type replaced."""
    scope = _scope(hub, request)
    command = parse_object(await request.text())
    others = [each for each in hub.commands.get(scope, []) if _key(each) != _key(command)]
    check_commands([*others, command])
    filled = _filled(hub, scope, command)
    hub.commands[scope] = [*others, filled]
    return filled


async def delete_command(hub: Hub, request: web.Request) -> None:
    scope = _scope(hub, request)
    kept = [each for each in hub.commands.get(scope, []) if each["id"] != request.match_info["command_id"]]
    if len(kept) == len(hub.commands.get(scope, [])):
        raise error(10063)
    hub.commands[scope] = kept


def _key(command: Json) -> tuple[object, object]:
    return command.get("type", SLASH), command.get("name")


def _filled(hub: Hub, scope: int | None, command: Json) -> Json:
    before = next((each for each in hub.commands.get(scope, []) if _key(each) == _key(command)), None)
    defaults: Json = {
        "type": SLASH,
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "contexts": None,
        "integration_types": [0],
    }
    own: Json = {
        "id": before["id"] if before else str(hub.ids.strike()),
        "application_id": str(hub.bot.id),
        "version": str(hub.ids.strike()),
    }
    if scope is not None:
        own["guild_id"] = str(scope)
    return defaults | command | own


_GLOBAL: Final = "/applications/{application_id}/commands"
_GUILD: Final = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES: Final = tuple(
    route
    for path in (_GLOBAL, _GUILD)
    for route in (
        Route("GET", path, "list_commands", list_commands),
        Route("PUT", path, "put_commands", put_commands),
        Route("POST", path, "post_command", post_command),
        Route("DELETE", path + "/{command_id}", "delete_command", delete_command),
    )
)
