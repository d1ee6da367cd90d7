"""Decks in YAML: a strict subset of YAML 1.2, built from the parser's events with limits of our own.

Loading a hostile file with PyYAML's own constructors can kill the process (200 kB of brackets: a segmentation fault in
the C composer; a chain of merges: 20 s and 400 MB). Its event parser is safe and keeps no more than what is open, so
the tree is built here: no anchors, aliases, merges or tags, a key stands once, and only plain whole numbers are
anything but words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    ScalarEvent,
    SequenceStartEvent,
)

from bot.decks.diagnostic import Diagnostic, finding, shown
from bot.decks.encoding import decode
from bot.decks.remarks import Remark, remark
from bot.decks.tree import Node, pack, unpack
from bot.decks.unseen import HIDDEN

name = "YAML"

DEPTH_LIMIT = 12
NODE_LIMIT = 200_000
LIST_LIMIT = 10_000
"""Entries in one list: the most questions that a deck may have."""
KEY_LIMIT = 2_000
"""Keys in one map. `hears` and `lists` are the only open-ended ones."""
SCALAR_LIMIT = 2_000
"""Code points. The longest text that a deck needs has a few hundred."""
FINDING_LIMIT = 500

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The C parser is 20 times as fast; only its events are used, never its composer."""
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,8})")
_NOT_TEXT = (b"PK\x03\x04", b"PK\x05\x06", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\x1f\x8b", b"GIF8")
_REMEDIES = {
    "mapping values are not allowed": "a colon and a space inside a text: put the text in quotes",
    "cannot start any token": "a text cannot start with this character: put the text in quotes",
    "did not find expected key": "the indentation or a quote before this does not fit",
    "block end": "the indentation or a quote before this does not fit",
    "unexpected end of stream": "a quote is opened and not closed",
    "',' or '}'": "a comma or a closing brace is missing",
    "',' or ']'": "a comma or a closing bracket is missing",
    "could not find expected ':'": "a key without its colon",
}


def recognises(data: bytes) -> bool:
    """Whether this may be YAML: any text may; archives and pictures are not."""
    return not data.startswith(_NOT_TEXT)


def parse(data: bytes, file: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """The file's tree, or None where it could not be read to its end, and what is wrong with its writing."""
    decoded = decode(data, file)
    if decoded.diagnostics:
        return None, decoded.diagnostics
    builder = _Builder(file)
    try:
        # Encoded anew: without its byte order mark columns count from the first character.
        whole = builder.take(yaml.parse(decoded.text.encode(), Loader=_LOADER))
    except yaml.YAMLError as error:
        builder.complain_of(error, decoded.text)
        whole = False
    except (ValueError, OverflowError) as error:  # The pure parser on escapes beyond Unicode.
        builder.complain(builder.place, "syntax", remark("not well-formed: {error}", error=str(error)))
        whole = False
    if whole and builder.root is None:
        builder.complain(pack(1, 1), "empty", "the file has nothing in it")
    return builder.root if whole else None, tuple(builder.diagnostics)


class _Builder:
    """A tree being built from events. `stack` holds the open collections, `keys` the key that each waits to fill."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.diagnostics: list[Diagnostic] = []
        self.root: Node | None = None
        self.stack: list[Node] = []
        self.keys: list[tuple[str, int] | None] = []
        self.nodes = 0
        self.place = pack(1, 1)

    def complain(self, place: int, code: str, what: str | Remark) -> None:
        self.diagnostics.append(finding(self.file, unpack(place), code, what))

    def take(self, events: Iterator[Event]) -> bool:
        """Whether the events were taken to the end; False where a limit stopped it."""
        documents = 0
        event: Any
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                going_on = self._add_scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                going_on = self._open(event)
            elif isinstance(event, CollectionEndEvent):
                self.stack.pop()
                self.keys.pop()
                continue
            elif kind is AliasEvent:
                self.complain(
                    _start(event), "anchor", remark("the alias {name}; write the value out", name=shown(event.anchor))
                )
                going_on = self._attach(Node("", _start(event)))
            elif kind is DocumentStartEvent and (documents := documents + 1) > 1:
                self.complain(_start(event), "documents", "a second document; a file holds one deck")
                return False
            else:
                continue
            if not going_on or len(self.diagnostics) >= FINDING_LIMIT:
                return False
        return True

    def _open(self, event: Any) -> bool:
        place = _start(event)
        self._refuse_extras(event, place)
        if len(self.stack) >= DEPTH_LIMIT:
            self.complain(place, "depth", remark("nested deeper than {most} levels", most=DEPTH_LIMIT))
            return False
        node = Node({} if type(event) is MappingStartEvent else [], place)
        going_on = self._attach(node)
        self.stack.append(node)
        self.keys.append(None)
        return going_on

    def _add_scalar(self, event: Any) -> bool:
        place = self.place = _start(event)
        self._refuse_extras(event, place)
        if self.stack and self.keys[-1] is None and isinstance(self.stack[-1].value, dict):
            return self._take_key(event, place)
        return self._attach(Node(self._value(event, place), place))

    def _value(self, event: Any, place: int) -> str | int | None:
        text = event.value.strip()
        if event.style in (None, ""):
            if not text:
                return None
            if len(text) <= 10 and _INTEGER.fullmatch(text):
                return int(text)
        return self._checked(text, place)

    def _checked(self, text: str, place: int) -> str:
        """The text, cut at the limit; what cannot stand in it is reported."""
        if len(text) > SCALAR_LIMIT:
            self.complain(
                place,
                "too-long",
                remark(
                    "{length} characters; no text has more than {most}",
                    length=f"{len(text):,}",
                    most=f"{SCALAR_LIMIT:,}",
                ),
            )
            return text[:SCALAR_LIMIT]
        hidden = HIDDEN.search(text)
        if hidden or "\t" in text:
            number = ord(hidden[0]) if hidden else 9
            self.complain(
                place, "character", remark("the character U+{number} in a text; take it out", number=f"{number:04X}")
            )
        elif "\n" in text:
            self.complain(place, "line-break", "a text is one line; fold it with > or join the lines")
        return text

    def _take_key(self, event: Any, place: int) -> bool:
        key = self._checked(event.value.strip(), place)
        if key == "<<" and event.style in (None, ""):
            self.complain(place, "merge", "a merge key; write the fields out")
        elif not key:
            self.complain(place, "key", "a key without a name")
        elif (first := self.stack[-1].entry(key)) is not None:
            self.complain(
                place,
                "duplicate-key",
                remark("{key} stands in line {line} already", key=shown(key), line=unpack(first.key_place)[0]),
            )
        self.keys[-1] = key, place
        return True

    def _attach(self, node: Node) -> bool:
        """The node has its place in the tree. A value whose key is a collection is let go, and so is a second one."""
        self.nodes += 1
        if self.nodes > NODE_LIMIT:
            self.complain(node.place, "nodes", remark("more than {most} values", most=f"{NODE_LIMIT:,}"))
            return False
        if node.value is None:
            key = self.keys[-1] if self.keys else None
            node.place = key[1] if key and key[1] else node.place
            self.complain(node.place, "empty", _nothing(key[0] if key else ""))
        if not self.stack:
            self.root = node
            return True
        parent = self.stack[-1].value
        if isinstance(parent, list):
            if len(parent) >= LIST_LIMIT:
                self.complain(
                    node.place, "nodes", remark("more than {most} entries in one list", most=f"{LIST_LIMIT:,}")
                )
                return False
            parent.append(node)
        elif isinstance(parent, dict):
            return self._attach_to_key(parent, node)
        return True

    def _attach_to_key(self, parent: dict[str, Node], node: Node) -> bool:
        key = self.keys[-1]
        if key is None:
            self.complain(node.place, "key", "a key is one line of plain text, not a list or a map")
            self.keys[-1] = "", 0
            return True
        if len(parent) >= KEY_LIMIT:
            self.complain(node.place, "nodes", remark("more than {most} keys in one map", most=f"{KEY_LIMIT:,}"))
            return False
        node.key_place = key[1]
        if key[1] and key[0] != "<<":
            parent.setdefault(key[0], node)
        self.keys[-1] = None
        return True

    def _refuse_extras(self, event: Any, place: int) -> None:
        if event.anchor is not None:
            self.complain(
                place,
                "anchor",
                remark("the anchor {name}; write the value out where it is needed", name=shown(event.anchor)),
            )
        if event.tag is not None:
            self.complain(place, "tag", remark("the tag {tag}; a deck has plain values only", tag=shown(event.tag)))

    def complain_of(self, error: yaml.YAMLError, text: str) -> None:
        """What the parser could not read, in words that say what to do."""
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
        if mark is None:
            self.complain(self.place, "syntax", remark("not well-formed: {problem}", problem=problem))
            return
        place = pack(mark.line + 1, mark.column + 1)
        if _character_at(text, mark.line, mark.column) == "\t":
            self.complain(place, "tab", "a tab; indent with spaces")
            return
        said = f"{problem} {getattr(error, 'context', None) or ''}"
        remedy = next((remedy for sign, remedy in _REMEDIES.items() if sign in said), "")
        self.complain(place, "syntax", remark("not well-formed: {problem}", problem=remedy or problem))


def _nothing(key: str) -> Remark:
    if not key:
        return remark("nothing stands here")
    return remark("nothing stands after {key}; give it a value or leave it out", key=shown(key))


def _start(event: Any) -> int:
    return pack(event.start_mark.line + 1, event.start_mark.column + 1)


def _character_at(text: str, line: int, column: int) -> str:
    lines = text.splitlines() if line < 100_000 else []
    return lines[line][column : column + 1] if line < len(lines) else ""
