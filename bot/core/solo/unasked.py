"""What nobody asked for, and when it may be said: not in the member's quiet hours.

This is decided here, before anything is said or changed; and once more when a message is sent, which may be later.
"""

from __future__ import annotations

from bot.core.draft import Draft
from bot.core.hours import quiet_of, quiet_until
from bot.model.effect import SetTimer


def put_off(draft: Draft, timer: str) -> bool:
    """In quiet hours the timer waits for their end, and nothing else is to happen now; False at any other time."""
    zone = draft.situation.told.zone
    until = quiet_until(draft.now, zone, quiet_of(draft.member)) if zone else 0
    if until:
        draft.because("quiet hours: it waits for their end")
        draft.do(SetTimer(timer, until))
        draft.visit = False
    return bool(until)
