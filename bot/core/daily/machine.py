"""What a place's daily question does about an event."""

from __future__ import annotations

from bot.core import rhythm
from bot.core.daily import asking, telling
from bot.core.daily.host import DAILY, Host
from bot.core.dates import clock, minute
from bot.core.schedule import OFF, describe
from bot.core.situation import Situation, Step
from bot.model.daily import Daily
from bot.model.event import Event, TimerFired
from bot.model.ids import MemberId
from bot.model.record import Acted
from bot.model.situation import OWN_ZONE, Needs
from bot.model.tiding import CircleEnded, DailyWished, HoursWished, SettingsAsked


def needs(state: Daily, event: Event) -> Needs:
    """What the place wants, and the clocks that are meant."""
    wished = event.zone if isinstance(event, HoursWished) else ""
    return Needs(room=True, zone=wished or state.zone or OWN_ZONE)


def step(state: Daily, event: Event, situation: Situation) -> Step[Daily]:
    """What comes of it at the place. The same arguments always give the same step."""
    host = Host(state, situation, unasked=isinstance(event, TimerFired))
    _do(host, event)
    if isinstance(event, DailyWished | HoursWished):
        _note(host, event.by, state)
    return host.finish()


def _do(host: Host, event: Event) -> None:
    match event:
        case DailyWished():
            _wish(host, event)
        case HoursWished():
            _keep_hours(host, event)
        case SettingsAsked():
            telling.settings(host)
        case TimerFired():
            asking.fire(host)
        case CircleEnded():
            asking.ended(host, event)
        case _:
            host.because("not for a place's daily question")


def _note(host: Host, by: MemberId, before: Daily) -> None:
    """What somebody changed of the place's hours stands in the log."""
    now = _logged(host.state)
    for what, was in _logged(before).items():
        if was != now[what]:
            host.record(Acted(by, what, "", was, now[what]))


def _logged(state: Daily) -> dict[str, str]:
    """How it stands, as the log says it."""
    kept = state.rhythm
    said = describe(kept.schedule) if kept and rhythm.is_on(kept) else {}
    often = " ".join(str(said[name]) for name in ("every", "days", "weeks", "day", "nth", "time") if said.get(name))
    quiet = f"{clock(state.quiet_from)}-{clock(state.quiet_until)}" if state.quiet_from >= 0 else "as usual"
    return {
        "daily": " ".join((often, *(kept.decks if kept and often else ()))) or "off",
        "zone": state.zone or "as usual",
        "quiet": quiet,
        "pause": f"until {minute(state.paused_until)}" if state.paused_until else "none",
    }


def _wish(host: Host, event: DailyWished) -> None:
    before = host.state.rhythm
    if event.schedule == OFF:
        host.cancel(DAILY)
        host.change(rhythm=rhythm.ended(before) if before else None)
        host.say("daily.off")
    elif event.schedule is None and event.decks is None and rhythm.is_on(before):
        telling.question(host)
    else:
        host.keep(rhythm.begun(before, event.schedule, event.decks, host.zone, host.now))
        telling.question(host)
        telling.what_holds_it_up(host)


def _keep_hours(host: Host, event: HoursWished) -> None:
    if event.zone:
        host.change(zone=host.zone.name)
        if (kept := host.state.rhythm) and rhythm.is_on(kept):
            host.keep(rhythm.moved(kept, host.zone))
    if event.quiet is not None:
        host.change(quiet_from=event.quiet[0], quiet_until=event.quiet[1])
    if event.pause is not None:
        host.change(paused_until=host.now + event.pause if event.pause else 0)
        telling.pause(host)
    else:
        telling.hours(host)
