"""WELCOMES. Any file that a moderator brings becomes a deck, or a list of what to change in it.

What lives here: what the bytes are (told by the content, never by the name), how each kind of file becomes questions,
and what is added so that they run at once; every assumption is said. What must not: a file, a process, a platform's
name: limits of labels and the questions of other decks are handed in. How to add one: a reader that gives drafts
(`fields.Draft`), its line in `_read`, and files in tests/data/imports with what is expected of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from bot.decks import yaml
from bot.decks.brought import anki, lines, notation, objects, rows, tables, xlsx
from bot.decks.brought.fields import Draft
from bot.decks.brought.finishing import finish
from bot.decks.brought.flat import Flat, flat_questions
from bot.decks.brought.letters import decode
from bot.decks.brought.notes import FileRefused, Notes
from bot.decks.brought.plainly import put_plainly
from bot.decks.brought.remedies import explained
from bot.decks.diagnostic import Diagnostic, Severity, finding, shown
from bot.decks.duplicates import exact_pairs, near_pairs
from bot.decks.reading import Reading, read_tree
from bot.decks.remarks import Remark, remark
from bot.decks.tree import Node, pack
from bot.decks.undisturbed import undisturbed
from bot.model.deck import Deck
from bot.model.noun import Noun
from bot.model.upload import LARGEST

FLAT_NAMED: Final = 20
_QUIET: Final = frozenset({"no-follow-up", "few-lines"})
"""What is said of a deck's craft question by question; of a plain list the flat questions are named instead."""
_OTHER_KINDS: Final = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old .xls workbook, or one locked with a password: save it as .xlsx without one, or as CSV",
    ),
    (b"%PDF", "a PDF: copy its questions into a text file, one a line"),
    (b"\x89PNG", "a picture: type its questions into a text file, one a line"),
    (b"\xff\xd8\xff", "a picture: type its questions into a text file, one a line"),
    (b"GIF8", "a picture: type its questions into a text file, one a line"),
    (b"RIFF", "a picture or a sound; type its questions into a text file, one a line"),
    (b"\x1f\x8b", "a compressed file (gzip): unpack it, and bring what is in it"),
    (b"Rar!", "a compressed file (RAR): unpack it, and bring what is in it"),
    (b"7z\xbc\xaf", "a compressed file (7-Zip): unpack it, and bring what is in it"),
    (b"SQLite format 3", "a database: export its questions as CSV"),
    (b"{\\rtf", "a rich-text document: save it as plain text, one question a line"),
    (b"\x7fELF", "a program; bring a list of questions"),
    (b"MZ\x90", "a program; bring a list of questions"),
)
_MARKUP: Final = re.compile(r"\s*<(?:!doctype|html|head|body|table|\?xml|svg|div|p\b)", re.IGNORECASE)
_ENDINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "csv": ("csv", "tsv", "text"),
    "tsv": ("csv", "tsv", "text"),
    "xlsx": ("xlsx",),
    "xlsm": ("xlsx",),
    "json": ("json",),
    "yaml": ("yaml",),
    "yml": ("yaml",),
}
"""What a name leads one to expect; a list of any kind may stand in a text file."""
_HEADER_KEY: Final = r"(?:schema|id|title|language|author|licence|description|version|rating|arc|lists|questions)"
_YAML: Final = re.compile(
    rf"(?:%YAML|---[ \t]*(?:\n|$)|{_HEADER_KEY}:(?:[ \t]|\n|$)|[\w-]+:[ \t]*[&\[{{|>!*]|[\w-]+:[ \t]*\n[ \t]*- "
    r"|- +(?:id|kind|text|question|depth):[ \t])"
)
_FRONT: Final = re.compile(r"---[ \t]*\n((?=[\w-]+:)(?:(?:[\w-]+:|[ \t]+\S|- )[^\n]*\n){1,60})---[ \t]*\n(?!\s*\w+:)")
"""What Markdown editors write above the text: not the list, but what is said of it."""
_TITLE: Final = re.compile(r"^title:[ \t]*(\S[^\n]*)", re.MULTILINE)
_SIGNED: Final = re.compile(r"^schema:[ \t]*\d", re.MULTILINE)
_COMMENTS: Final = re.compile(r"(?:[ \t]*(?:#(?!#)[^\n]*)?\n)*")


class Brought(Noun, frozen=True):
    """What came of a file. `questions` is how many were read, whether or not they are fit to be asked.

    `deck` is None exactly where one of the findings is an error.
    """

    file: str
    format: str
    questions: int
    deck: Deck | None
    findings: tuple[Diagnostic, ...]
    flat: tuple[Flat, ...] = ()


class Library(NamedTuple):
    """What is known besides: the questions of other decks as (title, text), and each platform's longest label.

    Of `decks` the one that the file is a new version of is no other deck.
    """

    questions: Sequence[tuple[str, str]] = ()
    labels: Mapping[str, int] = {}
    decks: Sequence[Deck] = ()


_NOTHING: Final = Library()
ASKED: Final = "the deck {title} asks this already: {text}"
NEARLY_ASKED: Final = "the deck {title} asks nearly this: {text}"


def is_ours(data: bytes) -> bool:
    """Whether this is a deck in our own YAML, to be read as an author's: every fault at its line."""
    try:
        text = data[:4_000].decode("utf-8", "ignore").removeprefix("\ufeff")
    except UnicodeDecodeError:
        return False
    return _SIGNED.search(text) is not None and not notation.recognises(text)


def is_list(text: str) -> bool:
    """Whether it is read line by line, being neither a tree nor a table nor markup."""
    if _FRONT.match(text):
        return True
    tree = notation.recognises(text) or _is_yaml(text)
    return not (tree or anki.recognises(text) or _MARKUP.match(text) or rows.is_table(text))


def _is_yaml(text: str) -> bool:
    start = _COMMENTS.match(text)
    return bool(_YAML.match(text, start.end() if start else 0) or _SIGNED.search(text[:4_000]))


@undisturbed()
def bring(data: bytes, name: str, library: Library = _NOTHING) -> Brought:
    """What came of these bytes. Never raises; `name` gives the title, and is for the findings."""
    notes = Notes(name)
    if len(data) > LARGEST:
        notes.add(
            "size",
            remark(
                "{size} bytes; a list has at most {most}: bring it in parts",
                size=f"{len(data):,}",
                most=f"{LARGEST:,}",
            ),
        )
        return Brought(name, "", 0, None, tuple(notes.found))
    form = ""
    try:
        form, drafts, header = _read(data, notes)
        count = len(drafts) if isinstance(drafts, list) else len(drafts.entries("questions"))
        _compare_name(form, name, notes)
        root = finish(drafts, header, name, notes) if isinstance(drafts, list) else drafts
        put_plainly(root, notes)
    except FileRefused:
        return Brought(name, form, 0, None, tuple(notes.found))
    plain = isinstance(drafts, list)
    whole = tuple(fault for fault in notes.found if fault.line == 0)
    reading = read_tree(root, whole, name, _QUIET if plain else frozenset())
    others = [fault for fault in notes.found if fault.line]
    return _report(reading, form, count, others, library, plain)


def _compare_name(form: str, name: str, notes: Notes) -> None:
    """The content decides; where the name says something else, that is said."""
    ending = name.rpartition(".")[2].casefold()
    if form not in _ENDINGS.get(ending, (form,)):
        notes.assume(
            "format",
            remark("read as {form}, which it is, although its name ends in .{ending}", form=form, ending=ending),
        )


def _report(
    reading: Reading, form: str, count: int, others: list[Diagnostic], library: Library, plain: bool
) -> Brought:
    found = [fault for fault in (*reading.diagnostics, *others) if not (plain and fault.code in _QUIET)]
    deck = reading.deck
    if any(fault.severity is Severity.ERROR for fault in found):
        deck = None
    flat: tuple[Flat, ...] = ()
    if deck is not None:
        places = {str(question.id): reading.places.get(question.id, (0, 0))[0] for question in deck.questions}
        flat = flat_questions(deck, places) if plain else ()
        found += _flat_findings(flat, reading.file)
        found += _long_labels(deck, places, library, reading.file)
        found += _in_library(deck, places, library, reading.file)
    if plain:
        found = [explained(fault) for fault in _told_once(found)]
    found.sort(key=lambda fault: (fault.line, fault.column))
    return Brought(reading.file, form, count, deck, tuple(found), flat)


def _told_once(found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """One finding of a kind at a place; a choice that stands twice is not told by its id as well."""
    seen: set[tuple[int, int, str]] = set()
    for fault in found:
        key = (fault.line, fault.column, fault.code)
        twice = fault.code == "duplicate-id" and "in this question" in fault.what
        if fault.line == 0 or not (key in seen or twice):
            yield fault
        seen.add(key)


def _flat_findings(flat: tuple[Flat, ...], file: str) -> Iterator[Diagnostic]:
    for one in flat[:FLAT_NAMED]:
        what = remark(
            "{one} has no follow-up of its own; write in {add}{write}",
            one=shown(one.question),
            add=one.add,
            write=_say(one.write),
        )
        yield finding(file, (one.row, 1), "flat", what)
    if len(flat) > FLAT_NAMED:
        yield finding(
            file,
            (0, 0),
            "flat",
            remark("{count} more questions have no follow-up of their own", count=f"{len(flat) - FLAT_NAMED:,}"),
        )


def _say(write: str) -> Remark:
    return remark(", say: {write}", write=write) if write else remark(" what only an answer to this could be asked")


def _long_labels(deck: Deck, rows: dict[str, int], library: Library, file: str) -> Iterator[Diagnostic]:
    for question in deck.questions:
        for choice in question.choices:
            short = [name for name, limit in library.labels.items() if 0 < limit < len(choice.label)]
            if short:
                what = remark(
                    "{label} has {length} characters; {short} would shorten it",
                    label=shown(choice.label),
                    length=len(choice.label),
                    short=", ".join(short),
                )
                yield finding(file, (rows.get(question.id, 0), 1), "long-label", what)


def _in_library(deck: Deck, rows: dict[str, int], library: Library, file: str) -> Iterator[Diagnostic]:
    """Questions that another deck asks, word for word or nearly."""
    others = [other for other in library.decks if other.id != deck.id]
    asked = [*library.questions, *((other.title, one.text) for other in others for one in other.questions)]
    if not asked:
        return
    texts = [text for _title, text in asked] + [question.text for question in deck.questions]
    known = len(asked)
    said: Counter[int] = Counter()
    for pairs, form in ((exact_pairs(texts), ASKED), (near_pairs(texts), NEARLY_ASKED)):
        for first, later in pairs:
            if first < known <= later and not said[later]:
                said[later] += 1
                title, text = asked[first]
                row = rows.get(deck.questions[later - known].id, 0)
                yield finding(file, (row, 1), "in-library", remark(form, title=shown(title), text=shown(text)))


def _read(data: bytes, notes: Notes) -> tuple[str, list[Draft] | Node, dict[str, Node]]:
    """The format, the drafts (or a whole deck's tree), and what is said of the deck. Raises `FileRefused`."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        drafts, header = tables.read_rows(xlsx.parse(data, notes), notes)
        return "xlsx", drafts, header
    for sign, what in _OTHER_KINDS:
        if data.startswith(sign):
            raise notes.refuse("not-read", remark("this is {what}", what=what))
    # Some programs write a million empty lines behind the last that has anything in it.
    text = decode(data, notes).rstrip()
    if not text:
        raise notes.refuse("no-questions", "the file is empty; write one question a line")
    if anki.recognises(text):
        drafts, header = tables.read_rows(anki.parse(text, notes), notes)
        return "anki", drafts, header
    if _MARKUP.match(text):
        raise notes.refuse("not-read", "this is a web page or XML; copy its questions into a text file, one a line")
    if notation.recognises(text):
        return _read_tree("json", notation.parse(text, notes), notes)
    front = _FRONT.match(text)
    if front and not _SIGNED.search(text[:4_000]):
        return _read_lines("\n" * front[0].count("\n") + text[front.end() :], notes, _TITLE.search(front[1]))
    if _is_yaml(text):
        return _read_tree("yaml", _yaml_tree(text, notes), notes)
    if rows.is_table(text):
        drafts, header = tables.read_rows(rows.parse(text, notes), notes)
        return _name_of_table(text), drafts, header
    return _read_lines(text, notes)


def _name_of_table(text: str) -> str:
    separator = rows.separator_of(text)
    if separator == "|" and rows.is_ruled(text):
        return "markdown"
    return "tsv" if separator == "\t" else "csv"


def _yaml_tree(text: str, notes: Notes) -> Node:
    root, faults = yaml.parse(text.encode(), notes.file)
    notes.found.extend(faults)
    if root is None or any(fault.severity is Severity.ERROR for fault in faults):
        raise FileRefused("syntax")
    return root


def _read_tree(form: str, root: Node, notes: Notes) -> tuple[str, list[Draft] | Node, dict[str, Node]]:
    if objects.is_deck(root):
        return form, root, {}
    drafts, header = objects.read_tree(root, notes)
    return form, drafts, header


def _read_lines(
    text: str, notes: Notes, titled: re.Match[str] | None = None
) -> tuple[str, list[Draft] | Node, dict[str, Node]]:
    found = lines.parse(text, notes)
    header = {}
    title = found.title or (lines.unquoted(titled[1].strip()) if titled else "")
    if title:
        header["title"] = Node(title[:60], pack(1, 1), pack(1, 1))
    if found.description:
        header["description"] = Node(found.description[:400], 0, 0)
    drafts = []
    for one in found.questions:
        draft, place = Draft(one.at[0]), pack(*one.at)
        draft.put(("text",), Node(one.text, place), place)
        if one.mission:
            draft.put(("kind",), Node("mission", place), place)
        if one.choices:
            labels = [Node({"label": Node(label, pack(*at), pack(*at))}, pack(*at)) for label, at in one.choices]
            draft.put(("choices",), Node(list(labels), place), place)
        drafts.append(draft)
    return ("markdown" if lines.is_markdown(text) else "text"), drafts, header


__all__ = ["Brought", "Flat", "Library", "bring", "is_list", "is_ours"]
