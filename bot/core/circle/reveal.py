"""The answers, turned over at once, and a word that hands the floor on.

How a circle split is what the place came for, and the card says so. Words are shown only of those who let them be read,
and nobody is named who does not mind being called on.
"""

from __future__ import annotations

from typing import Final

from bot.core.circle import card
from bot.core.circle.host import Host
from bot.core.hosting import Quote
from bot.model.circle import BESIDE, Course, Shared, Tally
from bot.model.deck import Kind
from bot.model.effect import Say, Tell
from bot.model.figures import Happened
from bot.model.ids import MemberId
from bot.model.line import NAME, Line
from bot.model.message import Role
from bot.model.record import CircleClosed, QuestionCounted
from bot.model.tiding import CircleEnded, NoticeGiven

REVEAL: Final = "reveal"
"""The slot of the answers: whoever replies to them replies to the circle."""
_NOTHING: Final = Tally()


def turn_over(host: Host) -> None:
    """What is in is shown in one new message; where nothing is, the circle ends without one."""
    tally = host.situation.told.tally or _NOTHING
    if not tally.answered:
        end(host, "circle.nobody")
        return
    is_open = host.shelved.question.kind is Kind.OPEN
    lines = _own_words(host, tally) if is_open else _split(host, tally)
    host.record(QuestionCounted(host.shelved.number, Happened.SHOWN))
    # First the answers: they wake a thread that has gone to sleep, in which nothing can be edited.
    host.effects.append(Say(tuple(lines), (), host.state.deck, slot=REVEAL))
    card.put_away(host, Course.REVEALED, "circle.turned-over", tally.answered)
    _close(host, tally.answered)


def end(host: Host, moment: str, stopped: bool = False) -> None:
    """Nothing more is said; only the card says that it is over."""
    card.put_away(host, Course.CLOSED, moment)
    _close(host, 0, stopped)


def lose(host: Host) -> None:
    """It ends where nothing can be said about it any more; whoever called it is told."""
    if host.state.called_in:
        host.effects.append(Tell(host.state.called_in, NoticeGiven((host.line("circle.lost"),))))
    if host.state.course is Course.CALLED:
        host.change(course=Course.CLOSED, waiting=False)
        host.cancel(card.TALLY, card.TIME, card.SETTLED)
        _close(host, 0, stopped=True)


def _close(host: Host, answered: int, stopped: bool = False) -> None:
    host.record(CircleClosed())
    if host.state.by:
        host.effects.append(Tell(host.state.by, CircleEnded(host.id, answered, stopped)))


# Choices


def _split(host: Host, tally: Tally) -> list[Line]:
    counts = dict(tally.counts)
    labels = dict(host.shelved.kind.offer(host.shelved.question))
    chosen = sorted((key for key in labels if counts.get(key, 0) > 0), key=lambda key: -counts[key])
    pairs = tuple((str(counts[key]), labels[key]) for key in chosen)
    lines = [host.line("circle.split", n=tally.answered, pairs=pairs, beside=counts.get(BESIDE, 0))]
    if host.shelved.question.private:
        # Not even whoever does not mind being called on: that was said of what they answer for all to see.
        lines.append(host.line("circle.floor-free", Role.ANEW))
    elif chosen:
        lines += _floor(host, tally, chosen, labels)
    return lines


def _floor(host: Host, tally: Tally, chosen: list[str], labels: dict[str, str]) -> list[Line]:
    """It goes to whoever is fewest: by name to one of them who does not mind, else to them all."""
    counts = dict(tally.counts)
    if len(chosen) == 1:
        # Nobody stands against them, so it is for everybody.
        return [host.line("circle.of-one-mind", Role.ANEW, label=labels[chosen[0]]), *_asks(host, chosen[0])]
    least = counts[chosen[-1]]
    fewest = [key for key in chosen if counts[key] == least]
    called = dict(tally.callable)
    willing = [key for key in fewest if key in called]
    key = (willing or fewest)[host.dice.throw(len(willing or fewest))]
    label = labels[key]
    if key in called:
        floor = host.line("circle.over-to", Role.ANEW, (_name(called[key]),), label=label)
    elif least == counts[chosen[0]]:
        floor = host.line("circle.even", Role.ANEW, label=label)
    else:
        floor = host.line("circle.over-to-all", Role.ANEW, label=label, n=least)
    return [floor, *_asks(host, key)]


def _asks(host: Host, key: str) -> list[Line]:
    """What the deck asks whoever chose so, where that quotes nobody."""
    path = f"@{host.state.question}/choice.{key}/ask"
    wordings = host.shelf.texts.get(path, ())
    return [Line(path, 0, Role.FOLLOW_UP)] if wordings and "{" not in wordings[0] else []


def _name(member: MemberId) -> Quote:
    return ("name", member, NAME, NAME)


# Own words


def _own_words(host: Host, tally: Tally) -> list[Line]:
    lines = [host.line("circle.words", n=tally.answered, shown=len(tally.shared))]
    lines += [_said(shared) for shared in tally.shared]
    called = next((shared for shared in tally.shared if shared.callable), None)
    if called and not host.shelved.question.private:
        quotes = (_name(called.member), ("said", called.words, 0, called.length))
        lines.append(host.line("circle.over-to-words", Role.FOLLOW_UP, quotes))
    elif tally.shared:
        lines.append(host.line("circle.pick-up", Role.FOLLOW_UP, shown=len(tally.shared)))
    return lines


def _said(shared: Shared) -> Line:
    return Line("circle.said", 0, Role.ITEM, quotes=(("said", shared.words, 0, shared.length),))
