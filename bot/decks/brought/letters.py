"""Bytes to text, whatever program wrote them: the encoding is told by the bytes, and what was assumed is said."""

from __future__ import annotations

import codecs
import re
import unicodedata
from typing import Final

from bot.decks.brought.notes import Notes, counted
from bot.decks.diagnostic import visible
from bot.decks.remarks import Remark, remark
from bot.decks.unseen import HIDDEN

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
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "koi8_r": "KOI8-R",
    "cp866": "DOS Cyrillic",
    "iso8859_5": "ISO 8859-5",
    "iso8859_6": "ISO 8859-6",
    "euc_jp": "EUC-JP",
    "gb18030": "GB 18030",
    "shift_jis": "Shift JIS",
    "mac_roman": "Mac Roman",
}
_WIDE: Final = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_WORD_BYTES: Final = re.compile(rb"[A-Za-z\x80-\xff]+")
_TERMINAL: Final = re.compile(r"\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|.)")
"""What turns a terminal red, or gives it a name."""
_LATIN: Final = ("cp1252", "mac_roman", "cp1250", "cp1254")
_FAVOURITES: Final = {
    "cp1251": "оеаинтсрвл",
    "koi8_r": "оеаинтсрвл",
    "cp866": "оеаинтсрвл",
    "iso8859_5": "оеаинтсрвл",
    "cp1253": "αοιετσνηυρ",
    "cp1256": "اليمونرتبه",
    "iso8859_6": "اليمونرتبه",
    "cp1255": "יוהלאתרבשמ",
    "cp1252": "äéèêöüßñçà",
    "shift_jis": "のいにをはたがでてと",
    "euc_jp": "のいにをはたがでてと",
    "gb18030": "的一是不了人我在有他你什么最",
}
"""The letters that make most of a text, by the encoding of a script that has no plain ones among them."""
_SAMPLE: Final = 2_000
"""Runs of bytes above ASCII that are looked at."""
_TYPOGRAPHY: Final = frozenset("“”‘’„‚–—…«»€•¿¡°")
_MANGLED: Final = re.compile("[ÂÃÄÅÎÏÐÑ×ØÙâð][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
_UNUSED: Final = frozenset(map(chr, range(0x80, 0xA0)))
"""Where Windows-1252 has no letter, or has another than Latin-1."""
_OURS: Final = re.compile(r"^\W{0,4}schema\W{1,3}\d|\bdeck_id\b", re.MULTILINE)
"""A deck that went out from here, which no program has mangled."""
_STRAY: Final = re.compile("[\udc80-\udcff]")
_LINES: Final = re.compile("[\u0085\u2028\u2029\x0b\x0c]")


def decode(data: bytes, notes: Notes) -> str:
    """The file as text with line feeds as line ends, nothing in it that cannot be seen. Raises `FileRefused`."""
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    encoding = encoding or _sixteen(data) or "utf-8"
    body = data[len(mark) :]
    if encoding.startswith("utf-16") and len(body) % 2 and body[-1:] in (b"\n", b"\r", b"\x00", b"\x1a"):
        # Some program that knows of bytes only has put a line end behind it.
        body = body[:-1]
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        encoding, text = _decode_anyhow(body, encoding, notes)
    if encoding != "utf-8":
        told = _sample(text) if encoding not in _WIDE else ""
        notes.assume("encoding", remark("read as {encoding}{told}", encoding=_NAMES[encoding], told=told))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return clean(_LINES.sub("\n", _mended(text, notes)), notes)


def _mended(text: str, notes: Notes) -> str:
    """The text without what some program made of UTF-8 that it took for Windows-1252: `Ã©` is `é`."""
    if not _MANGLED.search(text) or _OURS.search(text[:4_000]):
        return text
    lines = [_unmangled(line) if _MANGLED.search(line) else line for line in text.split("\n")]
    mended = "\n".join(lines)
    if mended != text:
        before, after = next(pair for pair in zip(text.split("\n"), lines, strict=True) if pair[0] != pair[1])
        what = remark(
            "some program had read UTF-8 as Windows-1252; that was put right: “{before}” is “{after}”",
            before=visible(before[:30]),
            after=visible(after[:30]),
        )
        notes.assume("encoding", what)
    return mended


def _unmangled(line: str) -> str:
    """The line as it was; or as it is, unless all that is not plain in it is UTF-8 taken for something else."""
    try:
        body = b"".join(one.encode("latin-1" if one in _UNUSED else "cp1252") for one in line)
        return body.decode()
    except UnicodeError:
        return line


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
    """The name of the wide encoding where this is one without a mark, of any script; "" where it is none.

    A line end and a space have a zero in each of them. Read the wrong way round they turn into rarities, so the reading
    with most of plain ASCII is right, if what it gives can be read at all.
    """
    head = data[: min(len(data), 4_096) // 4 * 4] or data[: len(data) // 2 * 2]
    if b"\x00" not in head or _readable(head, "utf-8") > 0.8:
        return ""
    plain = {name: sum(one.isascii() for one in head.decode(name, "replace")) for name in _WIDE}
    likely = [name for name in _WIDE if plain[name] and _readable(head, name) > 0.95]
    return max(likely, key=lambda name: plain[name], default="")


def _readable(data: bytes, encoding: str) -> float:
    """The share of characters that can be seen, or part words and lines."""
    text = data.decode(encoding, "replace")
    seen = sum(one in "\n\r\t" or (one != "\ufffd" and unicodedata.category(one)[0] != "C") for one in text)
    return seen / len(text) if text else 0.0


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
        best = max(_FAVOURITES, key=lambda name: _favoured(words, name))
    else:
        best = max(_LATIN, key=lambda name: (_plausible(words, name), -_LATIN.index(name)))
    return best, body.decode(best, "replace").replace("\ufffd", "")


def _favoured(words: list[bytes], encoding: str) -> float:
    """The share of the letters that a language of this encoding uses most."""
    letters = [one for word in words for one in word.decode(encoding, "replace") if not one.isascii()]
    return sum(one in _FAVOURITES[encoding] for one in letters) / max(1, len(letters))


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
    if right <= strays and not any(line is not None and not line.isascii() for _bytes, line in lines):
        return None
    notes.assume("encoding", "some of it is UTF-8, the rest was read as Windows-1252; save the file as UTF-8")
    text = body.decode("utf-8", "surrogateescape")
    return _STRAY.sub(lambda match: bytes([ord(match[0]) - 0xDC00]).decode("cp1252", "ignore"), text)


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
