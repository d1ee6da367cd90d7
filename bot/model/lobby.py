"""What the lobby of a community remembers between two events. Who waits in it are rows, never state."""

from __future__ import annotations

from typing import Final

from bot.model.ids import ConversationId, MemberId
from bot.model.noun import Noun


class Lobby(Noun, frozen=True):
    """Where members wait who would like company; open once somebody declared that all of them are adults."""

    open: bool = False
    declared_by: MemberId = MemberId(0)
    declared_at: int = 0
    look_at: int = 0
    """When it looks for company next, milliseconds UTC."""


LOBBY: Final = ConversationId(1)
"""The one lobby of an installation's community."""
