"""Getting up, and falling silent: a table ends without a reproach."""

from __future__ import annotations

from bot.core.table import cards, parting, seats
from bot.core.table.host import Host, name_of
from bot.model.effect import Tell
from bot.model.format import Format
from bot.model.line import Line
from bot.model.lobby import LOBBY
from bot.model.message import Role
from bot.model.record import InvitationOver, MemberBlocked, SeatLeft, TableReported
from bot.model.table import Chair, Course
from bot.model.tiding import CompanySought, GotUp, Leaving, NoticeGiven, Stage


def got_up(host: Host, event: GotUp) -> None:
    """Whoever stays hears that they left, and never why; a table for one is over."""
    chair = host.chair(event.member)
    if chair is None:
        return
    others = tuple(other for other in host.state.chairs if other is not chair)
    host.record(SeatLeft(event.member))
    if event.why in (Leaving.BLOCKED, Leaving.REPORTED):
        for other in others:
            host.record(MemberBlocked(event.member, other.guest.member))
    host.change(chairs=others)
    if event.why is Leaving.REPORTED:
        host.record(TableReported(event.member))
        host.change(course=Course.FROZEN)
        _tell_moderators(host)
        _say_it_is_over(host, (host.line("table.closed"),))
    elif host.state.course is Course.PROPOSED:
        _come_to_nothing(host)
    elif host.state.course is Course.LAID:
        _leave_before_it_began(host, chair)
    elif len(others) < 2:
        host.change(course=Course.CLOSED)
        _say_it_is_over(host, _farewell(host, chair))
    else:
        _go_on_without(host, chair)


def _tell_moderators(host: Host) -> None:
    """Those who look after the community hear that there is something to look at, and not what."""
    line = host.line("report.new")
    for conversation in host.situation.told.moderators:
        host.effects.append(Tell(conversation, NoticeGiven((line,))))


def _come_to_nothing(host: Host) -> None:
    """A proposed table is off the table: whoever is left hears that it did not come together, and waits on."""
    host.change(course=Course.CLOSED)
    host.cancel(seats.PROPOSAL)
    line = host.line("lobby.not-together")
    for chair in host.state.chairs:
        host.tell(chair.guest, (line,), Stage.OVER)
        host.effects.append(Tell(LOBBY, CompanySought(chair.guest, back=True), Format.LOBBY))


def _leave_before_it_began(host: Host, chair: Chair) -> None:
    if host.state.chairs:
        host.tell_all((host.line("table.left-early", quotes=(name_of(chair.guest),)),), Stage.WAITING)
    else:
        host.record(InvitationOver(host.state.code))
        host.change(course=Course.CLOSED)
        host.cancel(parting.UNJOINED)


def _farewell(host: Host, chair: Chair) -> tuple[Line, ...]:
    lines = [host.line("table.left", quotes=(name_of(chair.guest),))]
    question = parting.take_away(host, 0)
    if question:
        lines += [host.line("closing.take-away", Role.ANEW), question]
    return tuple(lines)


def _say_it_is_over(host: Host, lines: tuple[Line, ...]) -> None:
    host.tell_all(lines, Stage.OVER)
    host.cancel(parting.SILENT, parting.NUDGE, parting.UNJOINED)


def _go_on_without(host: Host, chair: Chair) -> None:
    """The others stay; what they were waiting for may have been the one who left."""
    gone = host.line("table.left-others", quotes=(name_of(chair.guest),))
    host.tell_all((gone,))
    if host.state.course is Course.CARD and all(one.answer for one in host.state.chairs):
        cards.reveal(host)
    elif host.state.course is Course.PARTING and all(one.decided is not None for one in host.state.chairs):
        parting.conclude(host)


def timer_fired(host: Host, name: str) -> None:
    """A nudge for whom the others wait for, once; an end for a table that fell silent; a question days later."""
    match name:
        case parting.NUDGE if host.state.course is Course.CARD and not host.state.nudged:
            host.change(nudged=True)
            for chair in host.state.chairs:
                if chair.answer is None:
                    host.tell(chair.guest, (host.line("table.nudge"),))
        case parting.SILENT if host.state.course is Course.PARTING:
            parting.conclude(host)
        case parting.SILENT if host.state.course in (Course.CARD, Course.TALK):
            host.change(course=Course.CLOSED)
            _say_it_is_over(host, (host.line("table.silent"),))
        case parting.UNJOINED if host.state.course is Course.LAID:
            host.change(course=Course.CLOSED)
            host.record(InvitationOver(host.state.code))
            _say_it_is_over(host, (host.line("table.unjoined"),))
        case seats.PROPOSAL if host.state.course is Course.PROPOSED:
            host.change(chairs=tuple(chair for chair in host.state.chairs if chair.here))
            _come_to_nothing(host)
        case parting.CHECK_IN:
            parting.check_in(host)
        case _:
            host.because("the timer's reason is gone")
