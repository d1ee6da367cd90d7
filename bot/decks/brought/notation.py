"""JSON to a tree with places, one value or several after one another, nested no deeper than a deck is."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from bot.decks.brought.notes import FileRefused, Notes, counted
from bot.decks.remarks import Remark, remark
from bot.decks.tree import At, Node, pack
from bot.decks.unseen import HIDDEN
from bot.decks.yaml import DEPTH_LIMIT, NODE_LIMIT, SCALAR_LIMIT

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_OTHER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null")
_STARTS: Final = re.compile(r'\s*(?:\[\s*(?:["\x27“{\[\]]|-?\d+\s*[,\]]|(?:true|false|null)\s*[,\]])|\{\s*["\x27“}])')
_STRING: Final[Any] = json.decoder.scanstring  # type: ignore[attr-defined]  # there since 2.6, and in no stub
_WORDS: Final = {"true": "true", "false": "false", "null": None}


def recognises(text: str) -> bool:
    """Whether this begins as JSON does; a Markdown box, a link or a number in brackets does not."""
    return _STARTS.match(text) is not None and re.match(r"\s*\[(?:[ xX]?|\d{1,4})\]\s+[^\s,\]]", text) is None


def parse(text: str, notes: Notes) -> Node:
    """The tree; several values after one another are a list. Raises `FileRefused`."""
    return _Scanner(text, notes).whole()


class _Scanner:
    """`lines` are the places where lines begin, so that a place is found by halving."""

    def __init__(self, text: str, notes: Notes) -> None:
        self.text = text
        self.notes = notes
        self.position = 0
        self.nodes = 0
        self.hidden = 0
        self._line, self._line_start = 1, 0
        self._seen = 0

    def whole(self) -> Node:
        """All values of the text."""
        values = []
        self._skip()
        while self.position < len(self.text):
            values.append(self._value(0))
            self._skip(",")
        if self.hidden:
            self.notes.assume(
                "cleaned", remark("{count} that nobody can see taken out", count=counted(self.hidden, "character"))
            )
        return values[0] if len(values) == 1 else Node(list(values), pack(1, 1))

    def _value(self, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > NODE_LIMIT:
            raise self._refused("nodes", remark("more than {most} values; keep the questions", most=f"{NODE_LIMIT:,}"))
        if depth > DEPTH_LIMIT:
            raise self._refused(
                "depth", remark("nested deeper than {most} levels; a deck is a list of questions", most=DEPTH_LIMIT)
            )
        place = pack(*self._at())
        sign = self.text[self.position : self.position + 1]
        if sign == '"':
            return Node(self._string(), place)
        if sign == "[":
            return Node(self._list(depth), place)
        if sign == "{":
            return Node(self._map(depth), place)
        other = _OTHER.match(self.text, self.position)
        if other is None:
            raise self._refused("syntax", 'this is no value; a text stands in straight quotation marks: "like this"')
        self.position = other.end()
        return Node(_scalar(other[0]), place)

    def _string(self) -> str:
        try:
            value: str
            value, self.position = _STRING(self.text, self.position + 1, False)
        except json.JSONDecodeError as error:
            what = "a quotation mark is opened and not closed, or a \\ stands before a letter that needs none"
            raise self._refused("quote", remark("{what} ({error})", what=what, error=error.msg)) from None
        if HIDDEN.search(value):
            self.hidden += len(HIDDEN.findall(value))
            value = HIDDEN.sub("", value)
        return value.strip()[: SCALAR_LIMIT + 1]

    def _list(self, depth: int) -> list[Node]:
        entries: list[Node] = []
        while self._goes_on("]", bool(entries)):
            entries.append(self._value(depth + 1))
        return entries

    def _map(self, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        while self._goes_on("}", bool(entries)):
            at = self._at()
            if self.text[self.position : self.position + 1] != '"':
                raise self._refused("syntax", "a key stands in quotation marks")
            key = self._string()
            self._skip()
            if self.text[self.position : self.position + 1] != ":":
                raise self._refused("syntax", remark("a colon is missing behind the key {key}", key=f"{key[:40]!r}"))
            self.position += 1
            self._skip()
            value = self._value(depth + 1)
            value.key_place = pack(*at)
            if key in entries:
                raise self._refused("duplicate-key", remark("{key} stands twice in one object", key=f"{key[:40]!r}"))
            entries[key] = value
        return entries

    def _goes_on(self, closing: str, later: bool) -> bool:
        """Whether another entry follows; the opening sign, the comma or the closing sign has been passed."""
        if not later:
            self.position += 1
        self._skip()
        sign = self.text[self.position : self.position + 1]
        if later and sign == ",":
            self.position += 1
            self._skip()
            sign = self.text[self.position : self.position + 1]
        elif later and sign != closing:
            raise self._refused(
                "syntax",
                remark("a comma or {closing} is missing here", closing=closing)
                if sign
                else remark("the end lacks a {closing}", closing=closing),
            )
        if sign == closing:
            self.position += 1
            return False
        if not sign:
            raise self._refused("syntax", remark("the end lacks a {closing}", closing=closing))
        return True

    def _skip(self, also: str = "") -> None:
        match = _SPACE.match(self.text, self.position)
        self.position = match.end() if match else self.position
        if also and self.text[self.position : self.position + 1] == also:
            self.position += 1
            self._skip()

    def _at(self) -> At:
        """Line and column of where we are; asked in order, so each line is counted once."""
        text, position = self.text, self.position
        self._line += text.count("\n", self._seen, position)
        if "\n" in text[self._seen : position]:
            self._line_start = text.rindex("\n", self._seen, position) + 1
        self._seen = position
        return self._line, min(position - self._line_start + 1, 4_000_000)

    def _refused(self, code: str, what: str | Remark) -> FileRefused:
        return self.notes.refuse(code, what, self._at())


def _scalar(word: str) -> str | int | None:
    if word in _WORDS:
        return _WORDS[word]
    return int(word) if re.fullmatch(r"-?\d{1,9}", word) else word[:100]
