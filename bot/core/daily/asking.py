"""When the time has come: what is owed is claimed, and asked if it may be.

A date is claimed in the step that asks, and the step is one transaction with its circle. What is claimed in quiet hours
waits for their end; what is claimed in a pause, or where circles are not wanted, goes by.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from bot.core import rhythm
from bot.core.called import call, pick_for
from bot.core.daily import telling
from bot.core.daily.host import DAILY, Host
from bot.core.hours import next_quiet, quiet_until
from bot.core.selection import Pick
from bot.model.effect import Tell
from bot.model.format import Format
from bot.model.ids import ConversationId, MemberId
from bot.model.rhythm import Rhythm
from bot.model.tiding import CircleEnded, RevealWished

A_MOMENT: Final = 1_000
"""Milliseconds between yesterday's answers and today's question."""
_NOBODY: Final = MemberId(0)
_NO_CIRCLE: Final = ConversationId(0)


def fire(host: Host) -> None:
    """What is owed is asked, put off, or let go by; the timer is set for the next."""
    kept = host.state.rhythm
    if kept is None or not rhythm.is_on(kept):
        host.because("the timer's reason is gone")
        return
    owed = rhythm.claimed(kept, host.zone, host.now)
    done = replace(owed, owed=False)
    if not owed.owed:
        host.keep(owed)
    elif host.situation.told.closed or host.paused or not host.room.wanted:
        host.because(f"{owed.served} goes by: closed, paused, or no circles wanted")
        host.keep(done)
    elif until := quiet_until(host.now, host.zone, host.quiet):
        host.because(f"{owed.served} waits for the end of the quiet hours")
        _wait(host, owed, until)
    elif host.state.circle:
        # Yesterday's answers first; how many there were comes back with them.
        host.effects.append(Tell(host.state.circle, RevealWished()))
        host.change(circle=_NO_CIRCLE)
        _wait(host, owed, host.now + A_MOMENT)
    elif owed.unanswered >= rhythm.PATIENCE:
        host.change(rhythm=replace(done, hushed=True))
        host.say("place.last")
    else:
        _ask(host, done)


def _wait(host: Host, owed: Rhythm, until: int) -> None:
    host.change(rhythm=owed)
    host.set_timer(DAILY, until)


def _ask(host: Host, kept: Rhythm) -> None:
    for card in telling.cards(host):
        pick = pick_for(host.room, host.situation.library[card.hash], host.dice)
        if isinstance(pick, Pick):
            break
    else:
        host.change(rhythm=rhythm.ended(kept))
        host.say("place.used-up")
        return
    circle = ConversationId(host.situation.event)
    called = replace(
        call(pick, card, _NOBODY, host.situation.told.chance),
        by=host.id,
        until=next_quiet(host.now, host.zone, host.quiet),
    )
    host.because(f"{kept.served}: {pick.shelved.question.id}, {pick.why}")
    host.effects.append(Tell(circle, called, Format.CIRCLE))
    host.change(circle=circle)
    host.keep(kept)


def ended(host: Host, event: CircleEnded) -> None:
    """One that nobody took up was ignored; any answer ends the row."""
    if host.state.circle == event.circle:
        host.change(circle=_NO_CIRCLE)
    if (kept := host.state.rhythm) and not event.stopped:
        host.change(rhythm=replace(kept, unanswered=0 if event.answered else kept.unanswered + 1))
