"""Counting, inside the desk's transaction: what becomes of questions, what is done where, what members think of a
question.

Counters are collected with the turn's other rows and written by increments, a row for each question and thing that
happened in the batch. None of them knows whom it counted. Only ratings are rows of members, and go with them.
"""

from __future__ import annotations

import sqlite3

from bot.model.figures import Deed, Happened
from bot.model.ids import MemberId
from bot.model.record import DeedCounted, QuestionCounted, QuestionRated, TakenUp
from bot.model.spans import DAY
from bot.ports.address import room_of
from bot.ports.store import Seat
from bot.store.sqlite.collected import Collected


class Counting:
    """Counters and ratings."""

    def __init__(self, connection: sqlite3.Connection, rows: Collected) -> None:
        self._connection = connection
        self._rows = rows

    def count(self, record: QuestionCounted, now: int) -> None:
        """It happened once more today."""
        key = (now // DAY, record.question, record.what.value, record.length, record.wait)
        self._rows.askings[key] = self._rows.askings.get(key, 0) + 1

    def settle(
        self, seat: Seat, record: DeedCounted | TakenUp | QuestionRated, person: frozenset[MemberId], now: int
    ) -> None:
        """The record, made by whoever sits there, holds."""
        match record:
            case DeedCounted():
                self._deed(seat, record, now)
            case TakenUp():
                first = self._connection.execute(
                    "UPDATE circles SET taken_up = 1 WHERE circle = ? AND taken_up = 0", (record.circle,)
                )
                if first.rowcount:
                    self.count(QuestionCounted(record.question, Happened.REPLIED), now)
                    self._deed(seat, DeedCounted(Deed.REPLIED, record.deck), now)
            case QuestionRated():
                self._rate(seat.member.id, record, person, now)

    def _deed(self, seat: Seat, record: DeedCounted, now: int) -> None:
        key = (now // DAY, seat.platform, room_of(seat.address), record.deck, record.what.value)
        self._rows.deeds[key] = self._rows.deeds.get(key, 0) + 1

    def _rate(self, member: MemberId, record: QuestionRated, person: frozenset[MemberId], now: int) -> None:
        """One opinion for each person, by whichever account they said it last."""
        self._connection.executemany(
            "DELETE FROM ratings WHERE member = ? AND question = ?", [(one, record.question) for one in person]
        )
        self._connection.execute(
            "INSERT INTO ratings VALUES (?, ?, ?, ?)", (member, record.question, int(record.good), now)
        )
