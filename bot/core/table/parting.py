"""The end of an evening: a question to take along, and a yes that counts only when it is everybody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.core.table.host import Host, name_of, quote_of
from bot.core.tokens import COMMAND, NO_ROUND, token
from bot.model.ids import MemberId
from bot.model.line import Line, Option
from bot.model.message import Role
from bot.model.spans import DAY, WEEK
from bot.model.table import Chair, Course
from bot.model.tiding import Decided, Stage

SILENT: Final = "silent"
SILENT_AFTER: Final = WEEK
"""Milliseconds without a word from anybody after which a table ends."""
NUDGE: Final = "nudge"
UNJOINED: Final = "unjoined"
DECIDING: Final = 3 * DAY
CHECK_IN: Final = "check-in"
CHECK_IN_AFTER: Final = 3 * DAY
_NOBODY: Final[Mapping[MemberId, tuple[Line, ...]]] = {}


def wait_for_them(host: Host) -> None:
    """The table lasts for as long as somebody stirs."""
    host.set_timer(SILENT, SILENT_AFTER)


def part(host: Host, before: Mapping[MemberId, tuple[Line, ...]] = _NOBODY) -> None:
    """Everybody has a question of their own to take along, and says whether the others may hear from them.

    Not everybody in a community may be an adult: unless somebody has declared so who may, no contacts are passed on.
    """
    if not (host.situation.context.adults or host.situation.told.adults):
        _part_for_good(host, before)
        return
    closing = host.line("table.closing")
    along = host.line("closing.take-away", Role.ANEW)
    host.change(course=Course.PARTING, nth=host.state.nth + 1)
    options = (host.option("yes", "option.yes"), host.option("no", "option.no", quiet=True))
    for position, chair in enumerate(host.state.chairs):
        question, hear_again = take_away(host, position), _hear_again(host, chair)
        lines = (closing, along, question, hear_again) if question else (closing, hear_again)
        host.tell(chair.guest, (*before.get(chair.guest.member, ()), *lines), Stage.PARTING, options)
    host.set_timer(SILENT, DECIDING)


def _part_for_good(host: Host, before: Mapping[MemberId, tuple[Line, ...]]) -> None:
    closing, along = host.line("table.closing"), host.line("closing.take-away", Role.ANEW)
    host.change(course=Course.CLOSED)
    host.cancel(SILENT, NUDGE)
    good_night = host.line("table.no-contacts")
    for position, chair in enumerate(host.state.chairs):
        question = take_away(host, position)
        lines = (closing, along, question, good_night) if question else (closing, good_night)
        host.tell(chair.guest, (*before.get(chair.guest.member, ()), *lines), Stage.OVER)


def _hear_again(host: Host, chair: Chair) -> Line:
    """Whether the others may hear from them; where there is one other, by name."""
    others = [other for other in host.state.chairs if other is not chair]
    if len(others) == 1:
        return host.line("table.hear-again.two", Role.FOLLOW_UP, (name_of(others[0].guest),))
    return host.line("table.hear-again", Role.FOLLOW_UP)


def take_away(host: Host, position: int) -> Line | None:
    """A question of tonight's for somebody else, another one for each; else one that the deck has for everybody."""
    texts = host.shelf.texts
    paths = [f"@{question}/take-away" for question in host.state.evening.asked]
    paths = [path for path in paths if path in texts]
    if position < len(paths):
        return Line(paths[-1 - position], 0, Role.TAKE_AWAY)
    general = texts.get("@/take-aways", ())
    return Line("@/take-aways", position % len(general), Role.TAKE_AWAY) if general and general[0] else None


def decided(host: Host, event: Decided) -> None:
    """Nobody learns of a no: there is a yes only once it is everybody's who hears of it."""
    if host.state.course is not Course.PARTING:
        host.because("it has been decided")
        return
    host.change_chair(event.member, decided=event.yes, contact=event.said)
    if all(chair.decided is not None for chair in host.state.chairs):
        conclude(host)


def conclude(host: Host) -> None:
    """If everybody who is still there said yes, all read how to find one another; else nobody hears anything.

    One no keeps all contacts back: whoever read all but one would know whose it was.
    """
    willing = [chair for chair in host.state.chairs if chair.decided]
    host.change(course=Course.CLOSED)
    host.cancel(SILENT)
    if len(willing) < max(2, len(host.state.chairs)):
        return
    mutual = host.line("table.mutual.two" if len(willing) == 2 else "table.mutual")
    for chair in willing:
        host.grant(chair.contact)
    for chair in willing:
        contacts = [_contact(other) for other in willing if other is not chair]
        host.tell(chair.guest, (mutual, *contacts), Stage.OVER)
    host.change(mutual=tuple(chair.guest.member for chair in willing))
    host.set_timer(CHECK_IN, CHECK_IN_AFTER)


def _contact(chair: Chair) -> Line:
    quotes, gaps = quote_of(chair.contact)
    return Line("table.contact", 0, Role.SAID, tuple(gaps.items()), (name_of(chair.guest), *quotes))


def check_in(host: Host) -> None:
    """Whether they talked again; "not yet" is a fine answer."""
    asks = host.line("table.check-in", Role.FOLLOW_UP)
    options = (
        Option(token(NO_ROUND, 0, f"{COMMAND}told"), name="option.talked"),
        Option(token(NO_ROUND, 0, f"{COMMAND}not-yet"), name="option.not-yet"),
        Option(token(NO_ROUND, 0, f"{COMMAND}no"), name="option.no", quiet=True),
    )
    for chair in host.state.chairs:
        if chair.guest.member in host.state.mutual:
            host.tell(chair.guest, (asks,), Stage.CHECKING, options, unasked=True)
