"""A plain tree as YAML and as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from bot.decks.tree import Plain

_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NARROW: Final = 100


def as_json(tree: dict[str, Plain]) -> bytes:
    """JSON, indented, in UTF-8."""
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def as_yaml(tree: dict[str, Plain]) -> bytes:
    """The plain kind of YAML that a deck is written in. Texts stand in double quotes, as JSON has them."""
    head = "# yaml-language-server: $schema=../question_decks/schema/deck.v1.json\n"
    return (head + "\n".join(_map(tree, "")) + "\n").encode()


def _map(tree: dict[str, Plain], indent: str) -> Iterator[str]:
    for key, value in tree.items():
        yield from _entry(f"{indent}{_scalar(key)}:", value, indent + "  ")


def _entry(start: str, value: Plain, indent: str) -> Iterator[str]:
    flow = _flow(value)
    if flow is not None:
        yield f"{start} {flow}"
    elif isinstance(value, dict):
        yield start
        yield from _map(value, indent)
    elif isinstance(value, list):
        yield start
        for one in value:
            yield from _item(one, indent)


def _item(value: Plain, indent: str) -> Iterator[str]:
    if isinstance(value, dict) and ("text" in value or _flow(value) is None):
        lines = list(_map(value, indent + "  "))
        yield f"{indent}- {lines[0].lstrip()}"
        yield from lines[1:]
    else:
        yield f"{indent}- {_flow(value, anyhow=True)}"


def _flow(value: Plain, anyhow: bool = False) -> str | None:
    """The value on one line, where it is short enough for one."""
    if isinstance(value, str | int):
        return _scalar(value)
    if isinstance(value, list):
        pieces = [_flow(one, anyhow) for one in value]
        line = f"[{', '.join(piece or '' for piece in pieces)}]"
    elif isinstance(value, dict):
        pieces = [_flow(one, anyhow) for one in value.values()]
        line = f"{{{', '.join(f'{_scalar(key)}: {piece}' for key, piece in zip(value, pieces, strict=True))}}}"
    else:
        return '""'
    return line if anyhow or (None not in pieces and len(line) <= _NARROW) else None


def _scalar(value: str | int) -> str:
    if isinstance(value, int):
        return str(value)
    return value if _PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
