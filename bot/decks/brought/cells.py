"""A cell as it stands in a spreadsheet that others will open: never a formula, and read back exactly."""

from __future__ import annotations

import re
from typing import Final

_DANGER: Final = re.compile(r"'*[=+\-@\t\r]")
"""What a spreadsheet would take for a formula, as OWASP lists it; and what we have quoted already."""
_QUOTED: Final = re.compile(r"'+[=+\-@\t\r]")
_SPLIT: Final = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_ESCAPED: Final = re.compile(r"\\([\\|])")
_ITEMS: Final = re.compile(r"\s*[;\n]\s*")
_COMMAS: Final = re.compile(r"\s*[;,\n]\s*")
_SLASHES: Final = re.compile(r"\s*/\s*")


def neutralised(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would run it."""
    return f"'{text}" if _DANGER.match(text) else text


def restored(text: str) -> str:
    """What `neutralised` was given."""
    return text[1:] if text.startswith("'") and _QUOTED.match(text) else text


def joined(items: tuple[str, ...]) -> str:
    """Several texts in one cell, ` | ` between them; `parted` gives them back."""
    escaped = [item.replace("\\", "\\\\").replace("|", "\\|") for item in items]
    if len(escaped) == 1:
        # A lone text is marked as one where it would be taken apart, or would lose a backslash.
        plain = not re.search(r"[;,\n/\\|]", items[0])
        return escaped[0] if plain else f"{escaped[0]} |"
    return " | ".join(escaped)


def parted(cell: str, prose: bool = False) -> tuple[list[str], str]:
    """The texts of a cell, and what they were told apart by: `|`, else a line end or `;`, else `,`, else ` / `.

    Prose is parted at `|` and line ends only, for a sentence may have a comma.
    """
    if _SPLIT.search(cell):
        pieces = _SPLIT.sub(lambda match: f"{match[1]}\x00", cell).split("\x00")
        items, by = [_ESCAPED.sub(r"\1", piece.strip()) for piece in pieces], "|"
    elif prose:
        items, by = [piece.strip() for piece in cell.split("\n")], "line ends"
    elif _ITEMS.search(cell):
        items, by = _ITEMS.split(cell), "; or line ends"
    elif "," in cell:
        items, by = _COMMAS.split(cell), "commas"
    else:
        items, by = _SLASHES.split(cell), "/"
    kept = [item.strip() for item in items if item.strip()]
    return kept, by if len(kept) > 1 else ""


def letters(position: int) -> str:
    """The column at that position, from 0, as spreadsheets name it: A, B, ..., Z, AA."""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name
