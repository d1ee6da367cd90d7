"""Rows of cells to questions: the header is found, and each cell goes to the field that its column names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.decks.brought.cells import parted, restored
from bot.decks.brought.columns import PLAIN, Column, Form, path_of
from bot.decks.brought.fields import Draft, depth_of, kind_of, number_of, tags_of
from bot.decks.brought.headings import find_header
from bot.decks.brought.lines import LONGEST, asks, bare, undressed, unquoted
from bot.decks.brought.notes import Notes, counted
from bot.decks.brought.numbering import numbering_of
from bot.decks.brought.rows import Row
from bot.decks.diagnostic import shown
from bot.decks.remarks import remark
from bot.decks.tree import Node, pack

QUESTION: Final = next(column for column in PLAIN if column.name == "question")
_TEXT: Final = Form.TEXT
_RANGE: Final = Form.RANGE
_DEPTH: Final = Form.DEPTH
_KIND: Final = Form.KIND
_TEXT_PATH: Final = ("text",)
_LETTER: Final = re.compile(r"[^\W\d_]")
_TOTAL: Final = re.compile(
    r"(?:(?:grand|sub)[ -]?)?totals?\b.{0,30}"
    r"|(?:sum|count|average|summe|gesamt(?:summe)?|insgesamt|anzahl|somme|suma)\b.{0,20}"
    r"|المجموع.{0,20}|الإجمالي.{0,20}",
    re.IGNORECASE,
)
_SAMPLE: Final = re.compile(r"(.*?)\s*=>\s*([^=>]+)")


def read_rows(rows: Sequence[Row], notes: Notes) -> tuple[list[Draft], dict[str, Node]]:
    """The questions, and what the columns `deck_...` say of the deck. Raises `FileRefused`."""
    if not rows:
        raise notes.refuse("no-questions", "the first sheet is empty; write the word question, and questions below it")
    headed = find_header(rows, notes)
    drafts: list[Draft] = []
    header: dict[str, Node] = {}
    filler = _Filler(notes)
    asking = next((one for one, (column, _) in headed.columns.items() if column.name == "question"), 0)
    for asked, row, position in headed.asked:
        drafts.append(Draft(row))
        filler.fill(drafts[-1], QUESTION, QUESTION.path, asked, pack(row, position))
    columns = [(position, column, path_of(column, index)) for position, (column, index) in headed.columns.items()]
    for number, cells in headed.rows:
        if _is_total(cells, cells[asking].strip() if asking < len(cells) else ""):
            cell = next(one.strip() for one in cells if _TOTAL.fullmatch(one.strip()))
            what = remark("{cell} adds up what stands above; this row was left out", cell=shown(cell))
            notes.add("left-out", what, (number, 1))
            continue
        draft = Draft(number)
        width = len(cells)
        for position, column, path in columns:
            cell = cells[position].strip() if position < width else ""
            if not cell:
                continue
            text, place = restored(cell) if cell[0] == "'" else cell, pack(number, position + 1)
            if column.deck:
                header.setdefault(str(column.path[0]), filler.value(column, text, place))
            elif len(path) == 1 and path != _TEXT_PATH and column.form is not _RANGE:
                # Most cells of a large table: the field is what stands there.
                draft.fields[str(path[0])] = filler.value(column, text, place)
            else:
                filler.fill(draft, column, path, text, place)
        if draft.fields:
            drafts.append(draft)
    filler.take_marks_off(drafts)
    filler.close()
    return drafts, header


def _is_total(cells: Sequence[str], question: str) -> bool:
    """Whether a spreadsheet adds up here: a cell says so, and beside it are numbers and nothing else."""
    # The question alone tells of nearly every row.
    if question and _LETTER.search(question) and not _TOTAL.fullmatch(question):
        return False
    filled = [cell.strip() for cell in cells if cell.strip()]
    adding = [cell for cell in filled if _TOTAL.fullmatch(cell) and not asks(cell)]
    return bool(adding) and not any(cell not in adding and _LETTER.search(cell) for cell in filled)


class _Filler:
    """Puts cells where they belong; what was put right on the way is said once."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self._bare, self._joined = 0, 0
        self._parted: dict[str, int] = {}
        self._sealed: set[int] = set()
        """Rows whose question stood in quotation marks: nothing more is taken off."""

    def fill(self, draft: Draft, column: Column, path: tuple[str | int, ...], text: str, place: int) -> None:
        """The field of the draft, at that path, holds what the cell says."""
        if column.form is _RANGE:
            first, last = _range_of(text)
            draft.put((*path, "from"), Node(first, place), place)
            draft.put((*path, "to"), Node(last, place), place)
            return
        if path == _TEXT_PATH:
            text = self._question(text, draft.row)
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
        if column.path == ("tags",):
            items = tags_of(items)
        numbers = column.path == ("arc",)
        return Node([Node(number_of(item) if numbers else item, place) for item in items], place, place)

    def _question(self, text: str, row: int) -> str:
        dressed = undressed(self._one_line(text))
        plain = unquoted(dressed)
        if plain != dressed:
            self._sealed.add(row)
        self._bare += plain != text.strip() and "\n" not in text
        return plain

    def _one_line(self, text: str) -> str:
        text = text[:LONGEST]
        if "\n" not in text and "\t" not in text:
            return text.strip()
        self._joined += 1
        return " ".join(text.split())

    def take_marks_off(self, drafts: Sequence[Draft]) -> None:
        """What most questions begin with, and is none of their words, is taken off."""
        loose = [draft for draft in drafts if draft.text("text") and draft.row not in self._sealed]
        take_off = numbering_of([draft.text("text") for draft in loose])
        for draft in loose:
            text = draft.text("text")
            plain = bare(take_off(text))
            if plain != text:
                self._bare += 1
                draft.fields["text"].value = plain

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
