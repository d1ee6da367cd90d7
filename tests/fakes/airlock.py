"""A file is read at home: what a limited process would answer, without the second that it takes to start one.

For tests of what becomes of an answer. What the process itself promises is asked of the process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec.structs

from bot.airlock import Outcome
from bot.airlock.child import outcome_of, proved
from bot.decks.brought import Library, bring
from bot.decks.remarks import Sentences
from bot.model.ids import DeckHash
from bot.written import decode, seal


def examine_at_home(
    data: bytes,
    name: str,
    labels: Mapping[str, int],
    decks: Sequence[bytes] = (),
    sentences: Mapping[str, Mapping[str, str]] | None = None,
) -> tuple[Outcome, bytes]:
    """As `bot.airlock.examine_held_off`."""
    known = [decode(body) for body in decks]
    outcome, body = outcome_of(proved(bring(data, name, Library((), labels, known))), known, Sentences(sentences))
    hash_ = seal(body) if body else DeckHash("")
    return msgspec.structs.replace(outcome, report=msgspec.structs.replace(outcome.report, hash=hash_)), body
