"""Who waits for company: rows, written at once, inside the desk's transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Final

from bot.model.ids import ConversationId, MemberId, QuestionNumber
from bot.model.member import Member
from bot.model.record import SeekerGone, SeekerListed, SeekerMatched, SeekerTold
from bot.model.seeker import Block, History, Leaning, Meeting, Seeker
from bot.model.situation import Waiting
from bot.model.spans import HOUR
from bot.model.tiding import Guest
from bot.ports.store import HoursOf
from bot.store.sqlite.seats import DECODE_MEMBER

LEANINGS: Final = 20
"""So many of a member's last choices are used, where they may be."""
FOR_EVER: Final = 1 << 62
NO_HOURS: Final = (0, 0)
AWAKE: Final = HOUR
"""Milliseconds after asking for company for which somebody is up."""
AT_ONCE: Final = 200
"""So many are looked at in one round, longest waiting first."""

_ADULTS: Final = "adults"


class LobbyRows:
    """The lobby's rows."""

    def __init__(self, connection: sqlite3.Connection, person_of: Callable[[MemberId], frozenset[MemberId]]) -> None:
        self._connection = connection
        self._person_of = person_of

    def adults(self) -> bool:
        """Somebody who may has declared that all are adults, and has not taken it back."""
        return self._connection.execute("SELECT 1 FROM meta WHERE name = ?", (_ADULTS,)).fetchone() is not None

    def declare(self, declared: bool) -> None:
        """All are adults from now on, or that is not said any more."""
        if declared:
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, '')", (_ADULTS,))
        else:
            self._connection.execute("DELETE FROM meta WHERE name = ?", (_ADULTS,))

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
                for member in self._person_of(record.member):
                    execute("UPDATE seekers SET waiting = 0 WHERE member = ?", (member,))
            case SeekerGone():
                for member in self._person_of(record.member):
                    execute("DELETE FROM seekers WHERE member = ?", (member,))

    def waiting(self, now: int, hours_of: HoursOf) -> Waiting:
        """Who waits, and what is remembered of them: each person once, by the account that they asked with first.

        Whoever paused waits on and is not among them, and neither is whoever said stop, or sleeps; whoever asked within
        the hour is awake, whatever their quiet hours are.
        """
        rows = self._connection.execute(
            "SELECT member, conversation, platform, since, told, leanings, trio FROM seekers WHERE waiting = 1"
            f" ORDER BY since, member LIMIT {AT_ONCE}"
        ).fetchall()
        people = {row[0]: self._people_of(row[0]) for row in rows}
        hours = {member: hours_of(person) for member, person in people.items() if person}
        quiet = {member: _rests_until(person) for member, person in people.items()}
        for member, _conversation, _platform, since, *_rest in rows:
            if now - since > AWAKE:
                quiet[member] = max(quiet[member], hours.get(member, NO_HOURS)[0])
        rests = [until for until in quiet.values() if now < until < FOR_EVER]
        rows = [row for row in rows if quiet[row[0]] <= now]
        known = self._connection.execute("SELECT member FROM seekers ORDER BY member").fetchall()
        asked: dict[MemberId, MemberId] = {}
        """The member that stands for a person, by their first account."""
        for row in rows:
            asked.setdefault(min(self._person_of(row[0])), MemberId(row[0]))
        rows = [row for row in rows if row[0] in asked.values()]

        def one_of(member: int) -> MemberId:
            first = min(self._person_of(MemberId(member)))
            return asked.get(first, first)

        return Waiting(
            seekers=tuple(
                Seeker(
                    MemberId(member),
                    since,
                    ("en",),
                    hours.get(member, NO_HOURS)[1],
                    leanings=self._leanings(member) if may_use else (),
                    trio=bool(trio),
                    at_table=self._sits(member),
                )
                for member, _conversation, _platform, since, _told, may_use, trio in rows
            ),
            guests=tuple(Guest(MemberId(row[0]), ConversationId(row[1]), row[2]) for row in rows),
            told=tuple(MemberId(row[0]) for row in rows if row[4]),
            known=tuple(dict.fromkeys(one_of(member) for (member,) in known)),
            history=self._history([row[0] for row in rows], one_of),
            rests_until=min(rests, default=0),
        )

    def _people_of(self, member: int) -> tuple[Member, ...]:
        """The rows of a person's accounts, this one first."""
        person = sorted(self._person_of(MemberId(member)), key=lambda one: (one != member, one))
        rows = (self._connection.execute("SELECT body FROM members WHERE id = ?", (one,)).fetchone() for one in person)
        return tuple(DECODE_MEMBER(row[0]) for row in rows if row is not None)

    def _leanings(self, member: int) -> tuple[Leaning, ...]:
        rows = self._connection.execute(
            "SELECT DISTINCT a.question, a.key FROM answers a JOIN events e ON e.id = a.round"
            " JOIN conversations c ON c.id = e.conversation AND c.member = a.member"
            " WHERE c.member = ? AND a.branch = 'choice' AND a.counts = 1 ORDER BY a.round DESC LIMIT ?",
            (member, LEANINGS),
        )
        return tuple(Leaning(QuestionNumber(question), key) for question, key in rows)

    def _sits(self, member: int) -> bool:
        return any(self._account_sits(account) for account in self._person_of(MemberId(member)))

    def _account_sits(self, member: int) -> bool:
        # Their own conversation knows: it would not take a proposal while they sit, keep seats or think about another.
        found = self._connection.execute(
            "SELECT 1 FROM conversations WHERE member = ? AND format = 'solo' AND ("
            " json_extract(CAST(state AS TEXT), '$.seated') IS NOT NULL"
            " OR json_extract(CAST(state AS TEXT), '$.proposal') > 0)",
            (member,),
        )
        return found.fetchone() is not None

    def _history(self, members: list[int], one_of: Callable[[int], MemberId]) -> History:
        """Whom these have met or blocked by any of their accounts, and who blocked them."""
        meetings: dict[tuple[MemberId, MemberId], Meeting] = {}
        blocks: dict[Block, None] = {}
        for account in [account for member in members for account in sorted(self._person_of(MemberId(member)))]:
            for other, times, at in self._connection.execute(
                "SELECT other, times, at FROM met WHERE member = ?", (account,)
            ):
                one, two = one_of(account), one_of(other)
                before = meetings.get((one, two), Meeting(one, two, 0))
                meetings[one, two] = Meeting(one, two, before.times + times, max(before.last, at))
            for by, whom in self._connection.execute(
                "SELECT member, whom FROM blocks WHERE member = :m OR whom = :m", {"m": account}
            ):
                blocks[Block(one_of(by), one_of(whom))] = None
        unique = [met for (one, other), met in meetings.items() if one < other or (other, one) not in meetings]
        return History(tuple(unique), tuple(blocks))


def _rests_until(person: tuple[Member, ...]) -> int:
    """Until when they want nothing that comes by itself: the end of a pause, or for ever after a stop."""
    return max((FOR_EVER if one.stopped else one.paused_until for one in person), default=0)
