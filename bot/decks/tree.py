"""What a file says, with the place of every key and value: where all formats meet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

Plain: TypeAlias = "str | int | list[Plain] | dict[str, Plain] | None"
Path: TypeAlias = tuple[str | int, ...]
At: TypeAlias = tuple[int, int]

_COLUMN_BITS = 22


def pack(line: int, column: int) -> int:
    """A place as one number: a file may have 200,000 of them, and a tuple takes four times the memory."""
    return line << _COLUMN_BITS | column


def unpack(place: int) -> At:
    """Line and column, both from 1."""
    return place >> _COLUMN_BITS, place & (1 << _COLUMN_BITS) - 1


class Node:
    """One value of a file. `place` is where it starts, `key_place` where the key before it does (0: it has none)."""

    __slots__ = ("key_place", "place", "value")

    def __init__(self, value: str | int | list[Node] | dict[str, Node] | None, place: int, key_place: int = 0) -> None:
        self.value = value
        self.place = place
        self.key_place = key_place

    def plain(self) -> Plain:
        """The value without its places."""
        value = self.value
        if isinstance(value, dict):
            return {key: child.plain() for key, child in value.items()}
        if isinstance(value, list):
            return [child.plain() for child in value]
        return value

    def entries(self, key: str) -> list[Node]:
        """The entries of the list under this key; none where there is no such list."""
        child = self.value.get(key) if isinstance(self.value, dict) else None
        return child.value if child is not None and isinstance(child.value, list) else []

    def entry(self, key: str) -> Node | None:
        """The value under this key, or None."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def locate(self, path: Iterable[str | int], at_key: bool = False) -> At:
        """Where the value at this path is, or its key; where the path leaves the tree, the last value it touches."""
        node = self
        for step in path:
            child = _child(node, step)
            if child is None:
                return unpack(node.place)
            node = child
        return unpack(node.key_place if at_key and node.key_place else node.place)


def _child(node: Node, step: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(step))
    if isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
        return node.value[step]
    return None


def name_places(root: Node) -> Mapping[str, At]:
    """Where the deck's and its questions' fields are: `/title`, `door-in-the-dark/text`, `door-in-the-dark/hears/X`.

    A field's place is the place of its key. The place of a question is under its id alone.
    """
    places: dict[str, At] = {}
    _name_fields("", root, places)
    for question in root.entries("questions"):
        id_ = question.entry("id")
        if id_ is not None and isinstance(id_.value, str):
            places[id_.value] = unpack(question.place)
            _name_fields(id_.value, question, places)
            hears = question.entry("hears")
            if hears is not None:
                _name_fields(f"{id_.value}/hears", hears, places)
    return places


def _name_fields(prefix: str, node: Node, places: dict[str, At]) -> None:
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            places[f"{prefix}/{key}"] = unpack(child.key_place)
