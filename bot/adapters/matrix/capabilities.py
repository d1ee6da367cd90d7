"""What Matrix can do, by its client-server API v1.16 (spec.matrix.org) and Synapse."""

from typing import Final

from bot.model.enclosure import PHOTO, VOICE
from bot.model.ids import Platform
from bot.model.message import Capabilities, Unit

PLATFORM: Final = Platform("matrix")

CAPABILITIES: Final = Capabilities(
    text_limit=16_000,
    unit=Unit.BYTES,
    emphasis=True,
    edit=True,
    threads=True,
    reactions=True,
    files=True,
    fetches=(PHOTO, VOICE),
    shows=(PHOTO, VOICE),
    idempotent=True,
    reaches=True,
)
"""An event is at most 65,536 bytes, with the text in it twice. How often it may be called is the server's to say."""

LONG_POLL: Final = 25
"""Seconds that a sync waits at the server."""
AT_ONCE: Final = 50
"""Events of one room in one sync; what is more is fetched."""
FILLED: Final = 1_000
"""Events of one room that are fetched after a long absence; what is older is let go, and said so."""
LARGEST_EVENT: Final = 56_000
"""Bytes of a content with which the server's own fields still fit."""
LARGEST_SEALED: Final = 40_000
"""Bytes of a content that is going to be encrypted, which makes a third more of it."""
PREFIX: Final = "!nd"
"""What a line begins with that is for us, in a group."""
MARK: Final = "org.not-date.message"
"""Where our messages say in their content what they asked, so that a reaction can answer them."""
