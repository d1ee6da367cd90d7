"""A question that comes by itself, at the times that the member chose, until it is ignored or not wanted any more.

A date is claimed in the step that asks, and the step is one transaction with its message: whatever ends in between, no
date is asked for twice, and none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.core.commands import Said, named_decks
from bot.core.draft import Draft, replace
from bot.core.hours import quiet_of, quiet_until, wall
from bot.core.schedule import OFF, Occurrence, begin, describe, next_occurrence, parse
from bot.core.selection import Pick, choose
from bot.core.solo import dates, moving, opening
from bot.core.solo.unasked import put_off
from bot.model.effect import CancelTimer, SetTimer
from bot.model.ids import DeckId
from bot.model.message import Role
from bot.model.schedule import Schedule, Zone
from bot.model.situation import DeckCard
from bot.model.state import Daily, Phase

DAILY: Final = "daily"
PATIENCE: Final = 3
"""So many in a row may stay unanswered; then none comes until the member does something."""
_UTC: Final = Zone("UTC")
_BARE: Final = frozenset({"", "daily", "daily question", "daily on"})
_ANYWHERE: Final = frozenset({"anywhere", "any deck", "all decks", "everywhere"})


# As the member wishes


def wish(draft: Draft, said: Said) -> None:
    """A question comes by itself from now on, at those times and from those decks; or none does any more."""
    if draft.situation.told.aloud:
        # A room is no member's own: what is asked there is a circle's to decide.
        draft.must_say("daily.not-here")
    elif opening.is_stranger(draft):
        opening.greet(draft)
    else:
        _wish(draft, said.argument)
        moving.stand_by(draft)


def _wish(draft: Draft, text: str) -> None:
    before = draft.state.daily
    when, names = named_decks(text)
    decks = deck_ids(draft, names)
    schedule = (before.schedule if before else Schedule()) if when in _BARE else parse(when)
    if schedule is None:
        draft.must_say("daily.unclear")
    elif schedule == OFF:
        turn_off(draft)
        draft.must_say("daily.off")
    elif decks is None:
        draft.must_say("daily.no-such-deck")
    elif not text and is_on(draft):
        tell(draft)
    else:
        kept = before.decks if before and not names else decks
        turn_on(draft, schedule, kept)
        tell(draft)
        _tell_hours(draft)


def deck_ids(draft: Draft, names: tuple[str, ...]) -> tuple[DeckId, ...] | None:
    """The decks of these names, each by its id or its title; None where one of them is no deck's."""
    found = []
    for name in names:
        if name in _ANYWHERE:
            continue
        ids = [card.id for card in draft.situation.context.decks if name in (card.title.casefold(), *_spelled(card))]
        if not ids:
            return None
        found.append(ids[0])
    return tuple(found)


def _spelled(card: DeckCard) -> tuple[str, str]:
    return card.id, card.id.replace("-", " ")


def is_on(draft: Draft) -> bool:
    """A question comes by itself."""
    daily = draft.state.daily
    return daily is not None and not daily.off and not daily.hushed


def turn_on(draft: Draft, schedule: Schedule | None = None, decks: tuple[DeckId, ...] | None = None) -> None:
    """A question comes at those times, or at those of before; what was served today is not served again."""
    before, zone = draft.state.daily, _zone(draft)
    was = before or Daily(Schedule())
    begun = begin(schedule or was.schedule, zone, draft.now)
    daily = Daily(begun, was.decks if decks is None else decks, was.served)
    draft.change_member(stopped=False)
    if draft.state.phase in (Phase.STOPPED, Phase.QUIET):
        draft.change(phase=Phase.RESTING)
    _set_timer(draft, daily)


def turn_off(draft: Draft) -> None:
    """None comes any more; when it did is kept for another time."""
    if daily := draft.state.daily:
        draft.do(CancelTimer(DAILY))
        draft.change(daily=replace(daily, off=True, owed=False, unanswered=0, hushed=False))


def move(draft: Draft) -> None:
    """The clocks of the zone that the step was told of are the member's from now on."""
    if daily := draft.state.daily:
        draft.change(daily=replace(daily, schedule=replace(daily.schedule, zone=_zone(draft).name)))
        if is_on(draft):
            _set_timer(draft, draft.state.daily or daily)


def heard(draft: Draft) -> None:
    """The member has done something: nothing was ignored, and what had stopped for that reason goes on."""
    daily = draft.state.daily
    if daily is None or daily.off or not daily.unanswered:
        return
    if not daily.hushed:
        draft.change(daily=replace(daily, unanswered=0))
    elif zone := draft.situation.told.zone:
        # They come again from the next on: whoever answers an old one has a question already.
        due = next_occurrence(daily.schedule, zone, draft.now, daily.served)
        served = due.date if due and due.at <= draft.now else daily.served
        _set_timer(draft, replace(daily, served=served, unanswered=0, hushed=False))


def _zone(draft: Draft) -> Zone:
    return draft.situation.told.zone or _UTC


def _set_timer(draft: Draft, daily: Daily) -> None:
    """The state has it so, and the timer is at the next occurrence; or at once, where one is owed."""
    draft.change(daily=daily)
    coming = next_occurrence(daily.schedule, _zone(draft), draft.now, daily.served)
    if daily.owed:
        draft.do(SetTimer(DAILY, draft.now))
    elif coming:
        draft.do(SetTimer(DAILY, coming.at))


# What there is to say of it


def tell(draft: Draft, role: Role = Role.TEXT) -> None:
    """When the next comes, and from where; or that none does."""
    daily = draft.state.daily
    coming = _coming(draft, daily) if daily else None
    if daily is None or coming is None or not is_on(draft):
        draft.must_say("daily.hushed" if daily and daily.hushed else "daily.is-off", role=role)
        return
    titles = tuple((card.title, "") for card in _cards(draft) if card.id in daily.decks)
    said = describe(daily.schedule)
    when = {name: said[name] for name in ("every", "days", "weeks", "day", "nth", "time")}
    draft.must_say("daily.when", role, None, next=coming.date, decks=titles, **when)


def _coming(draft: Draft, daily: Daily) -> Occurrence | None:
    """The next one that is asked: none of those that a pause lets go by."""
    zone, after = _zone(draft), max(draft.now, draft.member.paused_until)
    coming = next_occurrence(daily.schedule, zone, after, daily.served)
    if coming and coming.at <= after and after > draft.now:
        coming = next_occurrence(daily.schedule, zone, after, coming.date)
    return coming


def _tell_hours(draft: Draft) -> None:
    """Whose clocks are meant where nobody has said, and what the quiet hours do to it."""
    daily, zone = draft.state.daily, _zone(draft)
    coming = _coming(draft, daily) if daily else None
    if coming and (until := quiet_until(coming.at, zone, quiet_of(draft.member))):
        draft.must_say("daily.after-quiet", until=dates.clock(wall(zone, until) // 60_000))
    if not draft.member.zone:
        draft.must_say("daily.whose-clock", zone=zone.name)
    if not draft.situation.context.reaches:
        draft.must_say("daily.looking-in")


def _cards(draft: Draft) -> Iterator[DeckCard]:
    """The decks on offer: those that the member named, the one they are in, then all others."""
    offered = {card.id: card for card in draft.situation.context.decks}
    named = draft.state.daily.decks if draft.state.daily else ()
    for id_ in dict.fromkeys((*named, draft.state.deck_id, *offered)):
        if id_ in offered:
            yield offered[id_]


# When its time has come


def fire(draft: Draft) -> None:
    """What is owed is claimed, and asked if it may be; the timer is set for the next.

    A talk that is going on is not interrupted, and quiet hours are kept: what is claimed then waits.
    """
    draft.visit = False
    daily, zone = draft.state.daily, draft.situation.told.zone
    if daily is None or daily.off or daily.hushed or zone is None:
        draft.because("the timer's reason is gone")
        return
    coming = next_occurrence(daily.schedule, zone, draft.now, daily.served)
    if coming and coming.at <= draft.now:
        daily = replace(daily, served=coming.date, owed=True)
        draft.because(f"{coming.date} is owed")
    if draft.member.stopped or draft.state.phase is Phase.STOPPED:
        turn_off(draft)
        draft.because("stopped")
    elif not daily.owed or _is_unwanted(draft):
        _set_timer(draft, replace(daily, owed=False))
    elif put_off(draft, DAILY):
        draft.change(daily=daily)
    elif 0 <= draft.now - draft.state.last_at < moving.QUIET_SPELL:
        draft.because("they are talking: it waits until they are done")
        draft.change(daily=daily)
        draft.do(SetTimer(DAILY, draft.state.last_at + moving.QUIET_SPELL))
    else:
        _ask(draft, replace(daily, owed=False, unanswered=daily.unanswered + 1))


def _is_unwanted(draft: Draft) -> bool:
    """A pause, a card on a table, or quiet after distress: the date goes by."""
    paused = draft.member.paused_until > draft.now
    if unwanted := paused or draft.state.phase in (Phase.QUIET, Phase.SEATED) or opening.is_stranger(draft):
        draft.because("not now: the date goes by")
    return unwanted


def _ask(draft: Draft, daily: Daily) -> None:
    opened, used = draft.state.open, draft.evening.used
    moving.fresh_evening(draft)
    # Its wordings take turns over the days.
    draft.change_evening(single=True, used={moment: bits for moment, bits in used.items() if moment == _QUESTION})
    draft.change(daily=daily, thread=())
    draft.slot = DAILY
    for card in _cards(draft):
        shelf = draft.situation.library[card.hash]
        pick = choose(shelf, draft.member, draft.evening, (), opened is not None and opened.tender, draft.dice)
        if isinstance(pick, Pick):
            break
    else:
        turn_off(draft)
        draft.must_say("daily.used-up", ceiling=draft.member.ceiling)
        return
    moving.enter_deck(draft, card.hash, card.id)
    draft.must_say("daily.question")
    moving.ask(draft, pick)
    if daily.unanswered < PATIENCE:
        _set_timer(draft, daily)
    else:
        draft.must_say("daily.last", role=Role.ASIDE)
        draft.change(daily=replace(daily, hushed=True))


_QUESTION: Final = "daily.question"
