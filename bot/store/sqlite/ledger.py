"""The writing side: the one connection, opened for as long as the process owns the file."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from bot.model.effect import Shown
from bot.model.ids import Address, ConversationId, MessageId, Platform, QuestionNumber, WordsId
from bot.model.situation import Context
from bot.ports.store import Due, Posted
from bot.store.sqlite import erasure
from bot.store.sqlite.connection import open_writer
from bot.store.sqlite.desk import DECODE_EFFECT, ENCODE, SqliteDesk
from bot.store.sqlite.memory import SEATS, Memory

WEEK: Final = 7 * 86_400_000
SLICE: Final = 5_000
"""Rows deleted in one transaction of house-keeping, so that no turn waits for it."""


class SqliteLedger:
    """Implements `ports.store.Ledger`. Used on one thread, once opened."""

    def __init__(self, path: Path, mint: Callable[[int], int], seats: int = SEATS) -> None:
        self._connection = open_writer(path)
        erasure.keep_list(self._connection)
        self._memory = Memory(mint, seats)

    def open_desk(self) -> SqliteDesk:
        self._memory.trim()
        return SqliteDesk(self._connection, self._memory)

    def due(self, now: int, limit: int) -> tuple[Due, ...]:
        rows = self._connection.execute(
            "SELECT conversation, name, due FROM timers WHERE due <= ? ORDER BY due LIMIT ?", (now, limit)
        )
        return tuple(Due(ConversationId(conversation), name, due) for conversation, name, due in rows)

    def next_due(self) -> int | None:
        due: int | None = self._connection.execute("SELECT min(due) FROM timers").fetchone()[0]
        return due

    def unsent(self, limit: int) -> tuple[Posted, ...]:
        rows = self._connection.execute(
            "SELECT o.id, c.platform, c.address, o.body, o.attempts FROM outbox o JOIN conversations c ON c.id = "
            "o.conversation"
            " WHERE o.state IN ('ready', 'attempted') ORDER BY o.id LIMIT ?",
            (limit,),
        ).fetchall()
        return tuple(
            self._posted(MessageId(id_), Platform(platform), Address(address), DECODE_EFFECT(body), attempts)
            for id_, platform, address, body, attempts in rows
        )

    def _posted(self, id_: MessageId, platform: Platform, address: Address, effect: Shown, attempts: int) -> Posted:
        words: dict[WordsId, str] = {}
        for line in effect.lines:
            for quote in line.quotes:
                row = self._connection.execute("SELECT text FROM words WHERE id = ?", (quote[1],)).fetchone()
                if row:
                    words[WordsId(quote[1])] = row[0]
        return Posted(id_, platform, address, effect, words, attempts)

    def last_id(self) -> int:
        queries = ("SELECT max(id) FROM events", "SELECT max(id) FROM outbox", "SELECT max(id) FROM conversations")
        return max(self._connection.execute(query).fetchone()[0] or 0 for query in queries)

    def keep_context(self, hash_: str, context: Context) -> None:
        self._connection.execute("INSERT OR IGNORE INTO contexts VALUES (?, ?)", (hash_, ENCODE(context)))

    def keep_deck(self, hash_: str, deck_id: str, version: str, body: bytes, now: int) -> None:
        """The version is stored under its hash; storing it again changes nothing."""
        self._connection.execute(
            "INSERT OR IGNORE INTO decks VALUES (?, ?, ?, ?, ?)", (hash_, deck_id, version, now, body)
        )

    def decks(self) -> Mapping[str, bytes]:
        """Every version that was ever stored, by its hash."""
        return dict(self._connection.execute("SELECT hash, body FROM decks").fetchall())

    def enroll(self, deck_id: str, question_ids: Sequence[str]) -> Mapping[str, QuestionNumber]:
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(
            "INSERT OR IGNORE INTO questions (deck, question) VALUES (?, ?)", ((deck_id, id_) for id_ in question_ids)
        )
        rows = self._connection.execute("SELECT question, number FROM questions WHERE deck = ?", (deck_id,)).fetchall()
        self._connection.execute("COMMIT")
        return {question: QuestionNumber(number) for question, number in rows}

    def numbers(self) -> Mapping[str, Mapping[str, QuestionNumber]]:
        """The permanent number of every question of every deck that was ever enrolled."""
        numbers: dict[str, dict[str, QuestionNumber]] = {}
        for deck, question, number in self._connection.execute("SELECT deck, question, number FROM questions"):
            numbers.setdefault(deck, {})[question] = QuestionNumber(number)
        return numbers

    def note(self, name: str, value: str) -> None:
        """A fact about the installation, by name; the last one counts."""
        self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))

    def noted(self, name: str) -> str | None:
        """The fact of that name."""
        row = self._connection.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def expire(self, cutoff: int, now: int, limit: int) -> int:
        members = erasure.expired(self._connection, cutoff, limit)
        if members:
            self._connection.execute("BEGIN IMMEDIATE")
            for member in members:
                erasure.forget(self._connection, member, now)
                erasure.reset_actors(self._connection, member)
            self._connection.execute("COMMIT")
            erasure.keep_list(self._connection)
            self._memory.drop_all()
        return len(members)

    def forget_member(self, platform: str, account: str, now: int) -> bool:
        """Whoever speaks from that account is forgotten; False where nobody does."""
        row = self._connection.execute(
            "SELECT member FROM accounts WHERE platform = ? AND address = ?", (platform, account)
        ).fetchone()
        if row is None:
            return False
        self._connection.execute("BEGIN IMMEDIATE")
        erasure.forget(self._connection, row[0], now)
        erasure.reset_actors(self._connection, row[0])
        self._connection.execute("COMMIT")
        erasure.keep_list(self._connection)
        self._memory.drop_all()
        return True

    def prune(self, now: int) -> None:
        for table in ("deliveries", "quarantine"):
            key = "(source, id)" if table == "deliveries" else "id"
            while True:
                deleted = self._connection.execute(
                    f"DELETE FROM {table} WHERE {key} IN (SELECT {key.strip('()')} FROM {table} WHERE at < ? LIMIT "
                    f"{SLICE})",
                    (now - WEEK,),
                ).rowcount
                if deleted < SLICE:
                    break

    def close(self) -> None:
        """The log is folded back into the file, and the file is left complete on its own."""
        # While a reader is still looking, the log stays beside the file and is folded back at the next start.
        with suppress(sqlite3.OperationalError):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


def context_of(connection: sqlite3.Connection, hash_: str) -> Context | None:
    """The context stored under that hash."""
    row = connection.execute("SELECT body FROM contexts WHERE hash = ?", (hash_,)).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Context)
