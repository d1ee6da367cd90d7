"""Circles at group places: which are open, who answered what, and which question a place has had.

Votes are rows, and their counts are kept beside them by increments: a vote costs the same whether it is the tenth or
the ten thousandth. Both are collected and written with the batch, and the counts stay in memory between turns: of the
140 us that a vote took when each statement was its own, half were statements. What is rare is written at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Final

import msgspec

from bot.model.circle import Ballot, Circle, Course, Room, Shared, Tally, Vote
from bot.model.ids import Address, ConversationId, DeckId, MemberId, Platform, RoundId, WordsId
from bot.model.member import Member
from bot.model.record import (
    CircleClosed,
    CircleOpened,
    CirclesWanted,
    DailyHosted,
    LanguageSpoken,
    TalksWanted,
    VoteCast,
)
from bot.ports.address import room_of, within
from bot.ports.store import Seat
from bot.store.sqlite.collected import Collected
from bot.store.sqlite.memory import Memory, Poll

CircleRecord = CircleOpened | CircleClosed | VoteCast | CirclesWanted | DailyHosted | TalksWanted | LanguageSpoken
SHOWN: Final = 5
"""So many answers in people's own words are turned over at most."""
LONGEST: Final = 200
"""Characters of one that is."""
CALLED: Final = 50
NO_CIRCLE: Final = ConversationId(0)
LOOKED_BACK: Final = 50
"""So many of a place's last circles a reply may speak of."""
_DECODE_MEMBER: Final = msgspec.json.Decoder(Member).decode
# By chance, but the same whenever it is looked at again: a prime larger than what is looked at.
_MIXED: Final = "((v.member % 1009) * 31 + :chance) % 1009"
_SHARED: Final = f"""
    SELECT v.member, v.words, length(w.text), m.body FROM votes v
    JOIN answers a ON a.round = v.round AND a.member = v.member AND a.part = 0 AND a.shared = 1 AND a.words = v.words
    JOIN words w ON w.id = v.words JOIN members m ON m.id = v.member
    WHERE v.circle = :circle AND v.words > 0 AND length(w.text) <= {LONGEST} ORDER BY {_MIXED} LIMIT {SHOWN}"""
_CALLABLE: Final = f"""
    SELECT v.key, v.member, m.body FROM votes v JOIN members m ON m.id = v.member
    WHERE v.circle = :circle AND instr(m.body, CAST('"callable":true' AS BLOB)) ORDER BY {_MIXED} LIMIT {CALLED}"""


class Circles:
    """Circles, votes and their counts, and what a place is to its circles."""

    def __init__(self, connection: sqlite3.Connection, memory: Memory, rows: Collected) -> None:
        self._connection = connection
        self._memory = memory
        self._rows = rows
        self._votes: dict[tuple[ConversationId, MemberId], tuple[int | str, ...] | None] = {}
        """Votes as they are at this desk: each is looked up once, though a step reads it before it casts another."""

    # Reading

    def room(self, platform: Platform, room: Address, corner: Address) -> Room:
        """What the place is to its circles, as seen from that thread of it."""
        whole, where = self._whole(platform, room)
        here = corner or within(room, "")
        if all(address == here for address in where):
            return whole
        circles = [circle for circle, address in zip(whole.circles, where, strict=True) if address == here]
        others = [circle for circle, address in zip(whole.circles, where, strict=True) if address != here]
        return msgspec.structs.replace(whole, circles=tuple(circles), elsewhere=tuple(others))

    def _whole(self, platform: Platform, room: Address) -> tuple[Room, tuple[Address, ...]]:
        """What the whole place is, and in which thread each of its open circles is."""
        known = self._memory.circles.get((platform, room))
        if known is None:
            execute = self._connection.execute
            row = execute(
                "SELECT asked, deck, wanted, talks, daily, language FROM hosted WHERE platform = ? AND room = ?",
                (platform, room),
            ).fetchone()
            open_ = execute(
                "SELECT c.circle, v.address FROM circles c JOIN conversations v ON v.id = c.circle"
                " WHERE c.platform = ? AND c.room = ? AND c.open = 1 ORDER BY c.circle",
                (platform, room),
            ).fetchall()
            circles = tuple(ConversationId(circle) for circle, _address in open_)
            asked, deck, wanted, talks, daily, language = row or ("0", "", 1, 1, 0, "")
            itself = ConversationId(daily)
            whole = Room(asked, DeckId(deck), bool(wanted), circles, bool(talks), itself, language=language)
            known = self._memory.circles[platform, room] = whole, tuple(Address(where) for _circle, where in open_)
        return known

    def find(
        self, seat: Seat, circle: ConversationId, code: str, answers: str, corner: Address
    ) -> tuple[ConversationId, bool]:
        """That circle, the one of that code, or the one that was meant, and whether it was replied to; 0 for none."""
        if code:
            return self._by_code(code), False
        return (circle, False) if circle else self._meant(seat, answers, corner)

    def _meant(self, seat: Seat, answers: str, corner: Address) -> tuple[ConversationId, bool]:
        """The circle at that place whose message has this platform id, and True; else the only one that is open in
        that thread, and False; 0 for neither."""
        room = room_of(seat.address)
        if not answers:
            circles = self.room(seat.platform, room, corner).circles
            return (circles[0] if len(circles) == 1 else NO_CIRCLE, False)
        self._rows.write_outbox()
        self._rows.write_marks()
        shown = self._connection.execute(
            "SELECT c.circle, o.platform_id, v.address FROM (SELECT circle, open FROM circles WHERE platform = ?"
            f" AND room = ? ORDER BY circle DESC LIMIT {LOOKED_BACK}) c JOIN conversations v ON v.id = c.circle"
            " JOIN outbox o ON o.conversation = c.circle AND o.slot <> ''"
            " WHERE o.platform_id = ? OR (o.platform_id IS NULL AND o.state IN ('ready', 'attempted') AND c.open = 1)",
            (seat.platform, room, answers),
        ).fetchall()
        known = [circle for circle, platform_id, _where in shown if platform_id]
        # Whoever is quick replies before it is on disk as what the platform knows the card.
        fresh = [circle for circle, _none, where in shown if where == (corner or within(room, ""))]
        found = known or (fresh if len(fresh) == 1 else ())
        return (ConversationId(found[0]), True) if found else (NO_CIRCLE, False)

    def _by_code(self, code: str) -> ConversationId:
        """The open circle that takes answers by this code; 0 for none."""
        row = self._connection.execute("SELECT circle FROM circles WHERE code = ? AND open = 1", (code,)).fetchone()
        return ConversationId(row[0]) if row else NO_CIRCLE

    def ballot(self, there: Seat, seat: Seat, person: frozenset[MemberId], replied: bool) -> Ballot | None:
        """The circle as that person may know of it; None for what is none, or not where they speak."""
        id_, state, room = there.conversation, there.state, room_of(seat.address)
        elsewhere = room and (there.platform, room_of(there.address)) != (seat.platform, room)
        if elsewhere or not isinstance(state, Circle):
            return None
        return Ballot(
            circle=id_,
            deck=state.deck,
            question=state.question,
            open=state.course is Course.CALLED and bool(state.deck),
            caller=self._poll(id_).caller,
            code=state.code,
            answered=self.answered(id_),
            mine=self._vote_of(id_, person),
            replied=replied,
        )

    def _vote_of(self, circle: ConversationId, person: frozenset[MemberId]) -> Vote | None:
        for member in sorted(person):
            row = self._vote(circle, member)
            if row:
                return Vote(member, str(row[0]), RoundId(int(row[1])), bool(row[3]))
        return None

    def _vote(self, circle: ConversationId, member: MemberId) -> tuple[int | str, ...] | None:
        """What that member answered: key, round, words, whether it counts, and when."""
        if (circle, member) not in self._votes:
            self._votes[circle, member] = self._connection.execute(VOTE, (circle, member)).fetchone()
        return self._votes[circle, member]

    def voted(self, person: Sequence[MemberId]) -> tuple[ConversationId, ...]:
        """The open circles that this person has answered, by whichever account."""
        self._rows.write_votes()
        found: dict[ConversationId, None] = {}
        for member in person:
            rows = self._connection.execute(
                "SELECT v.circle FROM votes v JOIN circles c ON c.circle = v.circle WHERE v.member = ? AND c.open = 1",
                (member,),
            )
            found.update(dict.fromkeys(ConversationId(circle) for (circle,) in rows.fetchall()))
        return tuple(found)

    def answered(self, circle: ConversationId) -> int:
        """How many have answered."""
        return sum(self._poll(circle).counts.values())

    def _poll(self, circle: ConversationId) -> Poll:
        known = self._memory.polls.get(circle)
        if known is None:
            self._rows.write_votes()
            execute = self._connection.execute
            caller = execute("SELECT caller FROM circles WHERE circle = ?", (circle,)).fetchone()
            counts = dict(execute(BALLOTS, (circle,)).fetchall())
            known = self._memory.polls[circle] = Poll(MemberId(caller[0] if caller else 0), counts)
        return known

    def tally(self, circle: ConversationId, now: int, chance: int) -> Tally:
        """How it was answered, and by whom as far as they let that be known."""
        self._rows.write_words()
        self._rows.write_answers()
        self._rows.write_actors()
        self._rows.write_votes()
        execute = self._connection.execute
        counts = [(key, n) for key, n in sorted(self._poll(circle).counts.items()) if n > 0]
        chosen = {"circle": circle, "chance": chance % 1009}
        shared = [
            Shared(MemberId(member), WordsId(words), length, _may_be_called(body, now))
            for member, words, length, body in execute(_SHARED, chosen)
        ]
        callable_: dict[str, MemberId] = {}
        for key, member, body in execute(_CALLABLE, chosen):
            if _may_be_called(body, now):
                callable_.setdefault(key, MemberId(member))
        return Tally(tuple(counts), tuple(shared), tuple(callable_.items()))

    # Writing

    def settle(self, seat: Seat, record: CircleRecord, person: frozenset[MemberId], now: int) -> None:
        """The record, made by whoever sits there, holds."""
        platform, room = seat.platform, room_of(seat.address)
        match record:
            case CircleOpened():
                self._open(seat, record, now)
            case CircleClosed():
                self._connection.execute("UPDATE circles SET open = 0 WHERE circle = ?", (seat.conversation,))
                self._memory.polls.pop(seat.conversation, None)
            case CirclesWanted():
                self._change(platform, room, wanted=record.wanted)
            case TalksWanted():
                self._change(platform, room, talks=record.wanted)
            case LanguageSpoken():
                self._change(platform, room, language=record.language)
            case DailyHosted():
                self._change(platform, room, daily=seat.conversation)
            case VoteCast():
                self._cast(seat.member.id, record, person, now)
                return
        self._memory.circles.pop((platform, room), None)

    def _open(self, seat: Seat, record: CircleOpened, now: int) -> None:
        platform, room = seat.platform, room_of(seat.address)
        self._connection.execute(
            "INSERT OR REPLACE INTO circles VALUES (?, ?, ?, 1, ?, ?, ?, 0)",
            (seat.conversation, platform, room, record.caller, record.code, now),
        )
        known, _where = self._whole(platform, room)
        asked = f"{int(known.asked, 16) | 1 << record.question:x}"
        self._host(platform, room, msgspec.structs.replace(known, asked=asked, deck=record.deck))

    def _change(self, platform: Platform, room: Address, **fields: object) -> None:
        whole, _where = self._whole(platform, room)
        self._host(platform, room, msgspec.structs.replace(whole, **fields))

    def _host(self, platform: Platform, room: Address, known: Room) -> None:
        self._connection.execute(
            "INSERT OR REPLACE INTO hosted VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (platform, room, known.asked, known.deck, int(known.wanted), int(known.talks), known.daily, known.language),
        )

    def _cast(self, member: MemberId, record: VoteCast, person: frozenset[MemberId], now: int) -> None:
        """One vote for each person: whatever they answered before, by whichever account, is not counted any more."""
        for one in person:
            if before := self._vote(record.circle, one):
                self._count(record.circle, str(before[0]), -1)
                self._put(record.circle, one, None)
        self._put(record.circle, member, (record.key, record.round, record.words, int(record.counts), now))
        self._count(record.circle, record.key, 1)

    def _put(self, circle: ConversationId, member: MemberId, vote: tuple[int | str, ...] | None) -> None:
        self._votes[circle, member] = self._rows.votes[circle, member] = vote

    def _count(self, circle: ConversationId, key: str, by: int) -> None:
        counts = self._poll(circle).counts
        counts[key] = counts.get(key, 0) + by
        self._rows.ballots[circle, key] = self._rows.ballots.get((circle, key), 0) + by

    def withdraw(self, member: MemberId, round_: RoundId) -> None:
        """An answer that was taken back is no vote any more."""
        self._rows.write_votes()
        mine = "SELECT circle, key FROM votes WHERE member = ? AND round = ?"
        for circle, key in self._connection.execute(mine, (member, round_)).fetchall():
            self._put(ConversationId(circle), member, None)
            self._count(ConversationId(circle), key, -1)

    def read_again(self) -> None:
        """Votes are gone from the file; everything collected was written before."""
        self._votes.clear()
        self._memory.polls.clear()


VOTE: Final = "SELECT key, round, words, counts, at FROM votes WHERE circle = ? AND member = ?"
BALLOTS: Final = "SELECT key, n FROM ballots WHERE circle = ?"


def forget_votes(connection: sqlite3.Connection, member: int) -> None:
    """No vote of that member is left, and none is counted."""
    gone = connection.execute("DELETE FROM votes WHERE member = ? RETURNING circle, key", (member,)).fetchall()
    for circle, key in gone:
        connection.execute("UPDATE ballots SET n = n - 1 WHERE circle = ? AND key = ?", (circle, key))


def _may_be_called(body: bytes, now: int) -> bool:
    member = _DECODE_MEMBER(body)
    return member.callable and not member.stopped and member.paused_until <= now
