"""Who sits down, and when the evening begins."""

from __future__ import annotations

from typing import Final

from bot.core.table import cards, parting
from bot.core.table.host import Host, name_of
from bot.model.effect import Tell
from bot.model.format import Format
from bot.model.line import Line
from bot.model.lobby import LOBBY
from bot.model.message import Role
from bot.model.record import InvitationGiven, InvitationOver, MembersMet, SeatTaken
from bot.model.spans import DAY
from bot.model.table import Chair, Course
from bot.model.tiding import CompanySought, Guest, SatDown, Stage, TableLaid, TableProposed


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


PROPOSAL: Final = "proposal"
PROPOSED_FOR: Final = DAY
"""Milliseconds for which a proposed table waits for everybody's yes."""


def propose(host: Host, event: TableProposed) -> None:
    """All are asked in the same moment and in the same words, and none is named before all have said yes."""
    host.change(
        course=Course.PROPOSED,
        places=len(event.guests),
        chairs=tuple(Chair(guest, here=False) for guest in event.guests),
        deck=event.deck,
        deck_id=event.deck_id,
    )
    moment = "lobby.proposal.differ" if event.differ else "lobby.proposal"
    lines = (
        host.line(moment, others=len(event.guests) - 1, n=event.differ),
        host.line("lobby.sit-down", Role.FOLLOW_UP),
    )
    options = (host.option("sit", "option.sit-down"), host.option("no", "option.no", quiet=True))
    host.tell_all(lines, Stage.PROPOSED, options)
    host.set_timer(PROPOSAL, PROPOSED_FOR)


def _accept(host: Host, guest: Guest) -> None:
    """One more has said yes; with the last yes the evening begins."""
    host.change_chair(guest.member, here=True, guest=guest)
    host.record(SeatTaken(guest.member))
    if all(chair.here for chair in host.state.chairs):
        host.cancel(PROPOSAL)
        _begin(host)
    else:
        host.tell(guest, (host.line("lobby.noted"),), Stage.WAITING)


def come_to_nothing(host: Host, unasked: bool = False) -> None:
    """A proposed table is off the table: whoever is left hears that it did not come together, and waits on."""
    host.change(course=Course.CLOSED)
    host.cancel(PROPOSAL)
    line = host.line("lobby.not-together")
    for chair in host.state.chairs:
        host.tell(chair.guest, (line,), Stage.OVER, unasked=unasked)
        host.effects.append(Tell(LOBBY, CompanySought(chair.guest, back=True), Format.LOBBY))


def sit_down(host: Host, event: SatDown) -> None:
    """Somebody more sits there; when everybody does, the first card is laid.

    A taken seat and one beside somebody who blocked them sound the same.
    """
    guest = event.guest
    if host.state.course is Course.PROPOSED and host.chair(guest.member):
        # A block or a link may have come in between: nobody is told of whom.
        come_to_nothing(host) if _is_kept_apart(host, guest) else _accept(host, guest)
        return
    if host.state.course is not Course.LAID or _is_kept_apart(host, guest) or host.chair(guest.member):
        host.tell(guest, (host.line("table.full"),), Stage.OVER)
        return
    host.change(chairs=(*host.state.chairs, Chair(guest)))
    host.record(SeatTaken(guest.member))
    if len(host.state.chairs) < host.state.places:
        _is_early(host, guest)
        return
    host.record(InvitationOver(host.state.code))
    host.cancel(parting.UNJOINED)
    _begin(host)


COMINGS: Final = 2
"""So often somebody may sit down at a table and get up again before it begins."""


def _is_kept_apart(host: Host, guest: Guest) -> bool:
    """One of them has blocked another, or the guest sits there already by another account; or has come and gone so
    often that it would be a nuisance to whoever waits."""
    told = host.situation.told
    accounts = {row.id for rows in told.guests for row in rows if rows[0].id == guest.member} - {guest.member}
    if host.state.gone.count(guest.member) >= COMINGS:
        return True
    return told.blocked or any(chair.guest.member in accounts for chair in host.state.chairs)


def _begin(host: Host) -> None:
    """Everybody hears who else is there, and the first card is laid."""
    host.change(first=host.dice.throw(len(host.state.chairs)))
    host.record(MembersMet(tuple(chair.guest.member for chair in host.state.chairs)))
    chairs = host.state.chairs
    rules = host.line("table.rules.two" if len(chairs) == 2 else "table.rules")
    cards.lay_next(host, {chair.guest.member: (*_company(chair, chairs), rules) for chair in chairs})


def _is_early(host: Host, guest: Guest) -> None:
    """The others hear who came, and whoever came that more are awaited."""
    left = host.state.places - len(host.state.chairs)
    arrived = host.line("table.arrived", quotes=(name_of(guest),), where=guest.platform, left=left)
    seated = host.line("table.seated", left=left)
    for chair in host.state.chairs:
        host.tell(chair.guest, (seated if chair.guest == guest else arrived,), Stage.WAITING)


def _company(chair: Chair, chairs: tuple[Chair, ...]) -> tuple[Line, ...]:
    """Who else is there, and where they sit."""
    return tuple(
        Line("table.company", gaps=(("where", other.guest.platform),), quotes=(name_of(other.guest),))
        for other in chairs
        if other is not chair
    )
