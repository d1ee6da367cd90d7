"""A question that comes by itself to a member, when they chose, until it is ignored or not wanted any more."""

from __future__ import annotations

from typing import Final

from bot.core import dates, rhythm
from bot.core.commands import Said, named_decks
from bot.core.draft import Draft, replace
from bot.core.hours import quiet_of, quiet_until, wall
from bot.core.rhythm import PATIENCE
from bot.core.schedule import OFF, Occurrence, parse
from bot.core.selection import Pick, choose
from bot.core.solo import moving, opening
from bot.core.solo.unasked import put_off
from bot.model.effect import CancelTimer, SetTimer
from bot.model.ids import DeckId
from bot.model.message import Role
from bot.model.rhythm import Rhythm
from bot.model.schedule import Schedule, Zone
from bot.model.situation import DeckCard
from bot.model.spans import MINUTE
from bot.model.state import Phase

DAILY: Final = "daily"
_UTC: Final = Zone("UTC")
_BARE: Final = frozenset({"", "daily", "daily question", "daily on"})


# As the member wishes


def wish(draft: Draft, said: Said) -> None:
    """A question comes by itself from now on, at those times and from those decks; or none does any more."""
    if opening.is_stranger(draft):
        opening.greet(draft)
    else:
        _wish(draft, said.argument)
        moving.stand_by(draft)


def _wish(draft: Draft, text: str) -> None:
    wanted = read(draft, text)
    if wanted is None:
        return
    schedule, decks = wanted
    if schedule == OFF:
        turn_off(draft)
        draft.must_say("daily.off")
    elif not text and is_on(draft):
        tell(draft)
    else:
        turn_on(draft, schedule, decks)
        tell(draft)
        _tell_hours(draft)


def read(draft: Draft, text: str) -> tuple[Schedule | None, tuple[DeckId, ...] | None] | None:
    """When, and from which decks, as far as it is said; None where that cannot be made out, and they are told so."""
    when, names = named_decks(text)
    schedule = None if when in _BARE else parse(when)
    decks = rhythm.deck_ids(names, draft.decks)
    if schedule is None and when not in _BARE:
        draft.must_say("daily.unclear")
    elif decks is None and schedule != OFF:
        draft.must_say("daily.no-such-deck")
    else:
        return schedule, decks if names else None
    return None


def is_on(draft: Draft) -> bool:
    """A question comes by itself."""
    return rhythm.is_on(draft.state.daily)


def turn_on(draft: Draft, schedule: Schedule | None = None, decks: tuple[DeckId, ...] | None = None) -> None:
    """A question comes at those times, or at those of before; what was served today is not served again."""
    begun = rhythm.begun(draft.state.daily, schedule, decks, zone_of(draft), draft.now)
    draft.change_member(stopped=False)
    if draft.state.phase in (Phase.STOPPED, Phase.QUIET):
        draft.change(phase=Phase.RESTING)
    _set_timer(draft, begun)


def turn_off(draft: Draft) -> None:
    """None comes any more; when it did is kept for another time."""
    if daily := draft.state.daily:
        draft.do(CancelTimer(DAILY))
        draft.change(daily=rhythm.ended(daily))


def move(draft: Draft) -> None:
    """The clocks of the zone that the step was told of are the member's from now on."""
    if (daily := draft.state.daily) and rhythm.is_on(daily):
        _set_timer(draft, rhythm.moved(daily, zone_of(draft)))


def heard(draft: Draft) -> None:
    """The member has done something: nothing was ignored, and what had stopped for that reason goes on."""
    daily = draft.state.daily
    if daily is None or daily.off or not daily.unanswered:
        return
    if not daily.hushed:
        draft.change(daily=replace(daily, unanswered=0))
    elif zone := draft.situation.told.zone:
        _set_timer(draft, rhythm.woken(daily, zone, draft.now))


def zone_of(draft: Draft) -> Zone:
    """The clocks that the member lives by, as far as the step was told."""
    return draft.situation.told.zone or _UTC


def _set_timer(draft: Draft, daily: Rhythm) -> None:
    """The state has it so, and the timer is at the next occurrence; or at once, where one is owed."""
    draft.change(daily=daily)
    due = rhythm.due(daily, zone_of(draft), draft.now)
    if due is not None:
        draft.do(SetTimer(DAILY, due))


# What there is to say of it


def tell(draft: Draft, role: Role = Role.TEXT) -> None:
    """When the next comes, and from where; or that none does."""
    daily = draft.state.daily
    coming = _coming(draft, daily) if daily else None
    if daily is None or coming is None or not is_on(draft):
        draft.must_say("daily.hushed" if daily and daily.hushed else "daily.is-off", role=role)
        return
    draft.must_say("daily.when", role, None, **rhythm.gaps(daily, coming.date, _cards(draft)))


def _coming(draft: Draft, daily: Rhythm) -> Occurrence | None:
    """The next one that is asked: none of those that a pause lets go by."""
    return rhythm.coming(daily, zone_of(draft), draft.now, draft.member.paused_until)


def _tell_hours(draft: Draft) -> None:
    """Whose clocks are meant where nobody has said, and what the quiet hours do to it."""
    daily, zone = draft.state.daily, zone_of(draft)
    coming = _coming(draft, daily) if daily else None
    if coming and (until := quiet_until(coming.at, zone, quiet_of(draft.member))):
        draft.must_say("daily.after-quiet", until=dates.clock(wall(zone, until) // MINUTE))
    if not draft.member.zone:
        draft.must_say("daily.whose-clock", zone=zone.name)
    if not draft.situation.context.reaches:
        draft.must_say("daily.looking-in")


def _cards(draft: Draft) -> tuple[DeckCard, ...]:
    """The decks on offer: those that the member named, the one they are in, then all others."""
    named = draft.state.daily.decks if draft.state.daily else ()
    return rhythm.in_turn(draft.decks, *named, draft.state.deck_id)


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
    daily = rhythm.claimed(daily, zone, draft.now)
    if daily.owed:
        draft.because(f"{daily.served} is owed")
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


def _ask(draft: Draft, daily: Rhythm) -> None:
    opened, used = draft.state.open, draft.evening.used
    moving.fresh_evening(draft)
    # Its wordings take turns over the days.
    draft.change_evening(single=True, used={moment: bits for moment, bits in used.items() if moment == _QUESTION})
    draft.change(daily=daily, thread=())
    draft.slot = DAILY
    for card in _cards(draft):
        shelf = draft.situation.library[card.hash]
        tender, retired = opened is not None and opened.tender, draft.situation.context.retired
        pick = choose(shelf, moving.askable(draft, shelf), draft.evening, (), tender, draft.dice, retired)
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
