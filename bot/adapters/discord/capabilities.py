"""What Discord can do, by its documentation (docs.discord.com/developers, August 2026)."""

from typing import Final

from bot.model.enclosure import PHOTO, VOICE
from bot.model.ids import Platform
from bot.model.message import Capabilities, Pace, Scope, Unit

PLATFORM: Final = Platform("discord")
API: Final = "https://discord.com/api/v10"

CAPABILITIES: Final = Capabilities(
    text_limit=2_000,
    unit=Unit.CODE_POINTS,
    buttons=25,
    buttons_per_row=5,
    label_limit=80,
    payload_bytes=64,
    emphasis=True,
    edit=True,
    threads=True,
    files=True,
    reactions=True,
    fetches=(PHOTO, VOICE),
    shows=(PHOTO, VOICE),
    idempotent=True,
    reaches=True,
    paces=(Pace(Scope.PLACE, 5, 5.0), Pace(Scope.EVERYTHING, 40, 1.0)),
)
"""A custom_id holds 100 characters; 64 are left for the token beside our own mark and whose button it is. Of Discord's
50 calls a second 10 are left for those that send nothing: a fresh start, the commands, histories, roles."""

SAY: Final = "nd"
"""The command that says any word to us."""
CONTENT_LIMIT: Final = 2_000
TITLE_LIMIT: Final = 45
"""Characters of a form's title."""
INPUT_LIMIT: Final = 4_000
"""Characters that a form's input takes."""
OPEN_FOR: Final = 14 * 60.0
"""Seconds for which a deferred answer may still be filled; Discord's 15 minutes, with a minute to spare."""
DISCORD_EPOCH: Final = 1_420_070_400_000
PAGE: Final = 100
"""Messages of one page of a channel's history."""
