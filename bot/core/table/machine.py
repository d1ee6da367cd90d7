"""The table's way through an evening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import msgspec.structs

from bot.core.situation import Situation, Step
from bot.core.table import cards, leaving, parting, seats
from bot.core.table.host import Host
from bot.model.event import Event, TimerFired
from bot.model.situation import Needs
from bot.model.table import Course, Table
from bot.model.tiding import CardAnswered, Decided, GotUp, Leaving, SatDown, SpokeUp, TableLaid, TableProposed, Wished

_NOTHING: Final = Needs()


def needs(state: Table, event: Event) -> Needs:
    """Everybody's rows, wherever a card may be laid next; and whether contacts are passed on, where it may end."""
    return msgspec.structs.replace(_needs(state, event), adults=True)


def _needs(state: Table, event: Event) -> Needs:
    members = [chair.guest.member for chair in state.chairs]
    match event:
        case SatDown():
            return Needs(guests=(*members, event.guest.member))
        case GotUp():
            return Needs(guests=tuple(dict.fromkeys((*members, *state.gone))), moderators=event.why is Leaving.REPORTED)
        case Wished():
            return Needs(guests=tuple(members))
        case _:
            return _NOTHING


def step(state: Table, event: Event, situation: Situation) -> Step[Table]:
    """What the table does about it. The same arguments always give the same step."""
    host = Host(state, situation)
    if isinstance(event, TimerFired):
        leaving.timer_fired(host, event.name)
    elif type(event) in COMES_IN:
        member = getattr(event, "member", None)
        if isinstance(event, GotUp) and leaving.is_afterwards(host, event):
            leaving.afterwards(host, event)
        elif member is not None and host.chair(member) is None:
            host.because("they do not sit here")
        elif state.course in (Course.CLOSED, Course.FROZEN) and not isinstance(event, SatDown):
            host.because("the table is over")
        else:
            COMES_IN[type(event)](host, event)
    else:
        host.because("not for a table")
    return host.finish()


COMES_IN: Final[dict[type, Callable[[Host, Any], None]]] = {
    TableLaid: seats.lay,
    TableProposed: seats.propose,
    SatDown: seats.sit_down,
    CardAnswered: cards.answered,
    SpokeUp: cards.spoke_up,
    Wished: cards.wished,
    Decided: parting.decided,
    GotUp: leaving.got_up,
}
