"""What somebody may do in a group, by what Telegram says of them as a member of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from bot.model.member import Rank

_LOOKS_AFTER: Final = ("can_delete_messages", "can_restrict_members", "can_promote_members", "can_change_info")
"""Rights of an administrator; whoever has none of these has a title, and looks after nobody."""


def rank_of(member: Mapping[str, Any]) -> Rank:
    """The rank of such a `ChatMember`; whoever left, was put out or is restricted is a member."""
    status = member.get("status")
    if status == "creator":
        return Rank.OWNER
    looks_after = status == "administrator" and any(member.get(right) is True for right in _LOOKS_AFTER)
    return Rank.MODERATOR if looks_after else Rank.MEMBER
