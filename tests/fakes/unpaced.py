"""A bot without a pace of its own, for whatever is not about its pace: nobody waits for it."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.model.message import Capabilities

SOON: Final = 50
"""Milliseconds between two edits of a card."""


def unpaced(capabilities: Capabilities) -> Capabilities:
    """The same without a pace: whoever thinks about an answer lets seconds pass, which nobody here waits for. A pause
    that a platform asks for is kept all the same."""
    return msgspec.structs.replace(capabilities, paces=())
