"""What a file says, with the place of every key and value: where all formats meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
            # Most values are texts, and a large file has a hundred thousand.
            return {key: own if type(own := child.value) is str else child.plain() for key, child in value.items()}
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


class Places(Mapping[str, At]):
    """Where the deck's and its questions' fields are: `/title`, `door-in-the-dark/text`, `door-in-the-dark/hears/X`.

    A field's place is the place of its key. The place of a question is under its id alone. Each is looked for when it
    is asked for, which is seldom.
    """

    def __init__(self, root: Node) -> None:
        self._root = root
        self._questions: dict[str, Node] = {}
        for question in root.entries("questions"):
            id_ = question.entry("id")
            if id_ is not None and isinstance(id_.value, str):
                self._questions[id_.value] = question

    def __getitem__(self, name: str) -> At:
        id_, slash, field = name.partition("/")
        owner = self._questions.get(id_) if id_ else self._root
        if owner is not None and id_ and not slash:
            return unpack(owner.place)
        if id_ and field.startswith("hears/") and owner is not None:
            owner, field = owner.entry("hears"), field.removeprefix("hears/")
        child = owner.entry(field) if owner is not None else None
        if child is None:
            raise KeyError(name)
        return unpack(child.key_place)

    def __iter__(self) -> Iterator[str]:
        yield from _fields("", self._root)
        for id_, question in self._questions.items():
            yield id_
            yield from _fields(id_, question)
            yield from _fields(f"{id_}/hears", question.entry("hears"))

    def __len__(self) -> int:
        return sum(1 for _name in self)


def _fields(prefix: str, node: Node | None) -> Iterator[str]:
    if node is not None and isinstance(node.value, dict):
        for key in node.value:
            yield f"{prefix}/{key}"
