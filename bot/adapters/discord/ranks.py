"""What somebody may do in a guild, asked of Discord at the moment it matters.

Permissions are computed here, from the roles that Discord says the guild and the person have; nothing that a client
says counts. Those of a channel's own are not looked at.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Final

import msgspec

from bot.adapters.discord.events import GuildRoles, Member
from bot.adapters.discord.inbound import ADMINISTRATOR, Taken, rank_of
from bot.adapters.discord.wire import CallRefused, Wire
from bot.model.member import Rank, Standing

_SOURCE: Final = "discord permissions"
_UNKNOWN_MEMBER: Final = frozenset({10007, 10013})
"""What Discord answers for somebody who is not there."""
_OWNERS: Final = -1
"""The permissions of whoever owns the guild: all there are."""


async def standing_of(taken: Taken, wire: Wire | None, now: int) -> Standing | None:
    """The rank of whoever speaks: from the interaction, where Discord computed it, else from their roles; None where
    it cannot be known."""
    if taken.permissions is not None:
        return Standing(rank_of(taken.permissions), _SOURCE, now)
    if wire is None:
        return None
    try:
        permissions = await _permissions(wire, taken.place.guild, int(taken.delivered.account), now)
    except Exception:
        # Unknown means no.
        return None
    return Standing(rank_of(permissions), _SOURCE, now)


async def rank_at_home(wire: Wire | None, guild: int, person: int, now: int) -> Rank | None:
    """What they may do in the community, where that guild is a home of it: its owner owns it, and whoever manages or
    moderates the guild is a moderator. None while there is no connection."""
    if wire is None:
        return None
    try:
        permissions = await _permissions(wire, guild, person, now)
    except CallRefused as refused:
        if refused.code in _UNKNOWN_MEMBER:
            return Rank.MEMBER
        raise
    if permissions == _OWNERS:
        return Rank.OWNER
    return Rank.MEMBER if rank_of(permissions) is Rank.MEMBER else Rank.MODERATOR


async def _permissions(wire: Wire, guild: int, person: int, now: int) -> int:
    """What they may do in the whole guild."""
    of_guild, of_person = await asyncio.gather(
        wire.call("GET", "/guilds/{guild_id}", guild_id=guild),
        wire.call("GET", "/guilds/{guild_id}/members/{person}", guild_id=guild, person=person),
    )
    whole, member = msgspec.convert(of_guild, GuildRoles), msgspec.convert(of_person, Member)
    if int(whole.owner_id) == person:
        return _OWNERS
    held = {*member.roles, str(guild)}
    permissions = 0
    for role in whole.roles:
        permissions |= int(role.permissions) if role.id in held else 0
    if _is_timed_out(member, now) and not permissions & ADMINISTRATOR:
        return 0
    return permissions


def _is_timed_out(member: Member, now: int) -> bool:
    """They may only read for a while; administrators cannot be timed out."""
    until = member.communication_disabled_until
    if not until:
        return False
    end = datetime.fromisoformat(until)
    return (end if end.tzinfo else end.replace(tzinfo=UTC)).timestamp() * 1000 > now
