"""The export of a chat, as Discord's and Telegram's programs write it: the messages in it that ask."""

from __future__ import annotations

from typing import Final, NamedTuple

from bot.decks.brought.lines import asks
from bot.decks.tree import Node

_SAID_IN: Final = ("content", "text")
_SIGNS: Final = ("author", "from", "from_id", "authorName")
"""Whoever wrote a message; a list of questions has nobody."""


class Said(NamedTuple):
    """The texts that ask, each with where it stands, and how many messages ask nothing."""

    texts: tuple[tuple[str, Node], ...]
    left_out: int


def found_in(root: Node) -> Said | None:
    """The messages of a chat's export; None where this is none."""
    entries = root.entries("messages") if isinstance(root.value, dict) else root.value
    if not isinstance(entries, list) or not entries or not all(isinstance(one.value, dict) for one in entries):
        return None
    if not any(one.entry(sign) is not None for one in entries for sign in _SIGNS):
        return None
    if not any(one.entry("timestamp") or one.entry("date") for one in entries):
        return None
    texts = []
    for one in entries:
        node = next((found for name in _SAID_IN if (found := one.entry(name)) is not None), None)
        text = _whole(node) if node is not None else ""
        if node is not None and asks(text):
            texts += [(line, node) for line in text.split("\n") if asks(line)]
    asking = len({id(node) for _line, node in texts})
    return Said(tuple(texts), len(entries) - asking)


def _whole(node: Node) -> str:
    """The text of a message, which may be pieces with what is bold or a link between them."""
    if isinstance(node.value, str):
        return node.value
    pieces = node.value if isinstance(node.value, list) else []
    return "".join(str(one.value) if isinstance(one.value, str) else _piece(one) for one in pieces)


def _piece(node: Node) -> str:
    entry = node.entry("text")
    return entry.value if entry is not None and isinstance(entry.value, str) else ""
