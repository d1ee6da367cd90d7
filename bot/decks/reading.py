"""From bytes to a deck that can be trusted: format, shape, rules, texts and duplicates, all faults at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.decks import yaml
from bot.decks.build import build_deck, build_lists
from bot.decks.diagnostic import Diagnostic, Severity, finding
from bot.decks.remarks import remark
from bot.decks.rules import check_lists, check_question
from bot.decks.shape import check_header, check_question_shape
from bot.decks.sheet import Sheet
from bot.decks.tree import At, Node, Places
from bot.decks.twins import check_twins
from bot.decks.undisturbed import undisturbed
from bot.decks.wording import check_deck_wording, check_wording
from bot.model.deck import Deck

FINDING_LIMIT = 500


class Format(Protocol):
    """One deck format: a module with these names.

    `recognises` looks at the content only and never raises. `parse` never raises either: the tree, or None where the
    file could not be read to its end, and what is wrong with its writing; within a second and 64 MB for any bytes.
    """

    name: str

    def recognises(self, data: bytes) -> bool:
        """Whether this looks like the format."""

    def parse(self, data: bytes, file: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
        """The tree and the faults."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a file. `deck` is None exactly where one of the diagnostics is an error; `questions` is how
    many were read in any case.

    `places` says where a field of an accepted deck stands: `/title`, `door-in-the-dark/text`,
    `door-in-the-dark/hears/nan's shed`.
    """

    file: str
    deck: Deck | None
    diagnostics: tuple[Diagnostic, ...]
    places: Mapping[str, At] = field(default_factory=dict)
    questions: int = 0


FORMATS: tuple[Format, ...] = (yaml,)
"""All formats, asked in this order; the first that recognises a file reads it."""


@undisturbed()
def read(data: bytes, name: str) -> Reading:
    """What came of reading this file: a deck, or why not. Never raises; `name` is for the diagnostics only."""
    for known in FORMATS:
        if known.recognises(data):
            return read_tree(*known.parse(data, name), name)
    names = ", ".join(known.name for known in FORMATS)
    return Reading(
        name,
        None,
        (finding(name, (0, 0), "format", remark("this is no deck; a deck is written in {names}", names=names)),),
    )


def read_tree(
    root: Node | None, found: tuple[Diagnostic, ...], file: str, quiet: frozenset[str] = frozenset()
) -> Reading:
    """The tree's deck, if nothing is wrong with it; else every fault in it, in the order of the file. Codes in `quiet`
    need not be found."""
    if root is None:
        return Reading(file, None, found)
    deck = build_deck(root)
    diagnostics = _gather(found, _look(root, deck, file, quiet), file)
    if any(fault.severity is Severity.ERROR for fault in diagnostics):
        return Reading(file, None, diagnostics, questions=len(deck.questions))
    return Reading(file, deck, diagnostics, Places(root), len(deck.questions))


def _gather(found: tuple[Diagnostic, ...], more: Iterator[Diagnostic], file: str) -> tuple[Diagnostic, ...]:
    """At most 500 errors and 500 warnings, in the order of the file.

    Where the writing itself was at fault, what that led to is not reported on top. Warnings above the limit are let go
    but the looking goes on, for an error behind them would be missed.
    """
    known = {(fault.line, fault.column) for fault in found}
    counts = Counter(fault.severity for fault in found)
    kept = list(found)
    for fault in more:
        if (fault.line, fault.column) in known:
            continue
        counts[fault.severity] += 1
        if counts[fault.severity] <= FINDING_LIMIT:
            kept.append(fault)
        elif fault.severity is Severity.ERROR:
            break
    kept.sort(key=lambda fault: (fault.line, fault.column))
    for severity, count in counts.items():
        if count > FINDING_LIMIT:
            kept.append(
                finding(
                    file,
                    (0, 0),
                    "more",
                    remark("only the first {most} {kind} are listed", most=FINDING_LIMIT, kind=f"{severity}s"),
                )
            )
    return tuple(kept)


def _look(root: Node, deck: Deck, file: str, quiet: frozenset[str]) -> Iterator[Diagnostic]:
    yield from check_header(root, file)
    lists = build_lists(root)
    yield from check_lists(root, lists, file)
    yield from check_deck_wording(root, file)
    english = deck.language.partition("-")[0] == "en"
    for index, (question, node) in enumerate(zip(deck.questions, root.entries("questions"), strict=True)):
        yield from check_question_shape(root, index, node, file)
        sheet = Sheet(question, node, file, english, quiet)
        yield from check_question(sheet, lists)
        yield from check_wording(sheet)
    yield from check_twins(root, deck, file)
