"""What to write instead, for whoever made a list and has never seen the schema."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from bot.decks.diagnostic import Diagnostic, clipped
from bot.decks.remarks import Remark, remark

_DEPTH: Final = "write a number from 1 to 5, or light, medium or deep, or leave it empty"
REMEDIES: Final = (
    ("too-long", "text has", "say it in fewer words, with one thing asked"),
    ("too-long", "label has", "say the choice in two or three words"),
    ("too-long", "", "say it in fewer words"),
    ("two-asks", "", "keep the first question, and write the second in default_ask"),
    ("html", "", "take the tags out"),
    ("unknown-gap", "", "take the braces out"),
    ("gap-place", "", "take the braces out"),
    ("braces", "", "take the braces out"),
    ("wrong-type", "depth", _DEPTH),
    ("out-of-range", "depth", _DEPTH),
    ("too-few", "choices", "give two to six choices, or none"),
    ("too-many", "choices", "keep six choices at most"),
    ("missing", "text", "write the question in the column question, or delete the row"),
    ("missing", "say is missing", "write one of them beside the words that call for it, or take these words out"),
    ("missing", "choices", "write them in choice_1, choice_2, ..., or say open under kind"),
    ("missing", "scale", "write scale_from, scale_to, scale_low and scale_high, or say open under kind"),
    ("missing", "ranges", "write range_1 (such as 1-3) and range_1_ask, ..., until all numbers have one"),
    ("duplicate-question", "", "delete one of the two rows"),
    ("duplicate-id", "", "leave the column id empty, or give each row its own"),
    ("duplicate-label", "", "give each choice a label of its own"),
    ("no-id", "", "write one in choice_1_id, with letters a to z"),
    ("pattern", "id", "leave the column id empty"),
    ("empty", "", "write something there, or delete the row"),
    ("said-only", "", "add a wording without {said}, behind a |"),
    ("wrong-kind", "", "leave that column empty, or change the kind"),
)
"""(code, how the finding begins, what to do)."""


def explained(fault: Diagnostic) -> Diagnostic:
    """The finding, and what to write instead. Whoever made a list counts rows."""
    fault = _put(fault, Remark(by_row(fault.remark.form), fault.remark.gaps))
    for code, start, remedy in REMEDIES:
        if fault.code == code and fault.what.startswith(start):
            return _put(fault, remark("{what}; {remedy}", what=fault.remark, remedy=remedy))
    return fault


def by_row(form: str) -> str:
    """The sentence as it is said of rows."""
    return re.sub(r"\b(of|in) line (?=\{)", r"\1 row ", form)


def _put(fault: Diagnostic, what: Remark) -> Diagnostic:
    return dataclasses.replace(fault, what=clipped(str(what)), remark=what)
