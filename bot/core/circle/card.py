"""The card of a circle: the question, how to answer it, and how many have; edited as they come in, never said again."""

from __future__ import annotations

from typing import Final

from bot.core.circle.host import Host
from bot.core.codes import spelled
from bot.core.tokens import VOTE, token
from bot.model.circle import Course
from bot.model.deck import Kind
from bot.model.effect import Delivery, Edit, Say
from bot.model.figures import Happened
from bot.model.ids import RoundId
from bot.model.line import Line, Option
from bot.model.message import Role
from bot.model.record import CircleOpened, QuestionCounted
from bot.model.tiding import CircleCalled

CARD: Final = "card"
"""The slot of the card."""
TALLY: Final = "tally"
TIME: Final = "time"
SETTLED: Final = "settled"
OPEN_FOR: Final = 24 * 3_600_000
"""Milliseconds after which the answers are turned over, however few they are."""
BETWEEN_EDITS: Final = 4_000
"""Milliseconds: in a group Telegram takes about 20 edits a minute, and others want to be heard there as well."""
EDIT_LIFE: Final = 60_000
ENOUGH: Final = 5
"""So many answers are worth turning over."""
SETTLES: Final = 60_000
"""Milliseconds without another answer after which enough are all that come now."""
LONGEST: Final = 15 * 60_000
"""Milliseconds for which enough wait for more."""


def lay(host: Host, event: CircleCalled) -> None:
    """The question stands in the group place, and whoever presses or replies is in."""
    host.change(deck=event.deck, deck_id=event.deck_id, question=event.question, code=event.code, by=event.by)
    host.change(opening=host.throw(_opening(host)))
    host.record(QuestionCounted(host.shelved.number, Happened.CIRCLED))
    host.record(CircleOpened(event.caller, host.shelved.number, event.deck_id, event.code))
    delivery = Delivery.PROMPT if event.until else Delivery.REPLY
    host.effects.append(Say(_lines(host, 0), _options(host), host.state.deck, delivery, expires=event.until, slot=CARD))
    host.change(edited_at=host.now)
    host.set_timer(TIME, host.now + OPEN_FOR)


def one_more(host: Host) -> None:
    """The card says so within a few seconds; once enough are in, and no more come, it is time to turn them over."""
    if not host.state.waiting:
        host.change(waiting=True)
        host.set_timer(TALLY, max(host.now, host.state.edited_at + BETWEEN_EDITS))
    if host.situation.told.answered < ENOUGH:
        return
    if not host.state.enough_at:
        host.change(enough_at=host.now)
    host.set_timer(SETTLED, min(host.now + SETTLES, host.state.enough_at + LONGEST))


def count(host: Host) -> None:
    """The card says how many have answered."""
    host.change(waiting=False, edited_at=host.now)
    _edit(host, _lines(host, host.situation.told.answered), _options(host))


def put_away(host: Host, course: Course, moment: str, answered: int = 0) -> None:
    """The card says that it is over, and has nothing to press any more."""
    host.change(course=course, waiting=False)
    host.cancel(TALLY, TIME, SETTLED)
    # No longer a question to whatever shows it: there is nothing to answer any more.
    asked = Line(f"@{host.state.question}/text", 0, Role.ANEW)
    _edit(host, (asked, host.line(moment, Role.ASIDE, n=answered)), ())


def _edit(host: Host, lines: tuple[Line, ...], options: tuple[Option, ...]) -> None:
    host.effects.append(Edit(CARD, lines, options, host.state.deck, expires=host.now + EDIT_LIFE))


def _opening(host: Host) -> str:
    """It says whether somebody called it or it came by itself."""
    return "circle.today" if host.state.by else "circle.called"


def _question(host: Host) -> Line:
    return Line(f"@{host.state.question}/text", 0, Role.QUESTION)


def _lines(host: Host, answered: int) -> tuple[Line, ...]:
    """What the card says when so many have answered; but for that it is always the same."""
    question, operator = host.shelved.question, host.situation.context.operator
    lines = [Line(_opening(host), host.state.opening), _question(host)]
    scale = question.scale
    if question.kind is Kind.SCALE and scale and scale.low and scale.high:
        ends = (("first", scale.first), ("low", scale.low), ("last", scale.last), ("high", scale.high))
        lines.append(Line("scale.ends", 0, Role.ASIDE, ends))
    if host.state.code:
        lines.append(
            Line("circle.how-open", 0, Role.ASIDE, (("code", spelled(host.state.code)), ("operator", operator)))
        )
    else:
        lines.append(Line("circle.how-pressed", 0, Role.ASIDE, (("operator", operator),)))
    lines.append(Line("circle.so-far", 0, Role.ASIDE, (("n", answered),)))
    return tuple(lines)


def _options(host: Host) -> tuple[Option, ...]:
    """What may be pressed, in the question's order."""
    shelved = host.shelved
    round_ = RoundId(host.id)
    return tuple(Option(token(round_, 0, VOTE + key), label) for key, label in shelved.kind.offer(shelved.question))
