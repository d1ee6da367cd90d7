"""Which row of a table names its columns, and what each column is; where no row does, what was taken instead."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.decks.brought.cells import letters
from bot.decks.brought.columns import Column, column_of, is_answers, is_own_name, known_columns, likely_column
from bot.decks.brought.fields import depth_of, known_kind
from bot.decks.brought.lines import asks
from bot.decks.brought.notes import Notes
from bot.decks.brought.rows import Row
from bot.decks.diagnostic import shown
from bot.decks.remarks import Remark, remark

_HEAD_ROWS: Final = 10
_MOST_WORDS: Final = 8
_CHOICES: Final = "choices"


class Headed(NamedTuple):
    """The columns by position, and the rows below the header; `asked` are headings that are questions themselves."""

    columns: dict[int, tuple[Column, int]]
    rows: Sequence[Row]
    asked: tuple[tuple[str, int, int], ...] = ()


def find_header(rows: Sequence[Row], notes: Notes) -> Headed:
    """The columns, from the row that names the questions; else from what the cells look like. Raises `FileRefused`."""
    most = max((known_columns(cells) for _number, cells in rows[:_HEAD_ROWS]), default=0)
    for position, (number, cells) in enumerate(rows[:_HEAD_ROWS]):
        if is_answers(cells):
            return _from_answers(rows, position, notes)
        # `Icebreakers` may be the title above it all, and `question, depth` two rows below is the header then.
        if most and known_columns(cells) == most:
            if number > 1 and position:
                notes.assume(
                    "header",
                    remark("the header was found in row {number}; what stands above it was passed over", number=number),
                )
            below = rows[position + 1 :]
            columns = _name_columns(cells, number, below, notes)
            if len(cells) == 1:
                below = [(n, [",".join(row)]) for n, row in below]
            return Headed(columns, below)
    return _by_looks(rows, notes)


def _name_columns(
    cells: Sequence[str], number: int, below: Sequence[Row], notes: Notes, asking: int = -1
) -> dict[int, tuple[Column, int]]:
    """What each heading means; `asking` is the position that holds the questions whatever is written above it."""
    meant = _meant(cells, below)
    columns: dict[int, tuple[Column, int]] = {}
    if asking >= 0:
        question = column_of("question")
        assert question is not None
        columns[asking] = question
    taken = {(column.name, index) for column, index in columns.values()}
    cells = [*cells, *[""] * (max(meant, default=0) + 1 - len(cells))]
    often = Counter((column.name, index) for column, index in meant.values())

    def rank(one: int) -> tuple[bool, int]:
        # Of several columns of one name the most asking is meant; only these are read for it.
        rivals = one in meant and often[meant[one][0].name, meant[one][1]] > 1
        return not is_own_name(cells[one]), -_asking(below, one) if rivals else 0

    own = sorted(range(len(cells)), key=rank)
    ignored: list[tuple[int, Remark]] = []
    for position in own:
        found = meant.get(position)
        if position in columns:
            continue
        if found is not None and (found[0].name, found[1]) not in taken:
            taken.add((found[0].name, found[1]))
            columns[position] = found
        elif cells[position].strip():
            ignored.append((position, _left_out(cells[position], twice=found is not None)))
    for position in _nameless(cells, below, columns):
        ignored.append((position, remark("column {column} has no heading; it was left out", column=letters(position))))
    for position, what in sorted(ignored, key=lambda one: one[0]):
        notes.add("column-ignored", what, (number, position + 1))
    return dict(sorted(columns.items()))


def _left_out(heading: str, twice: bool) -> Remark:
    why = remark("stands twice") if twice else remark("is not known{hint}", hint=likely_column(heading))
    return remark("the column {heading} {why}; it was left out", heading=shown(heading.strip()), why=why)


def _meant(cells: Sequence[str], below: Sequence[Row]) -> dict[int, tuple[Column, int]]:
    """What the headings mean, alone and as neighbours: `A`, `B`, `C`; or `choice`, three times or over three."""
    meant = {
        position: found
        for position, cell in enumerate(cells)
        if (found := column_of(cell)) is not None and _is_so(found[0], cell, position, below)
    }
    lone = [position for position, cell in enumerate(cells) if re.fullmatch(r"\s*[A-Ha-h]\s*", cell)]
    if len(lone) > 1 and "".join(cells[one].strip().casefold() for one in lone) == "abcdefgh"[: len(lone)]:
        meant |= _choices_at(lone)
    several = [position for position, (column, _index) in meant.items() if column.name == _CHOICES]
    if several:
        last = several[-1] + 1
        while last < _width(below) and (last >= len(cells) or not cells[last].strip()) and _is_filled(below, last):
            several.append(last)
            last += 1
    if len(several) > 1:
        meant |= _choices_at(several)
    return meant


def _is_so(column: Column, heading: str, position: int, below: Sequence[Row]) -> bool:
    """Whether a heading that only may mean this does: `Type` and `Level` stand above other things, too."""
    if column.name not in ("kind", "depth") or is_own_name(heading):
        return True
    cells = [row[position].strip() for _number, row in below if position < len(row) and row[position].strip()]
    if column.name == "kind":
        return not cells or any(map(known_kind, cells))
    return not cells or any(isinstance(depth_of(cell), int) for cell in cells)


def _choices_at(positions: Sequence[int]) -> dict[int, tuple[Column, int]]:
    found = [column_of(f"choice_{index}") for index in range(1, len(positions) + 1)]
    return {position: one for position, one in zip(positions, found, strict=True) if one is not None}


def _nameless(cells: Sequence[str], below: Sequence[Row], columns: dict[int, tuple[Column, int]]) -> list[int]:
    bare = [one for one in range(_width(below)) if one >= len(cells) or not cells[one].strip()]
    return [one for one in bare if one not in columns and _is_filled(below, one)] if len(cells) > 1 else []


def _asking(rows: Sequence[Row], position: int) -> int:
    return sum(position < len(row) and asks(row[position]) for _number, row in rows)


def _width(rows: Sequence[Row]) -> int:
    return max((len(row) for _number, row in rows), default=0)


def _is_filled(rows: Sequence[Row], position: int) -> bool:
    return any(position < len(row) and row[position].strip() for _number, row in rows)


def _by_looks(rows: Sequence[Row], notes: Notes) -> Headed:
    """The column that looks most like questions is taken for them. Raises `FileRefused`."""
    best, most = _most_asking(rows)
    if most <= 0:
        what = "no column holds the questions: write the word question above the column that has them"
        raise notes.refuse("columns", what, (1, 1))
    above = _row_above(rows, best)
    if above is not None:
        number, cells = rows[above]
        assumed = remark(
            "row {number} was taken for the header, and the column {heading} for the questions",
            number=number,
            heading=shown(cells[best].strip()),
        )
        notes.assume("header", assumed, (number, best + 1))
        return Headed(_name_columns(cells, number, rows[above + 1 :], notes, asking=best), rows[above + 1 :])
    question = column_of("question")
    assert question is not None
    if _width(rows) > 1:
        taken = remark(
            "there is no header; column {column} was taken for the questions, the others were left out",
            column=letters(best),
        )
        notes.assume("header", remark("{what} (write question, depth, choice_1 ... above the columns)", what=taken))
    return Headed({best: question}, rows)


def _most_asking(rows: Sequence[Row]) -> tuple[int, float]:
    """The column that looks most like questions, and how much it does."""
    best, most = 0, -1.0
    for position in range(_width(rows)):
        filled = [row[position].strip() for _number, row in rows if position < len(row) and row[position].strip()]
        score = sum(asks(cell) for cell in filled) * 10 + sum(len(cell.split()) > 3 for cell in filled)
        if score > most:
            best, most = position, score
    return best, most


def _row_above(rows: Sequence[Row], position: int) -> int | None:
    """Where the row is that names this column: the last above the first question, where most rows below it ask."""
    cells = [row[position].strip() if position < len(row) else "" for _number, row in rows]
    first = next((index for index, cell in enumerate(cells) if asks(cell)), 0)
    below = [cell for cell in cells[first:] if cell]
    if not 0 < first <= _HEAD_ROWS or sum(map(asks, below)) * 3 < len(below) * 2:
        return None
    named = [index for index in range(first) if cells[index]]
    heading = cells[named[-1]] if named else ""
    return named[-1] if heading and len(heading.split()) <= _MOST_WORDS and heading[-1] not in ".!" else None


# A form's answers


def _from_answers(rows: Sequence[Row], position: int, notes: Notes) -> Headed:
    """What people sent in are the questions, where it asks; else those are that the form asked.

    Raises `FileRefused`."""
    number, cells = rows[position]
    below = rows[position + 1 :]
    best, _most = _most_asking(below)
    sent = [row[best].strip() for _number, row in below if best < len(row) and row[best].strip()]
    if sent and sum(map(asks, sent)) * 2 > len(sent):
        heading = cells[best].strip() if best < len(cells) else ""
        notes.assume(
            "header",
            remark("a form's answers: what was sent to {heading} was taken for the questions", heading=shown(heading)),
        )
        return Headed(_name_columns(cells, number, below, notes, asking=best), below)
    asked = tuple((cell.strip(), number, one + 1) for one, cell in enumerate(cells) if asks(cell))
    if not asked:
        what = "these are a form's answers, and nothing here asks; bring the questions, the word question above them"
        raise notes.refuse("columns", what, (number, 1))
    notes.assume("header", "a form's answers: its headings that ask are the questions, the answers were left out")
    return Headed({}, below, asked)
