"""Whose a sign under a message is, and which question was asked there: looked up when a sign comes, and only then.

Nothing is kept for it beforehand. Somebody's messages are walked back from the newest, as they are chained; the cards
of a group place's last circles are found by the place.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from bot.model.effect import Shown
from bot.model.event import Rating, Reacted
from bot.model.ids import Address, ConversationId, MemberId, Platform, QuestionNumber
from bot.model.message import Role
from bot.model.state import Phase, Solo
from bot.ports.adapter import Delivered
from bot.ports.address import room_of
from bot.ports.store import Seat
from bot.store.sqlite.circles import LOOKED_BACK as CIRCLES_BACK
from bot.store.sqlite.collected import Collected

LOOKED_BACK: Final = 200
"""So many of a conversation's newest messages a sign may stand under."""
UNDECIDED: Final = frozenset({Phase.NEW, Phase.GREETED})
ASKS: Final = frozenset({Role.QUESTION, Role.TAKE_AWAY})
_DECODE: Final = msgspec.json.Decoder(Shown).decode
_HERS: Final = """
    WITH RECURSIVE chain (id, previous, body, platform_id, depth) AS (
        SELECT id, previous, body, platform_id, 1 FROM outbox WHERE id = :newest
        UNION ALL SELECT o.id, o.previous, o.body, o.platform_id, depth + 1
        FROM outbox o JOIN chain ON o.id = chain.previous WHERE depth < :most)
    SELECT body FROM chain WHERE platform_id = :message"""
_CARD: Final = f"""
    SELECT o.body FROM (
        SELECT circle FROM circles WHERE platform = ? AND room = ? ORDER BY circle DESC LIMIT {CIRCLES_BACK}) c
    JOIN outbox o ON o.conversation = c.circle AND o.slot <> '' WHERE o.platform_id = ?"""


class Signs:
    """Signs under messages, inside the desk's transaction."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        rows: Collected,
        seat_of: Callable[[ConversationId], Seat | None],
        room_is_open: Callable[[Platform, Address], bool],
    ) -> None:
        self._connection = connection
        self._rows = rows
        self._seat_of = seat_of
        self._room_is_open = room_is_open

    def rated(self, delivered: Delivered, event: Reacted) -> tuple[ConversationId, QuestionNumber] | None:
        """A conversation of whoever put that sign, and the question under which they did; None for anything else."""
        member = self._member(delivered)
        seats = self._seats(member, delivered) if member else []
        if member is None or not seats:
            return None
        if event.rating is Rating.WITHDRAWN:
            row = self._connection.execute(MARKED, (member, event.mark)).fetchone()
            question = QuestionNumber(row[0]) if row else None
        else:
            question = self._asked(delivered, seats, event.message) if event.message else None
        return None if question is None else (seats[0].conversation, question)

    def _member(self, delivered: Delivered) -> MemberId | None:
        row = self._connection.execute(ACCOUNT, (delivered.platform, delivered.account)).fetchone()
        return MemberId(row[0]) if row else None

    def _seats(self, member: MemberId, delivered: Delivered) -> list[Seat]:
        """Their conversations, those that they talk in first; none where they have said yes, or answered, in none."""
        rows = self._connection.execute("SELECT id FROM conversations WHERE member = ? ORDER BY id", (member,))
        found = [seat for (id_,) in rows.fetchall() if (seat := self._seat_of(ConversationId(id_))) is not None]
        if not any(_is_in(seat) for seat in found):
            return []
        return sorted(found, key=lambda seat: (not _is_in(seat), not _is_at(seat, delivered)))

    def _asked(self, delivered: Delivered, seats: Sequence[Seat], message: str) -> QuestionNumber | None:
        """What was asked by that message: in a conversation of theirs at that place, or by a circle's card there."""
        self._rows.write_outbox()
        self._rows.write_marks()
        room = room_of(delivered.address)
        if room and not self._room_is_open(delivered.platform, room):
            return None
        execute = self._connection.execute
        for seat in seats:
            if _is_at(seat, delivered):
                which = {"newest": seat.last_message, "most": LOOKED_BACK, "message": message}
                if row := execute(_HERS, which).fetchone():
                    return self._question_in(row[0])
        row = execute(_CARD, (delivered.platform, room, message)).fetchone() if room else None
        return self._question_in(row[0]) if row else None

    def _question_in(self, body: bytes) -> QuestionNumber | None:
        """The question that the message asks; None for one that asks none."""
        shown = _DECODE(body)
        for line in shown.lines:
            if line.role in ASKS and line.name.startswith("@") and line.name.endswith(_TEXT):
                asked = line.name[1:].removesuffix(_TEXT)
                row = self._connection.execute(NUMBER, (shown.deck, asked)).fetchone()
                return QuestionNumber(row[0]) if row else None
        return None


_TEXT: Final = "/text"
ACCOUNT: Final = "SELECT member FROM accounts WHERE platform = ? AND address = ?"
MARKED: Final = "SELECT question FROM reactions WHERE member = ? AND mark = ?"
NUMBER: Final = "SELECT q.number FROM decks d JOIN questions q ON q.deck = d.deck WHERE d.hash = ? AND q.question = ?"


def _is_in(seat: Seat) -> bool:
    """They have said yes there, or answered a circle."""
    state = seat.state
    return isinstance(state, Solo) and (state.phase not in UNDECIDED or state.last is not None)


def _is_at(seat: Seat, delivered: Delivered) -> bool:
    """It takes place where the sign was put: in a group place, in whichever thread."""
    room = room_of(delivered.address)
    same = room_of(seat.address) == room if room else seat.address == delivered.address
    return same and seat.platform == delivered.platform
