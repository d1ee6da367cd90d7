"""Every text of a tree on one line, without anything in it that nobody can see."""

from __future__ import annotations

import re
from typing import Final

from bot.decks.brought.notes import Notes, counted
from bot.decks.remarks import remark
from bot.decks.tree import Node
from bot.decks.unseen import HIDDEN

_EITHER: Final = re.compile(f"{HIDDEN.pattern}|[\t\n\r]")
_BROKEN: Final = re.compile(r"[\t\n\r]")


def put_plainly(root: Node, notes: Notes) -> None:
    """Line ends and tabs have become spaces, and hidden characters are gone, wherever they came from."""
    walk = _Walk()
    stack = [root]
    while stack:
        node = stack.pop()
        value = node.value
        if isinstance(value, str):
            # Of most texts it is known in no time that nothing in them can be hidden or broken.
            if not (value.isascii() and value.isprintable()):
                node.value = walk.plain(value)
        elif isinstance(value, list):
            stack += value
        elif isinstance(value, dict):
            stack += value.values()
            keys = "".join(value)
            if not (keys.isascii() and keys.isprintable()):
                node.value = {walk.plain(key): child for key, child in value.items()}
    if walk.hidden:
        notes.assume(
            "cleaned", remark("{count} that nobody can see taken out", count=counted(walk.hidden, "character"))
        )
    if walk.broken:
        notes.assume("cleaned", remark("line ends and tabs taken out of {count}", count=counted(walk.broken, "text")))


class _Walk:
    def __init__(self) -> None:
        self.hidden, self.broken = 0, 0

    def plain(self, text: str) -> str:
        """The text, put plainly."""
        if not _EITHER.search(text):
            return text
        if HIDDEN.search(text):
            self.hidden += len(HIDDEN.findall(text))
            text = HIDDEN.sub("", text)
        if _BROKEN.search(text):
            self.broken += 1
            text = " ".join(text.split())
        return text
