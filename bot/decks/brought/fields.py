"""A question while it is put together from cells or from the fields of an object, and the words that people use."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from bot.decks.build import slug_of
from bot.decks.tree import Node

_KINDS: Final = {
    "open": "open text free freetext short_answer paragraph truth icebreaker conversation discussion question offen",
    "choice": "choice choose poll either this_or_that would_you_rather wyr rather multiple_choice mc pick",
    "scale": "scale rating likert number slider",
    "rank": "rank ranking order sort",
    "mission": "mission dare challenge task action activity quest homework",
}
_KIND_OF: Final = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_DEPTHS: Final = {
    "light": 1, "easy": 1, "small": 1, "low": 1, "fun": 1, "icebreaker": 1,
    "medium": 3, "middle": 3, "mid": 3, "normal": 3,
    "deep": 5, "high": 5, "hard": 5, "heavy": 5,
}  # fmt: skip
_DIFFERENT: Final = 64
"""So many cells are remembered: a table says few different things of its kinds and depths, ten thousand times."""
_WORD: Final = re.compile(r"[^\w]+")
_SLUG: Final = re.compile(r"[a-z0-9-]{1,40}")


class Draft:
    """One question. Numbered parts (`choices`, `themes`, ...) are maps by number until it is finished."""

    def __init__(self, row: int, node: Node | None = None) -> None:
        self.row = row
        self.fields: dict[str, Node] = {}
        self.parts: dict[str, dict[int, dict[str, Node]]] = {}
        self.node = node

    def put(self, path: tuple[str | int, ...], value: Node, place: int) -> None:
        """The value stands at that path; the packed place is that of its key, where it has none of its own."""
        value.key_place = value.key_place or place
        first = path[0]
        if len(path) == 1:
            self.fields[str(first)] = value
        elif len(path) == 2:
            owner = self.fields.setdefault(str(first), Node({}, place, place))
            if isinstance(owner.value, dict):
                owner.value[str(path[1])] = value
        else:
            part = self.parts.setdefault(str(first), {}).setdefault(int(path[1]), {})
            part[str(path[2])] = value
            self.fields.setdefault(str(first), Node([], place, place))

    def text(self, name: str) -> str:
        """The text of a field; "" where there is none."""
        node = self.fields.get(name)
        return node.value if node is not None and isinstance(node.value, str) else ""


def word(text: str) -> str:
    """The text as a key: `This or that?` is `this_or_that`."""
    return _WORD.sub("_", unicodedata.normalize("NFKC", text[:60]).casefold()).strip("_")


def known_kind(text: str) -> str:
    """The kind that people mean by this word, in the singular or the plural; "" where none is known."""
    name = word(text)
    for suffix in ("", "s", "_questions", "_question", "_cards"):
        if name.endswith(suffix) and (found := _KIND_OF.get(name[: len(name) - len(suffix)] if suffix else name)):
            return found
    return ""


@lru_cache(_DIFFERENT)
def kind_of(text: str) -> str:
    """The kind that is meant, or the text as it stands, for the rules to complain of."""
    return known_kind(text) or text.strip()


@lru_cache(_DIFFERENT)
def depth_of(text: str) -> int | str:
    """1 to 5, by a number or by a word."""
    return _DEPTHS.get(word(text), number_of(text))


def number_of(text: str) -> int | str:
    """The whole number, as spreadsheets may write it (`3.0`); the text as it stands where it is none."""
    match = re.fullmatch(r"\s*([-+]?\d{1,9})(?:[.,]0*)?\s*", text)
    return int(match[1]) if match else text.strip()


def tags_of(items: Sequence[str]) -> list[str]:
    """Tags as a deck writes them: `Warm up!` is `warm-up`. What has no plain letter at all is left out."""
    slugs = [item if _SLUG.fullmatch(item) else slug_of(item) for item in items]
    return [slug for index, slug in enumerate(slugs) if slug and slug not in slugs[:index]]
