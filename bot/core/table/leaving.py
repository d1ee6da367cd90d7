"""Getting up, and falling silent: a table ends without a reproach."""

from __future__ import annotations

from typing import Final

from bot.core.table import cards, parting, seats
from bot.core.table.host import Host, name_of
from bot.model.effect import Tell
from bot.model.ids import MemberId
from bot.model.line import Line
from bot.model.message import Role
from bot.model.record import InvitationOver, MemberBlocked, SeatLeft, TableReported
from bot.model.table import REPORT_KEPT_DAYS, Chair, Course
from bot.model.tiding import GotUp, Leaving, NoticeGiven, Stage


def got_up(host: Host, event: GotUp) -> None:
    """Whoever stays hears that they left, and never why; a table for one is over."""
    chair = host.chair(event.member)
    if chair is None:
        return
    others = tuple(other for other in host.state.chairs if other is not chair)
    host.record(SeatLeft(event.member))
    if event.elsewhere:
        # Where they sat they do not know of it yet, and would go on answering cards.
        host.tell(chair.guest, (), Stage.OVER)
    if event.why in AGAINST:
        _never_again(host, event.member)
    host.change(chairs=others)
    if host.state.course is not Course.PROPOSED:
        host.change(gone=(*host.state.gone, event.member)[-MOST_GONE:])
    if event.why is Leaving.REPORTED:
        _report(host, event.member)
    elif host.state.course is Course.PROPOSED:
        seats.come_to_nothing(host)
    elif host.state.course is Course.LAID:
        _leave_before_it_began(host, chair)
    elif len(others) < 2:
        host.change(course=Course.CLOSED)
        _say_it_is_over(host, _farewell(host, chair))
    else:
        _go_on_without(host, chair)


AGAINST: Final = frozenset({Leaving.BLOCKED, Leaving.REPORTED})
MOST_GONE: Final = 12
"""So many of those who got up are remembered, the last ones."""
OVER: Final = frozenset({Course.CLOSED, Course.FROZEN})


def is_afterwards(host: Host, event: GotUp) -> bool:
    """Somebody who sat there blocks or reports when the table is over, or when they have got up already."""
    sits = host.chair(event.member) is not None
    return event.why in AGAINST and ((sits and host.state.course in OVER) or event.member in host.state.gone)


def afterwards(host: Host, event: GotUp) -> None:
    """It counts all the same: getting up first protects nobody."""
    _never_again(host, event.member)
    if event.why is Leaving.REPORTED:
        _report(host, event.member)


def _never_again(host: Host, member: MemberId) -> None:
    """None of the accounts of whoever sits or sat there sits with this member again, by whatever account."""
    accounts = {rows[0].id: [row.id for row in rows] for rows in host.situation.told.guests}
    here = [chair.guest.member for chair in host.state.chairs]
    for other in dict.fromkeys((*here, *host.state.gone)):
        if other != member:
            for mine in accounts.get(member, [member]):
                for theirs in accounts.get(other, [other]):
                    host.record(MemberBlocked(mine, theirs))


def _report(host: Host, member: MemberId) -> None:
    """What was said is kept, a moderator hears of it, and nothing more is carried."""
    host.record(TableReported(member))
    _tell_moderators(host)
    if host.state.course is Course.PROPOSED:
        seats.come_to_nothing(host)
    elif host.state.course not in OVER:
        host.record(InvitationOver(host.state.code))
        host.change(course=Course.FROZEN)
        _say_it_is_over(host, (host.line("table.closed"),))


def _tell_moderators(host: Host) -> None:
    """Those who look after the community hear that there is something to look at, and not what."""
    line = host.line("report.new", days=REPORT_KEPT_DAYS)
    for conversation in host.situation.told.moderators:
        host.effects.append(Tell(conversation, NoticeGiven((line,))))


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


def _say_it_is_over(host: Host, lines: tuple[Line, ...], unasked: bool = False) -> None:
    host.tell_all(lines, Stage.OVER, unasked=unasked)
    host.cancel(parting.SILENT, parting.NUDGE, parting.UNJOINED)


def _go_on_without(host: Host, chair: Chair) -> None:
    """The others stay; what they were waiting for may have been the one who left."""
    gone = host.line("table.left-others", quotes=(name_of(chair.guest),))
    host.tell_all((gone,))
    if host.state.course is Course.CARD and all(one.answer for one in host.state.chairs):
        cards.reveal(host)
    elif host.state.course is Course.PARTING and all(one.decided is not None for one in host.state.chairs):
        parting.conclude(host)


def _let_go_of_the_undecided(host: Host) -> None:
    """Whoever has said neither yes nor no gets up without a word: it was a no."""
    for chair in host.state.chairs:
        if chair.decided is None:
            host.tell(chair.guest, (), Stage.OVER, unasked=True)


def timer_fired(host: Host, name: str) -> None:
    """A nudge for whom the others wait for, once; an end for a table that fell silent; a question days later."""
    match name:
        case parting.NUDGE if host.state.course is Course.CARD and not host.state.nudged:
            host.change(nudged=True)
            for chair in host.state.chairs:
                if chair.answer is None:
                    host.tell(chair.guest, (host.line("table.nudge"),), unasked=True)
        case parting.SILENT if host.state.course is Course.PARTING:
            _let_go_of_the_undecided(host)
            parting.conclude(host)
        case parting.SILENT if host.state.course in (Course.CARD, Course.TALK):
            host.change(course=Course.CLOSED)
            _say_it_is_over(host, (host.line("table.silent"),), unasked=True)
        case parting.UNJOINED if host.state.course is Course.LAID:
            host.change(course=Course.CLOSED)
            host.record(InvitationOver(host.state.code))
            _say_it_is_over(host, (host.line("table.unjoined"),), unasked=True)
        case seats.PROPOSAL if host.state.course is Course.PROPOSED:
            host.change(chairs=tuple(chair for chair in host.state.chairs if chair.here))
            seats.come_to_nothing(host, unasked=True)
        case parting.CHECK_IN:
            parting.check_in(host)
        case _:
            host.because("the timer's reason is gone")
