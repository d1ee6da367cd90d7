"""Bytes to text: UTF-8, with or without a byte order mark, without characters that nobody can see."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bot.decks.diagnostic import Diagnostic, finding
from bot.decks.remarks import remark
from bot.decks.tree import At
from bot.decks.unseen import HIDDEN

SIZE_LIMIT = 2_000_000
"""Bytes. An honest deck of 1,000 questions stays below it; the parser takes a second for it at worst."""
_LINE_END = re.compile("\r\n|\r|\n")
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text without its byte order mark, or why there is none."""

    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


def decode(data: bytes, file: str) -> Decoded:
    """The file as text. A file over the size limit is not looked into, whatever it holds."""
    if len(data) > SIZE_LIMIT:
        what = remark("{size} bytes; a deck has at most {most}", size=f"{len(data):,}", most=f"{SIZE_LIMIT:,}")
        return Decoded("", (finding(file, (0, 0), "size", what),))
    other = next((name for mark, name in _MARKS if data.startswith(mark)), "") or _sixteen(data)
    if other:
        return Decoded(
            "", (finding(file, (1, 1), "encoding", remark("this is {other}; save the file as UTF-8", other=other)),)
        )
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return Decoded("", (_not_utf8(data, file),))
    hidden = HIDDEN.search(text)
    if hidden:
        what = remark("the character U+{number} cannot be seen; take it out", number=f"{ord(hidden[0]):04X}")
        return Decoded("", (finding(file, where(text, hidden.start()), "character", what),))
    return Decoded(text)


def where(text: str, index: int) -> At:
    """Line and column, from 1, of the character at this index."""
    line, start = 1, 0
    for end in _LINE_END.finditer(text, 0, index):
        line, start = line + 1, end.end()
    return line, index - start + 1


def _sixteen(data: bytes) -> str:
    """UTF-16 without a mark shows itself by a zero in every other byte of its first words."""
    head = data[:64]
    zeros = head[0::2].count(0), head[1::2].count(0)
    return "UTF-16" if len(head) >= 4 and max(zeros) * 4 >= len(head) and min(zeros) == 0 else ""


def _not_utf8(data: bytes, file: str) -> Diagnostic:
    body = data.removeprefix(codecs.BOM_UTF8)
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as error:
        index = error.start
    at = where(body[:index].decode("utf-8"), index=len(body[:index].decode("utf-8")))
    perhaps = body[index : index + 1].decode("cp1252", "replace")
    what = remark(
        'the byte 0x{byte} is not UTF-8 ("{perhaps}" in Windows-1252?); save the file as UTF-8',
        byte=f"{body[index]:02X}",
        perhaps=perhaps,
    )
    return finding(file, at, "encoding", what)
