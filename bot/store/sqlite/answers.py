"""Answers as they are given, shared and taken back; and how many members gave which."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

from bot.model.ids import MemberId, QuestionNumber, RoundId, WordsId
from bot.model.record import AnswerGiven, AnswerShared, AnswerWithdrawn
from bot.model.situation import NO_QUOTE, Dossier
from bot.ports.store import Seat
from bot.store.sqlite.collected import Collected
from bot.store.sqlite.memory import Memory

_CHAIN: Final = """
    WITH RECURSIVE chain (id, previous) AS (
        SELECT e.id, e.previous FROM events e JOIN conversations c ON e.id = c.last_event WHERE c.member = ?
        UNION ALL SELECT e.id, e.previous FROM events e JOIN chain ON e.id = chain.previous)
    SELECT a.words, a.shared, a.at, a.part FROM chain JOIN answers a ON a.round = chain.id WHERE a.member = ?"""
_ENCLOSURES: Final = "SELECT count(*) FROM enclosures WHERE account IN (SELECT id FROM accounts WHERE member = ?)"
RECENT: Final = 5


class Answers:
    """Everybody's answers and their counts, inside the desk's transaction. The counts stay in memory between turns."""

    def __init__(self, connection: sqlite3.Connection, memory: Memory, rows: Collected) -> None:
        self._connection = connection
        self._memory = memory
        self._rows = rows

    def counts(self, question: QuestionNumber) -> tuple[tuple[str, int], ...]:
        """Members by key of their answer."""
        return tuple(self._counts_of(question).items())

    def _counts_of(self, question: QuestionNumber) -> dict[str, int]:
        counts = self._memory.counts.get(question)
        if counts is None:
            rows = self._connection.execute("SELECT key, n FROM tallies WHERE question = ? AND n > 0", (question,))
            counts = self._memory.counts[question] = dict(rows.fetchall())
        return counts

    def quote(self, question: QuestionNumber, not_by: MemberId, chance: int) -> tuple[WordsId, int]:
        """Words that another member shared in answer to it, and their length."""
        if question not in self._shared_questions():
            return NO_QUOTE
        # Of this very batch, too: both an answer and its words may still be waiting to be written.
        self._rows.write_answers()
        self._rows.write_words()
        rows = self._connection.execute(
            "SELECT a.words, length(w.text) FROM answers a JOIN words w ON w.id = a.words"
            " WHERE a.question = ? AND a.shared = 1 AND a.member <> ? AND length(w.text) <= 140 ORDER BY a.round "
            "DESC LIMIT 20",
            (question, not_by),
        ).fetchall()
        if not rows:
            return NO_QUOTE
        words, length = rows[chance % len(rows)]
        return WordsId(words), length

    def _shared_questions(self) -> set[int]:
        """So that the usual answer, whose question nobody shared anything for, costs no query."""
        if self._memory.shared is None:
            rows = self._connection.execute("SELECT DISTINCT question FROM answers WHERE shared = 1")
            self._memory.shared = {row[0] for row in rows}
        return self._memory.shared

    def give(self, member: MemberId, record: AnswerGiven, now: int) -> None:
        """The answer stands, in place of an earlier one to the same round."""
        key = (record.round, member, record.part)
        if record.part == 0:
            self._uncount(record.round, member)
        self._rows.answers[key] = (
            record.round, member, record.part, record.question, record.branch, record.key, record.words,
            int(record.counts), 0, now,
        )  # fmt: skip
        if record.counts:
            self._tally(record.question, record.key, 1)

    def _uncount(self, round_: RoundId, member: MemberId) -> None:
        """An earlier answer of the same round no longer stands in the counts."""
        mine = self._rows.answers.get((round_, member, 0))
        if mine is None:
            row = self._connection.execute(
                "SELECT question, key, counts FROM answers WHERE round = ? AND member = ? AND part = 0",
                (round_, member),
            ).fetchone()
        else:
            row = (mine[3], mine[5], mine[7])
        if row and row[2]:
            self._tally(QuestionNumber(row[0]), row[1], -1)

    def _tally(self, question: QuestionNumber, key: str, by: int) -> None:
        counts = self._counts_of(question)
        counts[key] = counts.get(key, 0) + by
        if counts[key] <= 0:
            del counts[key]
        self._rows.tallies[question, key] = self._rows.tallies.get((question, key), 0) + by

    def share(self, member: MemberId, record: AnswerShared) -> None:
        """Others may read it, or may not any more."""
        self._rows.write_answers()
        self._connection.execute(
            "UPDATE answers SET shared = ? WHERE round = ? AND member = ? AND part = 0 AND ? IN (0, words)",
            (int(record.shared), record.round, member, record.words),
        )
        self._memory.shared = None

    def erase(self, seat: Seat, words: Sequence[WordsId]) -> None:
        """What was typed there under these ids is gone, and its events say so."""
        self._rows.write_events()
        self._rows.write_words()
        many = self._connection.executemany
        many(
            "UPDATE events SET outcome = 'erased', body = X'7B7D', told = NULL WHERE id = ? AND conversation = ?",
            [(id_, seat.conversation) for id_ in words],
        )
        many("DELETE FROM words WHERE id = ? AND account = ?", [(id_, seat.account) for id_ in words])

    def withdraw(self, member: MemberId, record: AnswerWithdrawn) -> None:
        """It is gone, with its words and its counts."""
        self._uncount(record.round, member)
        self._rows.write_events()
        self._rows.write_answers()
        self._rows.write_words()
        mine = (record.round, member)
        # Without its words an event cannot be stepped again: a replay has to know that they were taken back.
        self._connection.execute(
            "UPDATE events SET outcome = 'erased', body = X'7B7D', told = NULL"
            " WHERE id IN (SELECT words FROM answers WHERE round = ? AND member = ? AND words > 0)",
            mine,
        )
        for table in ("words", "enclosures"):
            self._connection.execute(
                f"DELETE FROM {table} WHERE id IN (SELECT words FROM answers WHERE round = ? AND member = ?)", mine
            )
        self._connection.execute("DELETE FROM answers WHERE round = ? AND member = ?", mine)
        self._memory.shared = None

    def dossier(self, person: Sequence[MemberId]) -> Dossier:
        """What is kept about somebody who is all of these members; everything collected has been written."""
        rows = [row for member in person for row in self._connection.execute(_CHAIN, (member, member))]
        first_parts = [row for row in rows if row[3] == 0]
        recent = []
        for words, _shared, _at, _part in sorted((row for row in rows if row[0]), key=lambda row: -row[2])[:RECENT]:
            found = self._connection.execute("SELECT length(text) FROM words WHERE id = ?", (words,)).fetchone()
            if found:
                recent.append((WordsId(words), int(found[0])))
        return Dossier(
            answers=len(first_parts),
            shared=sum(1 for row in first_parts if row[1]),
            first_at=min((row[2] for row in rows), default=0),
            accounts=len(person),
            recent=tuple(recent),
            enclosures=sum(self._connection.execute(_ENCLOSURES, (member,)).fetchone()[0] for member in person),
            rated=sum(self._rated(member) for member in person),
        )

    def _rated(self, member: MemberId) -> int:
        found = self._connection.execute("SELECT count(*) FROM ratings WHERE member = ?", (member,)).fetchone()
        return int(found[0])
