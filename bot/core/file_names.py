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


def plain_name(given: str, marks: str, longest: int) -> str:
    """The name on one line, without anything that nobody sees, and with a space for each of these marks; of what stands
    before the ending so many characters. Empty where nothing is left."""
    inert = given.translate(dict.fromkeys(map(ord, marks), " "))
    seen = "".join(one for one in inert if unicodedata.category(one)[0] != "C")
    plain = " ".join(seen.split()).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if stem and len(ending) <= ENDING:
        return f"{stem[:longest].rstrip()}{dot}{ending}"
    return plain[:longest].rstrip()
