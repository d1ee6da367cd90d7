"""Who sits down, and when the evening begins."""

from __future__ import annotations

from bot.core.table import cards, parting
from bot.core.table.host import Host, name_of
from bot.model.line import Line
from bot.model.record import InvitationGiven, InvitationOver, MembersMet, SeatTaken
from bot.model.table import Chair, Course
from bot.model.tiding import Guest, SatDown, Stage, TableLaid


def lay(host: Host, event: TableLaid) -> None:
    """The table is laid for whoever brings the code, until then."""
    host.change(
        places=event.places,
        chairs=(Chair(event.host),),
        code=event.code,
        until=event.until,
        deck=event.deck,
        deck_id=event.deck_id,
    )
    host.record(InvitationGiven(event.code, event.until))
    host.record(SeatTaken(event.host.member))
    host.set_timer(parting.UNJOINED, event.until - host.now)


def sit_down(host: Host, event: SatDown) -> None:
    """Somebody more sits there; when everybody does, the first card is laid.

    A taken seat and one beside somebody who blocked them sound the same.
    """
    guest = event.guest
    if host.state.course is not Course.LAID or host.situation.told.blocked or host.chair(guest.member):
        host.tell(guest, (host.line("table.full"),), Stage.OVER)
        return
    host.change(chairs=(*host.state.chairs, Chair(guest)))
    host.record(SeatTaken(guest.member))
    if len(host.state.chairs) < host.state.places:
        host.tell_all((_arrival(host, guest),), Stage.WAITING)
        return
    host.record(InvitationOver(host.state.code))
    host.cancel(parting.UNJOINED)
    host.change(first=host.dice.throw(len(host.state.chairs)))
    host.record(MembersMet(tuple(chair.guest.member for chair in host.state.chairs)))
    rules = host.line("table.rules")
    chairs = host.state.chairs
    cards.lay_next(host, {chair.guest.member: (*_company(chair, chairs), rules) for chair in chairs})


def _arrival(host: Host, guest: Guest) -> Line:
    left = host.state.places - len(host.state.chairs)
    return host.line("table.arrived", quotes=(name_of(guest),), where=guest.platform, left=left)


def _company(chair: Chair, chairs: tuple[Chair, ...]) -> tuple[Line, ...]:
    """Who else is there, and where they sit."""
    return tuple(
        Line("table.company", gaps=(("where", other.guest.platform),), quotes=(name_of(other.guest),))
        for other in chairs
        if other is not chair
    )
