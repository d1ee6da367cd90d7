"""Notes as Anki exports them: what the lines above them say of the separator and the columns, and text without HTML."""

from __future__ import annotations

import csv
import html
import re
from typing import Final

from bot.decks.brought.notes import Notes
from bot.decks.brought.rows import COLUMN_LIMIT, ROW_LIMIT, Row
from bot.decks.remarks import remark

_DIRECTIVE: Final = re.compile(r"#([a-z ]{2,20}):([^\n]*)(?:\n|\Z)")
_SEPARATORS: Final = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "colon": ":", "space": " "}
_ASIDE: Final = ("notetype column", "deck column", "guid column")
_BREAK: Final = re.compile(r"<(?:br|/div|/p|/li)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG: Final = re.compile(r"<[^<>]{0,500}>")
_CLOZE: Final = re.compile(r"\{\{c\d{1,3}::([^{}]*)\}\}")
_SOUND: Final = re.compile(r"\[sound:[^\[\]]{0,200}\]")


def recognises(text: str) -> bool:
    """Whether it says its separator as Anki does."""
    return re.match(r"(?:#[a-z ]{2,20}:[^\n]*\n){0,8}#separator:", text, re.IGNORECASE) is not None


def parse(text: str, notes: Notes) -> list[Row]:
    """The rows. Raises `FileRefused`."""
    said, number, at = {}, 1, 0
    while (match := _DIRECTIVE.match(text, at)) is not None:
        said[match[1]] = match[2].strip()
        number, at = number + 1, match.end()
    name = said.get("separator", "tab").casefold()
    separator = _SEPARATORS.get(name, name[:1] or "\t")
    with_html = said.get("html", "").casefold() == "true"
    rows: list[Row] = []
    if said.get("columns"):
        rows.append((number - 1, [cell.strip() for cell in said["columns"].split(separator)][:COLUMN_LIMIT]))
    reader = csv.reader(text[at:].split("\n"), delimiter=separator)
    aside = {int(said[one]) - 1 for one in _ASIDE if said.get(one, "").isdigit()}
    try:
        for cells in reader:
            if len(rows) > ROW_LIMIT or len(cells) > COLUMN_LIMIT:
                what = remark("more than {most} notes; bring them in parts", most=f"{ROW_LIMIT:,}")
                raise notes.refuse("too-many", what)
            kept = [_text(cell, with_html) if index not in aside else "" for index, cell in enumerate(cells)]
            if any(cell.strip() for cell in kept):
                rows.append((number - 1 + reader.line_num, kept))
    except csv.Error:
        raise notes.refuse("quote", "a note is longer than any question; keep the questions", (number, 1)) from None
    words = "an export of Anki, as its first lines say"
    if with_html:
        words = "an export of Anki, as its first lines say, its HTML taken out"
    notes.assume("separator", words)
    return rows


def _text(cell: str, with_html: bool) -> str:
    if not with_html:
        return cell
    plain = _TAG.sub("", _BREAK.sub(" ", _SOUND.sub("", cell)))
    return _CLOZE.sub(lambda match: match[1].partition("::")[0], html.unescape(plain).replace("\xa0", " ")).strip()
