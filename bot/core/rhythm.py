"""A question that comes by itself: which date is claimed, when the next one comes, and how that is told.

The same for a member and for a group place. A date is claimed in the step that asks, and the step is one transaction
with its message: whatever ends in between, no date is asked for twice, and none is forgotten.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from bot.core.schedule import Occurrence, begin, describe, next_occurrence
from bot.model.ids import DeckId
from bot.model.line import Gap
from bot.model.rhythm import Rhythm
from bot.model.schedule import Schedule, Zone
from bot.model.situation import DeckCard

PATIENCE: Final = 3
"""So many in a row may stay unanswered; then none comes until somebody does something."""
_ANYWHERE: Final = frozenset({"anywhere", "any deck", "all decks", "everywhere"})


def is_on(rhythm: Rhythm | None) -> bool:
    """A question comes by itself."""
    return rhythm is not None and not rhythm.off and not rhythm.hushed


def begun(
    before: Rhythm | None, schedule: Schedule | None, decks: tuple[DeckId, ...] | None, zone: Zone, now: int
) -> Rhythm:
    """It runs from now on, as before where nothing else is wished; what was served today is not served again."""
    was = before or Rhythm(Schedule())
    return Rhythm(begin(schedule or was.schedule, zone, now), was.decks if decks is None else decks, was.served)


def ended(rhythm: Rhythm) -> Rhythm:
    """None comes any more; when it did is kept for another time."""
    return replace(rhythm, off=True, owed=False, unanswered=0, hushed=False)


def moved(rhythm: Rhythm, zone: Zone) -> Rhythm:
    """It goes by the clocks of that zone from now on."""
    return replace(rhythm, schedule=replace(rhythm.schedule, zone=zone.name))


def woken(rhythm: Rhythm, zone: Zone, now: int) -> Rhythm:
    """Having been ignored, they come again from the next on: whoever answers an old one has a question already."""
    due = next_occurrence(rhythm.schedule, zone, now, rhythm.served)
    served = due.date if due and due.at <= now else rhythm.served
    # Whoever moved meanwhile moved nothing that was hushed.
    return moved(replace(rhythm, served=served, unanswered=0, hushed=False), zone)


def claimed(rhythm: Rhythm, zone: Zone, now: int) -> Rhythm:
    """What has come due is owed, and will not come due again."""
    coming = next_occurrence(rhythm.schedule, zone, now, rhythm.served)
    return replace(rhythm, served=coming.date, owed=True) if coming and coming.at <= now else rhythm


def due(rhythm: Rhythm, zone: Zone, now: int) -> int | None:
    """When its timer has to wake it, milliseconds UTC: at the next occurrence, or at once where one is owed."""
    if rhythm.owed:
        return now
    coming = next_occurrence(rhythm.schedule, zone, now, rhythm.served)
    return coming.at if coming else None


def coming(rhythm: Rhythm, zone: Zone, now: int, paused_until: int) -> Occurrence | None:
    """The next one that is asked: none of those that a pause lets go by."""
    after = max(now, paused_until)
    found = next_occurrence(rhythm.schedule, zone, after, rhythm.served)
    if found and found.at <= after and after > now:
        return next_occurrence(rhythm.schedule, zone, after, found.date)
    return found


# Decks


def deck_ids(names: Sequence[str], decks: Sequence[DeckCard]) -> tuple[DeckId, ...] | None:
    """The decks of these names, each by its id or its title; None where one of them is no deck's."""
    found = []
    for name in names:
        if name in _ANYWHERE:
            continue
        ids = [card.id for card in decks if name in (card.title.casefold(), card.id, card.id.replace("-", " "))]
        if not ids:
            return None
        found.append(ids[0])
    return tuple(found)


def in_turn(decks: Sequence[DeckCard], *first: DeckId) -> tuple[DeckCard, ...]:
    """The decks on offer, those named first, then all others."""
    offered = {card.id: card for card in decks}
    return tuple(offered[id_] for id_ in dict.fromkeys((*first, *offered)) if id_ in offered)


def gaps(rhythm: Rhythm, next_date: str, decks: Sequence[DeckCard]) -> dict[str, Gap]:
    """What there is to say of it: how often, at what time, next on which date, and from where."""
    said = describe(rhythm.schedule)
    titles = tuple((card.title, "") for card in decks if card.id in rhythm.decks)
    return {name: said[name] for name in ("every", "days", "weeks", "day", "nth", "time")} | {
        "next": next_date,
        "decks": titles,
    }
