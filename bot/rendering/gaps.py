"""Texts with named gaps, filled by hand-split pieces: a tenth of a template's cost, and no template's power."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from bot.model.line import Gap

_GAP: Final = re.compile(r"\{([a-z_]+)\}")


@lru_cache(maxsize=16_384)
def split(text: str) -> tuple[str, ...]:
    """Pieces of a deck's text: plain, gap name, plain, gap name, ..., plain."""
    return tuple(_GAP.split(text))


def fill(pieces: tuple[str, ...], values: Mapping[str, Gap]) -> str:
    """The text with its gaps filled; a gap without a value stays as it is written."""
    if len(pieces) == 1:
        return pieces[0]
    filled = list(pieces)
    for position in range(1, len(filled), 2):
        name = filled[position]
        filled[position] = str(values[name]) if name in values else f"{{{name}}}"
    return "".join(filled)
