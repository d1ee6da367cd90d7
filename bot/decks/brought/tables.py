"""Rows of cells to questions: the header is found, and each cell goes to the field that its column names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.decks.brought.cells import letters, parted, restored
from bot.decks.brought.columns import Column, Form, column_of, known_columns, likely_column, path_of
from bot.decks.brought.fields import Draft, depth_of, kind_of, number_of
from bot.decks.brought.lines import LONGEST, asks, bare
from bot.decks.brought.notes import Notes, counted
from bot.decks.brought.rows import Row
from bot.decks.diagnostic import shown
from bot.decks.remarks import remark
from bot.decks.tree import Node, pack

_HEAD_ROWS: Final = 10
_TEXT: Final = Form.TEXT
_RANGE: Final = Form.RANGE
_DEPTH: Final = Form.DEPTH
_KIND: Final = Form.KIND
_TEXT_PATH: Final = ("text",)
_SAMPLE: Final = re.compile(r"(.*?)\s*=>\s*([^=>]+)")


class Headed(NamedTuple):
    """The columns by position, and the rows below the header."""

    columns: dict[int, tuple[Column, int]]
    rows: Sequence[Row]


def read_rows(rows: Sequence[Row], notes: Notes) -> tuple[list[Draft], dict[str, Node]]:
    """The questions, and what the columns `deck_...` say of the deck. Raises `Refused`."""
    if not rows:
        raise notes.refuse("no-questions", "the first sheet is empty; write the word question, and questions below it")
    headed = _find_header(rows, notes)
    drafts: list[Draft] = []
    header: dict[str, Node] = {}
    filler = _Filler(notes)
    columns = [(place, column, path_of(column, index)) for place, (column, index) in headed.columns.items()]
    for number, cells in headed.rows:
        draft = Draft(number)
        width = len(cells)
        for position, column, path in columns:
            cell = cells[position].strip() if position < width else ""
            if not cell:
                continue
            text, place = restored(cell), pack(number, position + 1)
            if column.deck:
                header.setdefault(str(column.path[0]), filler.value(column, text, place))
            else:
                filler.fill(draft, column, path, text, place)
        if draft.fields:
            drafts.append(draft)
    filler.close()
    return drafts, header


def _find_header(rows: Sequence[Row], notes: Notes) -> Headed:
    for position, (number, cells) in enumerate(rows[:_HEAD_ROWS]):
        if known_columns(cells):
            if number > 1 and position:
                notes.assume(
                    "header",
                    remark("the header was found in row {number}; what stands above it was passed over", number=number),
                )
            columns = _name_columns(cells, number, notes)
            below = rows[position + 1 :]
            if len(cells) == 1:
                below = [(n, [",".join(row)]) for n, row in below]
            return Headed(columns, below)
    return _without_header(rows, notes)


def _name_columns(cells: Sequence[str], number: int, notes: Notes) -> dict[int, tuple[Column, int]]:
    columns: dict[int, tuple[Column, int]] = {}
    taken: set[tuple[str, int]] = set()
    ignored = []
    for position, heading in enumerate(cells):
        found = column_of(heading)
        if found is None or (found[0].name, found[1]) in taken:
            if heading.strip():
                why = remark("stands twice") if found else remark("is not known{hint}", hint=likely_column(heading))
                ignored.append((heading, why, position))
            continue
        taken.add((found[0].name, found[1]))
        columns[position] = found
    for heading, why, position in ignored:
        what = remark("the column {heading} {why}; it was left out", heading=shown(heading.strip()), why=why)
        notes.add("column-ignored", what, (number, position + 1))
    return columns


def _without_header(rows: Sequence[Row], notes: Notes) -> Headed:
    """The column that looks most like questions is taken for them. Raises `Refused`."""
    width = max((len(row) for _number, row in rows), default=0)
    best, most = 0, -1.0
    for position in range(width):
        cells = [row[position].strip() for _number, row in rows if position < len(row)]
        filled = [cell for cell in cells if cell]
        score = sum(asks(cell) for cell in filled) * 10 + sum(len(cell.split()) > 3 for cell in filled)
        if score > most:
            best, most = position, score
    if most <= 0:
        what = remark("no column holds the questions: write the word question above the column that has them")
        raise notes.refuse("columns", what, (1, 1))
    question = column_of("question")
    assert question is not None
    if width > 1:
        what = remark(
            "there is no header; column {column} was taken for the questions, the others were left out",
            column=letters(best),
        )
        notes.assume("header", remark("{what} (write question, depth, choice_1 ... above the columns)", what=what))
    return Headed({best: question}, rows)


class _Filler:
    """Puts cells where they belong; what was put right on the way is said once."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self._bare, self._joined = 0, 0
        self._parted: dict[str, int] = {}

    def fill(self, draft: Draft, column: Column, path: tuple[str | int, ...], text: str, place: int) -> None:
        """The field of the draft, at that path, holds what the cell says."""
        if column.form is _RANGE:
            first, last = _range_of(text)
            draft.put((*path, "from"), Node(first, place), place)
            draft.put((*path, "to"), Node(last, place), place)
            return
        if path == _TEXT_PATH:
            text = self._question(text)
        draft.put(path, self.value(column, text, place), place)

    def value(self, column: Column, text: str, place: int) -> Node:
        """What the cell says, as its column means it."""
        form = column.form
        if form is _TEXT:
            return Node(self._one_line(text), place, place)
        if form is _DEPTH:
            return Node(depth_of(text), place, place)
        if form is _KIND:
            return Node(kind_of(text), place, place)
        if form is Form.NUMBER:
            return Node(number_of(text), place, place)
        if form is Form.SAMPLES:
            return _samples(text, place)
        return self._several(column, text, place)

    def _several(self, column: Column, text: str, place: int) -> Node:
        items, by = parted(text, prose=column.form is Form.LINES)
        items = [" ".join(item[:LONGEST].split()) if "\n" in item else item[:LONGEST] for item in items[:LONGEST]]
        if column.form is Form.LABELS:
            if by:
                self._parted[by] = self._parted.get(by, 0) + 1
            return Node([Node({"label": Node(bare(item), place, place)}, place) for item in items], place, place)
        numbers = column.path == ("arc",)
        return Node([Node(number_of(item) if numbers else item, place) for item in items], place, place)

    def _question(self, text: str) -> str:
        plain = bare(self._one_line(text))
        self._bare += plain != text.strip() and "\n" not in text
        return plain

    def _one_line(self, text: str) -> str:
        text = text[:LONGEST]
        if "\n" not in text and "\t" not in text:
            return text.strip()
        self._joined += 1
        return " ".join(text.split())

    def close(self) -> None:
        """All cells were filled in."""
        if self._bare:
            self.notes.assume(
                "numbering",
                remark(
                    "numbers, bullets or quotation marks were taken off {count}", count=counted(self._bare, "question")
                ),
            )
        if self._joined:
            self.notes.assume(
                "cleaned", remark("line ends were taken out of {count}", count=counted(self._joined, "cell"))
            )
        for by, count in self._parted.items():
            if by != "|":
                self.notes.assume(
                    "choices",
                    remark("the choices of {count} were told apart by {by}", count=counted(count, "question"), by=by),
                )


def _samples(text: str, place: int) -> Node:
    pairs: dict[str, Node] = {}
    for item in parted(text, prose=True)[0]:
        match = _SAMPLE.fullmatch(item)
        sample, branch = (match[1], match[2].strip()) if match else (item, "default")
        pairs.setdefault(sample, Node(branch, place, place))
    return Node(pairs, place, place)


def _range_of(text: str) -> tuple[int | str, int | str]:
    match = re.fullmatch(r"(\d{1,4})(?:\s*(?:-|–|—|to|\.\.)\s*(\d{1,4}))?", text.strip())
    return (int(match[1]), int(match[2] or match[1])) if match else (text, text)
