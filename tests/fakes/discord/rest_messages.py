"""Messages, reactions and typing (developers/resources/message)."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from tests.fakes.discord.errors import ApiError, Form, error
from tests.fakes.discord.hub import Hub
from tests.fakes.discord.model import COMPONENTS_V2, DM, Account, Channel, Json, Message
from tests.fakes.discord.payloads import channel_json, message_json, user_json, without_content
from tests.fakes.discord.rest import Route, Upload, read
from tests.fakes.discord.sessions import MESSAGE_CONTENT
from tests.fakes.discord.validation import check_message

REPLY: Final = 19


def _channel(hub: Hub, request: web.Request) -> Channel:
    return hub.channel(request.match_info["channel_id"])


def _message(hub: Hub, request: web.Request) -> Message:
    return hub.message(_channel(hub, request), request.match_info["message_id"])


def shown(hub: Hub, message: Message) -> Json:
    """As REST returns it: withheld by the portal's setting, not by IDENTIFY's intents (gateway#http-restrictions)."""
    body = message_json(message, hub.bot)
    body["attachments"] = [hub.signed(one) for one in body["attachments"]]
    if hub.portal & MESSAGE_CONTENT:
        return body
    return without_content(body, hub.bot, direct=message.channel.kind == DM)


async def create_message(hub: Hub, request: web.Request) -> Json:
    """A second create with the same nonce and `enforce_nonce` returns the earlier message and creates none."""
    channel = _channel(hub, request)
    body, uploads = await read(request)
    check_sendable(hub, channel)
    check_message(body, [upload.data for upload in uploads])
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        earlier = hub.earlier(hub.bot, str(nonce))
        if earlier is not None:
            return shown(hub, earlier)
    message = hub.new_message(channel, hub.bot, body)
    _reply(channel, message, body)
    message.attachments = store(hub, uploads)
    return shown(hub, hub.post(message, body=body))


def store(hub: Hub, uploads: list[Upload]) -> list[Json]:
    return [hub.attach(upload.name, upload.data, upload.content_type) for upload in uploads]


def check_sendable(hub: Hub, channel: Channel) -> None:
    """50007 and 50278 in DMs, 50013 without the right, 50083 in a locked thread; an archived one wakes up."""
    if channel.kind == DM:
        _check_dm(hub, channel.person)
        return
    right = "SEND_MESSAGES_IN_THREADS" if channel.is_thread else "SEND_MESSAGES"
    if not channel.allows(right):
        raise error(50013)
    if channel.archived:
        if channel.locked:
            raise error(50083)
        channel.archived = False
        hub.tell("THREAD_UPDATE", channel, channel_json(channel, hub.bot))


def _check_dm(hub: Hub, person: Account | None) -> None:
    assert person is not None
    if not person.takes_dms:
        raise error(50007)
    if not hub.reachable(person):
        raise error(50278)


def _reply(channel: Channel, message: Message, body: Json) -> None:
    reference = body.get("message_reference")
    if not reference:
        return
    target = channel.messages.get(int(reference.get("message_id") or 0))
    if target is None:
        if reference.get("fail_if_not_exists", True):
            form = Form()
            form.wrong(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            form.check()
        return
    message.kind = REPLY
    refer(message, target)


def refer(message: Message, target: Message) -> None:
    """`message` points at `target`, in the same channel."""
    message.reply_to = target
    message.reference = {"type": 0, "message_id": str(target.id), "channel_id": str(target.channel.id)}
    if target.channel.guild is not None:
        message.reference["guild_id"] = str(target.channel.guild.id)


async def edit_message(hub: Hub, request: web.Request) -> Json:
    message = _message(hub, request)
    body, uploads = await read(request)
    if message.author is not hub.bot:
        raise error(50005)
    if message.channel.archived:
        raise error(50083)
    check_edit(message, body, uploads)
    return shown(hub, hub.edit(message, body, store(hub, uploads)))


def check_edit(message: Message, body: Json, uploads: list[Upload]) -> None:
    """An edit keeps the limits of a new message and may not leave nothing."""
    flags = int(body.get("flags") or 0) | (message.flags & COMPONENTS_V2)
    check_message({**body, "flags": flags}, [upload.data for upload in uploads], editing=True)
    kept = {"content": message.content, "embeds": message.embeds, "components": message.components}
    left = kept | {key: value for key, value in body.items() if key in kept}
    if not any(left.values()) and not uploads and not message.attachments:
        raise error(50006)


async def delete_message(hub: Hub, request: web.Request) -> None:
    message = _message(hub, request)
    if message.author is not hub.bot and (message.channel.kind == DM or not message.channel.allows("MANAGE_MESSAGES")):
        raise error(50013)
    hub.delete(message)


async def get_message(hub: Hub, request: web.Request) -> Json:
    return shown(hub, _message(hub, request))


async def list_messages(hub: Hub, request: web.Request) -> list[Json]:
    """1 to 100 messages, newest first; `after` gives those next to it. Without READ_MESSAGE_HISTORY: none."""
    channel = _channel(hub, request)
    limit = _limit(request)
    if not channel.allows("READ_MESSAGE_HISTORY"):
        return []
    ids = _page(sorted(channel.messages), request, limit)
    return [shown(hub, channel.messages[id_]) for id_ in reversed(ids)]


def _limit(request: web.Request) -> int:
    text = request.query.get("limit", "50")
    if not text.isdigit() or not 1 <= int(text) <= 100:
        form = Form()
        form.wrong(("limit",), "NUMBER_TYPE_MAX", "int value should be less than or equal to 100.")
        form.check()
    return int(text)


def _page(ids: list[int], request: web.Request, limit: int) -> list[int]:
    query = request.query
    if "after" in query:
        return [id_ for id_ in ids if id_ > int(query["after"])][:limit]
    if "before" in query:
        return [id_ for id_ in ids if id_ < int(query["before"])][-limit:]
    if "around" in query:
        middle, half = int(query["around"]), limit // 2
        before = [id_ for id_ in ids if id_ < middle]
        return before[len(before) - min(half, len(before)) :] + [id_ for id_ in ids if id_ >= middle][: limit - half]
    return ids[-limit:]


async def add_reaction(hub: Hub, request: web.Request) -> None:
    message = _reactable(hub, request)
    if not message.channel.allows("ADD_REACTIONS"):
        raise error(50013)
    hub.react(message, request.match_info["emoji"], hub.bot)


async def remove_reaction(hub: Hub, request: web.Request) -> None:
    hub.react(_reactable(hub, request), request.match_info["emoji"], hub.bot, away=True)


def _reactable(hub: Hub, request: web.Request) -> Message:
    message = _message(hub, request)
    if message.channel.archived:
        raise error(50083)
    return message


async def list_reactions(hub: Hub, request: web.Request) -> list[Json]:
    message = _message(hub, request)
    return [user_json(account) for account in message.reactions.get(request.match_info["emoji"], [])]


async def typing(hub: Hub, request: web.Request) -> None:
    """The channel shows that the bot types, for 10 s."""
    channel = _channel(hub, request)
    if not channel.allows("SEND_MESSAGES"):
        raise error(50013)
    hub.typing.append((channel, hub.clock.now()))


async def create_dm(hub: Hub, request: web.Request) -> Json:
    body, _ = await read(request)
    recipient = str(body.get("recipient_id", ""))
    person = hub.accounts.get(int(recipient)) if recipient.isdigit() else None
    if person is None:
        raise ApiError(400, 50033, "Invalid Recipient(s)")
    if person.bot:
        raise error(50007)
    return channel_json(hub.dm(person), hub.bot)


_MESSAGES: Final = "/channels/{channel_id}/messages"
_ONE: Final = _MESSAGES + "/{message_id}"
_REACTION: Final = _ONE + "/reactions/{emoji}"
ROUTES: Final = (
    Route("POST", "/users/@me/channels", "create_dm", create_dm),
    Route("POST", _MESSAGES, "create_message", create_message),
    Route("GET", _MESSAGES, "list_messages", list_messages),
    Route("GET", _ONE, "get_message", get_message),
    Route("PATCH", _ONE, "edit_message", edit_message),
    Route("DELETE", _ONE, "delete_message", delete_message),
    Route("PUT", _REACTION + "/@me", "add_reaction", add_reaction),
    Route("DELETE", _REACTION + "/@me", "remove_reaction", remove_reaction),
    Route("GET", _REACTION, "list_reactions", list_reactions),
    Route("POST", "/channels/{channel_id}/typing", "typing", typing),
)
