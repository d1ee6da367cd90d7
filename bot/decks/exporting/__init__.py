"""GIVES BACK. A deck as a file that people can open, change and bring again.

What lives here: one writer per format that `brought` reads, and what each leaves out. What must not: a file, a process,
a decision. How to add one: its writer in `FORMS`, its reader in `brought`; the suite brings back what was exported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from bot.decks.exporting.listing import as_lines, as_markdown
from bot.decks.exporting.plain import plain_deck, plain_question
from bot.decks.exporting.sheets import as_text, table_of
from bot.decks.exporting.workbook import as_workbook
from bot.decks.exporting.writing import as_json, as_yaml
from bot.decks.unsaid import DEPTH, id_of
from bot.model.deck import Choice, Deck, Kind
from bot.model.noun import Noun

FORMS: Final[Mapping[str, Callable[[Deck], bytes]]] = MappingProxyType(
    {
        "csv": lambda deck: as_text(table_of(deck), ","),
        "tsv": lambda deck: as_text(table_of(deck), "\t"),
        "xlsx": lambda deck: as_workbook(table_of(deck)),
        "json": lambda deck: as_json(plain_deck(deck)),
        "yaml": lambda deck: as_yaml(plain_deck(deck)),
        "txt": as_lines,
        "md": as_markdown,
    }
)
"""Each format with its writer. All but `txt` and `md` carry the whole deck."""
_LISTS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {"txt": frozenset({"text"}), "md": frozenset({"text", "choices"})}
)
_KINDS: Final[Mapping[str, frozenset[Kind]]] = MappingProxyType(
    {"txt": frozenset({Kind.OPEN, Kind.MISSION}), "md": frozenset({Kind.OPEN, Kind.MISSION, Kind.CHOICE})}
)


class Exported(Noun, frozen=True):
    """The file's bytes, and the fields that the format cannot carry."""

    data: bytes
    left_out: tuple[str, ...] = ()


def export(deck: Deck, form: str) -> Exported:
    """The deck as that format has it. Raises KeyError for a format that is not in `FORMS`."""
    data = FORMS[form](deck)
    if form not in _LISTS:
        return Exported(data)
    lost = {field for question in deck.questions for field in plain_question(question, {})} - _LISTS[form]
    # What a reader adds by itself is lost only where it was something else.
    if all(question.id == id_of(question.text) for question in deck.questions):
        lost.discard("id")
    if all(question.kind in _KINDS[form] for question in deck.questions):
        lost.discard("kind")
    if all(question.depth == DEPTH for question in deck.questions):
        lost.discard("depth")
    choices = [choice for question in deck.questions for choice in question.choices]
    if "choices" not in lost and any(choice != Choice(choice.id, choice.label) for choice in choices):
        lost.add("replies to choices")
    return Exported(data, tuple(sorted(lost)))


__all__ = ["FORMS", "Exported", "export"]
