"""What a message can say of a file: the first of each kind of finding, and what would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import msgspec.structs

from bot.decks.brought.flat import Flat
from bot.decks.diagnostic import Diagnostic, Severity
from bot.decks.remarks import ENGLISH, Sentences
from bot.model.deck import Deck
from bot.model.upload import Found, Report

FIRST: Final[Mapping[str, int]] = {"wrong": 6, "assumed": 4, "twice": 4, "flat": 3, "long": 3, "other": 3}
"""So many of each list are told; the rest is counted."""
LONGEST: Final = 160
"""Characters of one finding."""
_TWICE: Final = frozenset({"left-out", "duplicate-question", "near-duplicate", "in-library", "duplicate-id"})


def report_of(
    file: str, form: str, questions: int, deck: Deck | None, found: Iterable[Diagnostic], flat: tuple[Flat, ...],
    before: Deck | None, sentences: Sentences = ENGLISH,
) -> Report:  # fmt: skip
    """The report, without the name of the version; `before` is the deck of that id on offer."""
    lists: dict[str, list[Found]] = {name: [] for name in FIRST}
    for one in found:
        if one.code != "flat":
            lists[_list_of(one)].append((one.line, _clipped(sentences.said(one.remark))))
    for each in flat:
        write = f"{_clipped(each.question, 80)} · {each.add}: {_clipped(each.write, 60)}".rstrip(" :")
        lists["flat"].append((each.row, write))
    told = {name: tuple(ones[: FIRST[name]]) for name, ones in lists.items()}
    more = {name: len(ones) - FIRST[name] for name, ones in lists.items() if len(ones) > FIRST[name]}
    report = Report(
        file, form, questions, wrong=told["wrong"], assumed=told["assumed"], twice=told["twice"], flat=told["flat"],
        long=told["long"], other=told["other"], more=more,
    )  # fmt: skip
    return report if deck is None else _with_deck(report, deck, before)


def _with_deck(report: Report, deck: Deck, before: Deck | None) -> Report:
    was = {question.id: question for question in before.questions} if before else {}
    is_ = {question.id: question for question in deck.questions}
    return msgspec.structs.replace(
        report,
        deck=deck.id,
        title=deck.title,
        description=deck.description,
        language=deck.language,
        fresh=before is None,
        added=len(is_.keys() - was.keys()),
        changed=sum(was[id_] != is_[id_] for id_ in is_.keys() & was.keys()),
        left_out=len(was.keys() - is_.keys()),
    )


def _list_of(one: Diagnostic) -> str:
    if one.code in _TWICE and one.severity is not Severity.ERROR:
        return "twice"
    if one.severity is Severity.ERROR:
        return "wrong"
    if one.severity is Severity.NOTICE:
        return "assumed"
    return "long" if one.code == "long-label" else "other"


def _clipped(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
