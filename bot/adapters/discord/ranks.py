"""What somebody may do in a guild, asked of Discord at the moment it matters."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.adapters.discord.events import GuildRoles, Member
from bot.adapters.discord.inbound import Taken, rank_of
from bot.adapters.discord.wire import Wire
from bot.model.member import Rank, Standing

_SOURCE: Final = "discord permissions"


async def standing_of(taken: Taken, wire: Wire | None, now: int) -> Standing | None:
    """The rank of whoever speaks: from the interaction, where Discord computed it, else from their roles; None where
    it cannot be known."""
    if taken.permissions is not None:
        return Standing(rank_of(taken.permissions), _SOURCE, now)
    if wire is None:
        return None
    try:
        return Standing(await _ask(wire, taken.place.guild, str(taken.delivered.account)), _SOURCE, now)
    except Exception:
        # Unknown means no.
        return None


async def _ask(wire: Wire, guild: int, person: str) -> Rank:
    roles = msgspec.convert(await wire.call("GET", "/guilds/{guild_id}", guild_id=guild), GuildRoles)
    if roles.owner_id == person:
        return Rank.OWNER
    path = "/guilds/{guild_id}/members/{person}"
    member = msgspec.convert(await wire.call("GET", path, guild_id=guild, person=person), Member)
    held = {*member.roles, str(guild)}
    permissions = 0
    for role in roles.roles:
        permissions |= int(role.permissions) if role.id in held else 0
    return rank_of(permissions)
