"""What comes by itself, as it stands in the states of those who wished for it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec

from bot.model.calendar import Coming
from bot.model.daily import Daily
from bot.model.ids import Address, Platform
from bot.model.member import Member
from bot.model.rhythm import Rhythm

_TIMER: Final = "daily"
"""The timer of a member's conversation that has one (`core.solo.daily.DAILY`)."""
_PLACES: Final = """
    SELECT h.platform, h.room, c.state FROM hosted h JOIN conversations c ON c.id = h.daily
    WHERE h.daily > 0 ORDER BY h.platform, h.room"""
_MEMBERS: Final = """
    SELECT c.state, m.body FROM timers t JOIN conversations c ON c.id = t.conversation JOIN members m ON m.id = c.member
    WHERE t.name = ? AND c.format = 'solo' AND c.unreachable = 0"""


class _Has(msgspec.Struct):
    """Of a member's conversation what is asked here."""

    daily: Rhythm | None = None


_DECODE_PLACE: Final = msgspec.json.Decoder(Daily).decode
_DECODE_HAS: Final = msgspec.json.Decoder(_Has).decode
_DECODE_MEMBER: Final = msgspec.json.Decoder(Member).decode


def coming(connection: sqlite3.Connection) -> Iterator[Coming]:
    """Group places one by one; members who have the same rhythm together, and without what tells them apart."""
    for platform, room, state in connection.execute(_PLACES):
        daily = _DECODE_PLACE(state)
        if daily.rhythm is not None:
            yield Coming(daily.rhythm, Platform(platform), Address(room), daily.paused_until)
    alike: Counter[tuple[Rhythm, int]] = Counter()
    for state, body in connection.execute(_MEMBERS, (_TIMER,)):
        rhythm, member = _DECODE_HAS(state).daily, _DECODE_MEMBER(body)
        if rhythm is not None and not (member.stopped or rhythm.off or rhythm.hushed):
            schedule = rhythm.schedule
            if schedule.weeks <= 1:
                schedule = msgspec.structs.replace(schedule, since="")
            alike[Rhythm(schedule), member.paused_until] += 1
    for (rhythm, paused), members in alike.items():
        yield Coming(rhythm, paused_until=paused, members=members)
