"""What holds for a member, in words, and how they change it: the hours they keep, and everything else at one glance."""

from __future__ import annotations

from typing import Final

from bot.core import dates
from bot.core.commands import USUAL_PAUSE, Command, Said, is_marked, may_be_an_answer, named_decks, said_in
from bot.core.draft import DEEPEST, LIGHTEST, Draft
from bot.core.hours import NO_QUIET, USUAL_QUIET, parse_quiet, quiet_of
from bot.core.languages import meant
from bot.core.rhythm import deck_ids
from bot.core.solo import daily, language, moving
from bot.core.tokens import COMMAND, NO_ROUND, read_token, token
from bot.model.event import ChoicePressed, Event, MessageReceived, TimerFired
from bot.model.message import Role
from bot.model.situation import OWN_ZONE
from bot.model.state import Phase, Solo
from bot.model.tiding import Stage, TableSaid

SET: Final = "set "
_ABOUT_HOURS: Final = frozenset({Command.DAILY, Command.ZONE, Command.QUIET, Command.SETTINGS, Command.PAUSE})


def zone_needed(state: Solo, event: Event) -> str:
    """The zone that the step for this event must be told of; empty where no clock on a wall has a part in it."""
    match event:
        case TimerFired():
            return OWN_ZONE
        case TableSaid():
            return OWN_ZONE if event.unasked and event.stage is Stage.CHECKING else ""
        case MessageReceived() if (said := said_in(event.words)) and said.command in _ABOUT_HOURS:
            return (said.argument if said.command is Command.ZONE else "") or OWN_ZONE
        case ChoicePressed() if (pressed := read_token(event.token)) and pressed.key.startswith(COMMAND + SET):
            return OWN_ZONE
    hushed = state.daily is not None and state.daily.hushed
    return OWN_ZONE if hushed and isinstance(event, MessageReceived | ChoicePressed) else ""


def is_an_answer(draft: Draft, text: str, said: Said) -> bool:
    """With a question open, what names no time, no zone and no deck that is known is the answer to it."""
    if draft.state.phase is not Phase.ASKING or draft.state.open is None or is_marked(text):
        return False
    if said.command is Command.ZONE:
        return bool(said.argument) and draft.situation.told.zone is None
    if said.command is Command.LANGUAGE:
        return bool(said.argument) and meant(said.argument, draft.situation.context.languages) is None
    if said.command is Command.DAILY:
        decks = deck_ids(named_decks(said.argument)[1], draft.decks)
        return may_be_an_answer(text, said) or decks is None
    return False


# Hours


def zone(draft: Draft, said: Said) -> None:
    """The clocks that the member lives by are those of that zone from now on; without a name, they are told."""
    found = draft.situation.told.zone
    if found is None:
        draft.must_say("zone.unclear")
    elif said.argument:
        draft.change_member(zone=found.name)
        daily.move(draft)
        draft.must_say("zone.set", zone=found.name, time=dates.time(found, draft.now))
    else:
        _tell_zone(draft)
    moving.stand_by(draft)


def quiet(draft: Draft, said: Said) -> None:
    """Nothing unasked comes in these hours from now on; without any, they are told."""
    hours = USUAL_QUIET if said.argument == "quiet on" else parse_quiet(said.argument)
    if hours is not None:
        draft.change_member(quiet_from=hours[0], quiet_until=hours[1])
    _tell_quiet(draft)
    moving.stand_by(draft)


def _tell_zone(draft: Draft, role: Role = Role.TEXT) -> None:
    found, known = draft.situation.told.zone, int(bool(draft.member.zone))
    if found:
        time = dates.time(found, draft.now)
        draft.must_say("zone.is", role=role, zone=found.name, time=time, known=known)


def _tell_quiet(draft: Draft, role: Role = Role.TEXT) -> None:
    first, until = quiet_of(draft.member)
    if first == until:
        draft.must_say("quiet.none", role=role)
    else:
        draft.must_say("quiet.is", role=role, first=dates.clock(first), until=dates.clock(until))


# All of it


def show(draft: Draft, said: Said) -> None:
    """What holds is on the screen, with a button for each thing that one press can change."""
    draft.must_say("settings")
    daily.tell(draft, Role.ITEM)
    _tell_zone(draft, Role.ITEM)
    _tell_quiet(draft, Role.ITEM)
    draft.must_say("settings.depth", role=Role.ITEM, ceiling=draft.member.ceiling)
    _tell_pause(draft)
    draft.say_named("settings.name", draft.member.id, Role.ITEM)
    draft.must_say("settings.seen", role=Role.ITEM)
    language.tell(draft)
    draft.must_say("settings.how", role=Role.ASIDE)
    _offer_changes(draft)


def _tell_pause(draft: Draft) -> None:
    member = draft.member
    if member.stopped:
        draft.must_say("settings.stopped", role=Role.ITEM)
    elif member.paused_until > draft.now:
        draft.must_say(
            "settings.paused", role=Role.ITEM, until=dates.end(draft.now, member.paused_until, daily.zone_of(draft))
        )
    else:
        draft.must_say("settings.not-paused", role=Role.ITEM)


def _offer_changes(draft: Draft) -> None:
    """All of them are words as well, and are left out where nothing can be pressed."""
    on = daily.is_on(draft)
    first, until = quiet_of(draft.member)
    paused = draft.member.paused_until > draft.now
    _offer(draft, "daily-off" if on else "daily-on", "option.daily-off" if on else "option.daily-on")
    if draft.member.ceiling > LIGHTEST:
        _offer(draft, "lighter", "option.set-lighter")
    if draft.member.ceiling < DEEPEST:
        _offer(draft, "deeper", "option.set-deeper")
    _offer(draft, "go-on" if paused else "pause", "option.go-on" if paused else "option.pause")
    none = first == until
    _offer(draft, "quiet-on" if none else "quiet-off", "option.quiet-on" if none else "option.quiet-off")
    language.offer_all(draft)


def _offer(draft: Draft, key: str, name: str) -> None:
    draft.offer(token(NO_ROUND, 0, COMMAND + SET + key), name=name, quiet=True)


def pressed(draft: Draft, key: str) -> None:
    """The change is made, and what holds now is shown."""
    member = draft.member
    match key:
        case "daily-on":
            daily.turn_on(draft)
        case "daily-off":
            daily.turn_off(draft)
        case "lighter":
            draft.set_ceiling(member.ceiling - 1)
        case "deeper":
            draft.set_ceiling(member.ceiling + 1)
        case "pause":
            draft.change_member(paused_until=draft.now + USUAL_PAUSE)
        case "go-on":
            draft.change_member(paused_until=0)
        case "quiet-on":
            draft.change_member(quiet_from=USUAL_QUIET[0], quiet_until=USUAL_QUIET[1])
        case "quiet-off":
            draft.change_member(quiet_from=NO_QUIET[0], quiet_until=NO_QUIET[1])
    show(draft, Said(Command.SETTINGS))
