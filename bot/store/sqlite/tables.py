"""Who sits at which table, by which code one may, who met, who never meets again, and what was reported.

Small tables, written at once, inside the desk's transaction.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import combinations, permutations
from typing import Final

import msgspec

from bot.model.ids import ConversationId, MemberId
from bot.model.record import (
    EnclosureAddressed,
    InvitationGiven,
    InvitationOver,
    MemberBlocked,
    MembersMet,
    SeatLeft,
    SeatTaken,
    TableReported,
    WordsAddressed,
)
from bot.model.situation import Invitation
from bot.ports.views import ReportedLine
from bot.store.sqlite.collected import Collected

EVIDENCE: Final = 50
"""So many of the last things said at a table are kept with a report."""
_SAID: Final = f"""
    SELECT w.id, a.member, w.text, coalesce(e.kind, '') FROM words w JOIN accounts a ON a.id = w.account
    LEFT JOIN enclosures e ON e.id = w.id WHERE w.audience = ?
    UNION ALL SELECT e.id, a.member, '', e.kind FROM enclosures e JOIN accounts a ON a.id = e.account
    LEFT JOIN words w ON w.id = e.id WHERE e.audience = ? AND w.id IS NULL
    ORDER BY 1 DESC LIMIT {EVIDENCE}"""
"""What was said to a table, and that something was sent: never what it shows."""
TableRecord = (
    InvitationGiven
    | InvitationOver
    | SeatTaken
    | SeatLeft
    | WordsAddressed
    | EnclosureAddressed
    | MembersMet
    | MemberBlocked
    | TableReported
)


class Tables:
    """Seats, invitations, meetings, blocks and reports."""

    def __init__(self, connection: sqlite3.Connection, rows: Collected) -> None:
        self._connection = connection
        self._rows = rows

    def settle(self, conversation: ConversationId, record: TableRecord, now: int) -> None:
        """The record, made by that conversation, holds."""
        execute = self._connection.execute
        match record:
            case InvitationGiven():
                # Those that are over go with the house-keeping: to look for them here would look at everybody's.
                execute(
                    "INSERT OR REPLACE INTO invitations VALUES (?, ?, ?)", (record.code, conversation, record.until)
                )
            case InvitationOver():
                execute("DELETE FROM invitations WHERE code = ?", (record.code,))
            case SeatTaken():
                execute("INSERT OR REPLACE INTO seats VALUES (?, ?, ?, 0)", (conversation, record.member, now))
            case SeatLeft():
                execute(
                    "UPDATE seats SET until = ? WHERE conversation = ? AND member = ?",
                    (now, conversation, record.member),
                )
            case WordsAddressed():
                self._rows.address_words(record.words, record.to)
            case EnclosureAddressed():
                self._rows.address_enclosure(record.enclosure, record.to)
            case MembersMet():
                self._connection.executemany(
                    "INSERT INTO met VALUES (?, ?, 1, ?) ON CONFLICT DO UPDATE SET times = times + 1, at = excluded.at",
                    [(one, other, now) for one, other in permutations(record.members, 2)],
                )
            case MemberBlocked():
                execute("INSERT OR REPLACE INTO blocks VALUES (?, ?, ?)", (record.by, record.whom, now))
            case TableReported():
                self._report(conversation, record.by, now)

    def _report(self, conversation: ConversationId, by: MemberId, now: int) -> None:
        self._rows.write_words()
        said = self._connection.execute(_SAID, (conversation, conversation)).fetchall()
        lines = [ReportedLine(member, text, media) for _id, member, text, media in reversed(said)]
        evidence = msgspec.json.encode(lines)
        self._connection.execute(
            "INSERT INTO reports (at, conversation, member, evidence, state) VALUES (?, ?, ?, ?, 'open')",
            (now, conversation, by, evidence),
        )

    def invitation(self, code: str, person: frozenset[MemberId], now: int) -> Invitation | None:
        """The seat that the code keeps, as that person may know of it."""
        row = self._connection.execute(
            "SELECT i.conversation, s.member FROM invitations i JOIN seats s ON s.conversation = i.conversation"
            " WHERE i.code = ? AND i.until > ? AND s.until = 0 ORDER BY s.since, s.member LIMIT 1",
            (code, now),
        ).fetchone()
        if row is None:
            return None
        seated = self._connection.execute(
            "SELECT member FROM seats WHERE conversation = ? AND until = 0", (row[0],)
        ).fetchall()
        mine = any(member in person for (member,) in seated)
        return Invitation(ConversationId(row[0]), MemberId(row[1]), mine)

    def have_blocked(self, people: Sequence[frozenset[MemberId]]) -> bool:
        """Somebody among them has blocked another, by whatever account."""
        for one, other in combinations(people, 2):
            for by, whom in ((one, other), (other, one)):
                pairs = [(mine, theirs) for mine in by for theirs in whom]
                if any(self._has_blocked(mine, theirs) for mine, theirs in pairs):
                    return True
        return False

    def _has_blocked(self, by: MemberId, whom: MemberId) -> bool:
        found = self._connection.execute("SELECT 1 FROM blocks WHERE member = ? AND whom = ?", (by, whom))
        return found.fetchone() is not None
