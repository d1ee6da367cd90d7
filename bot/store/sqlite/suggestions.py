"""What members suggest: rows, who besides its author may read one, and how each goes.

Small tables, written at once, inside the desk's transaction. The text of a suggestion is its author's words.
"""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec
import msgspec.structs

from bot.model.curator import CURATOR
from bot.model.ids import ConversationId, MemberId
from bot.model.record import SuggestionDropped, SuggestionKept, WordsShown
from bot.model.spans import DAY
from bot.model.suggestion import Fate, Queue, Suggestion, Suggestions, Wording
from bot.ports.views import Suggested
from bot.store.sqlite.collected import ENCODE, Collected

OWN: Final = 10
"""So many of a person's own are told, newest first."""
AHEAD: Final = 2
"""So many of the queue are told: the one to look at, and whether there is another."""
DECIDED: Final = 50
"""So many that were decided are listed beside those that wait."""
_DECODE: Final = msgspec.json.Decoder(Suggestion).decode
_NO_ONE: Final = {"member": MemberId(0), "conversation": ConversationId(0), "said": Wording(), "because": Wording(),
                  "named": False}  # fmt: skip
"""What a row says of whom and of which words, once neither is there."""
_SCRUBBED: Final = """
    WITH RECURSIVE chain (id, previous) AS (
        SELECT e.id, e.previous FROM events e JOIN conversations c ON e.id = c.last_event WHERE c.id = :curator
        UNION ALL SELECT e.id, e.previous FROM events e JOIN chain ON e.id = chain.previous)
    UPDATE events SET outcome = 'erased', body = X'7B7D', told = NULL WHERE id IN (SELECT id FROM chain)
    AND instr(CAST(body AS TEXT) || CAST(coalesce(told, '') AS TEXT), CAST(:what AS TEXT))"""
"""What the curator was told of it: an approval that came to nothing was told the text."""

SuggestionRecord = SuggestionKept | SuggestionDropped | WordsShown


def settle(connection: sqlite3.Connection, rows: Collected, record: SuggestionRecord) -> None:
    """The record holds."""
    match record:
        case SuggestionKept():
            _put(connection, record.suggestion)
        case SuggestionDropped():
            # What was typed or asked in the same batch is found as well.
            rows.write_words()
            rows.write_events()
            rows.write_actors()
            _drop(connection, record.number)
        case WordsShown():
            connection.execute("INSERT OR IGNORE INTO word_readers VALUES (?, ?)", (record.words, record.to))


def _put(connection: sqlite3.Connection, one: Suggestion) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO suggestions VALUES (?, ?, ?, ?, ?, ?)",
        (one.number, one.member, one.at, one.fate, one.said.words, ENCODE(one)),
    )


def _drop(connection: sqlite3.Connection, number: int) -> None:
    one = find(connection, number)
    if one is not None:
        _erase(connection, one)


def _erase(connection: sqlite3.Connection, one: Suggestion) -> None:
    """Its words are gone, and those that were said about it; an approved one stays a question of the community's."""
    for words in (one.said.words, one.because.words):
        if words:
            connection.execute("DELETE FROM words WHERE id = ?", (words,))
            connection.execute("DELETE FROM word_readers WHERE words = ?", (words,))
            connection.execute(_SCRUBBED, {"curator": CURATOR, "what": words})
    fate = Fate.WITHDRAWN if one.fate is Fate.WAITING else one.fate
    _put(connection, msgspec.structs.replace(one, fate=fate, **_NO_ONE))


def forget(connection: sqlite3.Connection, member: int) -> None:
    """Nothing that this member suggested is left but what was approved, and nobody reads whose it was; nor what they
    said about somebody else's. Expects the ids of their events in `gone_events`."""
    rows = connection.execute("SELECT body FROM suggestions WHERE member = ?", (member,)).fetchall()
    for (body,) in rows:
        _erase(connection, _DECODE(body))
    connection.execute(
        "DELETE FROM acts WHERE member = ? AND what IN ('suggest', 'name', 'reword', 'withdraw')", (member,)
    )
    connection.execute("DELETE FROM word_readers WHERE member = ? OR words IN (SELECT id FROM gone_events)", (member,))


def find(connection: sqlite3.Connection, number: int) -> Suggestion | None:
    """The suggestion of that number."""
    row = connection.execute("SELECT body FROM suggestions WHERE number = ?", (number,)).fetchone()
    return _DECODE(row[0]) if row else None


def own(connection: sqlite3.Connection, person: frozenset[MemberId], now: int) -> Suggestions:
    """What this person has suggested."""
    found = [
        _DECODE(body)
        for member in sorted(person)
        for (body,) in connection.execute(
            "SELECT body FROM suggestions WHERE member = ? ORDER BY number DESC LIMIT ?", (member, OWN)
        )
    ]
    found.sort(key=lambda one: -one.number)
    today = sum(one.at > now - DAY for one in found)
    last = connection.execute("SELECT max(number) FROM suggestions").fetchone()[0] or 0
    return Suggestions(tuple(found[:OWN]), today, last + 1)


def how_many(connection: sqlite3.Connection, person: frozenset[MemberId]) -> int:
    """How many of this person's are kept."""
    query = "SELECT count(*) FROM suggestions WHERE member = ?"
    return sum(connection.execute(query, (member,)).fetchone()[0] for member in person)


def queue(connection: sqlite3.Connection, after: int) -> Queue:
    """The first of those that wait, above that number or else from the beginning."""
    waiting = connection.execute("SELECT count(*) FROM suggestions WHERE fate = 'waiting'").fetchone()[0]
    query = "SELECT body FROM suggestions WHERE fate = 'waiting' AND number > ? ORDER BY number LIMIT ?"
    rows = connection.execute(query, (after, AHEAD)).fetchall()
    if not rows and after:
        rows = connection.execute(query, (0, AHEAD)).fetchall()
    return Queue(tuple(_DECODE(body) for (body,) in rows), waiting)


def text_of(connection: sqlite3.Connection, wording: Wording) -> str:
    """What was typed there; empty where it is gone."""
    row = connection.execute("SELECT text FROM words WHERE id = ?", (wording.words,)).fetchone()
    return str(row[0])[wording.first : wording.last] if row else ""


def listed(connection: sqlite3.Connection) -> tuple[Suggested, ...]:
    """See `ports.views.Views.suggestions`."""
    waiting = connection.execute("SELECT body FROM suggestions WHERE fate = 'waiting' ORDER BY number").fetchall()
    decided = connection.execute(
        "SELECT body FROM suggestions WHERE fate IN ('approved', 'declined') ORDER BY number DESC LIMIT ?", (DECIDED,)
    ).fetchall()
    return tuple(_listed(connection, _DECODE(body)) for (body,) in (*waiting, *decided))


def _listed(connection: sqlite3.Connection, one: Suggestion) -> Suggested:
    accounts = connection.execute("SELECT platform, address FROM accounts WHERE member = ? ORDER BY id", (one.member,))
    return Suggested(
        one,
        text_of(connection, one.said),
        tuple(f"{platform}:{address}" for platform, address in accounts),
        text_of(connection, one.because),
    )


def waiting(connection: sqlite3.Connection) -> int:
    """How many wait."""
    return int(connection.execute("SELECT count(*) FROM suggestions WHERE fate = 'waiting'").fetchone()[0])


READER: Final = """
    EXISTS (SELECT 1 FROM word_readers r JOIN accounts a ON a.member = r.member
            WHERE a.id = :account AND r.words = w.id)
    OR EXISTS (SELECT 1 FROM suggestions g JOIN links theirs ON theirs.member = g.member
               JOIN links mine ON mine.person = theirs.person JOIN accounts a ON a.member = mine.member
               WHERE a.id = :account AND g.words = w.id)"""
"""Whoever was shown it as somebody who may decide, and the author by another account of theirs."""
