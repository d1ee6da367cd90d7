"""Looking at everybody at once: where a word for all may go, what became of it, and how much there is of everything."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from bot.model.ids import Address, ConversationId, EventId, MemberId, Platform
from bot.model.member import Member
from bot.model.state import Phase
from bot.ports.address import room_of
from bot.ports.views import ANNOUNCED, Announced, Figures, Place

_ALL: Final = """
    SELECT id, platform, address, member, last_event, state FROM conversations
    WHERE unreachable = 0 AND format = 'solo' ORDER BY id"""
_SAID: Final = """
    FROM outbox o JOIN conversations c ON c.id = o.conversation
    WHERE o.id > ? AND o.slot = ? AND coalesce(o.why, '') <> 'expired' AND coalesce(o.failure, '') <> 'auth'"""
_NEVER: Final = (1 << 63) - 1
_UNDECIDED: Final = frozenset({Phase.NEW, Phase.GREETED})
_DECODE_MEMBER: Final = msgspec.json.Decoder(Member).decode


class _Stands(msgspec.Struct):
    """Of a conversation's state what is asked here."""

    phase: Phase = Phase.NEW


_DECODE_STANDS: Final = msgspec.json.Decoder(_Stands).decode


def places(
    connection: sqlite3.Connection, slot: str, fleeting: Collection[Platform], since: EventId, now: int
) -> tuple[Place, ...]:
    """See `ports.views.Views.places`."""
    said = connection.execute(f"SELECT c.platform, c.address {_SAID}", (_first(connection, slot), slot))
    done = {_spot(platform, address) for platform, address in said}
    silent = _silent(connection, now)
    rooms = set(connection.execute("SELECT platform, address FROM rooms WHERE open = 1").fetchall())
    found = []
    for id_, platform, address, member, last_event, state in connection.execute(_ALL):
        spot = _spot(platform, address)
        if spot in done or member in silent or (platform in fleeting and last_event < since):
            continue
        in_room = bool(room_of(Address(address)))
        if spot not in rooms if in_room else _DECODE_STANDS(state).phase in _UNDECIDED:
            continue
        done.add(spot)
        found.append(Place(Platform(platform), ConversationId(id_)))
    return tuple(found)


def _spot(platform: str, address: str) -> tuple[str, str]:
    """What is one place to whoever reads there: a group place is one, however many speak in it."""
    return platform, room_of(Address(address)) or address


def _silent(connection: sqlite3.Connection, now: int) -> set[MemberId]:
    """Who wants nothing unasked, with all the members that are the same person: a stop in one chat holds in all."""
    quiet = set()
    for (body,) in connection.execute("SELECT body FROM members"):
        member = _DECODE_MEMBER(body)
        if member.stopped or member.paused_until > now:
            quiet.add(member.id)
    people: dict[int, list[int]] = {}
    for member_id, person in connection.execute("SELECT member, person FROM links"):
        people.setdefault(person, []).append(member_id)
    return quiet | {MemberId(one) for linked in people.values() if not quiet.isdisjoint(linked) for one in linked}


def announced(connection: sqlite3.Connection, slot: str) -> tuple[Announced, ...]:
    """See `ports.views.Views.announced`."""
    first = _first(connection, slot)
    counts = connection.execute(
        f"SELECT c.platform, o.state, count(*) {_SAID} GROUP BY c.platform, o.state ORDER BY 1, 2", (first, slot)
    ).fetchall()
    lost: dict[str, list[Address]] = {}
    for platform, address in connection.execute(
        f"SELECT c.platform, c.address {_SAID} AND o.state = 'unknown' ORDER BY o.id", (first, slot)
    ):
        lost.setdefault(platform, []).append(Address(address))
    return tuple(
        Announced(Platform(platform), state, count, tuple(lost.get(platform, ())) if state == "unknown" else ())
        for platform, state, count in counts
    )


def _first(connection: sqlite3.Connection, slot: str) -> int:
    row = connection.execute("SELECT value FROM meta WHERE name = ?", (ANNOUNCED + slot,)).fetchone()
    return int(row[0]) if row else _NEVER


def figures(connection: sqlite3.Connection, database: Path, since: EventId, now: int) -> Figures:
    """See `ports.views.Views.figures`."""

    def number(query: str, *given: int) -> int:
        found: int = connection.execute(query, given).fetchone()[0]
        return found

    return Figures(
        active=number("SELECT count(DISTINCT conversation) FROM events WHERE id >= ?", since),
        timers_due=number("SELECT count(*) FROM timers WHERE due <= ?", now),
        quarantined=number("SELECT count(*) FROM quarantine"),
        database_bytes=_size(database),
        log_bytes=_size(database.with_name(database.name + "-wal")),
    )


def _size(file: Path) -> int:
    with suppress(OSError):
        return file.stat().st_size
    return 0
