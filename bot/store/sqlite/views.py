"""Looking without touching: history, replays, exports. Each on a read-only connection of its own."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final

import msgspec

from bot.model.calendar import Coming
from bot.model.curator import Stock
from bot.model.effect import Ask, Delivery, Shown
from bot.model.event import ChoicePressed, Event, MessageReceived, Words
from bot.model.figures import Missed, Questions, Week
from bot.model.format import Format
from bot.model.ids import (
    AccountId,
    Address,
    ConversationId,
    DeckHash,
    DeckId,
    EnclosureId,
    EventId,
    MemberId,
    MessageId,
    Platform,
    QuestionId,
    QuestionNumber,
)
from bot.model.session import Session
from bot.model.situation import Context, Told
from bot.ports.standings import Appointed
from bot.ports.store import Carried
from bot.ports.views import (
    Act,
    Announced,
    AnswerRow,
    Deputy,
    DoneByMember,
    Figures,
    Grant,
    Listed,
    Past,
    Place,
    Report,
    SaidByBot,
    Stepped,
    Suggested,
)
from bot.store.sqlite import coming, everybody, figures, ranks, reports, sessions, stock, suggestions
from bot.store.sqlite.connection import open_reader
from bot.store.sqlite.desk import DECODE_EFFECT
from bot.store.sqlite.ledger import context_of
from bot.store.sqlite.quoting import language_at, names, quoted_in, readable, visible
from bot.store.sqlite.seats import DECODE_STATE
from bot.written import unpack

_DECODE_EVENT: Final = msgspec.json.Decoder(Event).decode
_DECODE_TOLD: Final = msgspec.json.Decoder(Told).decode
_MESSAGES: Final = """
    WITH RECURSIVE chain (id, previous, at, body, depth) AS (
        SELECT id, previous, at, body, 1 FROM outbox WHERE id = :last
        UNION ALL SELECT o.id, o.previous, o.at, o.body, depth + 1 FROM outbox o JOIN chain ON o.id = chain.previous
        WHERE o.id > :after AND depth < :limit)
    SELECT id, at, body FROM chain WHERE id > :after"""
_EVENTS: Final = """
    WITH RECURSIVE chain (id, previous, at, outcome, body, told, depth) AS (
        SELECT id, previous, at, outcome, body, told, 1 FROM events WHERE id = :last
        UNION ALL SELECT e.id, e.previous, e.at, e.outcome, e.body, e.told, depth + 1
        FROM events e JOIN chain ON e.id = chain.previous WHERE e.id > :after AND depth < :limit)
    SELECT c.id, c.at, c.outcome, c.body, c.told, w.text FROM chain c LEFT JOIN words w ON w.id = c.id WHERE c.id >
    :after"""
_LENGTH: Final = """
    WITH RECURSIVE chain (id, previous) AS (
        SELECT id, previous FROM events WHERE id = ?
        UNION ALL SELECT e.id, e.previous FROM events e JOIN chain ON e.id = chain.previous)
    SELECT count(*) FROM chain"""
EVERYTHING: Final = 1_000_000


class SqliteViews:
    """Implements `ports.views.Views`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = open_reader(self._path)
        return self._connection

    def close(self) -> None:
        """The connection is closed; the next question opens another."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def history(
        self, platform: Platform, address: Address, after: int, limit: int
    ) -> tuple[SaidByBot | DoneByMember, ...]:
        with self._lock:
            execute = self._open().execute
            row = execute(
                "SELECT c.last_event, c.last_message, c.account, c.id"
                " FROM places p JOIN conversations c ON c.id = p.conversation"
                " WHERE p.platform = ? AND p.address = ?",
                (platform, address),
            ).fetchone()
            if row is None:
                return ()
            language = language_at(self._open(), ConversationId(row[3]))
            said = [
                self._said(id_, at, effect, row[2], language)
                for id_, at, body in execute(_MESSAGES, {"last": row[1], "after": after, "limit": limit})
                for effect in (DECODE_EFFECT(body),)
            ]
            done = execute(_EVENTS, {"last": row[0], "after": after, "limit": limit}).fetchall()
        entries: list[SaidByBot | DoneByMember] = [*said, *_done_by_member(done)]
        entries.sort(key=lambda entry: entry.id)
        return tuple(entries[-limit:])

    def _said(self, id_: int, at: int, effect: Shown, account: AccountId, language: str) -> SaidByBot:
        words, members = quoted_in(effect)
        connection = self._open()
        said = readable(connection, account, words)
        return SaidByBot(MessageId(id_), at, effect, said, names(connection, members), language)

    def enclosed(self, platform: Platform, address: Address, enclosure: EnclosureId) -> Carried | None:
        with self._lock:
            connection = self._open()
            row = connection.execute(
                "SELECT account FROM places WHERE platform = ? AND address = ?", (platform, address)
            ).fetchone()
            return visible(connection, AccountId(row[0]), enclosure) if row else None

    def past(self, conversation: ConversationId) -> Past | None:
        with self._lock:
            connection = self._open()
            row = connection.execute(
                "SELECT last_event, last_message, state, format FROM conversations WHERE id = ?", (conversation,)
            ).fetchone()
            if row is None:
                return None
            events = connection.execute(_EVENTS, {"last": row[0], "after": 0, "limit": EVERYTHING}).fetchall()
            messages = connection.execute(_MESSAGES, {"last": row[1], "after": 0, "limit": EVERYTHING}).fetchall()
            kept = connection.execute("SELECT hash, body FROM decks").fetchall()
            steps = tuple(_steps(sorted(events), sorted(messages)))
            contexts: dict[str, Context] = {}
            for hash_ in {step.told.context for step in steps}:
                context = context_of(connection, hash_)
                if context:
                    contexts[hash_] = context
        decks = {DeckHash(hash_): unpack(packed) for hash_, packed in kept}
        erased = any(row[2] == "erased" for row in events)
        return Past(conversation, DECODE_STATE[Format(row[3])](row[2]), steps, contexts, decks, erased)

    def answers(self, platform: Platform, account: Address) -> tuple[AnswerRow, ...]:
        with self._lock:
            rows = (
                self._open()
                .execute(
                    """WITH RECURSIVE one (id) AS (SELECT member FROM accounts WHERE platform = ? AND address = ?),
                   me (id) AS (SELECT id FROM one UNION SELECT o.member FROM links l JOIN links o ON o.person = l.person
                               WHERE l.member IN (SELECT id FROM one)),
                   chain (id, previous) AS (
                       SELECT e.id, e.previous FROM events e JOIN conversations c ON e.id = c.last_event
                       WHERE c.member IN (SELECT id FROM me)
                       UNION ALL SELECT e.id, e.previous FROM events e JOIN chain ON e.id = chain.previous)
                   SELECT q.deck, q.question, a.part, a.branch, a.key, coalesce(w.text, ''), a.shared, a.at, a.round
                   FROM chain JOIN answers a ON a.round = chain.id AND a.member IN (SELECT id FROM me)
                   JOIN questions q ON q.number = a.question LEFT JOIN words w ON w.id = a.words
                   ORDER BY a.round, a.part""",
                    (platform, account),
                )
                .fetchall()
            )
            asked = self._asked_of(platform, account) if rows else {}
        return tuple(
            AnswerRow(deck, question, part, branch, key, text, bool(shared), at, asked.get(round_, ""))
            for deck, question, part, branch, key, text, shared, at, round_ in rows
        )

    def _asked_of(self, platform: Platform, account: Address) -> dict[int, str]:
        """Round to the hash of the deck it was asked from, of whoever speaks from that account."""
        execute = self._open().execute
        conversations = execute(
            "SELECT c.last_message FROM accounts a JOIN conversations c ON c.member = a.member"
            " WHERE a.platform = ? AND a.address = ?",
            (platform, account),
        ).fetchall()
        effects = (
            DECODE_EFFECT(body)
            for (last,) in conversations
            for _id, _at, body in execute(_MESSAGES, {"last": last, "after": 0, "limit": EVERYTHING})
        )
        return {effect.round: effect.deck for effect in effects if isinstance(effect, Ask) and effect.deck}

    def decks(self) -> dict[DeckHash, bytes]:
        with self._lock:
            rows = self._open().execute("SELECT hash, body FROM decks").fetchall()
        return {DeckHash(hash_): unpack(packed) for hash_, packed in rows}

    def numbers(self) -> dict[str, dict[QuestionId, QuestionNumber]]:
        numbers: dict[str, dict[QuestionId, QuestionNumber]] = {}
        with self._lock:
            for deck, question, number in self._open().execute("SELECT deck, question, number FROM questions"):
                numbers.setdefault(deck, {})[question] = QuestionNumber(number)
        return numbers

    def acts(self, most: int = 100) -> tuple[Act, ...]:
        with self._lock:
            return tuple(stock.acts(self._open(), most))

    def stock(self) -> Stock:
        with self._lock:
            return stock.read_stock(self._open())

    def appointed(self, platform: Platform, account: Address, now: int) -> Appointed:
        with self._lock:
            return ranks.appointed(self._open(), platform, account, now)

    def grants(self) -> tuple[Grant, ...]:
        with self._lock:
            return tuple(ranks.grants(self._open()))

    def deputies(self, now: int) -> tuple[Deputy, ...]:
        with self._lock:
            return tuple(ranks.deputies(self._open(), now))

    def open_rooms(self) -> tuple[tuple[Platform, Address], ...]:
        with self._lock:
            rows = self._open().execute("SELECT platform, address FROM rooms WHERE open = 1 ORDER BY at").fetchall()
        return tuple((Platform(platform), Address(address)) for platform, address in rows)

    def coming(self) -> tuple[Coming, ...]:
        with self._lock:
            return tuple(coming.coming(self._open()))

    def deck(self, hash_: DeckHash) -> bytes | None:
        with self._lock:
            row = self._open().execute("SELECT body FROM decks WHERE hash = ?", (hash_,)).fetchone()
        return unpack(row[0]) if row else None

    def names(self, members: Collection[MemberId]) -> dict[MemberId, str]:
        with self._lock:
            return names(self._open(), members)

    def session(self, hash_: str) -> Session | None:
        with self._lock:
            return sessions.read(self._open(), hash_)

    def conversation_at(self, platform: Platform, address: Address) -> ConversationId | None:
        with self._lock:
            row = (
                self._open()
                .execute("SELECT conversation FROM places WHERE platform = ? AND address = ?", (platform, address))
                .fetchone()
            )
        return None if row is None else ConversationId(row[0])

    def places(self, slot: str, fleeting: Collection[Platform], since: EventId, now: int) -> tuple[Place, ...]:
        with self._lock:
            return everybody.places(self._open(), slot, fleeting, since, now)

    def announced(self, slot: str) -> tuple[Announced, ...]:
        with self._lock:
            return everybody.announced(self._open(), slot)

    def suggestions(self) -> tuple[Suggested, ...]:
        with self._lock:
            return suggestions.listed(self._open())

    def reports(self, now: int) -> tuple[Report, ...]:
        with self._lock:
            return reports.open_reports(self._open(), now)

    def figures(self, since: EventId, now: int) -> Figures:
        with self._lock:
            return everybody.figures(self._open(), self._path, since, now)

    def questions(self, deck: DeckId) -> Questions:
        with self._lock:
            return figures.questions(self._open(), deck)

    def missed(self, deck: DeckId) -> tuple[Missed, ...]:
        with self._lock:
            return figures.missed(self._open(), deck)

    def week(self, since: int, until: int, now: int) -> Week:
        with self._lock:
            return figures.week(self._open(), since, until, len(reports.open_reports(self._open(), now)))

    def conversations(self, limit: int) -> tuple[Listed, ...]:
        with self._lock:
            execute = self._open().execute
            rows = execute(
                "SELECT id, platform, address, last_event FROM conversations ORDER BY last_event DESC LIMIT ?", (limit,)
            ).fetchall()
            return tuple(
                Listed(
                    ConversationId(id_), Platform(platform), Address(address), execute(_LENGTH, (last,)).fetchone()[0]
                )
                for id_, platform, address, last in rows
            )


def _done_by_member(rows: list[tuple[int, int, str, bytes, bytes, str | None]]) -> Iterator[DoneByMember]:
    for id_, at, outcome, body, _told, text in rows:
        if outcome == "erased":
            continue
        event = _DECODE_EVENT(body)
        if isinstance(event, MessageReceived) and (text or event.media):
            yield DoneByMember(EventId(id_), at, text or "", media=event.media)
        elif isinstance(event, ChoicePressed):
            yield DoneByMember(EventId(id_), at, token=event.token)


def _steps(
    events: list[tuple[int, int, str, bytes, bytes | None, str | None]], messages: list[tuple[int, int, bytes]]
) -> Iterator[Stepped]:
    """Each stepped event with the messages between it and the next: ids of one turn follow each other."""
    position = 0
    for index, (id_, _at, outcome, body, told, text) in enumerate(events):
        until = events[index + 1][0] if index + 1 < len(events) else None
        effects = []
        while position < len(messages) and (until is None or messages[position][0] < until):
            effect = DECODE_EFFECT(messages[position][2])
            if effect.delivery is not Delivery.BROADCAST:
                # What was said to everybody came of no step.
                effects.append(effect)
            position += 1
        if outcome == "stepped" and told is not None:
            event = _DECODE_EVENT(body)
            if isinstance(event, MessageReceived):
                words = Words(event.words.id, text or "")
                event = MessageReceived(words, event.sent_at, event.media, enclosed=event.enclosed)
            yield Stepped(EventId(id_), event, _DECODE_TOLD(told), tuple(effects))
