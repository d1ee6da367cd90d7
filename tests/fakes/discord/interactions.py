"""Answers to interactions (developers/interactions/receiving-and-responding).

The first answer must come within 3 s of the interaction's creation, or its token is void. With an answer given in time
the token is good for 15 minutes, for edits of `@original` and for follow-ups.
"""

from __future__ import annotations

from typing import Final

from aiohttp import web

from tests.fakes.discord.components import check_modal
from tests.fakes.discord.errors import ApiError, Form, error
from tests.fakes.discord.hub import Hub
from tests.fakes.discord.model import AUTOCOMPLETE, EPHEMERAL, LOADING, MODAL_SUBMIT, Interaction, Json, Message
from tests.fakes.discord.payloads import message_json
from tests.fakes.discord.rest import Route, Upload, read
from tests.fakes.discord.rest_messages import REPLY, check_edit, refer, store
from tests.fakes.discord.validation import check_message

FIRST_SECONDS: Final = 3.0
TOKEN_SECONDS: Final = 900.0
COMMAND_REPLY: Final = 20

MESSAGE, DEFERRED, DEFERRED_UPDATE, UPDATE, CHOICES, MODAL = 4, 5, 6, 7, 8, 9


async def callback(hub: Hub, request: web.Request) -> object:
    """POST .../callback: 204, or what was made if `with_response` asks for it."""
    body, uploads = await read(request)
    interaction = _interaction(hub, request)
    try:
        _check_first(hub, interaction)
        kind = _check_kind(interaction, body)
        _first_answer(hub, interaction, kind, body.get("data") or {}, uploads)
    except ApiError as refusal:
        interaction.refused.append(refusal.code)
        raise
    interaction.callback = kind
    interaction.after = hub.clock.now() - interaction.created
    interaction.first.set()
    if kind not in (DEFERRED, DEFERRED_UPDATE):
        interaction.done.set()
    wanted = request.query.get("with_response", "").lower() in ("1", "true")
    return _resource(hub, interaction, kind) if wanted else None


def _interaction(hub: Hub, request: web.Request) -> Interaction:
    id_ = request.match_info["interaction_id"]
    found = hub.interactions.get(int(id_)) if id_.isdigit() else None
    if found is None or found.token != request.match_info["webhook_token"]:
        raise error(10062)
    return found


def _check_first(hub: Hub, interaction: Interaction) -> None:
    """40060 if it was answered, 10062 if the 3 s are over."""
    if interaction.answered:
        raise error(40060)
    if interaction.void or hub.clock.now() - interaction.created > FIRST_SECONDS:
        interaction.void = True
        raise error(10062)


def _check_kind(interaction: Interaction, body: Json) -> int:
    kind = body.get("type")
    form = Form()
    allowed = {MESSAGE, DEFERRED, MODAL} - ({MODAL} if interaction.kind == MODAL_SUBMIT else set())
    if interaction.kind == AUTOCOMPLETE:
        allowed = {CHOICES}
    elif interaction.message is not None:
        allowed |= {DEFERRED_UPDATE, UPDATE}
    if not isinstance(kind, int) or kind not in allowed:
        form.wrong(("type",), "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(allowed))}.")
        form.check()
    assert isinstance(kind, int)
    return kind


def _first_answer(hub: Hub, interaction: Interaction, kind: int, data: Json, uploads: list[Upload]) -> None:
    if kind == MESSAGE:
        check_message(data, [upload.data for upload in uploads], inside=("data",))
        interaction.original = _say(hub, interaction, data, uploads)
    elif kind == DEFERRED:
        flags = int(data.get("flags") or 0) & EPHEMERAL
        interaction.loading = True
        interaction.original = _say(hub, interaction, {"flags": flags | LOADING}, [])
    elif kind in (DEFERRED_UPDATE, UPDATE):
        interaction.original = interaction.message
        if kind == UPDATE and interaction.message is not None:
            _edit(hub, interaction, interaction.message, data, uploads)
    elif kind == MODAL:
        _check_modal(data)
        interaction.modal = data
    else:
        _check_choices(data)
        interaction.choices = data.get("choices") or []


def _check_modal(data: Json) -> None:
    form = Form()
    check_modal(form, data)
    form.check()


def _check_choices(data: Json) -> None:
    form = Form()
    if len(data.get("choices") or []) > 25:
        form.wrong(("data", "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    form.check()


def _say(hub: Hub, interaction: Interaction, data: Json, uploads: list[Upload]) -> Message:
    """The first answer as a message: a reply to the pressed message, or an answer to the command."""
    message = hub.new_message(interaction.channel, hub.bot, data, "interaction")
    message.interaction = interaction
    message.kind = COMMAND_REPLY
    message.attachments = store(hub, uploads)
    if message.flags & EPHEMERAL:
        message.only_for = interaction.by
    if interaction.message is not None:
        message.kind = REPLY
        refer(message, interaction.message)
    return hub.post(message, body=data)


def _resource(hub: Hub, interaction: Interaction, kind: int) -> Json:
    told: Json = {"id": str(interaction.id), "type": interaction.kind}
    original = interaction.original
    if original is not None and kind != DEFERRED_UPDATE:
        told |= {
            "response_message_id": str(original.id),
            "response_message_loading": kind == DEFERRED,
            "response_message_ephemeral": original.ephemeral,
        }
    resource: Json = {"type": kind}
    if original is not None and kind in (MESSAGE, UPDATE):
        resource["message"] = message_json(original, hub.bot)
    return {"interaction": told, "resource": resource}


def _opened(hub: Hub, request: web.Request) -> Interaction:
    """The answered interaction of a live token: 50027 after 15 minutes, 10015 before the first answer."""
    interaction = hub.tokens.get(request.match_info["webhook_token"])
    if interaction is None or hub.clock.now() - interaction.created > TOKEN_SECONDS:
        raise error(50027)
    if not interaction.answered or request.match_info["webhook_id"] != str(hub.bot.id):
        raise error(10015)
    return interaction


async def follow_up(hub: Hub, request: web.Request) -> Json:
    """A further message; right after a deferred first answer it fills that one instead (as the docs say)."""
    interaction = _opened(hub, request)
    body, uploads = await read(request)
    if interaction.loading and interaction.original is not None:
        kept = {**body, "flags": interaction.original.flags & EPHEMERAL}
        return _edit(hub, interaction, interaction.original, kept, uploads)
    check_message(body, [upload.data for upload in uploads])
    message = hub.new_message(interaction.channel, hub.bot, body, "followup")
    message.interaction = interaction
    message.attachments = store(hub, uploads)
    if message.flags & EPHEMERAL:
        message.only_for = interaction.by
    if interaction.original is not None:
        message.kind = REPLY
        refer(message, interaction.original)
    interaction.followups.append(message)
    hub.post(message, body=body)
    interaction.done.set()
    return message_json(message, hub.bot)


def _message(interaction: Interaction, request: web.Request) -> Message:
    id_ = request.match_info["message_id"]
    own = [*interaction.followups, *([interaction.original] if interaction.original else [])]
    for message in own:
        if not message.deleted and (str(message.id) == id_ or (id_ == "@original" and message is interaction.original)):
            return message
    raise error(10008)


async def edit_webhook_message(hub: Hub, request: web.Request) -> Json:
    interaction = _opened(hub, request)
    body, uploads = await read(request)
    return _edit(hub, interaction, _message(interaction, request), body, uploads)


def _edit(hub: Hub, interaction: Interaction, message: Message, body: Json, uploads: list[Upload]) -> Json:
    check_edit(message, body, uploads)
    if message is interaction.original:
        interaction.loading = False
    hub.edit(message, body, store(hub, uploads))
    interaction.done.set()
    return message_json(message, hub.bot)


async def get_webhook_message(hub: Hub, request: web.Request) -> Json:
    return message_json(_message(_opened(hub, request), request), hub.bot)


async def delete_webhook_message(hub: Hub, request: web.Request) -> None:
    interaction = _opened(hub, request)
    hub.delete(_message(interaction, request))
    interaction.done.set()


_WEBHOOK: Final = "/webhooks/{webhook_id}/{webhook_token}"
_ONE: Final = _WEBHOOK + "/messages/{message_id}"
ROUTES: Final = (
    Route("POST", "/interactions/{interaction_id}/{webhook_token}/callback", "callback", callback, public=True),
    Route("POST", _WEBHOOK, "execute_webhook", follow_up, public=True),
    Route("GET", _ONE, "get_webhook_message", get_webhook_message, public=True),
    Route("PATCH", _ONE, "edit_webhook_message", edit_webhook_message, public=True),
    Route("DELETE", _ONE, "delete_webhook_message", delete_webhook_message, public=True),
)
