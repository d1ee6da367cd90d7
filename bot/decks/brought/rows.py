"""Comma, semicolon, tab and pipe separated text to rows of cells, as spreadsheets write it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.decks.brought.columns import is_answers, known_columns
from bot.decks.brought.lines import asks, is_chat
from bot.decks.brought.notes import Notes
from bot.decks.remarks import Remark, remark

COLUMN_LIMIT: Final = 500
ROW_LIMIT: Final = 20_000
CELL_LIMIT: Final = 400_000
Row = tuple[int, list[str]]
"""The number that a spreadsheet shows beside the row, and its cells."""

_SEPARATOR_LINE: Final = re.compile(r"\s*\"?sep=(.)\"?[ \t]*\n", re.IGNORECASE)
_LINE: Final = re.compile(r"[^\n]*\n|[^\n]+\Z")
_NAMES: Final = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "pipes"}
_RULE: Final = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*")
_HEAD_LINES: Final = 5
_SMART: Final = re.compile(r"(?:(?<=^)|(?<=[,;\t\n]))“([^“”\n]*)”(?=[,;\t\n]|\Z)")


def separator_of(text: str) -> str:
    """What parts the cells of this text, or "" where it is no table at all."""
    named = _SEPARATOR_LINE.match(text)
    if named:
        return named[1]
    if is_chat(text):
        return ""
    lines = [line for line in _first_lines(text, 60) if line.strip()]
    best, most, alone = "", 0, False
    for separator in _NAMES:
        for line in lines[:_HEAD_LINES]:
            cells = _cells(line, separator)
            known = len(cells) if is_answers(cells) else known_columns(cells)
            if known > most:
                best, most, alone = separator, known, len(cells) == 1
    if is_ruled(text) and (alone or not most):
        return "|"
    if most:
        # One column without quotation marks is a list with a heading.
        return "" if alone and not any(line.startswith('"') for line in lines) else best
    return next((separator for separator in ("\t", ";", ",") if _even(lines, separator)), "")


def is_ruled(text: str) -> bool:
    """Whether a line of dashes stands below the header, as in Markdown."""
    return any("|" in line and _RULE.fullmatch(line.rstrip("\n")) for line in _first_lines(text, 60))


def is_table(text: str) -> bool:
    """Whether this is a table of any kind."""
    return separator_of(text) != ""


def parse(text: str, notes: Notes) -> list[Row]:
    """The rows that have something in them. Raises `FileRefused`."""
    separator = separator_of(text) or ","
    named = _SEPARATOR_LINE.match(text)
    if named:
        # Spreadsheets hide this line, and count from the next.
        text = text[named.end() :]
        notes.assume(
            "separator",
            remark("the first line says that {separator} part the cells", separator=_NAMES.get(separator, separator)),
        )
    elif separator != ",":
        notes.assume("separator", remark("{separator} part the cells", separator=_NAMES.get(separator, separator)))
    text = text.rstrip(f"\n {separator}")
    _refuse_wide(text, separator, notes)
    if separator == "|":
        return _piped(text, notes)
    if "“" in text and '"' not in text and _SMART.search(text):
        notes.assume("cleaned", "curly quotation marks around cells were read as straight ones")
        text = _SMART.sub(r'"\1"', text)
    return _limited(_read(text, separator, notes), notes)


def _read(text: str, separator: str, notes: Notes) -> list[list[str]]:
    lines = _LINE.findall(text)
    try:
        return list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise notes.refuse("quote", _unclosed(), (_last_quote(lines), 1)) from None
    rows = []
    reader = csv.reader(lines, delimiter=separator)
    try:
        rows = list(reader)
    except csv.Error:
        what = "a cell has more than 100,000 characters: a quotation mark may be opened and not closed"
        raise notes.refuse("quote", what, (reader.line_num, 1)) from None
    notes.assume("cleaned", "quotation marks inside cells were read as they stand")
    return rows


def _unclosed() -> Remark:
    return remark("a quotation mark is opened here and not closed: close it, or double it where it belongs to the text")


def _last_quote(lines: Sequence[str]) -> int:
    """The line in which the last cell begins that is never closed."""
    odd = 0
    for number, line in enumerate(lines, 1):
        if line.count('"') % 2:
            odd = number
    return odd or 1


def _refuse_wide(text: str, separator: str, notes: Notes) -> None:
    for number, line in enumerate(_LINE.finditer(text), 1):
        if text.count(separator, line.start(), line.end()) > 20 * COLUMN_LIMIT:
            what = remark("more than {columns} columns; keep the question and what belongs to it", columns=COLUMN_LIMIT)
            raise notes.refuse("columns", what, (number, 1))


def _limited(rows: list[list[str]], notes: Notes) -> list[Row]:
    """The rows with a number each, without empty ones. Raises `FileRefused` where there are too many cells."""
    if len(rows) > ROW_LIMIT:
        raise notes.refuse(
            "too-many", remark("more than {most} rows; bring the questions in parts", most=f"{ROW_LIMIT:,}")
        )
    kept, cells = [], 0
    for number, row in enumerate(rows, 1):
        while row and not row[-1].strip():
            row.pop()
        cells += len(row)
        if len(row) > COLUMN_LIMIT or cells > CELL_LIMIT:
            columns = remark(
                "more than {columns} columns; keep the question and what belongs to it", columns=COLUMN_LIMIT
            )
            many = remark("more than {cells} cells; keep the question and what belongs to it", cells=f"{CELL_LIMIT:,}")
            raise notes.refuse("columns", columns if len(row) > COLUMN_LIMIT else many, (number, 1))
        if row:
            kept.append((number, row))
    return kept


def _piped(text: str, notes: Notes) -> list[Row]:
    """A table as Markdown has it; what stands around it is none of it."""
    rows, around = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip() or _RULE.fullmatch(line):
            continue
        if "|" not in line:
            around.append(number)
            continue
        cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
        rows.append((number, [cell.strip().replace("\\|", "|") for cell in cells][:COLUMN_LIMIT]))
    if around:
        lines = ", ".join(map(str, around[:10]))
        notes.assume("heading", remark("passed over beside the table: line {rows}", rows=lines), (around[0], 1))
    return rows


def _cells(line: str, separator: str) -> list[str]:
    if separator == "|":
        return [cell.strip() for cell in line.strip().strip("|").split("|")][:COLUMN_LIMIT]
    return [cell.strip().strip("\"“”'").strip() for cell in line.split(separator, COLUMN_LIMIT)]


def _even(lines: list[str], separator: str) -> bool:
    """Whether lines without a header are a table all the same: every row has the same cells, two or more.

    A sentence may have a comma; so commas and semicolons need cells in quotation marks, or a column of short words.
    """
    rows = [next(csv.reader([line.strip()], delimiter=separator), []) for line in lines if len(line) < 10_000]
    widths = {len(row) for row in rows}
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    if len(rows) < 2 or min(widths, default=0) < 2 or sum(count > 1 for count in filled) * 2 <= len(rows):
        return False
    if separator == "\t":
        return True
    if len(widths) > 1:
        return False
    quoted = sum(line.lstrip().startswith('"') or f'{separator}"' in line for line in lines)
    short = any(all(len(cell.split()) <= 1 for cell in column) for column in zip(*rows, strict=True))
    return quoted * 2 > len(lines) or short or _asks_in_a_column(rows)


def _asks_in_a_column(rows: list[list[str]]) -> bool:
    """Whether one column asks, and is neither the end of a sentence nor has what a comma in one has: a space behind."""
    if any(cell[:1] == " " for row in rows for cell in row[1:]):
        return False
    for position, column in enumerate(zip(*rows, strict=True)):
        asking = [asks(cell) for cell in column]
        inside = position < len(rows[0]) - 1 or not asking[0]
        if inside and sum(asking[1:]) * 3 >= len(asking[1:]) * 2 and any(asking[1:]):
            return True
    return False


def _first_lines(text: str, count: int) -> Iterator[str]:
    for number, line in enumerate(_LINE.finditer(text)):
        if number >= count:
            return
        yield line[0]
