"""How data looks on stdout: JSON for machines, columns for people, colour only where somebody is looking."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Sequence

import click


def counted(count: int, what: str) -> str:
    """`1 question`, `2,000 questions`."""
    return f"1 {what}" if count == 1 else f"{count:,} {what}s"


def print_json(value: object) -> None:
    """The value is on stdout as JSON, in UTF-8 and indented."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def print_columns(rows: Sequence[Sequence[str]]) -> None:
    """The rows are on stdout, each column as wide as its widest cell, the last one as it is."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)][:-1]
    for row in rows:
        cells = [cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=False)]
        click.echo("  ".join((*cells, row[-1])).rstrip())


def paint(text: str, colour: str) -> str:
    """The text in that colour where stdout is a terminal and `NO_COLOR` is not set; else as it is."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return click.style(text, fg=colour)


def harmless(text: str) -> str:
    """The text without what would move the cursor or colour the screen; further lines are indented."""
    kept = "".join(one for one in text if one == "\n" or one.isprintable())
    return kept.replace("\n", "\n   ")


def _width(text: str) -> int:
    """Cells that the text takes on a terminal."""
    plain = click.unstyle(text)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in plain)
