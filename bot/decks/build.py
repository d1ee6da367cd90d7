"""Tree to nouns. Whatever is missing or of the wrong type becomes empty, so that the rules can look at all the rest.

`shape.py` has complained of it by then; a deck with an error is never handed out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.decks.tree import Node
from bot.model.deck import Callback, Choice, Deck, FollowUp, Kind, Lane, Question, Range, Scale, Theme
from bot.model.ids import ChoiceId, DeckId, QuestionId

Lists = Mapping[str, tuple[str, ...]]
_Build = Callable[[Node, Lists], Any]
KINDS = frozenset(Kind)
PHRASE_LIMIT = 2_000
"""Phrases of one theme, its lists written out. 200 lists of 400 words, named by each theme, would be millions."""


def build_deck(root: Node) -> Deck:
    """The deck, its lists put in where they are named."""
    lists = build_lists(root)
    return Deck(
        id=DeckId(_text(root, "id")),
        title=_text(root, "title"),
        language=_text(root, "language"),
        author=_text(root, "author"),
        licence=_text(root, "licence"),
        description=_text(root, "description"),
        version=_text(root, "version"),
        questions=tuple(_build_question(node, lists) for node in root.entries("questions")),
        rating=_text(root, "rating") or "everyone",
        arc=tuple(node.value for node in root.entries("arc") if isinstance(node.value, int)),
        take_aways=_texts(root, "take_aways"),
        signed_by=_texts(root, "signed_by"),
    )


def build_lists(root: Node) -> Lists:
    """The deck's lists by name."""
    node = root.entry("lists")
    names = node.value if node is not None and isinstance(node.value, dict) else {}
    return {name: _texts(node, name) for name in names} if node is not None else {}


def slug_of(label: str) -> str:
    """The id that a label stands for: `a freshly made bed` is `a-freshly-made-bed`; empty where no letter is Latin."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-")


def _build_question(node: Node, lists: Lists) -> Question:
    kind = _text(node, "kind")
    given = node.value if isinstance(node.value, dict) else {}
    # Few of the fields are there, and a large deck has ten thousand questions.
    more = {name: build(node, lists) for name in given if (build := _OPTIONAL.get(name))}
    return Question(
        QuestionId(_text(node, "id")),
        Kind(kind) if kind in KINDS else Kind.OPEN,
        _text(node, "text"),
        _number(node, "depth"),
        **more,
    )


def _build_choice(node: Node) -> Choice:
    label = _text(node, "label")
    return Choice(
        id=ChoiceId(_text(node, "id") or slug_of(label)),
        label=label,
        also=_texts(node, "also"),
        follow_up=_build_follow_up(node),
        contrast=_text(node, "contrast"),
    )


def _build_theme(node: Node, lists: Lists) -> Theme:
    return Theme(
        id=_text(node, "id"),
        like=_expand(_texts(node, "like"), lists),
        not_=_expand(_texts(node, "not"), lists),
        follow_up=_build_follow_up(node),
        contrast=_text(node, "contrast"),
    )


def _build_scale(node: Node) -> Scale:
    return Scale(_number(node, "from"), _number(node, "to"), _text(node, "low"), _text(node, "high"))


def _build_range(node: Node) -> Range:
    return Range(_number(node, "from"), _number(node, "to"), _build_follow_up(node))


def _build_lane(node: Node, key: str, lists: Lists, chips: tuple[str, ...] = ()) -> Lane | None:
    part = _part(node, key)
    if part is None:
        return None
    follow_up = FollowUp(say=_texts(part, "say"), chips=_texts(part, "chips") or chips)
    return Lane(_expand(_texts(part, "like"), lists), follow_up, _text(part, "next") or "same")


def _build_callback(node: Node) -> Callback:
    after = _text(node, "after")
    return Callback(int(after[:-1]) if re.fullmatch(r"[1-9][0-9]?d", after) else 0, _text(node, "text"))


def _build_follow_up(node: Node) -> FollowUp:
    return FollowUp(_texts(node, "say"), _text(node, "ask"), _texts(node, "chips"))


def _build_optional(node: Node, key: str) -> FollowUp | None:
    part = _part(node, key)
    return _build_follow_up(part) if part else None


def _reads_text(name: str) -> _Build:
    return lambda node, _lists: _text(node, name)


def _reads_texts(name: str) -> _Build:
    return lambda node, _lists: _texts(node, name)


def _reads_optional(name: str) -> _Build:
    return lambda node, _lists: _build_optional(node, name)


_OPTIONAL: Final[Mapping[str, _Build]] = {
    "choices": lambda node, _lists: tuple(_build_choice(entry) for entry in node.entries("choices")),
    "scale": lambda node, _lists: _build_scale(part) if (part := _part(node, "scale")) else None,
    "ranges": lambda node, _lists: tuple(_build_range(entry) for entry in node.entries("ranges")),
    "themes": lambda node, lists: tuple(_build_theme(entry, lists) for entry in node.entries("themes")),
    "tender": lambda node, lists: _build_lane(node, "tender", lists, ("stay", "lighter")),
    "joke": lambda node, lists: _build_lane(node, "joke", lists),
    "default": lambda node, _lists: _build_optional(node, "default") or FollowUp(),
    "chip_asks": lambda node, _lists: _pairs(node, "chip_asks"),
    "callback": lambda node, _lists: _build_callback(part) if (part := _part(node, "callback")) else None,
    "hears": lambda node, _lists: _pairs(node, "hears"),
    "private": lambda node, _lists: _text(node, "private") == "true",
    **{name: _reads_texts(name) for name in ("tags", "about")},
    **{name: _reads_text(name) for name in ("example", "short", "contrast", "thought", "and_you", "take_away")},
    **{name: _reads_optional(name) for name in ("both", "neither", "depends", "done")},
}
"""How each field of a question is built that may be left out; without it the noun's own default stands."""


def _expand(phrases: tuple[str, ...], lists: Lists) -> tuple[str, ...]:
    """The phrases with each `@list` put in its place, each phrase once; cut above the limit, which `rules` reports."""
    found: dict[str, None] = {}
    for phrase in dict.fromkeys(phrases):
        found.update(dict.fromkeys(lists.get(phrase[1:], ()) if phrase.startswith("@") else (phrase,)))
        if len(found) > PHRASE_LIMIT:
            break
    return tuple(found)[: PHRASE_LIMIT + 1]


def _part(node: Node, key: str) -> Node | None:
    part = node.entry(key)
    return part if part is not None and isinstance(part.value, dict) else None


def _text(node: Node, key: str) -> str:
    child = node.entry(key)
    return child.value if child is not None and isinstance(child.value, str) else ""


def _number(node: Node, key: str) -> int:
    child = node.entry(key)
    return child.value if child is not None and isinstance(child.value, int) else 0


def _texts(node: Node, key: str) -> tuple[str, ...]:
    """Only the texts: an entry of another type keeps its place as an empty one, so that positions still agree."""
    return tuple(entry.value if isinstance(entry.value, str) else "" for entry in node.entries(key))


def _pairs(node: Node, key: str) -> tuple[tuple[str, str], ...]:
    part = _part(node, key)
    if part is None or not isinstance(part.value, dict):
        return ()
    return tuple((name, child.value) for name, child in part.value.items() if isinstance(child.value, str))
