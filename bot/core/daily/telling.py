"""What there is to say of what comes by itself at a place, and of all that holds there."""

from __future__ import annotations

from bot.core import dates, rhythm
from bot.core.called import FAVOURITES
from bot.core.daily.host import Host
from bot.core.hours import quiet_until, wall
from bot.core.languages import decks_in
from bot.core.schedule import Occurrence
from bot.model.message import Role
from bot.model.situation import DeckCard
from bot.model.spans import MINUTE


def cards(host: Host) -> tuple[DeckCard, ...]:
    """The decks on offer: those that were wished, the one used there last, two that suit everybody, then all others."""
    spoken = host.room.language or host.situation.context.language
    wished = host.state.rhythm.decks if host.state.rhythm else ()
    return rhythm.in_turn(decks_in(host.situation.context, spoken), *wished, host.room.deck, *FAVOURITES)


def question(host: Host, role: Role = Role.TEXT) -> None:
    """When the next one comes, and from where; or that none does."""
    kept, coming = host.state.rhythm, _coming(host)
    if kept is not None and coming is not None and rhythm.is_on(kept):
        host.say("daily.when", role, **rhythm.gaps(kept, coming.date, cards(host)))
    else:
        host.say("place.hushed" if kept and kept.hushed else "daily.is-off", role)


def what_holds_it_up(host: Host) -> None:
    """Whose clocks are meant where nobody has said, and what the quiet hours do to it, or a place without circles."""
    coming = _coming(host)
    if coming and (until := quiet_until(coming.at, host.zone, host.quiet)):
        host.say("place.after-quiet", until=dates.clock(wall(host.zone, until) // MINUTE))
    if not host.state.zone:
        host.say("daily.whose-clock", zone=host.zone.name)
    if not host.room.wanted:
        host.say("place.no-circles")


def _coming(host: Host) -> Occurrence | None:
    kept = host.state.rhythm
    return rhythm.coming(kept, host.zone, host.now, host.state.paused_until) if kept else None


def hours(host: Host, role: Role = Role.TEXT) -> None:
    """Whose clocks are meant, and when it is quiet."""
    known = int(bool(host.state.zone))
    host.say("place.zone", role, zone=host.zone.name, time=dates.time(host.zone, host.now), known=known)
    first, until = host.quiet
    if first == until:
        host.say("quiet.none", role)
    else:
        host.say("quiet.is", role, first=dates.clock(first), until=dates.clock(until))


def pause(host: Host, role: Role = Role.TEXT) -> None:
    """Until when nothing comes by itself."""
    if host.paused:
        host.say("place.paused", role, until=dates.end(host.now, host.state.paused_until, host.zone))
    else:
        host.say("settings.not-paused", role)


def settings(host: Host) -> None:
    """All that holds, with a button for each thing that one press can change."""
    room = host.room
    host.say("place.settings")
    host.say("place.talks", Role.ITEM, wanted=int(room.talks))
    host.say("place.circles", Role.ITEM, wanted=int(room.wanted))
    question(host, Role.ITEM)
    hours(host, Role.ITEM)
    pause(host, Role.ITEM)
    host.say("place.how", Role.ASIDE)
    daily, paused = rhythm.is_on(host.state.rhythm), host.paused
    host.offer("daily-off" if daily else "daily-on", name="option.daily-off" if daily else "option.daily-on")
    host.offer("go-on" if paused else "pause", name="option.go-on" if paused else "option.pause")
    circles, talks = room.wanted, room.talks
    host.offer(
        "circles-off" if circles else "circles-on", name="option.circles-off" if circles else "option.circles-on"
    )
    host.offer("talks-off" if talks else "talks-on", name="option.talks-off" if talks else "option.talks-on")
