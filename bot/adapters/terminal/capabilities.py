"""What a terminal can do: text of any length, and nothing to press."""

from typing import Final

from bot.model.ids import Platform
from bot.model.message import Capabilities

PLATFORM: Final = Platform("terminal")
CAPABILITIES: Final = Capabilities(text_limit=100_000, files=True, idempotent=True)
