"""A table as a workbook (.xlsx): every cell a text, a header that stays in sight, nothing that runs."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from bot.decks.brought.cells import letters

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_MARK: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_WIDE: Final = 50
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
"""The archive's time stamps: the same table is the same bytes."""


def as_workbook(table: Sequence[Sequence[str]]) -> bytes:
    """The workbook with one sheet."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_SPREADSHEET}.worksheet+xml"/></Types>',
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>'
        '<sheet name="Questions" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")
        ),
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": "".join(_sheet(table)),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), _HEAD + text, zipfile.ZIP_DEFLATED)
    return file.getvalue()


_STYLES: Final = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill '
    'patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/>'
    '</borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" applyNumberFormat="1"/>'
    '<xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Text as it is (format 49), and the same in bold."""


def _relations(*entries: tuple[str, str, str]) -> str:
    rows = (f'<Relationship Id="{id_}" Type="{_RELATIONS}/{kind}" Target="{target}"/>' for id_, kind, target in entries)
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(rows)}</Relationships>'


def _sheet(table: Sequence[Sequence[str]]) -> Iterator[str]:
    yield (
        f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>'
    )
    for number, name in enumerate(table[0], 1):
        width = _WIDE if name == "question" else 18
        yield f'<col min="{number}" max="{number}" width="{width}" style="0" customWidth="1"/>'
    yield "</cols><sheetData>"
    for number, row in enumerate(table, 1):
        yield f'<row r="{number}">'
        for position, cell in enumerate(row):
            if cell:
                text = escape(_MARK.sub("_x005F_", cell), {"\r": "&#13;"})
                style = ' s="1"' if number == 1 else ""
                yield f'<c r="{letters(position)}{number}" t="inlineStr"{style}>'
                yield f'<is><t xml:space="preserve">{text}</t></is></c>'
        yield "</row>"
    yield "</sheetData></worksheet>"
