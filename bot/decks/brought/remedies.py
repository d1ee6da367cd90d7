"""What to write instead, for whoever made a list and has never seen the schema."""

from __future__ import annotations

import dataclasses
import re
from typing import Final

from bot.decks.diagnostic import Diagnostic

_DEPTH: Final = "write a number from 1 (light) to 5 (deep), or leave it empty"
_REMEDIES: Final = (
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
    fault = dataclasses.replace(fault, what=re.sub(r"\b(of|in) line (?=\d)", r"\1 row ", fault.what))
    for code, start, remedy in _REMEDIES:
        if fault.code == code and fault.what.startswith(start):
            return dataclasses.replace(fault, what=f"{fault.what}; {remedy}")
    return fault
