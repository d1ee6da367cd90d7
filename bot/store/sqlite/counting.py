"""Counting, inside the desk's transaction: what becomes of questions, what is done where, what members think of a
question.

Counters are collected with the turn's other rows and written by increments, a row for each question and thing that
happened in the batch. None of them knows whom it counted. Only ratings are rows of members, and go with them.
"""

from __future__ import annotations

import sqlite3

from bot.model.figures import Deed, Happened
from bot.model.ids import MemberId, QuestionNumber
from bot.model.record import DeedCounted, QuestionCounted, QuestionRated, RatingWithdrawn, TakenUp
from bot.model.spans import DAY
from bot.ports.address import room_of
from bot.ports.store import Seat
from bot.store.sqlite.collected import Collected

Record = DeedCounted | TakenUp | QuestionRated | RatingWithdrawn


class Counting:
    """Counters and ratings."""

    def __init__(self, connection: sqlite3.Connection, rows: Collected) -> None:
        self._connection = connection
        self._rows = rows

    def count(self, record: QuestionCounted, now: int) -> None:
        """It happened once more today."""
        key = (now // DAY, record.question, record.what.value, record.length, record.wait)
        self._rows.askings[key] = self._rows.askings.get(key, 0) + 1

    def settle(self, seat: Seat, record: Record, person: frozenset[MemberId], now: int) -> None:
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
                self._note_sign(seat.member.id, record, person)
                self._rate(seat.member.id, record.question, record.good, person, now)
            case RatingWithdrawn():
                self._withdraw(seat.member.id, record, person, now)

    def _deed(self, seat: Seat, record: DeedCounted, now: int) -> None:
        key = (now // DAY, seat.platform, room_of(seat.address), record.deck, record.what.value)
        self._rows.deeds[key] = self._rows.deeds.get(key, 0) + 1

    def _rate(
        self, member: MemberId, question: QuestionNumber, good: bool, person: frozenset[MemberId], now: int
    ) -> None:
        """One opinion for each person, by whichever account they said it last."""
        self._forget_rating(question, person)
        self._connection.execute("INSERT INTO ratings VALUES (?, ?, ?, ?)", (member, question, int(good), now))

    def _forget_rating(self, question: QuestionNumber, person: frozenset[MemberId]) -> None:
        self._connection.executemany(
            "DELETE FROM ratings WHERE member = ? AND question = ?", [(one, question) for one in person]
        )

    def _note_sign(self, member: MemberId, record: QuestionRated, person: frozenset[MemberId]) -> None:
        """It is the newest of the member's signs; what is said in words outlives whatever was a sign before."""
        if record.mark:
            self._connection.execute(
                "INSERT OR REPLACE INTO reactions (member, mark, question, good) VALUES (?, ?, ?, ?)",
                (member, record.mark, record.question, int(record.good)),
            )
            return
        self._connection.executemany(
            "DELETE FROM reactions WHERE member = ? AND question = ?", [(one, record.question) for one in person]
        )

    def _withdraw(self, member: MemberId, record: RatingWithdrawn, person: frozenset[MemberId], now: int) -> None:
        """The newest sign that is left says what this person thinks; without one nothing does."""
        self._connection.execute("DELETE FROM reactions WHERE member = ? AND mark = ?", (member, record.mark))
        left = [
            row
            for one in person
            for row in self._connection.execute(
                "SELECT id, member, good FROM reactions WHERE member = ? AND question = ?", (one, record.question)
            )
        ]
        if left:
            _id, whose, good = max(left)
            self._rate(MemberId(whose), record.question, bool(good), person, now)
        else:
            self._forget_rating(record.question, person)
