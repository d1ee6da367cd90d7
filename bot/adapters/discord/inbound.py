"""An event becomes a delivery, or nothing: what is not addressed to the bot belongs to nobody and is not kept."""

from __future__ import annotations

import re
import uuid
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from bot.adapters.discord import address, events
from bot.adapters.discord.address import Spot
from bot.adapters.discord.capabilities import PLATFORM
from bot.adapters.discord.commands import FOR_MODERATORS, MODERATE, words_of
from bot.adapters.discord.events import Guild, Interaction, Member, Message, Reaction, User, media_of, when
from bot.adapters.discord.files import enclosure_of
from bot.adapters.discord.form import modal, read_mark, written
from bot.adapters.discord.memory import Place
from bot.adapters.discord.outbound import NO_MENTIONS
from bot.model.event import ChoicePressed, Event, Invited, MessageReceived, Rating, Reacted, Words
from bot.model.ids import Address, WordsId
from bot.model.member import Rank
from bot.ports.adapter import NO_MENUS, Delivered, Menus, plain_tags, said_in
from bot.ports.reactions import meaning_of

NOT_YOURS: Final = "That was asked of somebody else. Speak to me, and you get one of your own."
MUTED: Final = (
    "You called my role, and Discord does not show me what is said with it. Pick me myself from the list that opens "
    "after @, or begin with `/nd`."
)
ADMINISTRATOR, _MANAGE_CHANNELS, _MANAGE_GUILD, _MANAGE_MESSAGES = 1 << 3, 1 << 4, 1 << 5, 1 << 13
_EPHEMERAL: Final = 1 << 6
_LARGEST: Final = 1 << 63
_SAY, _DEFER, _DEFER_UPDATE, _MODAL = 4, 5, 6, 9


class Acknowledgement(NamedTuple):
    """The first answer to an interaction, due within 3 s; `deferred`: a reply is still to be filled in."""

    id: int
    token: str
    body: dict[str, Any]
    deferred: bool = False


class Taken(NamedTuple):
    """A delivery, where it was said, and what is known beside it (0: not)."""

    delivered: Delivered
    place: Place
    seen: int = 0
    """The message's id, to be noted as the last one of its place once this is committed."""
    reply_to: int = 0
    permissions: int | None = None
    """Those of whoever speaks, where Discord said them along."""
    interaction: int = 0
    """The one whose deferred reply the answer fills."""


class Muted(NamedTuple):
    """Somebody called the role that Discord made for us, and Discord keeps from us what they said with it."""

    place: Place
    message: int


class Acted(NamedTuple):
    """An interaction: how it is acknowledged, and what it says, if that is for us to hear."""

    acknowledgement: Acknowledgement
    taken: Taken | None = None


def read_message(message: Message, me: int, guild: int = 0, role: int = 0) -> Taken | Muted | None:
    """What the message says; None for what is nobody's. `guild` is where it was read back from, if that is known, and
    `role` is ours there."""
    if message.author.bot or message.webhook_id is not None or message.type not in events.SAID:
        return None
    guild, id_, media = int(message.guild_id or guild), int(message.id), media_of(message)
    place = Place(int(message.channel_id), guild)
    text = message.content
    if guild:
        called = bool(role) and str(role) in message.mention_roles
        if not (called or _is_addressed(message, me)):
            return None
        if called and not (text or media):
            return Muted(place, id_)
        text = re.sub(rf"[ \t]*<@(?:!?{me}|&{role})>[ \t]*", " ", text).strip(" ,:;\n\t")
    if not (text or media):
        return None
    answers = message.referenced_message.id if guild and message.referenced_message else ""
    # In a group nobody carries anything.
    enclosed = enclosure_of(message) if media and not guild else None
    event = MessageReceived(Words(WordsId(0), text), when(id_), media, answers, enclosed)
    delivered = _deliver(id_, place, message.author, message.member, event)
    return Taken(delivered, place, id_, id_ if guild else 0)


def _is_addressed(message: Message, me: int) -> bool:
    # A reply that pings nobody mentions nobody; what it refers to says whom it answers.
    replied = message.referenced_message
    ours = replied is not None and int(replied.author.id) == me
    return ours or any(int(user.id) == me for user in message.mentions)


def role_of(guild: Guild, me: int) -> int:
    """The role that Discord made for us there, and that people find under our name; 0 where there is none."""
    return next((int(role.id) for role in guild.roles if role.tags.bot_id == str(me)), 0)


def read_interaction(interaction: Interaction, menus: Menus = NO_MENUS) -> Acted | None:
    """How to acknowledge it and what it says; None for a kind that we never asked for. `menus` has what is said to it
    here in other languages."""
    user = (interaction.member.user if interaction.member else None) or interaction.user
    if user is None or user.bot:
        return None
    if interaction.type == events.COMMAND and interaction.data.name == MODERATE:
        return _tell(interaction, user, FOR_MODERATORS, menus)
    if interaction.type == events.COMMAND:
        said = words_of(interaction.data.name, interaction.data.options)
        event = MessageReceived(Words(WordsId(0), said), when(int(interaction.id)))
        return _act(interaction, user, {"type": _DEFER}, event, deferred=True)
    if interaction.type == events.PRESS:
        return _press(interaction, user, menus)
    return _submitted(interaction, user) if interaction.type == events.FORM else None


def _press(interaction: Interaction, user: User, menus: Menus) -> Acted:
    mark = read_mark(interaction.data.custom_id)
    if mark is None:
        return _act(interaction, user, {"type": _DEFER_UPDATE}, None)
    if mark.person and mark.person != int(user.id):
        return _tell(interaction, user, NOT_YOURS, menus)
    if mark.opens_form:
        content = interaction.message.content if interaction.message else ""
        return _act(interaction, user, {"type": _MODAL, "data": modal(mark, content)}, None)
    pressed = ChoicePressed(_whole(mark.token), when(int(interaction.id)))
    return _act(interaction, user, {"type": _DEFER_UPDATE}, pressed)


def _tell(interaction: Interaction, user: User, sentence: str, menus: Menus) -> Acted:
    """Nobody but they read it, in the language that their Discord is set to."""
    content = said_in(menus, interaction.locale, sentence)
    told = {"content": content, "flags": _EPHEMERAL, "allowed_mentions": NO_MENTIONS}
    return _act(interaction, user, {"type": _SAY, "data": told}, None)


def _submitted(interaction: Interaction, user: User) -> Acted:
    said = written(interaction.data.components).strip()
    asked = interaction.message.id if interaction.message and interaction.guild_id else ""
    event = MessageReceived(Words(WordsId(0), said), when(int(interaction.id)), answers=asked) if said else None
    if interaction.message is not None:
        return _act(interaction, user, {"type": _DEFER_UPDATE}, event)
    return _act(interaction, user, {"type": _DEFER}, event, deferred=True)


def _act(
    interaction: Interaction, user: User, body: dict[str, Any], event: Event | None, *, deferred: bool = False
) -> Acted:
    id_, place = int(interaction.id), Place(int(interaction.channel_id), int(interaction.guild_id or 0))
    acknowledgement = Acknowledgement(id_, _whole(interaction.token), body, deferred)
    if event is None:
        return Acted(acknowledgement)
    permissions = interaction.member.permissions if interaction.member else ""
    delivered = replace(_deliver(id_, place, user, interaction.member, event), speaks=plain_tags(interaction.locale))
    known = int(permissions) if permissions.isascii() and permissions.isdigit() else None
    return Acted(acknowledgement, Taken(delivered, place, permissions=known, interaction=id_ if deferred else 0))


def read_reaction(reaction: Reaction, me: int, away: bool) -> Delivered | None:
    """What the sign that was put there, or taken `away`, says; None for one that says nothing.

    Discord numbers no sign, and says what it has said once: each time that it is heard is one of its own, and the same
    sign twice is the same opinion.
    """
    name = reaction.emoji.name or ""
    rating = meaning_of(name) if reaction.emoji.id is None else None
    if rating is None or int(reaction.user_id) == me:
        return None
    mark, place = f"{reaction.message_id} {name}", Place(int(reaction.channel_id), int(reaction.guild_id or 0))
    event = Reacted(Rating.WITHDRAWN, mark) if away else Reacted(rating, mark, reaction.message_id)
    return replace(_deliver(0, place, User(reaction.user_id), None, event), id=f"reaction {uuid.uuid4().hex}")


def read_invitation(guild: Guild) -> Delivered | None:
    """Whoever owns the guild hears in private what happens next; who added us is in a log that is not ours to read."""
    if guild.owner_id is None or guild.unavailable:
        return None
    owner = User(guild.owner_id)
    delivered = _deliver(int(guild.id), Place(0), owner, None, Invited(_whole(guild.name)))
    return Delivered(
        delivered.platform, delivered.address, delivered.account, delivered.source,
        _whole(f"guild {guild.id} {guild.joined_at[:32]}"), delivered.event,
    )  # fmt: skip


def _deliver(id_: int, place: Place, user: User, member: Member | None, event: Event) -> Delivered:
    if id_ >= _LARGEST:
        raise ValueError("no snowflake")
    spot = Spot(int(user.id), place.channel if place.guild else 0)
    name = (member.nick if member else None) or user.global_name or user.username
    return Delivered(PLATFORM, address.write(spot), Address(user.id), PLATFORM, id_, event, _whole(name))


def _whole(text: str) -> str:
    """The text without what no file can hold: halves of characters."""
    return text.encode("utf-8", "replace").decode()


def rank_of(permissions: int) -> Rank:
    """What somebody with these permissions may decide about the bot."""
    if permissions & (ADMINISTRATOR | _MANAGE_GUILD):
        return Rank.OWNER
    return Rank.MODERATOR if permissions & (_MANAGE_CHANNELS | _MANAGE_MESSAGES) else Rank.MEMBER
