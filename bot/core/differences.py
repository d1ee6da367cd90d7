"""What is different between two versions of a deck, question by question and field by field, in words to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Final

from bot.decks.exporting.plain import header_of, plain_question
from bot.decks.tree import Plain
from bot.model.deck import Deck, Question
from bot.model.noun import Noun

Piece = tuple[bool, str]
"""Whether it is only on this side, and the text."""
_WORDS: Final = re.compile(r"\s+|[^\s]+")
_ALIKE: Final = 0.4
"""Below so much in common two texts are two texts, and not one that was changed."""
_LONGEST: Final = 2_000
"""Characters of texts that are compared word by word."""


class Changed(Noun, frozen=True):
    """A field that reads differently. Empty on a side where it is not there at all."""

    field: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


class Difference(Noun, frozen=True):
    """What became of a deck: of its own fields, and of its questions, each in the order of the newer version."""

    own: tuple[Changed, ...] = ()
    added: tuple[Question, ...] = ()
    removed: tuple[Question, ...] = ()
    changed: tuple[tuple[Question, tuple[Changed, ...]], ...] = ()
    reordered: bool = False

    @property
    def nothing(self) -> bool:
        """They say the same."""
        return not (self.own or self.added or self.removed or self.changed or self.reordered)


def compare(before: Deck, after: Deck) -> Difference:
    """What is different. Questions are the same where their ids are."""
    old = {question.id: question for question in before.questions}
    new = {question.id: question for question in after.questions}
    changed = []
    for question in after.questions:
        if question.id in old and old[question.id] != question:
            changed.append((question, _fields(plain_question(old[question.id], {}), plain_question(question, {}))))
    kept_before = [id_ for id_ in old if id_ in new]
    kept_after = [id_ for id_ in new if id_ in old]
    return Difference(
        own=_fields(header_of(before), header_of(after)),
        added=tuple(question for question in after.questions if question.id not in old),
        removed=tuple(question for question in before.questions if question.id not in new),
        changed=tuple(changed),
        reordered=kept_before != kept_after,
    )


def _fields(before: Plain, after: Plain) -> tuple[Changed, ...]:
    old, new = dict(_flat(before)), dict(_flat(after))
    names = [*old, *(name for name in new if name not in old)]
    return tuple(
        Changed(name, *_side_by_side(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    )


def _flat(value: Plain, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text with the way to it; several short ones of one list stand together, one a line."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name} › {key}" if name else str(key))
    elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
        for number, inner in enumerate(value, 1):
            called = (inner.get("id") or inner.get("label")) if isinstance(inner, dict) else None
            yield from _flat(inner, f"{name} › {called or number}")
    elif isinstance(value, list):
        yield name, "\n".join(str(one) for one in value)
    else:
        yield name, str(value)


def _side_by_side(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts, each in pieces of which some stand only on that side."""
    if not before or not after or max(len(before), len(after)) > _LONGEST:
        return _whole(before), _whole(after)
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _whole(before), _whole(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for what, a, b, c, d in matcher.get_opcodes():
        if b > a:
            left.append((what != "equal", "".join(old[a:b])))
        if d > c:
            right.append((what != "equal", "".join(new[c:d])))
    return tuple(left), tuple(right)


def _whole(text: str) -> tuple[Piece, ...]:
    return ((True, text),) if text else ()
