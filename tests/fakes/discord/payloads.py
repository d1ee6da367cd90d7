"""What Discord's objects look like on the wire (developers/resources/*)."""

from __future__ import annotations

from tests.fakes.discord.clock import iso
from tests.fakes.discord.model import (
    ALL,
    DM,
    EVERYDAY,
    PERMISSIONS,
    Account,
    Channel,
    Guild,
    Interaction,
    Json,
    Member,
    Message,
)


def user_json(account: Account) -> Json:
    return {
        "id": str(account.id),
        "username": account.name,
        "discriminator": "0000" if account.bot else "0",
        "global_name": None if account.bot else account.name,
        "avatar": None,
        "bot": account.bot,
        "public_flags": 0,
    }


def bot_json(account: Account) -> Json:
    return {**user_json(account), "verified": True, "mfa_enabled": True, "flags": 0, "email": None}


def member_json(member: Member, *, with_user: bool = True) -> Json:
    body: Json = {
        "nick": member.nick,
        "roles": [str(role) for role in member.roles],
        "joined_at": iso(member.joined),
        "avatar": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
        "pending": False,
        "premium_since": None,
        "communication_disabled_until": None if member.timed_out is None else iso(member.timed_out),
    }
    if with_user:
        body["user"] = user_json(member.account)
    return body


def channel_json(channel: Channel, bot: Account) -> Json:
    body: Json = {"id": str(channel.id), "type": channel.kind, "last_message_id": _last(channel), "flags": 0}
    if channel.kind == DM:
        assert channel.person is not None
        return {**body, "recipients": [user_json(channel.person)]}
    assert channel.guild is not None
    body |= {"name": channel.name, "guild_id": str(channel.guild.id), "rate_limit_per_user": 0}
    if channel.is_thread:
        return body | _thread_fields(channel)
    denied = sum(PERMISSIONS[name] for name in channel.denied)
    overwrites = [{"id": str(bot.id), "type": 1, "allow": "0", "deny": str(denied)}] if denied else []
    return body | {
        "position": list(channel.guild.channels).index(channel.id) if channel.id in channel.guild.channels else 0,
        "permission_overwrites": overwrites,
        "nsfw": False,
        "topic": None,
        "parent_id": None,
    }


def _last(channel: Channel) -> str | None:
    return str(max(channel.messages)) if channel.messages else None


def _thread_fields(thread: Channel) -> Json:
    assert thread.parent is not None and thread.owner is not None
    return {
        "parent_id": str(thread.parent.id),
        "owner_id": str(thread.owner.id),
        "message_count": len(thread.messages),
        "total_message_sent": len(thread.messages),
        "member_count": 1,
        "thread_metadata": {
            "archived": thread.archived,
            "locked": thread.locked,
            "auto_archive_duration": thread.archive_minutes,
            "archive_timestamp": iso(thread.since),
            "create_timestamp": iso(thread.since),
        },
    }


def guild_json(guild: Guild) -> Json:
    """The guild without what only GUILD_CREATE has."""
    roles = [_role_json(guild.id, "@everyone", 0, EVERYDAY)]
    for place, (id_, name) in enumerate(guild.roles.items()):
        role = _role_json(id_, name, 1 + place, guild.powers.get(id_, 0))
        if id_ in guild.managed:
            role |= {"managed": True, "mentionable": False, "tags": {"bot_id": str(guild.managed[id_])}}
        roles.append(role)
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "owner_id": str(guild.owner.id),
        "roles": roles,
        "emojis": [],
        "stickers": [],
        "features": [],
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "system_channel_flags": 0,
    }


def _role_json(id_: int, name: str, position: int, permissions: int) -> Json:
    return {
        "id": str(id_),
        "name": name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "position": position,
        "permissions": str(permissions),
        "managed": False,
        "mentionable": True,
        "flags": 0,
    }


def guild_create_json(guild: Guild, bot: Account, *, all_members: bool) -> Json:
    """GUILD_CREATE; without GUILD_MEMBERS it names the bot alone (gateway-events#guild-create)."""
    threads = [channel for channel in guild.channels.values() if channel.is_thread and not channel.archived]
    plain = [channel for channel in guild.channels.values() if not channel.is_thread]
    members = guild.members.values() if all_members else [guild.members[bot.id]]
    return guild_json(guild) | {
        "joined_at": iso(guild.members[bot.id].joined),
        "large": False,
        "unavailable": False,
        "member_count": len(guild.members),
        "members": [member_json(member) for member in members],
        "channels": [channel_json(channel, bot) for channel in plain],
        "threads": [channel_json(thread, bot) for thread in threads],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def message_json(message: Message, bot: Account) -> Json:
    """A message as REST returns it; the gateway adds `guild_id` and `member`."""
    body: Json = {
        "id": str(message.id),
        "channel_id": str(message.channel.id),
        "author": user_json(message.author),
        "content": message.content,
        "timestamp": iso(message.at),
        "edited_timestamp": iso(message.edits[-1].at) if message.edits else None,
        "tts": False,
        "mention_everyone": message.pings.everyone,
        "mentions": [user_json(account) for account in message.mentions],
        "mention_roles": [str(role) for role in sorted(message.pings.roles)],
        "attachments": message.attachments,
        "embeds": message.embeds,
        "components": message.components,
        "pinned": False,
        "type": message.kind,
        "flags": message.flags,
        "reactions": _reactions(message, bot),
    }
    if message.nonce is not None:
        body["nonce"] = message.nonce
    if message.place != "message":
        body |= {"webhook_id": str(bot.id), "application_id": str(bot.id)}
    if message.interaction is not None:
        body["interaction_metadata"] = _metadata(message.interaction)
    if message.thread is not None:
        body["thread"] = channel_json(message.thread, bot)
    return body | _reference(message, bot)


def _reactions(message: Message, bot: Account) -> list[Json]:
    return [
        {
            "emoji": {"id": None, "name": emoji},
            "count": len(people),
            "count_details": {"burst": 0, "normal": len(people)},
            "me": bot in people,
            "me_burst": False,
            "burst_colors": [],
        }
        for emoji, people in message.reactions.items()
        if people
    ]


def _reference(message: Message, bot: Account) -> Json:
    if message.reference is None:
        return {}
    replied = message.reply_to
    shown = None if replied is None or replied.deleted else message_json(replied, bot)
    return {"message_reference": message.reference, "referenced_message": shown}


def _metadata(interaction: Interaction) -> Json:
    return {
        "id": str(interaction.id),
        "type": interaction.kind,
        "user": user_json(interaction.by),
        "authorizing_integration_owners": {},
    }


def without_content(body: Json, bot: Account, *, direct: bool) -> Json:
    """A message as an app without MESSAGE_CONTENT gets it (gateway#message-content-intent).

    Content stays in DMs, in what the app itself sent, and where the app is mentioned.
    """
    mentioned = any(user["id"] == str(bot.id) for user in body["mentions"])
    if not (direct or mentioned or body["author"]["id"] == str(bot.id)):
        body = {**body, "content": "", "embeds": [], "attachments": [], "components": []}
    if isinstance(body.get("referenced_message"), dict):
        body = {**body, "referenced_message": without_content(body["referenced_message"], bot, direct=direct)}
    return body


def interaction_json(interaction: Interaction, bot: Account, member: Member | None, message: Json | None) -> Json:
    """INTERACTION_CREATE: `member` in a guild, `user` in a DM (receiving-and-responding#interaction-object)."""
    channel = interaction.channel
    body: Json = {
        "id": str(interaction.id),
        "application_id": str(bot.id),
        "type": interaction.kind,
        "data": interaction.data,
        "token": interaction.token,
        "version": 1,
        "channel_id": str(channel.id),
        "channel": channel_json(channel, bot),
        "locale": interaction.by.locale,
        "app_permissions": str(EVERYDAY),
        "entitlements": [],
        "attachment_size_limit": 10 * 1024 * 1024,
    }
    if channel.guild is None:
        body |= {"user": user_json(interaction.by), "context": 1, "authorizing_integration_owners": {"0": "0"}}
    else:
        assert member is not None
        permissions = ALL if channel.guild.owner is interaction.by else member.permissions
        guild_id = str(channel.guild.id)
        body |= {
            "guild_id": guild_id,
            "guild": {"id": guild_id, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "member": member_json(member) | {"permissions": str(permissions)},
            "context": 0,
            "authorizing_integration_owners": {"0": guild_id},
        }
    if message is not None:
        body["message"] = message
    return body
