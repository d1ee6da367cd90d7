"""Who is the same person, and which group places are open: small tables, kept in memory and written at once."""

from __future__ import annotations

import sqlite3
from typing import Final

from bot.model.ids import Address, MemberId, Platform
from bot.model.record import AccountsLinked, AccountUnlinked, LinkOffered
from bot.model.situation import Offer
from bot.model.spans import MINUTE
from bot.ports.address import room_of
from bot.ports.store import Conflict, Seat
from bot.store.sqlite.memory import Memory

LONGEST_CODE: Final = 20 * MINUTE
"""Milliseconds before a new code's end by which an older one is over for certain."""


class People:
    """Links, codes and rooms, inside the desk's transaction."""

    def __init__(self, connection: sqlite3.Connection, memory: Memory) -> None:
        self._connection = connection
        self._memory = memory

    def person_of(self, member: MemberId) -> frozenset[MemberId]:
        """All members that are this person."""
        if self._memory.links is None:
            self._memory.links = _read_links(self._connection)
        return self._memory.links.get(member) or frozenset((member,))

    def offered(self, code: str, member: MemberId, now: int) -> Offer | None:
        """Whose code that is, as `member` may know it."""
        row = self._connection.execute("SELECT member FROM codes WHERE code = ? AND until > ?", (code, now)).fetchone()
        if row is None:
            return None
        theirs, mine = self.person_of(MemberId(row[0])), self.person_of(member)
        platforms = [
            str(platform)
            for id_ in sorted(theirs | mine)
            for (platform,) in self._connection.execute("SELECT platform FROM accounts WHERE member = ?", (id_,))
        ]
        return Offer(code, MemberId(row[0]), tuple(dict.fromkeys(platforms)), mine=row[0] in mine)

    def link(self, mine: MemberId, record: LinkOffered | AccountsLinked | AccountUnlinked) -> None:
        """The record holds for the member `mine`. Raises `Conflict` for a code that is gone."""
        match record:
            case LinkOffered():
                self._offer(mine, record.code, record.until)
            case AccountsLinked():
                self._join(mine, record.code)
            case AccountUnlinked():
                self._part(mine)
        self._memory.links = None

    def _offer(self, mine: MemberId, code: str, until: int) -> None:
        over = until - LONGEST_CODE
        self._connection.execute("DELETE FROM codes WHERE member = ? OR until < ?", (mine, over))
        self._connection.execute("INSERT OR REPLACE INTO codes VALUES (?, ?, ?)", (code, mine, until))

    def _join(self, mine: MemberId, code: str) -> None:
        row = self._connection.execute("DELETE FROM codes WHERE code = ? RETURNING member", (code,)).fetchone()
        if row is None:
            raise Conflict("the code was used in between")
        self._be_one(self.person_of(mine) | self.person_of(MemberId(row[0])))

    def _part(self, mine: MemberId) -> None:
        left = self.person_of(mine) - {mine}
        gone = [mine] if len(left) > 1 else [mine, *left]
        self._connection.executemany("DELETE FROM links WHERE member = ?", [(id_,) for id_ in gone])
        if len(left) > 1:
            self._be_one(left)

    def _be_one(self, members: frozenset[MemberId]) -> None:
        rows = [(member, min(members)) for member in members]
        self._connection.executemany("INSERT OR REPLACE INTO links VALUES (?, ?)", rows)

    def room_is_open(self, platform: Platform, room: Address) -> bool:
        """Somebody who may has opened that group place to the bot."""
        known = self._memory.rooms.get((platform, room))
        if known is None:
            row = self._connection.execute(
                "SELECT open FROM rooms WHERE platform = ? AND address = ?", (platform, room)
            ).fetchone()
            known = self._memory.rooms[platform, room] = bool(row and row[0])
        return known

    def open_room(self, seat: Seat, is_open: bool, now: int) -> None:
        """The room that the seat is in is open to the bot, or closed."""
        room = room_of(seat.address)
        self._connection.execute(
            "INSERT OR REPLACE INTO rooms VALUES (?, ?, ?, ?, ?)",
            (seat.platform, room, int(is_open), seat.member.id, now),
        )
        self._memory.rooms[seat.platform, room] = is_open


def _read_links(connection: sqlite3.Connection) -> dict[MemberId, frozenset[MemberId]]:
    """For each linked member all members that are the same person."""
    people: dict[int, set[MemberId]] = {}
    for member, person in connection.execute("SELECT member, person FROM links"):
        people.setdefault(person, set()).add(MemberId(member))
    return {member: frozenset(all_of_them) for all_of_them in people.values() for member in all_of_them}
