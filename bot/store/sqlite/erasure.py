"""Forgetting: words, answers and what was said, gone; counts corrected; events left behind as erased.

What stays, and why: the account and its place keep their platform and address (at a terminal: the name), so that
whoever comes back finds a fresh conversation and not a second one; the empty event rows keep their times, so that
counts of turns and ids stay true; the list of erasures keeps the member's number, so that a restored backup can be
put right. The ids of the person's own deliveries go, but for the very one that forgets (it goes after 7 days, with
everybody's): without it a client that sends the request twice would be greeted as a stranger. Blocks stay, by number
alone, in either direction: nobody gets back to somebody's table by being forgotten. What was kept with a report stays
until that is done with. A suggestion that was approved is a question of the community's own, as
its author was told; whose it was is gone. The counters of questions and of days stay as they are: no row of them knows
whom it counted.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from bot.model.curator import CURATOR
from bot.model.event import Arrived, Event
from bot.model.lobby import LOBBY
from bot.store.sqlite import ranks, suggestions, uploads
from bot.store.sqlite.circles import forget_votes

_EVENTS: Final = """
    WITH RECURSIVE chain (id, previous) AS (
        SELECT e.id, e.previous FROM events e JOIN conversations c ON e.id = c.last_event WHERE c.member = :member
        UNION ALL SELECT e.id, e.previous FROM events e JOIN chain ON e.id = chain.previous)
    SELECT id FROM chain"""
_MESSAGES: Final = """
    WITH RECURSIVE chain (id, previous) AS (
        SELECT o.id, o.previous FROM outbox o JOIN conversations c ON o.id = c.last_message WHERE c.member = :member
        UNION ALL SELECT o.id, o.previous FROM outbox o JOIN chain ON o.id = chain.previous)
    SELECT id FROM chain"""

_ELSEWHERE: Final = """
    WITH RECURSIVE chain (id, previous) AS (
        SELECT e.id, e.previous FROM events e JOIN conversations c ON e.id = c.last_event
        WHERE c.id IN (:lobby, :curator) OR c.id IN (SELECT conversation FROM seats WHERE member = :member)
        UNION ALL SELECT e.id, e.previous FROM events e JOIN chain ON e.id = chain.previous)
    UPDATE events SET outcome = 'erased', body = X'7B7D', told = NULL WHERE id IN (SELECT id FROM chain)
    AND instr(CAST(body AS TEXT) || CAST(coalesce(told, '') AS TEXT), CAST(:member AS TEXT))"""
"""What a table, the lobby or the curator was told of this member: a choice that was pressed, or that was to find them
company, or that they suggested something."""

_DECODE_EVENT: Final = msgspec.json.Decoder(Event).decode

Erasure = tuple[int, int]
"""When (milliseconds UTC), and the member."""


def forget(connection: sqlite3.Connection, member: int, now: int) -> None:
    """Nothing that this member typed or answered is left, and their events say `erased`. Inside the caller's
    transaction."""
    execute = connection.execute
    execute("CREATE TEMP TABLE IF NOT EXISTS gone_events (id INTEGER PRIMARY KEY)")
    execute("CREATE TEMP TABLE IF NOT EXISTS gone_messages (id INTEGER PRIMARY KEY)")
    execute("DELETE FROM gone_events")
    execute("DELETE FROM gone_messages")
    execute(f"INSERT INTO gone_events {_EVENTS}", {"member": member})
    execute(f"INSERT INTO gone_messages {_MESSAGES}", {"member": member})
    execute(
        """INSERT INTO tallies SELECT question, key, -count(*) FROM answers
           WHERE member = ? AND counts = 1 AND round IN (SELECT id FROM gone_events) GROUP BY question, key
           ON CONFLICT DO UPDATE SET n = n + excluded.n""",
        (member,),
    )
    execute("DELETE FROM answers WHERE member = ? AND round IN (SELECT id FROM gone_events)", (member,))
    forget_votes(connection, member)
    suggestions.forget(connection, member)
    execute("DELETE FROM words WHERE id IN (SELECT id FROM gone_events)")
    execute("DELETE FROM enclosures WHERE account IN (SELECT id FROM accounts WHERE member = ?)", (member,))
    uploads.forget(connection, member)
    execute(
        "UPDATE events SET outcome = 'erased', body = X'7B7D', told = NULL WHERE id IN (SELECT id FROM gone_events)"
    )
    execute("DELETE FROM outbox WHERE id IN (SELECT id FROM gone_messages)")
    # The stream of one person's own place is named for that place.
    sources = "SELECT platform || ':' || address FROM accounts WHERE member = ?"
    execute(f"DELETE FROM deliveries WHERE source IN ({sources})", (member,))
    execute(f"DELETE FROM quarantine WHERE source IN ({sources})", (member,))
    execute("DELETE FROM timers WHERE conversation IN (SELECT id FROM conversations WHERE member = ?)", (member,))
    execute(_ELSEWHERE, {"lobby": LOBBY, "curator": CURATOR, "member": member})
    execute("DELETE FROM met WHERE other = ?", (member,))
    ranks.forget(connection, member)
    for table in ("links", "codes", "seats", "met", "seekers", "ratings", "reactions", "entries", "sessions"):
        execute(f"DELETE FROM {table} WHERE member = ?", (member,))
    execute("INSERT INTO erasures VALUES (?, ?)", (now, member))


def expired(connection: sqlite3.Connection, cutoff: int, after: int, limit: int) -> tuple[list[int], int]:
    """Of the next `limit` members after `after`: those last seen before `cutoff` with something to forget.

    And the last one that was looked at; 0 when there are no more.
    """
    rows = connection.execute(
        "SELECT id, last_seen FROM members WHERE id > ? ORDER BY id LIMIT ?", (after, limit)
    ).fetchall()
    old = [id_ for id_, last_seen in rows if last_seen < cutoff and _remembers(connection, id_)]
    return old, rows[-1][0] if len(rows) == limit else 0


def passers_by(connection: sqlite3.Connection, before: int, after: int, limit: int) -> list[int]:
    """Of the next `limit` members after `after`: those who arrived before `before` and never did anything else."""
    rows = connection.execute(
        """SELECT c.member, e.body FROM (SELECT id, last_seen FROM members WHERE id > ? ORDER BY id LIMIT ?) m
           JOIN conversations c ON c.member = m.id JOIN events e ON e.id = c.last_event
           WHERE m.last_seen < ? AND e.previous = 0 AND e.outcome = 'stepped'
             AND NOT EXISTS (SELECT 1 FROM conversations o WHERE o.member = m.id AND o.id <> c.id)""",
        (after, limit, before),
    )
    return [member for member, body in rows if isinstance(_DECODE_EVENT(body), Arrived)]


def let_pass(connection: sqlite3.Connection, member: int) -> None:
    """No row of this member is left; nothing was typed, so nothing is listed. Inside the caller's transaction."""
    for table, column in (("events", "last_event"), ("outbox", "last_message")):
        connection.execute(
            f"DELETE FROM {table} WHERE id IN (SELECT {column} FROM conversations WHERE member = ?)", (member,)
        )
    sources = "SELECT platform || ':' || address FROM accounts WHERE member = ?"
    connection.execute(f"DELETE FROM deliveries WHERE source IN ({sources})", (member,))
    conversations = "SELECT id FROM conversations WHERE member = ?"
    connection.execute(f"DELETE FROM places WHERE conversation IN ({conversations})", (member,))
    for table in ("conversations", "accounts"):
        connection.execute(f"DELETE FROM {table} WHERE member = ?", (member,))
    connection.execute("DELETE FROM members WHERE id = ?", (member,))


def _remembers(connection: sqlite3.Connection, member: int) -> bool:
    found = connection.execute(
        "SELECT 1 FROM conversations c JOIN events e ON e.id = c.last_event"
        " WHERE c.member = ? AND e.outcome <> 'erased'",
        (member,),
    )
    return found.fetchone() is not None


def apply_list(connection: sqlite3.Connection, erasures: Iterable[Erasure]) -> int:
    """Erasures that a restored backup does not know of are made again; returns how many."""
    known = set(connection.execute("SELECT at, member FROM erasures").fetchall())
    missing = sorted(set(erasures) - known)
    for at, member in missing:
        forget(connection, member, at)
        reset_actors(connection, member)
    return len(missing)


def reset_actors(connection: sqlite3.Connection, member: int) -> None:
    """The member and their conversations know nothing any more, as if they had never met the bot."""
    reset_conversations(connection, member)
    connection.execute(
        "UPDATE members SET version = version + 1,"
        " body = CAST(json_object('id', id, 'version', version + 1) AS BLOB) WHERE id = ?",
        (member,),
    )


def reset_conversations(connection: sqlite3.Connection, member: int) -> None:
    """The member's conversations know nothing any more."""
    connection.execute("UPDATE conversations SET state = X'7B7D' WHERE member = ?", (member,))


def list_beside(database: Path) -> Path:
    """The file that keeps the erasures when the database is lost or replaced: one JSON object a line."""
    return database.with_name(database.name + ".erasures")


def keep_list(connection: sqlite3.Connection) -> None:
    """Every erasure of the database is in the list beside it. Raises OSError.

    Called after the commit, so that nothing is listed that did not happen.
    A list that cannot be written now is caught up with at the next erasure, by house-keeping and at the next start.
    """
    file = list_beside(Path(connection.execute("PRAGMA database_list").fetchone()[2]))
    missing = sorted(set(read_table(connection)) - set(read_list(file)))
    if missing:
        _append(file, missing)


def read_table(connection: sqlite3.Connection) -> list[Erasure]:
    """The erasures that the database itself remembers."""
    return connection.execute("SELECT at, member FROM erasures").fetchall()


def read_list(file: Path) -> list[Erasure]:
    """The erasures in such a file; none where there is no file. Half a line, left by a crash, is no erasure."""
    try:
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    found = []
    for line in lines:
        with contextlib.suppress(ValueError, KeyError, TypeError):
            entry = json.loads(line)
            found.append((int(entry["at"]), int(entry["member"])))
    return found


def _append(file: Path, erasures: Iterable[Erasure]) -> None:
    # A new line first: the last one may have been cut short by a crash.
    lines = "".join(f'\n{{"at":{at},"member":{member}}}' for at, member in erasures)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, f"{lines}\n".encode())
        os.fsync(handle)
    finally:
        os.close(handle)
