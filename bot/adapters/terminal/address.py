"""A place at the terminal is a name."""

from __future__ import annotations

import unicodedata

from bot.model.ids import Address


def address_of(name: str) -> Address:
    """The place of whoever goes by that name: the name itself, without case and surrounding space, at most 64 long."""
    return Address(" ".join(unicodedata.normalize("NFKC", name).casefold().split())[:64] or "you")
