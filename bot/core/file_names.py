"""What a file that somebody sends is called here: its name is believed in nothing."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

ENDING: Final = 5
"""Characters that an ending has at most; what is longer is part of the name."""


def last_piece(path: str) -> str:
    """The path without its folders, whichever system's they are."""
    return re.split(r"[/\\]", path)[-1]


def _is_seen(character: str) -> bool:
    return unicodedata.category(character)[0] != "C"


def plain_name(given: str, marks: str, longest: int) -> str:
    """The name on one line, without anything that nobody sees, and with a space for each of these marks; of what stands
    before the ending so many characters. Empty where nothing is left."""
    inert = given.translate(dict.fromkeys(map(ord, marks), " "))
    seen = "".join(" " if one in "\n\r\t" else one for one in inert if one in "\n\r\t" or _is_seen(one))
    plain = " ".join(seen.split()).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if stem and len(ending) <= ENDING:
        return f"{stem[:longest].rstrip()}{dot}{ending}"
    return plain[:longest].rstrip()
