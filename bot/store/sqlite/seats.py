"""Who sits where: the conversation at a place, its member, and strangers who become members.

Seats stay in memory between turns, since one process owns the file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

import msgspec

from bot.model.actor import FORMAT_OF, NOBODY, State
from bot.model.format import Format
from bot.model.ids import HOME, AccountId, Address, ConversationId, EventId, MemberId, MessageId, PlaceId, Platform
from bot.model.member import Member
from bot.model.state import Solo
from bot.ports.adapter import Delivered
from bot.ports.address import room_of, within
from bot.ports.store import NO_CORNER, Conflict, Seat
from bot.store.sqlite.collected import ENCODE, Collected
from bot.store.sqlite.memory import Memory

DECODE_STATE: Final[dict[Format, Callable[[bytes], State]]] = {
    format_: msgspec.json.Decoder(kind).decode for kind, format_ in FORMAT_OF.items()
}
DECODE_MEMBER: Final = msgspec.json.Decoder(Member).decode

_SEAT: Final = """
    SELECT c.id, c.member, c.account, c.place, c.platform, c.address, c.last_event, c.last_message, c.state, m.body,
    m.version, c.unreachable, c.format
    FROM conversations c LEFT JOIN members m ON m.id = c.member WHERE c.id = ?"""
AT_A_PLACE: Final = frozenset({Format.CIRCLE, Format.DAILY})
"""Formats of conversations that begin where the teller is."""


class Seats:
    """The seats of one desk."""

    def __init__(self, connection: sqlite3.Connection, memory: Memory, rows: Collected) -> None:
        self._connection = connection
        self._memory = memory
        self._rows = rows

    def at(self, delivered: Delivered, now: int) -> Seat:
        """Whoever speaks at that place, by the name that they go by now; a stranger is made a member."""
        seat = self._memory.seats.get((delivered.platform, delivered.address))
        if seat is None:
            row = self._connection.execute(
                "SELECT conversation FROM places WHERE platform = ? AND address = ?",
                (delivered.platform, delivered.address),
            ).fetchone()
            seat = self.of(ConversationId(row[0])) if row else self._make_seat(delivered, now)
        else:
            self._sit(seat)
        if seat is None:
            raise LookupError(f"the place of conversation {row[0]} has no conversation")
        if delivered.name and seat.member.name != delivered.name:
            self.change(seat, msgspec.structs.replace(seat.member, name=delivered.name))
        return seat

    def of(self, conversation: ConversationId) -> Seat | None:
        """The conversation of that id; None where there is none."""
        seat = self._memory.by_conversation.get(conversation)
        if seat is not None:
            return self._sit(seat)
        row = self._connection.execute(_SEAT, (conversation,)).fetchone()
        if row is None:
            return None
        member = (
            (self._rows.members.get(row[1]) or self._memory.members.get(row[1]) or DECODE_MEMBER(row[9]))
            if row[1]
            else NOBODY
        )
        seat = Seat(
            platform=Platform(row[4]),
            address=Address(row[5]),
            place=PlaceId(row[3]),
            account=AccountId(row[2]),
            conversation=ConversationId(row[0]),
            member=member,
            state=DECODE_STATE[Format(row[12])](row[8]),
            last_event=EventId(row[6]),
            last_message=MessageId(row[7]),
            unreachable=bool(row[11]),
        )
        self._memory.keep(seat)
        return seat

    def found(
        self,
        conversation: ConversationId,
        format_: Format,
        teller: Seat | None,
        now: int,
        corner: Address = NO_CORNER,
    ) -> Seat:
        """A conversation that is nobody's own begins: see `ports.store.Desk.found`."""
        begun = DECODE_STATE[format_](b"{}")
        platform, address = Platform(""), Address("")
        if teller is not None and format_ in AT_A_PLACE:
            # What comes by itself calls its circles in its own corner.
            beside = teller.address if not teller.member.id else within(room_of(teller.address), "")
            platform, address = teller.platform, corner or beside
        self._connection.execute(
            "INSERT INTO conversations VALUES (?, ?, ?, 0, 0, 0, ?, ?, 0, 0, ?, 0)",
            (conversation, HOME, format_.value, platform, address, ENCODE(begun)),
        )
        nowhere, nobody = PlaceId(0), AccountId(0)
        seat = Seat(platform, address, nowhere, nobody, conversation, NOBODY, begun, EventId(0), MessageId(0))
        self._memory.keep(seat)
        return seat

    def _sit(self, seat: Seat) -> Seat:
        """The seat, with its member as they are since they spoke elsewhere."""
        seat.member = self._memory.members[seat.member.id]
        return self._memory.used(seat)

    def _make_seat(self, delivered: Delivered, now: int) -> Seat:
        """A new place has a conversation of its own; a stranger becomes a member as well, with the same number."""
        id_ = self._memory.mint(now)
        account, member = self._account(delivered) or self._make_account(delivered, id_, now)
        begun, place, id_of = Solo(), PlaceId(id_), ConversationId(id_)
        where = delivered.platform, delivered.address
        seat = Seat(*where, place, account, id_of, member, begun, EventId(0), MessageId(0))
        execute = self._connection.execute
        execute("INSERT INTO places VALUES (?, ?, ?, ?, ?)", (seat.platform, seat.address, id_, account, id_))
        execute(
            "INSERT INTO conversations VALUES (?, ?, 'solo', ?, ?, ?, ?, ?, 0, 0, ?, 0)",
            (id_, HOME, member.id, account, id_, seat.platform, seat.address, ENCODE(seat.state)),
        )
        self._memory.keep(seat)
        self._rows.changed[seat.conversation] = seat
        return seat

    def _account(self, delivered: Delivered) -> tuple[AccountId, Member] | None:
        row = self._connection.execute(
            "SELECT id, member FROM accounts WHERE platform = ? AND address = ?",
            (delivered.platform, delivered.account),
        ).fetchone()
        return (AccountId(row[0]), self.member(MemberId(row[1]))) if row else None

    def _make_account(self, delivered: Delivered, id_: int, now: int) -> tuple[AccountId, Member]:
        member = Member(id=MemberId(id_), last_seen=now, name=delivered.name)
        execute = self._connection.execute
        execute("INSERT INTO members VALUES (?, ?, 0, ?, ?)", (id_, HOME, now, ENCODE(member)))
        execute("INSERT INTO accounts VALUES (?, ?, ?, ?)", (id_, delivered.platform, delivered.account, id_))
        return AccountId(id_), member

    def member(self, id_: MemberId) -> Member:
        """The member's row as it stands at this desk."""
        known = self._rows.members.get(id_) or self._memory.members.get(id_)
        if known is not None:
            return known
        row = self._connection.execute("SELECT body FROM members WHERE id = ?", (id_,)).fetchone()
        return DECODE_MEMBER(row[0]) if row else Member(id=id_)

    def change(self, seat: Seat, member: Member) -> None:
        """The member's row is so from now on. Raises `Conflict` where it was changed in between."""
        current = self.member(member.id)
        if member.version != current.version:
            raise Conflict(f"member {member.id} is at version {current.version}, not {member.version}")
        changed = msgspec.structs.replace(member, version=member.version + 1)
        self._rows.members[member.id] = changed
        if member.id in self._memory.members:
            self._memory.members[member.id] = changed
        if member.id == seat.member.id:
            seat.member = changed
