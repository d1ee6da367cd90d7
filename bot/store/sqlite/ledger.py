"""The writing side: the one connection, opened for as long as the process owns the file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec

from bot.model.curator import Stock
from bot.model.deck import Packed
from bot.model.effect import Edit
from bot.model.enclosure import KEPT_DAYS
from bot.model.ids import (
    AccountId,
    Address,
    ConversationId,
    EnclosureId,
    EventId,
    MemberId,
    MessageId,
    Platform,
    QuestionId,
    QuestionNumber,
)
from bot.model.member import Member
from bot.model.record import Acted
from bot.model.session import Session
from bot.model.situation import Context
from bot.model.spans import DAY, WEEK
from bot.ports.address import within
from bot.ports.store import Due, Posted
from bot.ports.uploads import Upload
from bot.store.sqlite import erasure, reports, sessions, uploads
from bot.store.sqlite.collected import ENCODE
from bot.store.sqlite.connection import BUSY_TIMEOUT, explain, open_writer, transaction
from bot.store.sqlite.desk import DECODE_EFFECT, SqliteDesk
from bot.store.sqlite.memory import SEATS, Memory
from bot.store.sqlite.quoting import (
    NOTHING_EDITED,
    PERSON,
    carried_by,
    language_at,
    names,
    quoted_in,
    readable,
    shown_in,
)
from bot.store.sqlite.seats import DECODE_MEMBER
from bot.store.sqlite.stock import note_act, read_stock, write_stock
from bot.written import unpack

SLICE: Final = 5_000
"""Rows looked at in one piece of house-keeping, so that no turn waits for it."""
EXPIRE_AT_ONCE: Final = 200
"""Members looked at in one."""


class SqliteLedger:
    """Implements `ports.store.Ledger`. Used on one thread, once opened."""

    def __init__(self, path: Path, mint: Callable[[int], int], seats: int = SEATS) -> None:
        self._path = path
        self._connection = open_writer(path)
        self._memory = Memory(mint, seats)
        self.desk: Callable[[sqlite3.Connection, Memory], SqliteDesk] = SqliteDesk
        """Makes a desk for a turn; a simulation has one that it overhears."""
        self._pruned: tuple[str, str | int] = _FROM_THE_START
        # Whether what goes to many arrived when the last run ended nobody knows, and it must not come twice.
        self._connection.execute(
            "UPDATE outbox SET state = 'unknown', why = 'the bot ended while it was being sent'"
            " WHERE state = 'attempted' AND delivery = 'broadcast'"
        )
        # What the last run left undone is done now, or by house-keeping.
        self._memory.untidy = True
        self.tidy()

    def open_desk(self) -> SqliteDesk:
        self._memory.trim()
        return self.desk(self._connection, self._memory)

    def due(self, now: int, limit: int) -> tuple[Due, ...]:
        rows = self._connection.execute(
            "SELECT conversation, name, due FROM timers WHERE due <= ? ORDER BY due LIMIT ?", (now, limit)
        )
        return tuple(Due(ConversationId(conversation), name, due) for conversation, name, due in rows)

    def next_due(self) -> int | None:
        due: int | None = self._connection.execute("SELECT min(due) FROM timers").fetchone()[0]
        return due

    def put_off(self, due: Due, until: int) -> None:
        self._connection.execute(
            "UPDATE timers SET due = ? WHERE conversation = ? AND name = ? AND due = ?",
            (until, due.conversation, due.name, due.due),
        )

    def unsent(self, platforms: Collection[Platform], after: MessageId, limit: int) -> tuple[Posted, ...]:
        rows = self._connection.execute(
            "SELECT o.id, c.platform, c.address, c.account, o.body, c.id FROM outbox o"
            " JOIN conversations c ON c.id = o.conversation"
            " WHERE o.state IN ('ready', 'attempted') AND (o.delivery <> 'broadcast' OR o.state = 'ready') AND o.id > ?"
            f" AND c.platform IN ({', '.join('?' * len(platforms))}) ORDER BY o.id LIMIT ?",
            (after, *platforms, limit),
        ).fetchall()
        return tuple(
            self._posted(
                Posted(MessageId(id_), Platform(platform), Address(address), DECODE_EFFECT(body), {}),
                AccountId(account),
                ConversationId(conversation),
            )
            for id_, platform, address, account, body, conversation in rows
        )

    def _posted(self, bare: Posted, account: AccountId, conversation: ConversationId) -> Posted:
        """With what sending it takes."""
        words, members = quoted_in(bare.effect)
        said, effect = readable(self._connection, account, words), bare.effect
        named = names(self._connection, members)
        edits, shown_as = NOTHING_EDITED
        if isinstance(effect, Edit):
            edits, shown_as = shown_in(self._connection, conversation, effect.slot)
        carried = carried_by(self._connection, account, effect)
        language = language_at(self._connection, conversation)
        return msgspec.structs.replace(
            bare, words=said, names=named, edits=edits, shown_as=shown_as, carried=carried, language=language
        )

    def still_wanted(self, message: MessageId, now: int) -> bool:
        row = self._connection.execute(
            "SELECT c.member FROM outbox o JOIN conversations c ON c.id = o.conversation"
            " WHERE o.id = ? AND o.state IN ('ready', 'attempted') AND c.unreachable = 0",
            (message,),
        ).fetchone()
        # A stop, or a pause, in one of a person's chats holds in all of them.
        return row is not None and not any(
            member.stopped or member.paused_until > now for member in self._person(row[0])
        )

    def readers(self, message: MessageId) -> tuple[Member, ...]:
        row = self._connection.execute(
            "SELECT c.member FROM outbox o JOIN conversations c ON c.id = o.conversation WHERE o.id = ?", (message,)
        ).fetchone()
        return self._person(row[0]) if row else ()

    def _person(self, member: int) -> tuple[Member, ...]:
        """The rows of that member and of their other accounts, the member's own first."""
        bodies = self._connection.execute(f"SELECT body FROM members WHERE id IN ({PERSON})", {"member": member})
        rows = [DECODE_MEMBER(body) for (body,) in bodies]
        return tuple(sorted(rows, key=lambda row: (row.id != member, row.id)))

    def claim_broadcast(self, message: MessageId, now: int) -> bool:
        if not self.still_wanted(message, now):
            return False
        claimed = self._connection.execute(
            "UPDATE outbox SET state = 'attempted' WHERE id = ? AND state = 'ready'", (message,)
        )
        return claimed.rowcount > 0

    def last_id(self) -> int:
        queries = ("SELECT max(id) FROM events", "SELECT max(id) FROM outbox", "SELECT max(id) FROM conversations")
        return max(self._connection.execute(query).fetchone()[0] or 0 for query in queries)

    def keep_context(self, hash_: str, context: Context) -> None:
        self._connection.execute("INSERT OR IGNORE INTO contexts VALUES (?, ?)", (hash_, ENCODE(context)))

    def keep_deck(self, hash_: str, deck_id: str, version: str, packed: Packed, now: int) -> None:
        """The version is stored under its hash; storing it again changes nothing."""
        self._connection.execute(
            "INSERT OR IGNORE INTO decks VALUES (?, ?, ?, ?, ?)", (hash_, deck_id, version, now, packed)
        )

    def to_examine(self) -> tuple[Upload, ...]:
        return uploads.waiting(self._connection)

    def stage(self, upload: EnclosureId, hash_: str, deck_id: str, version: str, packed: Packed, now: int) -> bool:
        with transaction(self._connection):
            if not uploads.claim(self._connection, upload, hash_):
                return False
            self.keep_deck(hash_, deck_id, version, packed, now)
        return True

    def decks(self) -> Mapping[str, bytes]:
        """Every version that was ever stored, by its hash."""
        rows = self._connection.execute("SELECT hash, body FROM decks").fetchall()
        return {hash_: unpack(packed) for hash_, packed in rows}

    def stock(self) -> Stock:
        """The decks that the community has."""
        return read_stock(self._connection)

    def keep_stock(self, stock: Stock) -> None:
        """These are the decks from now on."""
        with transaction(self._connection):
            write_stock(self._connection, stock)

    def enroll(self, deck_id: str, question_ids: Sequence[str]) -> Mapping[QuestionId, QuestionNumber]:
        with transaction(self._connection):
            self._connection.executemany(
                "INSERT OR IGNORE INTO questions (deck, question) VALUES (?, ?)",
                ((deck_id, id_) for id_ in question_ids),
            )
        rows = self._connection.execute(
            "SELECT question, number FROM questions WHERE deck = ? AND question IN (SELECT value FROM json_each(?))",
            (deck_id, json.dumps(list(question_ids))),
        ).fetchall()
        return {question: QuestionNumber(number) for question, number in rows}

    def numbers_of(self, deck_id: str) -> Mapping[QuestionId, QuestionNumber]:
        rows = self._connection.execute("SELECT question, number FROM questions WHERE deck = ?", (deck_id,)).fetchall()
        return {question: QuestionNumber(number) for question, number in rows}

    def numbers(self) -> Mapping[str, Mapping[QuestionId, QuestionNumber]]:
        """The permanent number of every question of every deck that was ever enrolled."""
        numbers: dict[str, dict[QuestionId, QuestionNumber]] = {}
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

    def names(self, prefix: str) -> tuple[str, ...]:
        rows = self._connection.execute("SELECT name FROM meta WHERE substr(name, 1, ?) = ?", (len(prefix), prefix))
        return tuple(name for (name,) in rows)

    def expire(self, cutoff: int, now: int, after: int) -> int:
        passing = erasure.passers_by(self._connection, now - DAY, after, EXPIRE_AT_ONCE)
        old, last = erasure.expired(self._connection, cutoff, after, EXPIRE_AT_ONCE)
        if passing:
            self._let_pass(passing)
        if old := [member for member in old if member not in passing]:
            self._forget(old, now)
        return last

    def _let_pass(self, members: Sequence[int]) -> None:
        try:
            with transaction(self._connection):
                for member in members:
                    erasure.let_pass(self._connection, member)
        finally:
            self._memory.drop_all()

    def forget_member(self, platform: str, account: str, now: int) -> bool:
        """Whoever speaks from that account is forgotten; False where nobody does."""
        row = self._connection.execute(
            "SELECT member FROM accounts WHERE platform = ? AND address = ?", (platform, account)
        ).fetchone()
        if row is None:
            return False
        person = self._connection.execute(PERSON, {"member": row[0]}).fetchall()
        self._forget([member for (member,) in person], now)
        return True

    def close_report(self, number: int, by: MemberId, now: int) -> bool:
        with transaction(self._connection):
            closed = reports.close(self._connection, number)
            if closed:
                self.log(Acted(by, "close report", str(number), "open", "closed"), now)
        self._memory.untidy |= closed
        self.tidy()
        return closed

    def offer_entry(self, platform: Platform, account: Address, ticket: int, until: int) -> None:
        with transaction(self._connection):
            sessions.offer(self._connection, platform, account, MemberId(0), ticket, until)

    def enter(self, ticket: int, hash_: str, now: int) -> Session | None:
        with transaction(self._connection):
            sessions.prune(self._connection, now - DAY, now - DAY)
            return sessions.enter(self._connection, ticket, hash_, now)

    def keep_session(self, session: Session) -> None:
        sessions.keep(self._connection, session)

    def end_session(self, hash_: str) -> None:
        sessions.end(self._connection, hash_)

    def log(self, done: Acted, now: int) -> None:
        note_act(self._connection, EventId(0), done, None, now)

    def _forget(self, members: Sequence[int], now: int) -> None:
        try:
            with transaction(self._connection):
                for member in members:
                    erasure.forget(self._connection, member, now)
                    erasure.reset_actors(self._connection, member)
        finally:
            self._memory.drop_all()
        self._memory.untidy = True
        self.tidy()

    def tidy(self) -> str:
        if not self._memory.untidy:
            return ""
        try:
            erasure.keep_list(self._connection)
            if not self._fold():
                return (
                    f"What was forgotten is still in {self._path}-wal: another program is reading the database, a "
                    "backup perhaps. It is tried again every half a minute; end that program if it never stops."
                )
        except (sqlite3.Error, OSError) as error:
            return (
                "What was forgotten could not be entered in the list of erasures, or cleared from the log: "
                f"{error if isinstance(error, OSError) else self.explain(error)} It is tried again."
            )
        self._memory.untidy = False
        return ""

    def _fold(self) -> bool:
        """The log is folded back into the file and empty; False while a reader is in the way, at once."""
        self._connection.execute("PRAGMA busy_timeout = 0")
        try:
            busy: int = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        finally:
            self._connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        return not busy

    def explain(self, error: Exception) -> str:
        return explain(self._path, error)

    def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        # What stands in the room itself, where that is one person's, and what stands within it.
        span = {"p": platform, "old": old, "new": new, "before": within(old, ""), "n": len(old)}
        try:
            with transaction(self._connection):
                for table in ("places", "conversations"):
                    self._connection.execute(
                        f"UPDATE OR IGNORE {table} SET address = :new || substr(address, :n + 1)"
                        " WHERE platform = :p AND (address = :old OR substr(address, 1, :n + 1) = :before)",
                        span,
                    )
                for table in ("circles", "hosted"):
                    self._connection.execute(
                        f"UPDATE OR IGNORE {table} SET room = :new WHERE platform = :p AND room = :old", span
                    )
                self._connection.execute(
                    "UPDATE OR IGNORE rooms SET address = :new WHERE platform = :p AND address = :old", span
                )
        finally:
            self._memory.drop_all()

    def prune(self, now: int) -> bool:
        execute = self._connection.execute
        old = now - WEEK
        # What is untidy is cleared from the log by the next `tidy`.
        self._memory.untidy |= reports.age_out(self._connection, now)
        execute(f"DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE at < ? LIMIT {SLICE})", (old,))
        execute("DELETE FROM invitations WHERE until < ?", (now,))
        execute(f"DELETE FROM enclosures WHERE at < ? AND id IN ({_OLDEST})", (now - KEPT_DAYS * DAY,))
        # In the order of the key, slice by slice: an index by time would cost every turn, and a search without one
        # the whole table each time.
        rows = execute(
            f"SELECT source, id, at FROM deliveries WHERE (source, id) > (?, ?) ORDER BY source, id LIMIT {SLICE}",
            self._pruned,
        ).fetchall()
        with transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM deliveries WHERE source = ? AND id = ?",
                [(source, id_) for source, id_, at in rows if at < old],
            )
        more = len(rows) == SLICE
        self._pruned = rows[-1][:2] if more else _FROM_THE_START
        return more

    def close(self) -> None:
        """The log is folded back into the file, and the file is left complete on its own."""
        # While a reader is still looking, the log stays beside the file and is folded back at the next start.
        with suppress(sqlite3.OperationalError):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()


_FROM_THE_START: Final = ("", "")
_OLDEST: Final = f"SELECT id FROM enclosures ORDER BY id LIMIT {SLICE}"


def context_of(connection: sqlite3.Connection, hash_: str) -> Context | None:
    """The context stored under that hash."""
    row = connection.execute("SELECT body FROM contexts WHERE hash = ?", (hash_,)).fetchone()
    return None if row is None else msgspec.json.decode(row[0], type=Context)
