"""The card of a circle: the question, how to answer it, and how many have; edited as they come in, never said again."""

from __future__ import annotations

from typing import Final

from bot.core.circle.host import Host
from bot.core.codes import spelled
from bot.core.tokens import VOTE, token
from bot.model.circle import Course
from bot.model.deck import Kind, Question
from bot.model.effect import Delivery, Edit, Say
from bot.model.figures import Happened
from bot.model.ids import RoundId
from bot.model.line import NAME, START, Gap, Line, Option
from bot.model.message import Role
from bot.model.record import CircleOpened, QuestionCounted
from bot.model.spans import DAY, HOUR, MINUTE
from bot.model.tiding import CircleCalled

CARD: Final = "card"
"""The slot of the card."""
TALLY: Final = "tally"
TIME: Final = "time"
SETTLED: Final = "settled"
OPEN_FOR: Final = DAY
"""Milliseconds after which the answers are turned over, however few they are."""
BETWEEN_EDITS: Final = 4_000
"""Milliseconds: in a group Telegram takes about 20 edits a minute, and others want to be heard there as well."""
EDIT_LIFE: Final = MINUTE
LAST_EDIT_LIFE: Final = HOUR
"""Milliseconds: that there is nothing to press any more is worth saying later too."""
ENOUGH: Final = 5
"""So many answers are worth turning over."""
SETTLES: Final = MINUTE
"""Milliseconds without another answer after which enough are all that come now."""
LONGEST: Final = 15 * MINUTE
"""Milliseconds for which enough wait for more."""


def lay(host: Host, event: CircleCalled) -> None:
    """The question stands in the group place, and whoever presses or replies is in."""
    host.change(deck=event.deck, deck_id=event.deck_id, question=event.question, code=event.code, by=event.by)
    host.change(called_in=event.called_in)
    host.change(opening=host.throw(_opening(host)))
    host.record(QuestionCounted(host.shelved.number, Happened.CIRCLED))
    host.record(CircleOpened(event.caller, host.shelved.number, event.deck_id, event.code))
    delivery = Delivery.PROMPT if event.until else Delivery.REPLY
    host.effects.append(Say(_lines(host, 0), _options(host), host.state.deck, delivery, expires=event.until, slot=CARD))
    host.change(edited_at=host.now)
    host.set_timer(TIME, host.now + OPEN_FOR)


def one_more(host: Host) -> None:
    """The card says so within a few seconds; once enough are in, and no more come, it is time to turn them over."""
    say_soon(host)
    if host.situation.told.answered < ENOUGH:
        return
    if not host.state.enough_at:
        host.change(enough_at=host.now)
    host.set_timer(SETTLED, min(host.now + SETTLES, host.state.enough_at + LONGEST))


def say_soon(host: Host) -> None:
    """The card says within a few seconds how many it is by then."""
    if not host.state.waiting:
        host.change(waiting=True)
        host.set_timer(TALLY, max(host.now, host.state.edited_at + BETWEEN_EDITS))


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
    _edit(host, (asked, host.line(moment, Role.ASIDE, n=answered)), (), LAST_EDIT_LIFE)


def _edit(host: Host, lines: tuple[Line, ...], options: tuple[Option, ...], life: int = EDIT_LIFE) -> None:
    host.effects.append(Edit(CARD, lines, options, host.state.deck, expires=host.now + life))


def _opening(host: Host) -> str:
    """It says whether somebody called it or it came by itself."""
    return "circle.today" if host.state.by else "circle.called"


def _question(host: Host) -> Line:
    """The question; a private one is to be taken along, so that nothing in the group offers to answer it."""
    role = Role.TAKE_AWAY if host.shelved.question.private else Role.QUESTION
    return Line(f"@{host.state.question}/text", 0, role)


def _lines(host: Host, answered: int) -> tuple[Line, ...]:
    """What the card says when so many have answered; but for that it is always the same."""
    question, operator = host.shelved.question, host.situation.context.operator
    lines = [Line(_opening(host), host.state.opening), _question(host)]
    if question.by:
        lines.append(Line("credit", 0, Role.ASIDE, quotes=(("name", question.by, NAME, NAME),)))
    scale = question.scale
    if question.kind is Kind.SCALE and scale and scale.low and scale.high:
        ends = (("first", scale.first), ("low", scale.low), ("last", scale.last), ("high", scale.high))
        lines.append(Line("scale.ends", 0, Role.ASIDE, ends))
    lines.append(Line(_how(question), 0, Role.ASIDE, (*_ways_in(host), ("operator", operator))))
    lines.append(Line("circle.so-far", 0, Role.ASIDE, (("n", answered),)))
    return tuple(lines)


def _how(question: Question) -> str:
    """The moment that says how it is answered."""
    if question.private:
        return "circle.how-private-words" if question.kind is Kind.OPEN else "circle.how-private"
    return "circle.how-open" if question.kind is Kind.OPEN else "circle.how-pressed"


def _ways_in(host: Host) -> tuple[tuple[str, Gap], ...]:
    """The code by which it is answered in private, and what a link to there has to carry."""
    code = host.state.code
    if not code:
        return ()
    return ("code", spelled(code)), (START, f"answer-{code}"), ("url", host.situation.context.url)


def _options(host: Host) -> tuple[Option, ...]:
    """What may be pressed, in the question's order; nothing where an answer is nobody else's to see."""
    shelved = host.shelved
    if shelved.question.private:
        return ()
    round_ = RoundId(host.id)
    return tuple(Option(token(round_, 0, VOTE + key), label) for key, label in shelved.kind.offer(shelved.question))
