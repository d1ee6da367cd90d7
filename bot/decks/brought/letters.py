"""Bytes to text, whatever program wrote them: the encoding is told by the bytes, and what was assumed is said."""

from __future__ import annotations

import codecs
import re
from typing import Final

from bot.decks.brought.notes import Notes, counted
from bot.decks.diagnostic import visible
from bot.decks.encoding import HIDDEN
from bot.decks.remarks import Remark, remark

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES: Final = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "cp1250": "Windows-1250",
    "mac_roman": "Mac Roman",
}
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_WORD_BYTES: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_TERMINAL: Final = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|.)")
"""What turns a terminal red, or gives it a name."""
_SAMPLE: Final = 2_000
"""Runs of bytes above ASCII that are looked at."""
_TYPOGRAPHY: Final = frozenset("“”‘’„‚–—…«»€•¿¡°")
_LINES: Final = re.compile("\r\n|\r|\n|\u0085|\u2028|\u2029|\x0b|\x0c")


def decode(data: bytes, notes: Notes) -> str:
    """The file as text with line feeds as line ends, nothing in it that cannot be seen. Raises `Refused`."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    encoding = encoding or _sixteen(data) or "utf-8"
    body = data[len(mark) :]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = _decode_anyhow(body, encoding, notes)
    if encoding != "utf-8":
        told = _sample(text) if encoding not in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be") else ""
        notes.assume("encoding", remark("read as {encoding}{told}", encoding=_NAMES[encoding], told=told))
    return clean(_LINES.sub("\n", text), notes)


def clean(text: str, notes: Notes) -> str:
    """The text without characters that nobody can see; how many there were is noted."""
    if "\x1b" in text:
        text = _TERMINAL.sub("", text)
        notes.assume("cleaned", "what colours or moves a terminal was taken out")
    found = HIDDEN.findall(text)
    if not found:
        return text
    controls = [character for character in found if character < " "]
    # Of one kind they are some program's marks between cells; of many they are bytes of something else.
    if (len(controls) > 20 or len(set(controls)) > 4) and len(controls) * 20 > len(text):
        raise notes.refuse("not-read", "this is no text: it is full of control characters; export it as CSV or xlsx")
    names = ", ".join(sorted({f"U+{ord(character):04X}" for character in found})[:5])
    what = remark(
        "{count} that nobody can see taken out ({names})", count=counted(len(found), "character"), names=names
    )
    notes.assume("cleaned", what)
    return HIDDEN.sub("", text)


def _sixteen(data: bytes) -> str:
    """UTF-16 without a mark shows itself by a zero in every other byte of its first words."""
    head = data[:256]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 4 or max(even, odd) * 3 < len(head) // 2 or min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"


def _decode_anyhow(body: bytes, encoding: str, notes: Notes) -> tuple[str, str]:
    """The likeliest of the encodings that spreadsheets write where they do not write UTF-8."""
    if encoding != "utf-8":
        what = remark(
            "this is cut off, or no {encoding}; save it as UTF-8 and bring it again", encoding=_NAMES[encoding]
        )
        raise notes.refuse("not-read", what)
    if b"\x00" in body[:4096]:
        raise notes.refuse("not-read", "this is no text; export it as CSV or xlsx, and bring that")
    valid = _mostly_utf8(body, notes)
    if valid is not None:
        return "utf-8", valid
    words = [word for word in _WORD_BYTES.findall(body) if not word.isascii()][:_SAMPLE]
    high = sum(len(run) for run in _HIGH.findall(b" ".join(words)))
    if high * 2 > sum(map(len, words)) and high > 20:
        candidates = ["cp1251", "cp1252"]
    else:
        candidates = ["cp1252", "mac_roman", "cp1250"]
    best = max(candidates, key=lambda name: (_plausible(words, name), -candidates.index(name)))
    return best, body.decode(best, "replace").replace("\ufffd", "")


def _mostly_utf8(body: bytes, notes: Notes) -> str | None:
    """UTF-8 with lone surrogates, with a stray byte among much that is right, or in some of its lines only."""
    try:
        return body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
    strays = text.count("\ufffd")
    right = sum(character > "\x7f" for character in text) - strays
    if right > 3 * strays:
        notes.assume("encoding", remark("{count} left out that is no UTF-8", count=counted(strays, "byte")))
        return text.replace("\ufffd", "")
    lines = [(line, _as_utf8(line)) for line in body.split(b"\n")]
    if not any(line is not None and not line.isascii() for _bytes, line in lines):
        return None
    notes.assume("encoding", "some lines are UTF-8, others were read as Windows-1252; save the file as UTF-8")
    return "\n".join(raw.decode("cp1252", "ignore") if line is None else line for raw, line in lines)


def _as_utf8(line: bytes) -> str | None:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return None


def _plausible(words: list[bytes], encoding: str) -> float:
    """How much of this reads like a language: letters among letters of their own case, signs at the edges of words."""
    score = 0.0
    for word in words:
        text = word.decode(encoding, "replace")
        for index, character in enumerate(text):
            if character.isascii():
                continue
            before, after = text[index - 1 : index], text[index + 1 : index + 2]
            if character in _TYPOGRAPHY or (character.isalpha() and character == character.lower()):
                score += 1.0
            elif character.isalpha() and not before and after == after.lower():
                score += 0.8
            else:
                score -= 1.0
    return score


def _sample(text: str) -> Remark:
    """A word by which a person can tell whether it was read right."""
    word = re.search(r"\w*[^\W\d_\x00-\x7f]\w*", text)
    if not word:
        return remark("; if that looks wrong, save the file as UTF-8")
    has = visible(word[0][:24])
    return remark(": it has the word “{word}”; if that looks wrong, save the file as UTF-8", word=has)
