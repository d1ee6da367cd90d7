"""A circle's way from its question to the answers."""

from __future__ import annotations

from typing import Final

from bot.core.circle import card, reveal
from bot.core.circle.host import Host
from bot.core.situation import Situation, Step
from bot.model.circle import Circle, Course
from bot.model.event import Event, TimerFired
from bot.model.situation import Needs
from bot.model.tiding import CircleCalled, CircleStopped, RevealWished, Voted

_NOTHING: Final = Needs()
_ANSWERED: Final = Needs(answered=True)
_TALLY: Final = Needs(tally=True)


def needs(state: Circle, event: Event) -> Needs:
    """How many have answered, where the card may say so; and what, where that is turned over."""
    match event:
        case Voted() | TimerFired(name=card.TALLY):
            return _ANSWERED
        case RevealWished() | TimerFired():
            return _TALLY
        case _:
            return _NOTHING


def step(state: Circle, event: Event, situation: Situation) -> Step[Circle]:
    """What the circle does about it. The same arguments always give the same step."""
    host = Host(state, situation)
    if isinstance(event, CircleCalled):
        _called(host, event)
    elif state.course is not Course.CALLED or not state.deck:
        host.because("the circle is over")
    elif situation.told.closed:
        reveal.end(host, "circle.stopped", stopped=True)
    else:
        _go_on(host, event)
    return host.finish()


def _called(host: Host, event: CircleCalled) -> None:
    if host.state.deck:
        host.because("it has been called already")
    else:
        card.lay(host, event)


def _go_on(host: Host, event: Event) -> None:
    match event:
        case Voted():
            card.one_more(host)
        case TimerFired(name=card.TALLY):
            card.count(host)
        case TimerFired(name=card.TIME) | TimerFired(name=card.SETTLED) | RevealWished():
            reveal.turn_over(host)
        case CircleStopped():
            reveal.end(host, "circle.stopped", stopped=True)
        case _:
            host.because("not for a circle")
