"""The first sheet of a workbook (.xlsx) to rows of cells.

The archive is unpacked piece by piece and measured while it is, so that what it claims of its sizes does not matter;
the parser refuses document types and entities, so that nothing expands; formulas are never run, their last value is
read. openpyxl takes twelve times as long and 30 MB more for the same 10,000 rows.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from xml.parsers import expat

from bot.decks.brought.looks import Looks
from bot.decks.brought.notes import Notes, counted
from bot.decks.brought.rows import CELL_LIMIT, COLUMN_LIMIT, ROW_LIMIT, Row
from bot.decks.diagnostic import shown
from bot.decks.remarks import remark

ENTRY_LIMIT: Final = 2_000
UNPACKED_LIMIT: Final = 60_000_000
"""Bytes of one part once it is unpacked. 10,000 rows of forty cells take 20 MB."""
STRING_LIMIT: Final = 400_000
TEXT_LIMIT: Final = 20_000_000
"""Characters of all texts together."""
LONGEST_CELL: Final = 100_000
_CHUNK: Final = 65_536
_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
_USUAL: Final = "xl/worksheets/sheet1.xml"
_SHEETS_TRIED: Final = 20
_ROWS_WRITTEN: Final = 1_100_000
"""A spreadsheet has 1,048,576 rows at most."""
_COMMON: Final = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/sharedStrings.xml", "xl/styles.xml", _USUAL)
_OTHERS: Final = (
    ("xl/workbook.bin", "an Excel binary workbook (.xlsb): save it as .xlsx or CSV"),
    ("content.xml", "an OpenDocument file: save it as .xlsx or CSV (File, Save As)"),
    ("Index/Document.iwa", "a Numbers or Pages document: File, Export To, Excel or CSV"),
    ("Index.zip", "a Numbers or Pages document: File, Export To, Excel or CSV"),
    ("word/document.xml", "a Word document: copy its lines into a text file, one question a line"),
    ("ppt/presentation.xml", "a PowerPoint file: copy its questions into a text file, one a line"),
)


def parse(data: bytes, notes: Notes) -> list[Row]:
    """The rows of the first sheet that have something in them. Raises `FileRefused`."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(_Book(archive, notes), notes)
    except _BROKEN:
        raise notes.refuse("not-read", "the workbook is damaged or locked; save it again as .xlsx, or as CSV") from None
    except expat.ExpatError:
        raise notes.refuse("not-read", "the workbook is damaged; open it, and save it again as .xlsx or CSV") from None


def _read(book: _Book, notes: Notes) -> list[Row]:
    names = set(book.names)
    for name, kind in _OTHERS:
        if name in names:
            raise notes.refuse("not-read", remark("this is {what}", what=kind))
    if "xl/workbook.xml" not in names:
        raise notes.refuse("not-read", "this is an archive, and no workbook; bring the file that is in it")
    strings, looks = _Strings(notes), _Styled()
    if "xl/sharedStrings.xml" in names:
        book.feed("xl/sharedStrings.xml", strings)
    if "xl/styles.xml" in names:
        book.feed("xl/styles.xml", looks)
    sheets = [sheet for sheet in _sheets(book, looks.looks) if sheet.part in names]
    if not sheets:
        raise notes.refuse("not-read", "the workbook has no sheet; save it again as .xlsx, or as CSV")
    cells = _Cells([], looks.looks, notes)
    for sheet in sheets[:_SHEETS_TRIED]:
        cells = _Cells(strings.found, looks.looks, notes)
        book.feed(sheet.part, cells)
        if cells.rows:
            others = [shown(other.name) for other in sheets if other is not sheet][:5]
            if others and sheet.name:
                what = remark(
                    "the sheet {sheet} was read; {others} was left out (bring each as a file of its own)"
                    if len(others) == 1
                    else "the sheet {sheet} was read; {others} were left out (bring each as a file of its own)",
                    sheet=shown(sheet.name),
                    others=", ".join(others),
                )
                notes.assume("sheet", what)
            break
    if cells.formulas:
        count, at = len(cells.formulas), cells.formulas[0]
        what = remark("{count} with a formula; the last value was read, nothing was run", count=counted(count, "cell"))
        notes.add("formula", what, at)
    return [(number, row) for number, row in sorted(cells.rows.items()) if any(cell.strip() for cell in row)]


class _Book:
    """The parts of the archive, unpacked no further than the limit."""

    def __init__(self, archive: zipfile.ZipFile, notes: Notes) -> None:
        self.archive = archive
        self.notes = notes
        self.names = archive.namelist()
        self._written = {name.replace("\\", "/").casefold(): name for name in reversed(self.names)}
        if len(self.names) > ENTRY_LIMIT:
            raise notes.refuse(
                "bomb", remark("the workbook has more than {most} parts; save it as CSV", most=f"{ENTRY_LIMIT:,}")
            )
        if len(set(self.names)) < len(self.names):
            raise notes.refuse("not-read", "the workbook has two parts of one name; save it again, or as CSV")
        self.left = UNPACKED_LIMIT
        # Some programs write other capitals, or the strokes of Windows.
        self.names += [name for name in _COMMON if name not in self.names and name.casefold() in self._written]

    def known(self, part: str) -> str:
        """The part as the archive names it."""
        return part if part in self.names else self._written.get(part.casefold(), part)

    def feed(self, name: str, reader: _Reader) -> None:
        """The part has been read by that reader. Raises `FileRefused`, and what a broken archive raises."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.ExternalEntityRefHandler = self._refuse
        parser.StartElementHandler = reader.start
        parser.EndElementHandler = reader.end
        parser.CharacterDataHandler = reader.text
        for chunk in self._unpacked(name):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _unpacked(self, name: str) -> Iterator[bytes]:
        with self.archive.open(self._written[name.casefold()]) as part:
            while chunk := part.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    what = remark(
                        "unpacked, the workbook has more than {most} MB; save it as CSV", most=UNPACKED_LIMIT // 1000000
                    )
                    raise self.notes.refuse("bomb", what)
                yield chunk

    def _refuse(self, *_details: object) -> int:
        what = "the workbook has a document type or entities, which no spreadsheet writes; save it again, or as CSV"
        raise self.notes.refuse("markup", what)


class _Reader:
    """What listens to a part while it is parsed."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, name: str) -> None:
        """It ends."""

    def text(self, text: str) -> None:
        """Characters in it."""


def _local(name: str) -> str:
    return name.rpartition(":")[2]


class _Gathering(_Reader):
    """The attributes of every element, for the small parts that say where the sheets are."""

    def __init__(self) -> None:
        self.found: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.found) < 10_000:
            self.found.append((_local(name), attributes))


class _Sheet(NamedTuple):
    """A sheet's name, and the part of the archive where it is."""

    name: str
    part: str


def _sheets(book: _Book, looks: Looks) -> list[_Sheet]:
    """The sheets in their order, those that nobody sees at the end; the usual place where the workbook names none."""
    workbook, relations = _Gathering(), _Gathering()
    book.feed("xl/workbook.xml", workbook)
    looks.from_1904 = any(
        attributes.get("date1904") in ("1", "true") for name, attributes in workbook.found if name == "workbookPr"
    )
    named = [attributes for name, attributes in workbook.found if name == "sheet"]
    if not named or "xl/_rels/workbook.xml.rels" not in book.names:
        return [_Sheet("", _USUAL)]
    book.feed("xl/_rels/workbook.xml.rels", relations)
    targets = {
        found.get("Id", ""): found.get("Target", "") for name, found in relations.found if name == "Relationship"
    }
    named.sort(key=lambda attributes: attributes.get("state", "visible") != "visible")
    sheets = []
    for attributes in named:
        wanted = next((value for key, value in attributes.items() if _local(key) == "id"), "")
        target = targets.get(wanted, "").replace("\\", "/")
        part = posixpath.normpath(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
        if "chartsheet" not in part:
            sheets.append(_Sheet(attributes.get("name", ""), book.known(part) if target else _USUAL))
    return sheets


class _Styled(_Reader):
    """The looks that cells may have."""

    def __init__(self) -> None:
        self.looks = Looks()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.looks.begin(_local(name), attributes)

    def end(self, name: str) -> None:
        self.looks.end(_local(name))


class _Strings(_Reader):
    """The texts that cells share, each without the reading aids of East Asian scripts."""

    def __init__(self, notes: Notes) -> None:
        self.found: list[str] = []
        self._notes = notes
        self._pieces: list[str] = []
        self._inside = False
        self._aside = 0
        self._left = TEXT_LIMIT

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._aside += 1
        self._inside = name == "t" and not self._aside

    def end(self, name: str) -> None:
        name = _local(name)
        if name == "si":
            self.found.append(_unescaped("".join(self._pieces)))
            if len(self.found) > STRING_LIMIT:
                raise self._notes.refuse(
                    "bomb", remark("the workbook has more than {most} texts; save it as CSV", most=f"{STRING_LIMIT:,}")
                )
        elif name == "rPh":
            self._aside -= 1
        self._inside = False

    def text(self, text: str) -> None:
        if self._inside:
            self._left -= len(text)
            if self._left < 0:
                raise self._notes.refuse("bomb", "the workbook has more than 20 million characters; keep the questions")
            self._pieces.append(text)


class _Cells(_Reader):
    """The cells of a sheet, by row and column."""

    def __init__(self, strings: list[str], looks: Looks, notes: Notes) -> None:
        self._looks, self._style = looks, ""
        self._rows_written = 0
        self.rows: dict[int, list[str]] = {}
        self.formulas: list[tuple[int, int]] = []
        self._strings = strings
        self._notes = notes
        self._row, self._column, self._type = 0, 0, ""
        self._pieces: list[str] = []
        self._inside = ""
        self._aside = 0
        self._cells, self._left = 0, TEXT_LIMIT
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {"row": self._start_row, "c": self._start_cell}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = _local(name)
        if name in self._starts:
            self._starts[name](attributes)
        elif name == "f" and len(self.formulas) < 100_000:
            self.formulas.append((self._row, self._column + 1))
        self._aside += name == "rPh"
        self._inside = name if name in ("v", "t") and not self._aside else ""

    def _start_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdigit() and len(number) < 8 else self._row + 1
        self._rows_written += 1
        if self._rows_written > _ROWS_WRITTEN:
            raise self._notes.refuse(
                "bomb", remark("the sheet has more than {most} rows; keep the questions", most=f"{_ROWS_WRITTEN:,}")
            )
        self._column = -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        place = _REFERENCE.fullmatch(attributes.get("r", ""))
        self._column = _column_number(place[1]) if place else self._column + 1
        self._row = int(place[2]) if place else self._row
        self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
        self._pieces = []
        self._cells += 1
        if self._column >= COLUMN_LIMIT or self._cells > CELL_LIMIT:
            what = remark(
                "more than {columns} columns, or {cells} cells; keep the question and what goes with it",
                columns=COLUMN_LIMIT,
                cells=f"{CELL_LIMIT:,}",
            )
            raise self._notes.refuse("columns", what, (self._row, 1))

    def end(self, name: str) -> None:
        name = _local(name)
        if name == "c" and self._pieces:
            self._keep("".join(self._pieces))
        self._aside -= name == "rPh"
        self._inside = ""

    def text(self, text: str) -> None:
        if self._inside:
            self._left -= len(text)
            if self._left < 0:
                raise self._notes.refuse("bomb", "the sheet has more than 20 million characters; keep the questions")
            self._pieces.append(text)

    def _keep(self, value: str) -> None:
        if self._type == "s":
            index = int(value) if value.strip().isdigit() and len(value) < 9 else -1
            value = self._strings[index] if 0 <= index < len(self._strings) else ""
        elif self._type == "b":
            value = {"1": "TRUE", "0": "FALSE"}.get(value.strip(), value)
        elif self._type == "n":
            value = self._looks.shown(value, self._style)
        elif self._type == "e":
            value = ""
        elif self._type in ("str", "inlineStr"):
            value = _unescaped(value)
        row = self.rows.setdefault(self._row, [])
        if len(self.rows) > ROW_LIMIT:
            raise self._notes.refuse(
                "bomb", remark("the sheet has more than {most} rows; keep the questions", most=f"{ROW_LIMIT:,}")
            )
        row.extend([""] * (self._column + 1 - len(row)))
        row[self._column] = value[:LONGEST_CELL].replace("\r\n", "\n").replace("\r", "\n")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _unescaped(text: str) -> str:
    """`_x0009_` stands for a character that XML cannot hold."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text
