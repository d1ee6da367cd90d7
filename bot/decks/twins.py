"""Ids and questions that stand twice in one deck."""

from __future__ import annotations

from collections.abc import Iterator

from bot.decks.diagnostic import Diagnostic, finding, shown
from bot.decks.duplicates import near_keys, same_keys, same_words
from bot.decks.remarks import remark
from bot.decks.tree import Node
from bot.model.deck import Deck


def check_twins(root: Node, deck: Deck, file: str) -> Iterator[Diagnostic]:
    """Ids that stand twice, and questions that do."""
    seen: dict[str, int] = {}
    for index, question in enumerate(deck.questions):
        if question.id and seen.setdefault(question.id, index) != index:
            first = root.locate(("questions", seen[question.id], "id"), True)[0]
            what = remark("{id} stands in line {line} already", id=shown(question.id), line=first)
            yield finding(file, root.locate(("questions", index, "id")), "duplicate-id", what)
    texts = [question.text for question in deck.questions]
    keys = [same_words(text) for text in texts]
    for first, later in same_keys(keys):
        line = root.locate(("questions", first, "text"), True)[0]
        what = remark("the question of line {line} word for word", line=line)
        yield finding(file, root.locate(("questions", later, "text")), "duplicate-question", what)
    for first, later in near_keys(keys):
        line = root.locate(("questions", first, "text"), True)[0]
        what = remark("nearly the question of line {line}: {text}", line=line, text=shown(texts[first]))
        yield finding(file, root.locate(("questions", later, "text")), "near-duplicate", what)
