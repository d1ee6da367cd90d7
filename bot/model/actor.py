"""Every kind of state that a conversation may have, and how each begins."""

from __future__ import annotations

from typing import Final

from bot.model.circle import Circle
from bot.model.daily import Daily
from bot.model.format import Format
from bot.model.ids import MemberId
from bot.model.lobby import Lobby
from bot.model.member import Member
from bot.model.state import Solo
from bot.model.table import Table

State = Solo | Table | Lobby | Circle | Daily
FORMAT_OF: Final[dict[type[State], Format]] = {
    Solo: Format.SOLO,
    Table: Format.TABLE,
    Lobby: Format.LOBBY,
    Circle: Format.CIRCLE,
    Daily: Format.DAILY,
}
NOBODY: Final = Member(id=MemberId(0))
"""The member of a conversation that is nobody's own."""
