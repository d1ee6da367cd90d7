"""A question on its sheet: the noun beside the nodes it was built from, so that a rule can point at what it means."""

from __future__ import annotations

from dataclasses import dataclass

from bot.decks.diagnostic import Diagnostic, finding
from bot.decks.remarks import Remark
from bot.decks.tree import Node
from bot.model.deck import Kind, Question

CHOOSING = frozenset({Kind.CHOICE, Kind.RANK})


@dataclass(frozen=True, slots=True)
class Sheet:
    """`question` may be incomplete where `shape.py` has complained; a rule passes over what is empty."""

    question: Question
    node: Node
    file: str
    english: bool
    quiet: frozenset[str] = frozenset()
    """Codes that nobody will be told, so that nothing needs to be found of them."""

    @property
    def kind_is_known(self) -> bool:
        """Whether the author named a kind that there is; where not, nothing is said of what would belong to it."""
        kind = self.node.entry("kind")
        return kind is not None and kind.value == self.question.kind.value

    def has(self, field: str) -> bool:
        """Whether the author gave this field."""
        return self.node.entry(field) is not None

    def fault(self, code: str, what: str | Remark, *path: str | int, at_key: bool = False) -> Diagnostic:
        """A finding at this path inside the question."""
        return finding(self.file, self.node.locate(path, at_key), code, what)
