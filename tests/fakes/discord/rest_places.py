"""The application, users, guilds, channels and threads (developers/resources/*)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from aiohttp import web

from tests.fakes.discord.errors import Form, error
from tests.fakes.discord.hub import Hub
from tests.fakes.discord.model import PUBLIC_THREAD, TEXT, Channel, Json, Message
from tests.fakes.discord.payloads import bot_json, channel_json, guild_json, member_json, user_json
from tests.fakes.discord.rest import Endpoint, Route, read
from tests.fakes.discord.sessions import GUILD_MEMBERS

ARCHIVE_MINUTES: Final = (60, 1440, 4320, 10080)


async def me(hub: Hub, request: web.Request) -> Json:
    return bot_json(hub.bot)


async def application(hub: Hub, request: web.Request) -> Json:
    owner = next((account for account in hub.accounts.values() if not account.bot), hub.bot)
    return {
        "id": str(hub.bot.id),
        "name": hub.bot.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": user_json(owner),
        "verify_key": "0" * 64,
        "team": None,
        "flags": 0,
        "interactions_endpoint_url": None,
        "approximate_guild_count": len(hub.bot_guilds()),
    }


def gateway_bot(url: Callable[[], str], limit: Callable[[], Json]) -> Endpoint:
    """GET /gateway/bot over the gateway's own address and IDENTIFY budget."""

    async def endpoint(hub: Hub, request: web.Request) -> Json:
        return {"url": url(), "shards": 1, "session_start_limit": limit()}

    return endpoint


async def user(hub: Hub, request: web.Request) -> Json:
    id_ = request.match_info["user_id"]
    found = hub.accounts.get(int(id_)) if id_.isdigit() else None
    if found is None:
        raise error(10013)
    return user_json(found)


async def my_guilds(hub: Hub, request: web.Request) -> list[Json]:
    return [guild_json(guild) | {"owner": False, "permissions": "0"} for guild in hub.bot_guilds()]


async def leave_guild(hub: Hub, request: web.Request) -> None:
    hub.remove_bot(hub.guild(request.match_info["guild_id"]))


async def guild(hub: Hub, request: web.Request) -> Json:
    found = hub.guild(request.match_info["guild_id"])
    return guild_json(found) | {"approximate_member_count": len(found.members)}


async def guild_channels(hub: Hub, request: web.Request) -> list[Json]:
    found = hub.guild(request.match_info["guild_id"])
    return [channel_json(channel, hub.bot) for channel in found.channels.values() if not channel.is_thread]


async def member(hub: Hub, request: web.Request) -> Json:
    found = hub.guild(request.match_info["guild_id"])
    id_ = request.match_info["user_id"]
    if not id_.isdigit() or int(id_) not in found.members:
        raise error(10007)
    return member_json(found.members[int(id_)])


async def members(hub: Hub, request: web.Request) -> list[Json]:
    """The list of members needs GUILD_MEMBERS in the portal (resources/guild#list-guild-members)."""
    found = hub.guild(request.match_info["guild_id"])
    if not hub.portal & GUILD_MEMBERS:
        raise error(50001)
    after, limit = int(request.query.get("after", 0)), int(request.query.get("limit", 1))
    ids = [id_ for id_ in sorted(found.members) if id_ > after][:limit]
    return [member_json(found.members[id_]) for id_ in ids]


async def channel(hub: Hub, request: web.Request) -> Json:
    return channel_json(hub.channel(request.match_info["channel_id"]), hub.bot)


async def edit_channel(hub: Hub, request: web.Request) -> Json:
    """Threads only: `name`, `archived`, `locked`, `auto_archive_duration`."""
    thread = hub.channel(request.match_info["channel_id"])
    body, _ = await read(request)
    if not thread.is_thread:
        raise error(50013)
    if thread.archived and set(body) - {"archived", "locked"}:
        raise error(50083)
    _check_thread(body, named="name" in body)
    thread.name = body.get("name", thread.name)
    thread.archived = body.get("archived", thread.archived)
    thread.locked = body.get("locked", thread.locked)
    thread.archive_minutes = body.get("auto_archive_duration", thread.archive_minutes)
    hub.tell("THREAD_UPDATE", thread, channel_json(thread, hub.bot))
    return channel_json(thread, hub.bot)


def _check_thread(body: Json, *, named: bool = True) -> None:
    form = Form()
    if named:
        form.between(("name",), body.get("name"), 1, 100)
    if body.get("auto_archive_duration", 1440) not in ARCHIVE_MINUTES:
        form.wrong(("auto_archive_duration",), "BASE_TYPE_CHOICES", f"Value must be one of {ARCHIVE_MINUTES}.")
    form.check()


async def thread_from_message(hub: Hub, request: web.Request) -> Json:
    parent = hub.channel(request.match_info["channel_id"])
    message = hub.message(parent, request.match_info["message_id"])
    if message.thread is not None:
        raise error(160004)
    return await _thread(hub, request, parent, message)


async def thread_in_channel(hub: Hub, request: web.Request) -> Json:
    return await _thread(hub, request, hub.channel(request.match_info["channel_id"]), None)


async def _thread(hub: Hub, request: web.Request, parent: Channel, message: Message | None) -> Json:
    body, _ = await read(request)
    kind = PUBLIC_THREAD if message is not None else int(body.get("type", 12))
    if parent.kind != TEXT:
        raise error(50024)
    if not parent.allows("CREATE_PUBLIC_THREADS" if kind == PUBLIC_THREAD else "CREATE_PRIVATE_THREADS"):
        raise error(50013)
    _check_thread(body)
    thread = hub.open_thread(parent, body["name"], kind, hub.bot, message)
    thread.archive_minutes = body.get("auto_archive_duration") or 1440
    return channel_json(thread, hub.bot)


async def join_thread(hub: Hub, request: web.Request) -> None:
    thread = hub.channel(request.match_info["channel_id"])
    if thread.archived:
        raise error(50083)


_GUILD: Final = "/guilds/{guild_id}"
_CHANNEL: Final = "/channels/{channel_id}"
ROUTES: Final = (
    Route("GET", "/users/@me", "me", me),
    Route("GET", "/oauth2/applications/@me", "application", application),
    Route("GET", "/applications/@me", "application", application),
    Route("GET", "/users/@me/guilds", "my_guilds", my_guilds),
    Route("DELETE", "/users/@me/guilds/{guild_id}", "leave_guild", leave_guild),
    Route("GET", "/users/{user_id}", "user", user),
    Route("GET", _GUILD, "guild", guild),
    Route("GET", _GUILD + "/channels", "guild_channels", guild_channels),
    Route("GET", _GUILD + "/members", "members", members),
    Route("GET", _GUILD + "/members/{user_id}", "member", member),
    Route("GET", _CHANNEL, "channel", channel),
    Route("PATCH", _CHANNEL, "edit_channel", edit_channel),
    Route("POST", _CHANNEL + "/threads", "thread_in_channel", thread_in_channel),
    Route("POST", _CHANNEL + "/messages/{message_id}/threads", "thread_from_message", thread_from_message),
    Route("PUT", _CHANNEL + "/thread-members/{user_id}", "join_thread", join_thread),
)
