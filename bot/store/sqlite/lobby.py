"""Who waits for company: rows, written at once, inside the desk's transaction."""

from __future__ import annotations

import sqlite3
from typing import Final

from bot.model.ids import ConversationId, MemberId, QuestionNumber
from bot.model.record import SeekerGone, SeekerListed, SeekerMatched, SeekerTold
from bot.model.seeker import Block, History, Leaning, Meeting, Seeker
from bot.model.situation import Waiting
from bot.model.tiding import Guest

LEANINGS: Final = 20
"""So many of a member's last choices are used, where they may be."""
AT_ONCE: Final = 200
"""So many are looked at in one round, longest waiting first."""


class LobbyRows:
    """The lobby's rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def settle(self, record: SeekerListed | SeekerTold | SeekerMatched | SeekerGone) -> None:
        """The record holds."""
        execute = self._connection.execute
        match record:
            case SeekerListed():
                guest = record.guest
                execute(
                    "INSERT INTO seekers VALUES (?, ?, ?, ?, 1, 0, ?, ?) ON CONFLICT DO UPDATE SET"
                    " conversation = excluded.conversation, platform = excluded.platform, since = excluded.since,"
                    " waiting = 1, told = 0, leanings = excluded.leanings, trio = excluded.trio",
                    (guest.member, guest.conversation, guest.platform, record.since, int(record.leanings),
                     int(record.trio)),
                )  # fmt: skip
            case SeekerTold():
                execute("UPDATE seekers SET told = 1 WHERE member = ?", (record.member,))
            case SeekerMatched():
                execute("UPDATE seekers SET waiting = 0 WHERE member = ?", (record.member,))
            case SeekerGone():
                execute("DELETE FROM seekers WHERE member = ?", (record.member,))

    def waiting(self) -> Waiting:
        """Who waits, and what is remembered of them."""
        rows = self._connection.execute(
            "SELECT member, conversation, platform, since, told, leanings, trio FROM seekers WHERE waiting = 1"
            f" ORDER BY since, member LIMIT {AT_ONCE}"
        ).fetchall()
        known = self._connection.execute("SELECT member FROM seekers ORDER BY member").fetchall()
        return Waiting(
            seekers=tuple(
                Seeker(
                    MemberId(member),
                    since,
                    ("en",),
                    leanings=self._leanings(member) if may_use else (),
                    trio=bool(trio),
                    at_table=self._sits(member),
                )
                for member, _conversation, _platform, since, _told, may_use, trio in rows
            ),
            guests=tuple(Guest(MemberId(row[0]), ConversationId(row[1]), row[2]) for row in rows),
            told=tuple(MemberId(row[0]) for row in rows if row[4]),
            known=tuple(MemberId(member) for (member,) in known),
            history=self._history([row[0] for row in rows]),
        )

    def _leanings(self, member: int) -> tuple[Leaning, ...]:
        rows = self._connection.execute(
            "SELECT DISTINCT a.question, a.key FROM answers a JOIN events e ON e.id = a.round"
            " JOIN conversations c ON c.id = e.conversation AND c.member = a.member"
            " WHERE c.member = ? AND a.branch = 'choice' AND a.counts = 1 ORDER BY a.round DESC LIMIT ?",
            (member, LEANINGS),
        )
        return tuple(Leaning(QuestionNumber(question), key) for question, key in rows)

    def _sits(self, member: int) -> bool:
        found = self._connection.execute(
            "SELECT 1 FROM seats s JOIN conversations c ON c.id = s.conversation"
            " WHERE s.member = ? AND s.until = 0 AND json_extract(CAST(c.state AS TEXT), '$.course') IN"
            " ('card', 'talk', 'parting')",
            (member,),
        )
        return found.fetchone() is not None

    def _history(self, members: list[int]) -> History:
        meetings, blocks = [], []
        for member in members:
            meetings += [
                Meeting(MemberId(member), MemberId(other), times, at)
                for other, times, at in self._connection.execute(
                    "SELECT other, times, at FROM met WHERE member = ?", (member,)
                )
            ]
            blocks += [
                Block(MemberId(by), MemberId(whom))
                for by, whom in self._connection.execute(
                    "SELECT member, whom FROM blocks WHERE member = :m OR whom = :m", {"m": member}
                )
            ]
        one_way = {(meeting.one, meeting.other): meeting for meeting in meetings}
        unique = [meeting for (one, other), meeting in one_way.items() if one < other or (other, one) not in one_way]
        return History(tuple(unique), tuple(dict.fromkeys(blocks)))
