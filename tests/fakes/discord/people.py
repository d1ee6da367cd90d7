"""The people's side: what a person can do in Discord's own client, and what she then sees."""

from __future__ import annotations

import asyncio
import mimetypes
from collections.abc import Mapping
from typing import Final

from tests.fakes.discord.hub import Hub
from tests.fakes.discord.interactions import FIRST_SECONDS
from tests.fakes.discord.model import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    PERMISSIONS,
    PUBLIC_THREAD,
    Account,
    Channel,
    Interaction,
    Json,
    Message,
    walk,
)
from tests.fakes.discord.payloads import channel_json, member_json, user_json
from tests.fakes.discord.places import Place
from tests.fakes.discord.rest_messages import REPLY, refer

Value = str | int | float | bool | Account | Channel
SUBCOMMANDS: Final = (1, 2)
USER, CHANNEL = 6, 7
TEXT_INPUT: Final = 4


class Person:
    """Somebody with Discord's own client. `channel=None` means her DM with the bot."""

    def __init__(self, hub: Hub, account: Account) -> None:
        self._hub = hub
        self.account = account

    def __repr__(self) -> str:
        return f"Person({self.account.name!r})"

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.name

    @property
    def dm(self) -> Channel:
        return self._hub.dm(self.account)

    def closes_dms(self) -> None:
        """The bot's messages to her are refused with 50007."""
        self.account.takes_dms = False

    def opens_dms(self) -> None:
        self.account.takes_dms = True

    def installs(self) -> None:
        """The app is hers, so that she may write to it and be written to without a shared guild."""
        self.account.installed = True

    def joins(self, place: Place, *permissions: str) -> None:
        """She is a member, with these permissions besides everyone's (names as in `model.PERMISSIONS`)."""
        member = self._hub.join(place.guild, self.account)
        for name in permissions:
            member.permissions |= PERMISSIONS[name]

    def leaves(self, place: Place) -> None:
        self._hub.leave(place.guild, self.account)

    async def says(
        self,
        text: str,
        channel: Channel | None = None,
        *,
        mention_bot: bool = False,
        reply_to: Message | None = None,
        ping: bool = True,
        role: int = 0,
        files: Mapping[str, bytes] | None = None,
    ) -> Message:
        """Her message stands in the channel; an archived thread wakes up. Without `ping`, a reply mentions nobody."""
        place = self._enter(channel)
        content = f"{self._hub.bot.mention} {text}" if mention_bot else text
        body: Json = {"content": f"<@&{role}> {content}" if role else content}
        if not ping:
            body["allowed_mentions"] = {"parse": ["users", "roles", "everyone"], "replied_user": False}
        message = self._hub.new_message(place, self.account, body)
        for name, data in (files or {}).items():
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            message.attachments.append(self._hub.attach(name, data, kind))
        if reply_to is not None:
            message.kind = REPLY
            refer(message, reply_to)
        self._hub.post(message)
        await asyncio.sleep(0)
        return message

    def _enter(self, channel: Channel | None) -> Channel:
        if channel is None:
            if not self._hub.reachable(self.account):
                raise PermissionError(f"{self.name} shares no guild with the bot: let her join one, or install the app")
            return self.dm
        if channel.guild is not None:
            self._hub.join(channel.guild, self.account)
        if channel.archived:
            channel.archived = False
            self._hub.tell("THREAD_UPDATE", channel, channel_json(channel, self._hub.bot))
        return channel

    async def edits(self, message: Message, text: str) -> Message:
        return self._hub.edit(message, {"content": text})

    async def deletes(self, message: Message) -> None:
        self._hub.delete(message)

    async def reacts(self, emoji: str, message: Message, *, away: bool = False) -> None:
        self._hub.react(message, emoji, self.account, away=away)

    async def opens_thread(self, name: str, channel: Channel, message: Message | None = None) -> Channel:
        return self._hub.open_thread(channel, name, PUBLIC_THREAD, self.account, message)

    async def presses(self, button: str, message: Message, *, wait: bool = True) -> Interaction:
        """She presses the button with this label or custom_id; with `wait`, until it was answered or has failed.

        LookupError if she sees no such button, PermissionError if it is disabled or not for her eyes.
        """
        part = self._component(button, message, (2,))
        data: Json = {"custom_id": part["custom_id"], "component_type": 2, "id": part.get("id", 0)}
        return await self._interact(COMPONENT, message.channel, data, message, wait=wait)

    async def chooses(self, select: str, values: list[str], message: Message, *, wait: bool = True) -> Interaction:
        """She picks options, by label or value, in the select with this placeholder or custom_id."""
        part = self._component(select, message, (3,))
        by_label = {option["label"]: option["value"] for option in part["options"]}
        known = set(by_label.values())
        picked = [by_label.get(value, value) for value in values]
        if not set(picked) <= known or not part.get("min_values", 1) <= len(picked) <= part.get("max_values", 1):
            raise LookupError(f"cannot pick {values} among {list(by_label)}")
        data: Json = {"custom_id": part["custom_id"], "component_type": 3, "values": picked}
        return await self._interact(COMPONENT, message.channel, data, message, wait=wait)

    def _component(self, wanted: str, message: Message, kinds: tuple[int, ...]) -> Json:
        if message.only_for not in (None, self.account):
            raise PermissionError(f"{self.name} cannot see this message")
        if message.deleted:
            raise LookupError("the message is gone")
        for part in message.buttons():
            names = (part.get("label"), part.get("custom_id"), part.get("placeholder"))
            if part["type"] in kinds and wanted in names and part.get("custom_id"):
                if part.get("disabled"):
                    raise PermissionError(f"{wanted!r} is disabled")
                return part
        raise LookupError(f"no {wanted!r} among {message.labels}")

    async def presses_custom_id(self, custom_id: str, message: Message, *, wait: bool = True) -> Interaction:
        """A press that arrives whatever the message shows by now, as from a client that has not redrawn it."""
        data: Json = {"custom_id": custom_id, "component_type": 2, "id": 0}
        return await self._interact(COMPONENT, message.channel, data, message, wait=wait)

    async def slash(
        self, command: str, channel: Channel | None = None, *, wait: bool = True, **options: Value
    ) -> Interaction:
        """She calls `/command` (subcommands after spaces), as registered.

        LookupError if the picker would not show it or an option, PermissionError if it is not for her.
        """
        place = self._enter(channel)
        registered = self._registered(command.split(" ")[0], place)
        self._check_permission(registered, place)
        resolved: Json = {}
        data: Json = {"id": registered["id"], "name": registered["name"], "type": 1}
        data["options"] = self._options(registered, command.split(" ")[1:], options, resolved, place)
        if resolved:
            data["resolved"] = resolved
        if "guild_id" in registered:
            data["guild_id"] = registered["guild_id"]
        return await self._interact(COMMAND, place, data, None, wait=wait)

    async def types(self, command: str, option: str, text: str, channel: Channel | None = None) -> list[str]:
        """The names that the bot suggests while she types `text` into an option of `/command`."""
        place = self._enter(channel)
        registered = self._registered(command, place)
        kind = next(each["type"] for each in registered["options"] if each["name"] == option)
        options = [{"name": option, "type": kind, "value": text, "focused": True}]
        data: Json = {"id": registered["id"], "name": registered["name"], "type": 1, "options": options}
        asked = await self._interact(AUTOCOMPLETE, place, data, None, wait=True)
        return [choice["name"] for choice in asked.choices or []]

    def _registered(self, name: str, channel: Channel) -> Json:
        """The guild's command hides the global one of the same name."""
        if channel.guild is not None and not self._hub.has_bot(channel.guild):
            raise LookupError("the bot is not in this guild")
        scopes = [None] if channel.guild is None else [channel.guild.id, None]
        for scope in scopes:
            for command in self._hub.commands.get(scope, []):
                contexts = command.get("contexts")
                here = contexts is None or (1 if channel.guild is None else 0) in contexts
                if command["name"] == name and command["type"] == 1 and here:
                    return command
        raise LookupError(f"/{name} is not offered here")

    def _check_permission(self, command: Json, channel: Channel) -> None:
        needed = command.get("default_member_permissions")
        if needed is None or channel.guild is None or channel.guild.owner is self.account:
            return
        held = channel.guild.members[self.account.id].permissions
        if not held & PERMISSIONS["ADMINISTRATOR"] and (int(needed) == 0 or int(needed) & ~held):
            raise PermissionError(f"/{command['name']} is hidden from {self.name}")

    def _options(
        self, level: Json, path: list[str], given: Mapping[str, Value], resolved: Json, channel: Channel
    ) -> list[Json]:
        declared = {option["name"]: option for option in level.get("options") or []}
        if path:
            if path[0] not in declared or declared[path[0]]["type"] not in SUBCOMMANDS:
                raise LookupError(f"no subcommand {path[0]!r}")
            below = declared[path[0]]
            inner = self._options(below, path[1:], given, resolved, channel)
            return [{"name": path[0], "type": below["type"], "options": inner}]
        missing = [name for name, option in declared.items() if option.get("required") and name not in given]
        if missing or not set(given) <= set(declared) or any(o["type"] in SUBCOMMANDS for o in declared.values()):
            raise LookupError(f"options are {list(declared)}, missing {missing}")
        return [self._option(declared[name], value, resolved, channel) for name, value in given.items()]

    def _option(self, option: Json, value: Value, resolved: Json, channel: Channel) -> Json:
        choices = {choice["name"]: choice["value"] for choice in option.get("choices") or []}
        sent: object = value
        if choices:
            sent = choices.get(str(value), value)
            if sent not in choices.values():
                raise LookupError(f"{value!r} is not among {list(choices)}")
        if isinstance(value, Account):
            sent = str(value.id)
            resolved.setdefault("users", {})[sent] = user_json(value)
            if channel.guild is not None and value.id in channel.guild.members:
                shown = member_json(channel.guild.members[value.id], with_user=False)
                resolved.setdefault("members", {})[sent] = shown | {"permissions": "0"}
        elif isinstance(value, Channel):
            sent = str(value.id)
            resolved.setdefault("channels", {})[sent] = channel_json(value, self._hub.bot) | {"permissions": "0"}
        return {"name": option["name"], "type": option["type"], "value": sent}

    async def submits_modal(
        self, interaction: Interaction, values: Mapping[str, str | list[str]], *, wait: bool = True
    ) -> Interaction:
        """She fills the form that `interaction` opened and sends it; ValueError where her client would not let her."""
        modal = interaction.modal
        if modal is None:
            raise LookupError("no form was opened")
        fields = [part for part in walk(modal["components"]) if part.get("custom_id")]
        unknown = set(values) - {part["custom_id"] for part in fields}
        if unknown:
            raise LookupError(f"the form has no {unknown}")
        for part in fields:
            _check_field(part, values.get(part["custom_id"], part.get("value") or ""))
        components = [_filled(part, values, 1 + index) for index, part in enumerate(modal["components"])]
        data: Json = {"custom_id": modal["custom_id"], "components": components}
        return await self._interact(MODAL_SUBMIT, interaction.channel, data, interaction.message, wait=wait)

    async def _interact(
        self, kind: int, channel: Channel, data: Json, message: Message | None, *, wait: bool
    ) -> Interaction:
        interaction = self._hub.interact(kind, self.account, channel, data, message)
        if wait:
            await self.watches(interaction)
        return interaction

    async def watches(self, interaction: Interaction) -> Interaction:
        """Until the interaction was answered, or "This interaction failed" after 3 s of the double's time."""
        clock = self._hub.clock
        while not interaction.answered and clock.now() - interaction.created <= FIRST_SECONDS:
            try:
                await asyncio.wait_for(interaction.first.wait(), 0.02)
            except TimeoutError:
                continue
        interaction.void = not interaction.answered
        return interaction


def _check_field(part: Json, value: str | list[str]) -> None:
    if part["type"] != TEXT_INPUT or not isinstance(value, str):
        return
    required = part.get("required", True)
    if required and not value:
        raise ValueError(f"{part['custom_id']} must be filled")
    if value and not (part.get("min_length") or 0) <= len(value) <= (part.get("max_length") or 4000):
        raise ValueError(f"{part['custom_id']} has the wrong length")


def _filled(part: Json, values: Mapping[str, str | list[str]], place: int) -> Json:
    """A submitted component: rows and labels as they were sent, fields with what was typed or picked."""
    if part["type"] == 1:
        return {"type": 1, "id": place, "components": [_filled(each, values, place) for each in part["components"]]}
    if part["type"] == 18:
        return {"type": 18, "id": place, "component": _filled(part["component"], values, place)}
    filled: Json = {"type": part["type"], "id": place}
    if "custom_id" in part:
        value = values.get(part["custom_id"], part.get("value") or "")
        filled["custom_id"] = part["custom_id"]
        filled["value" if part["type"] == TEXT_INPUT else "values"] = value
    return filled
