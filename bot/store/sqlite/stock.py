"""Which decks the community has, and the log of what was done about them and about everything else.

Few rows, written whole: a moderator changes them a few times a week.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Final

import msgspec

from bot.model.curator import Entry, Stock
from bot.model.deck import Deck
from bot.model.ids import DeckId, EventId, MemberId, QuestionId, QuestionNumber
from bot.model.record import Acted
from bot.ports.address import room_of
from bot.ports.store import Seat
from bot.ports.views import Act
from bot.store.sqlite.collected import ENCODE
from bot.written import encode, pack, seal

_DECODE: Final = msgspec.json.Decoder(Entry).decode
_RETIRED: Final = "retired-questions"


def read_stock(connection: sqlite3.Connection) -> Stock:
    """The decks in their order, and the questions that are asked no more."""
    rows = connection.execute("SELECT body FROM stock ORDER BY place").fetchall()
    retired = connection.execute("SELECT value FROM meta WHERE name = ?", (_RETIRED,)).fetchone()
    return Stock(tuple(_DECODE(body) for (body,) in rows), str(retired[0]) if retired else "0")


def write_stock(connection: sqlite3.Connection, stock: Stock) -> None:
    """These are the decks from now on."""
    connection.execute("DELETE FROM stock")
    connection.executemany(
        "INSERT INTO stock VALUES (?, ?, ?)",
        ((place, entry.deck, ENCODE(entry)) for place, entry in enumerate(stock.entries, 1)),
    )
    connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_RETIRED, stock.retired))


def stage(connection: sqlite3.Connection, deck: Deck, now: int) -> None:
    """That version is stored under its hash, and each of its questions has its permanent number."""
    body = encode(deck)
    connection.executemany(
        "INSERT OR IGNORE INTO questions (deck, question) VALUES (?, ?)",
        ((deck.id, question.id) for question in deck.questions),
    )
    connection.execute(
        "INSERT OR IGNORE INTO decks VALUES (?, ?, ?, ?, ?)",
        (seal(body), deck.id, deck.version, now, pack(body)),
    )


def numbers_of(connection: sqlite3.Connection, deck: DeckId) -> dict[QuestionId, QuestionNumber]:
    """The permanent number of each question of that deck."""
    rows = connection.execute("SELECT question, number FROM questions WHERE deck = ?", (deck,))
    return {QuestionId(question): QuestionNumber(number) for question, number in rows}


def note_act(connection: sqlite3.Connection, event: EventId, record: Acted, seat: Seat | None, now: int) -> None:
    """It stands in the log of what was done; without a subject, as done to the place of that seat."""
    subject = record.subject or (f"{seat.platform}:{room_of(seat.address)}" if seat else "")
    connection.execute(
        "INSERT INTO acts (event, at, member, what, subject, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (event, now, record.member, record.what, subject, record.before, record.after),
    )


def acts(connection: sqlite3.Connection, most: int) -> Iterator[Act]:
    """The last of what was done, newest first."""
    rows = connection.execute(
        "SELECT at, member, what, subject, before, after FROM acts ORDER BY id DESC LIMIT ?", (most,)
    ).fetchall()
    for at, member, what, subject, before, after in rows:
        kind, _blank, number = subject.partition(" ")
        if kind == "member" and number.isdecimal():
            subject = _account(connection, int(number)) or subject
        yield Act(at, MemberId(member), what, subject, before, after, _account(connection, member))


def _account(connection: sqlite3.Connection, member: int) -> str:
    """By which account that member is known; empty where there is none any more."""
    row = connection.execute(
        "SELECT platform || ':' || address FROM accounts WHERE member = ? ORDER BY id LIMIT 1", (member,)
    ).fetchone()
    return str(row[0]) if row else ""
