"""A deck as rows of cells: the header, then a question a row; what the deck says of itself in the first row."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Final

from bot.decks.brought.cells import joined, neutralised
from bot.decks.brought.columns import HEADER, MANY, PLAIN, Column, Form
from bot.decks.brought.lines import numbered_alike
from bot.decks.exporting.listing import kept, quoted
from bot.decks.exporting.plain import header_of, plain_question
from bot.decks.tree import Plain
from bot.model.deck import Deck, Question

_PARTS: Final = ("choices", "ranges", "themes")


def table_of(deck: Deck) -> list[list[str]]:
    """The header and the rows, all as wide as the header; columns that nothing fills are left out."""
    rows = [_cells_of(question) for question in deck.questions]
    if numbered_alike([question.text for question in deck.questions]):
        rows = [{**row, "question": quoted(question.text)} for row, question in zip(rows, deck.questions, strict=True)]
    rows[0] = {**rows[0], **dict(_header_cells(deck))}
    used = {name for row in rows for name in row}
    names = [name for name in _order(rows) if name in used]
    return [names, *([neutralised(row.get(name, "")) for name in names] for row in rows)]


class _Lines:
    """What `csv.writer` writes to."""

    def __init__(self) -> None:
        self.pieces: list[str] = []

    def write(self, piece: str) -> None:
        """A row more."""
        self.pieces.append(piece)


def as_text(table: Sequence[Sequence[str]], separator: str) -> bytes:
    """The table in UTF-8 with a byte order mark, without which Excel takes it for Windows-1252."""
    lines = _Lines()
    csv.writer(lines, delimiter=separator, lineterminator="\r\n").writerows(table)
    return "".join(lines.pieces).encode("utf-8-sig")


def _order(rows: Sequence[dict[str, str]]) -> Iterator[str]:
    """All columns as the tables name them, numbered ones number by number."""
    many = [column.name for column in MANY]
    for column in PLAIN:
        yield column.name
        if column.name == "depth":
            yield from (name.replace("#", str(number)) for number in range(1, 61) for name in many[:6])
            yield from (name.replace("#", str(number)) for number in range(1, 61) for name in many[6:12])
        elif column.name == "default_chips":
            yield from (name.replace("#", str(number)) for number in range(1, 61) for name in many[12:])
    yield from (column.name for column in HEADER)


def _header_cells(deck: Deck) -> Iterator[tuple[str, str]]:
    header = header_of(deck)
    for column in HEADER:
        value = header.get(str(column.path[0]))
        if value is not None:
            yield column.name, _cell(column, value)


def _cells_of(question: Question) -> dict[str, str]:
    tree = plain_question(question, {})
    tree["themes"] = [
        {**_fields(part), "like": list(theme.like), "not": list(theme.not_)}
        for part, theme in zip(_entries(tree.get("themes")), question.themes, strict=True)
    ]
    tree["chips"] = [{"label": chip, "ask": ask} for chip, ask in question.chip_asks]
    tree["text"] = kept(question.text)
    cells: dict[str, str] = {}
    for column in PLAIN:
        value = _reach(tree, column.path)
        if value not in (None, [], {}, "") and column.name != "choices":
            cells[column.name] = _cell(column, value)
    for column in MANY:
        for number, part in enumerate(_entries(tree.get(str(column.path[0]))), 1):
            value = f"{_fields(part)['from']}-{_fields(part)['to']}" if column.form is Form.RANGE else None
            value = value or _reach(part, column.path[2:])
            if value not in (None, [], {}, ""):
                cells[column.name.replace("#", str(number))] = _cell(column, value)
    return cells


def _reach(tree: Plain, path: Sequence[str | int]) -> Plain:
    for step in path:
        tree = tree.get(str(step)) if isinstance(tree, dict) else None
    return tree


def _fields(part: Plain) -> dict[str, Plain]:
    return part if isinstance(part, dict) else {}


def _entries(part: Plain) -> list[Plain]:
    return part if isinstance(part, list) else []


def _cell(column: Column, value: Plain) -> str:
    if column.form is Form.SAMPLES and isinstance(value, dict):
        return joined(tuple(f"{sample} => {branch}" for sample, branch in value.items()))
    if isinstance(value, list):
        return joined(tuple(str(one) for one in value))
    return str(value)
