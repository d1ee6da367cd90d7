"""What the daily question of a group place remembers between two events, and the hours that are kept there."""

from __future__ import annotations

from bot.model.ids import ConversationId
from bot.model.noun import Noun
from bot.model.rhythm import Rhythm


class Daily(Noun, frozen=True):
    """What comes by itself at a group place, as those wish who run it."""

    rhythm: Rhythm | None = None
    """None as long as nobody has ever wished for a question there."""
    zone: str = ""
    """Whose clocks are meant; empty is the installation's zone."""
    quiet_from: int = -1
    """Minutes of the local day, as a member's are; -1 as long as nobody has said."""
    quiet_until: int = -1
    paused_until: int = 0
    """Nothing comes by itself before then, milliseconds UTC."""
    circle: ConversationId = ConversationId(0)
    """The one that was called last and may still be open."""
