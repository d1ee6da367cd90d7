"""One transaction's worth of work: reads as it goes, collects its rows, and writes them all at once.

Rows are collected and written with `executemany` instead of statement by statement: 34 us a turn against 49. Seats, and
the counts of questions, stay in memory between turns, since one process owns the file; whatever a failed turn touched
is dropped from memory and read again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from typing import Final

import msgspec

from bot.model.actor import FORMAT_OF, NOBODY, State
from bot.model.circle import Ballot, Room, Tally
from bot.model.effect import Delivery, Edit, Shown
from bot.model.event import Event, MessageReceived, Words
from bot.model.format import Format
from bot.model.ids import (
    HOME,
    AccountId,
    Address,
    ConversationId,
    EventId,
    MemberId,
    MessageId,
    PlaceId,
    Platform,
    QuestionNumber,
    WordsId,
)
from bot.model.member import Member
from bot.model.record import (
    AccountsLinked,
    AccountUnlinked,
    AnswerGiven,
    AnswerShared,
    AnswerWithdrawn,
    CircleClosed,
    CircleOpened,
    CirclesWanted,
    DailyHosted,
    DeedCounted,
    LinkOffered,
    MemberChanged,
    MemberForgotten,
    QuestionCounted,
    QuestionRated,
    Record,
    RoomOpened,
    SeekerGone,
    SeekerListed,
    SeekerMatched,
    SeekerTold,
    TakenUp,
    TalksWanted,
    VoteCast,
)
from bot.model.situation import Dossier, Invitation, Offer, Told, Waiting
from bot.model.state import Solo
from bot.ports.adapter import Delivered, Failure
from bot.ports.address import room_of, within
from bot.ports.store import Conflict, Due, Mark, Posted, Seat
from bot.store.sqlite import erasure
from bot.store.sqlite.answers import Answers
from bot.store.sqlite.circles import Circles
from bot.store.sqlite.collected import ENCODE, Collected
from bot.store.sqlite.counting import Counting
from bot.store.sqlite.lobby import LobbyRows
from bot.store.sqlite.memory import Memory
from bot.store.sqlite.people import People
from bot.store.sqlite.quoting import NOTHING_EDITED, name_of, quoted_in, readable, shown_in
from bot.store.sqlite.tables import Tables

DECODE_STATE: Final[dict[Format, Callable[[bytes], State]]] = {
    format_: msgspec.json.Decoder(kind).decode for kind, format_ in FORMAT_OF.items()
}
DECODE_MEMBER: Final = msgspec.json.Decoder(Member).decode
DECODE_EFFECT: Final = msgspec.json.Decoder(Shown).decode

_SEAT: Final = """
    SELECT c.id, c.member, c.account, c.place, c.platform, c.address, c.last_event, c.last_message, c.state, m.body,
    m.version, c.unreachable, c.format
    FROM conversations c LEFT JOIN members m ON m.id = c.member WHERE c.id = ?"""
AT_A_PLACE: Final = frozenset({Format.CIRCLE, Format.DAILY})
"""Formats of conversations that begin where the teller is."""
A_WHILE: Final = 3_600_000
"""Milliseconds by which `members.last_seen` may lag behind."""


def _at_a_table(member: Member) -> Member:
    """As much of somebody as choosing a card takes. What a table was told stays with its events, and nobody's name
    stays there when they are forgotten: names are looked up when they are shown."""
    return msgspec.structs.replace(member, name="", called="", zone="", told=0, greeted_at=0, last_seen=0)


class SqliteDesk:
    """Implements `ports.store.Desk` over one connection, inside one immediate transaction."""

    def __init__(self, connection: sqlite3.Connection, memory: Memory) -> None:
        self._connection = connection
        self._memory = memory
        self._rows = Collected(connection)
        self._people = People(connection, memory)
        self._tables = Tables(connection, self._rows)
        self._lobby = LobbyRows(connection, self._people.person_of)
        self._answers = Answers(connection, memory, self._rows)
        self._circles = Circles(connection, memory, self._rows)
        self._counting = Counting(connection, self._rows)
        self._erased = False
        connection.execute("BEGIN IMMEDIATE")

    # Reading

    def taken(self, source: str, id_: str | int) -> bool:
        if (source, id_) in self._rows.deliveries:
            return True
        found = self._connection.execute("SELECT 1 FROM deliveries WHERE source = ? AND id = ?", (source, id_))
        return found.fetchone() is not None

    def seat(self, delivered: Delivered, now: int) -> Seat:
        seat = self._memory.seats.get((delivered.platform, delivered.address))
        if seat is None:
            row = self._connection.execute(
                "SELECT conversation FROM places WHERE platform = ? AND address = ?",
                (delivered.platform, delivered.address),
            ).fetchone()
            seat = self.seat_of(ConversationId(row[0])) if row else self._make_seat(delivered, now)
        else:
            self._sit(seat)
        if seat is None:
            raise LookupError(f"the place of conversation {row[0]} has no conversation")
        if delivered.name and seat.member.name != delivered.name:
            self._change_member(seat, msgspec.structs.replace(seat.member, name=delivered.name))
        return seat

    def seat_of(self, conversation: ConversationId) -> Seat | None:
        seat = self._memory.by_conversation.get(conversation)
        if seat is not None:
            return self._sit(seat)
        row = self._connection.execute(_SEAT, (conversation,)).fetchone()
        if row is None:
            return None
        member = (
            (self._rows.members.get(row[1]) or self._memory.members.get(row[1]) or DECODE_MEMBER(row[9]))
            if row[1]
            else NOBODY
        )
        seat = Seat(
            platform=Platform(row[4]),
            address=Address(row[5]),
            place=PlaceId(row[3]),
            account=AccountId(row[2]),
            conversation=ConversationId(row[0]),
            member=member,
            state=DECODE_STATE[Format(row[12])](row[8]),
            last_event=EventId(row[6]),
            last_message=MessageId(row[7]),
            unreachable=bool(row[11]),
        )
        self._memory.keep(seat)
        return seat

    def found(self, conversation: ConversationId, format_: Format, teller: Seat, now: int) -> Seat:
        begun = DECODE_STATE[format_](b"{}")
        platform, address = Platform(""), Address("")
        if format_ in AT_A_PLACE:
            platform, address = teller.platform, within(room_of(teller.address), "")
        self._connection.execute(
            "INSERT INTO conversations VALUES (?, ?, ?, 0, 0, 0, ?, ?, 0, 0, ?, 0)",
            (conversation, HOME, format_.value, platform, address, ENCODE(begun)),
        )
        nowhere, nobody = PlaceId(0), AccountId(0)
        seat = Seat(platform, address, nowhere, nobody, conversation, NOBODY, begun, EventId(0), MessageId(0))
        self._memory.keep(seat)
        return seat

    def _sit(self, seat: Seat) -> Seat:
        """The seat, with its member as they are since they spoke elsewhere."""
        seat.member = self._memory.members[seat.member.id]
        return self._memory.used(seat)

    def _make_seat(self, delivered: Delivered, now: int) -> Seat:
        """A new place has a conversation of its own; a stranger becomes a member as well, with the same number."""
        id_ = self._memory.mint(now)
        account, member = self._account(delivered) or self._make_account(delivered, id_, now)
        begun, place, id_of = Solo(), PlaceId(id_), ConversationId(id_)
        where = delivered.platform, delivered.address
        seat = Seat(*where, place, account, id_of, member, begun, EventId(0), MessageId(0))
        execute = self._connection.execute
        execute("INSERT INTO places VALUES (?, ?, ?, ?, ?)", (seat.platform, seat.address, id_, account, id_))
        execute(
            "INSERT INTO conversations VALUES (?, ?, 'solo', ?, ?, ?, ?, ?, 0, 0, ?, 0)",
            (id_, HOME, member.id, account, id_, seat.platform, seat.address, ENCODE(seat.state)),
        )
        self._memory.keep(seat)
        self._rows.changed[seat.conversation] = seat
        return seat

    def _account(self, delivered: Delivered) -> tuple[AccountId, Member] | None:
        row = self._connection.execute(
            "SELECT id, member FROM accounts WHERE platform = ? AND address = ?",
            (delivered.platform, delivered.account),
        ).fetchone()
        return (AccountId(row[0]), self._member(MemberId(row[1]))) if row else None

    def _make_account(self, delivered: Delivered, id_: int, now: int) -> tuple[AccountId, Member]:
        member = Member(id=MemberId(id_), last_seen=now, name=delivered.name)
        execute = self._connection.execute
        execute("INSERT INTO members VALUES (?, ?, 0, ?, ?)", (id_, HOME, now, ENCODE(member)))
        execute("INSERT INTO accounts VALUES (?, ?, ?, ?)", (id_, delivered.platform, delivered.account, id_))
        return AccountId(id_), member

    def _member(self, id_: MemberId) -> Member:
        """The member's row as it stands at this desk."""
        known = self._rows.members.get(id_) or self._memory.members.get(id_)
        if known is not None:
            return known
        row = self._connection.execute("SELECT body FROM members WHERE id = ?", (id_,)).fetchone()
        return DECODE_MEMBER(row[0]) if row else Member(id=id_)

    def linked(self, member: MemberId) -> tuple[Member, ...]:
        person = self._people.person_of(member)
        return tuple(self._member(id_) for id_ in sorted(person) if id_ != member) if len(person) > 1 else ()

    def guests(self, members: Sequence[MemberId]) -> tuple[tuple[Member, ...], ...]:
        return tuple(tuple(map(_at_a_table, (self._member(member), *self.linked(member)))) for member in members)

    def invitation(self, code: str, member: MemberId, now: int) -> Invitation | None:
        return self._tables.invitation(code, self._people.person_of(member), now)

    def doors(self, accounts: Collection[tuple[Platform, Address]]) -> tuple[ConversationId, ...]:
        return self._people.doors(accounts)

    def waiting(self, now: int) -> Waiting:
        # Whoever sat down, paused or answered a moment ago, in the same batch, did so here as well.
        self._rows.write_events()
        self._rows.write_answers()
        self._rows.write_actors()
        return self._lobby.waiting(now)

    def have_blocked(self, members: Sequence[MemberId]) -> bool:
        return self._tables.have_blocked([self._people.person_of(member) for member in members])

    def room_is_open(self, platform: Platform, room: Address) -> bool:
        return self._people.room_is_open(platform, room)

    def room(self, seat: Seat) -> Room:
        return self._circles.room(seat.platform, room_of(seat.address))

    def ballot(self, seat: Seat, circle: ConversationId, code: str, answers: str) -> Ballot | None:
        found, replied = self._circles.find(seat, circle, code, answers)
        there = self.seat_of(found) if found else None
        return self._circles.ballot(there, seat, self._people.person_of(seat.member.id), replied) if there else None

    def answered(self, circle: ConversationId) -> int:
        return self._circles.answered(circle)

    def tally(self, circle: ConversationId, now: int, chance: int) -> Tally:
        return self._circles.tally(circle, now, chance)

    def offered(self, code: str, member: MemberId, now: int) -> Offer | None:
        return self._people.offered(code, member, now)

    def counts(self, question: QuestionNumber) -> tuple[tuple[str, int], ...]:
        return self._answers.counts(question)

    def quote(self, question: QuestionNumber, not_by: MemberId, chance: int) -> tuple[WordsId, int]:
        return self._answers.quote(question, not_by, chance)

    def dossier(self, seat: Seat) -> Dossier:
        self._rows.write_events()
        self._rows.write_answers()
        self._rows.write_words()
        self._rows.write_actors()
        return self._answers.dossier(sorted(self._people.person_of(seat.member.id)))

    def words(self, id_: WordsId) -> str | None:
        mine = self._rows.words.get(id_)
        if mine is not None:
            return mine[1]
        row = self._connection.execute("SELECT text FROM words WHERE id = ?", (id_,)).fetchone()
        return None if row is None else str(row[0])

    # Collecting

    def take_in(
        self,
        seat: Seat,
        id_: EventId,
        event: Event,
        told: Told | None,
        outcome: str,
        delivered: Delivered | None,
        now: int,
    ) -> None:
        if delivered is not None:
            if seat.unreachable:
                self._reach(seat, True)
            self._rows.deliveries[delivered.source, delivered.id] = now
            if seat.member.last_seen < now - A_WHILE:
                self._rows.seen[seat.member.id] = now
        if isinstance(event, MessageReceived):
            if event.words.text:
                self._rows.words[event.words.id] = (seat.account, event.words.text, 0)
            event = MessageReceived(Words(event.words.id), event.sent_at, event.media)
        body, situation = ENCODE(event), ENCODE(told) if told is not None else None
        self._rows.events.append((id_, seat.conversation, seat.last_event, now, outcome, body, situation))
        seat.last_event = id_
        self._rows.changed[seat.conversation] = seat

    def settle(self, seat: Seat, state: State, records: Sequence[Record], event: EventId, now: int) -> None:
        seat.state = state
        self._rows.changed[seat.conversation] = seat
        for record in records:
            match record:
                case AnswerGiven():
                    self._answers.give(seat.member.id, record, now)
                case MemberChanged():
                    self._change_member(seat, record.member)
                case QuestionCounted():
                    self._counting.count(record, now)
                case DeedCounted() | TakenUp() | QuestionRated():
                    self._counting.settle(seat, record, self._people.person_of(seat.member.id), now)
                case AnswerShared():
                    self._answers.share(seat.member.id, record)
                case AnswerWithdrawn():
                    self._answers.withdraw(seat.member.id, record)
                    self._circles.withdraw(seat.member.id, record.round)
                    self._erased = True
                case MemberForgotten():
                    self._forget(seat, now)
                case RoomOpened():
                    self._people.open_room(seat, record.open, now)
                case CircleOpened() | CircleClosed() | CirclesWanted() | TalksWanted() | DailyHosted() | VoteCast():
                    self._circles.settle(seat, record, self._people.person_of(seat.member.id), now)
                case LinkOffered() | AccountsLinked() | AccountUnlinked():
                    self._people.link(seat.member.id, record)
                case SeekerListed() | SeekerTold() | SeekerMatched() | SeekerGone():
                    self._lobby.settle(record)
                case _:
                    self._tables.settle(seat.conversation, record, now)

    def _change_member(self, seat: Seat, member: Member) -> None:
        current = self._member(member.id)
        if member.version != current.version:
            raise Conflict(f"member {member.id} is at version {current.version}, not {member.version}")
        changed = msgspec.structs.replace(member, version=member.version + 1)
        self._rows.members[member.id] = changed
        if member.id in self._memory.members:
            self._memory.members[member.id] = changed
        if member.id == seat.member.id:
            seat.member = changed

    def _forget(self, seat: Seat, now: int) -> None:
        """Everything collected is written first, so that erasing finds it; only the id of what was taken in just now
        stays: a client that sends the request twice is no stranger."""
        current = next(reversed(self._rows.deliveries.items()), None)
        self._rows.write_all()
        for member in sorted(self._people.person_of(seat.member.id)):
            erasure.forget(self._connection, member, now)
            # Their other conversations begin anew as well; this one's state is what the step says.
            erasure.reset_conversations(self._connection, member)
            for other in self._memory.seats_of(member):
                other.state = Solo() if other is not seat else other.state
        if current is not None:
            (source, id_), at = current
            self._connection.execute("INSERT OR IGNORE INTO deliveries VALUES (?, ?, ?)", (source, id_, at))
        self._memory.links = None
        self._erased = True
        self._memory.counts.clear()
        self._memory.shared = None

    def _reach(self, seat: Seat, reachable: bool) -> None:
        seat.unreachable = not reachable
        self._connection.execute(
            "UPDATE conversations SET unreachable = ? WHERE id = ?", (int(seat.unreachable), seat.conversation)
        )

    def post(self, seat: Seat, id_: MessageId, effect: Shown, now: int) -> Posted:
        born = "attempted" if effect.delivery is Delivery.REPLY else "ready"
        slot, edited = effect.slot, NOTHING_EDITED
        if isinstance(effect, Edit):
            # The slot names the message that is edited, not the edits of it.
            self._rows.write_outbox()
            slot, edited = "", shown_in(self._connection, seat.conversation, effect.slot)
        elif slot:
            self._replace_in_slot(seat, slot)
        self._rows.outbox.append(
            (id_, seat.conversation, seat.last_message, now, born, effect.delivery.value, 1, effect.expires, slot,
             ENCODE(effect))
        )  # fmt: skip
        seat.last_message = id_
        self._rows.changed[seat.conversation] = seat
        words, members = quoted_in(effect)
        names = {member: name_of(self._member(member)) for member in members}
        return Posted(id_, seat.platform, seat.address, effect, self._quoted(seat, words), names, *edited)

    def _quoted(self, seat: Seat, ids: list[WordsId]) -> dict[WordsId, str]:
        if not ids:
            return {}
        collected = {id_: self._rows.words[id_] for id_ in ids if id_ in self._rows.words}
        mine = {id_: text for id_, (account, text, _to) in collected.items() if account == seat.account}
        others = [id_ for id_ in ids if id_ not in mine]
        if others:
            self._rows.write_words()
            self._rows.write_answers()
        return mine | readable(self._connection, seat.account, others)

    def _replace_in_slot(self, seat: Seat, slot: str) -> None:
        self._rows.write_outbox()
        self._connection.execute(
            "UPDATE outbox SET state = 'failed', failure = 'replaced' WHERE conversation = ? AND slot = ? AND "
            "state = 'ready'",
            (seat.conversation, slot),
        )

    def set_timer(self, seat: Seat, name: str, due: int) -> None:
        self._connection.execute("INSERT OR REPLACE INTO timers VALUES (?, ?, ?)", (seat.conversation, name, due))

    def cancel_timer(self, conversation: ConversationId, name: str) -> None:
        self._connection.execute("DELETE FROM timers WHERE conversation = ? AND name = ?", (conversation, name))

    def claim(self, due: Due) -> bool:
        claimed = self._connection.execute(
            "DELETE FROM timers WHERE conversation = ? AND name = ? AND due = ?", (due.conversation, due.name, due.due)
        )
        return claimed.rowcount > 0

    def mark(self, mark: Mark) -> None:
        if mark.sent:
            state = "sent"
        elif mark.failure is None:
            state = "ready" if mark.retry_at else "unknown"
        else:
            state = "attempted" if mark.retry_at else "failed"
        failure = mark.failure.value if mark.failure else None
        if mark.failure is Failure.DESTINATION:
            self._mark_unreachable(mark.message)
        self._rows.marks.append(
            (
                state,
                mark.platform_id or None,
                failure,
                mark.why or None,
                mark.retry_at or None,
                mark.tries,
                mark.message,
            )
        )

    def _mark_unreachable(self, message: MessageId) -> None:
        """Nothing more is sent to where that message went, until somebody speaks from there."""
        self._rows.write_outbox()
        row = self._connection.execute("SELECT conversation FROM outbox WHERE id = ?", (message,)).fetchone()
        seat = self.seat_of(ConversationId(row[0])) if row else None
        if seat is not None:
            self._reach(seat, False)

    def quarantine(self, source: str, raw: bytes, error: str, now: int) -> None:
        self._connection.execute(
            "INSERT INTO quarantine (source, at, raw, error) VALUES (?, ?, ?, ?)", (source, now, raw, error)
        )

    # Writing

    def write(self) -> None:
        if not self._connection.in_transaction:
            # After some errors SQLite rolls back by itself; what came after would be written piece by piece.
            raise sqlite3.OperationalError("the transaction is gone")
        self._rows.write_all()

    def commit(self) -> None:
        self._connection.execute("COMMIT")
        if self._erased:
            # Putting the files in order is not part of the turn: nobody waits for it, and it may be tried again.
            self._memory.untidy = True

    def abandon(self) -> None:
        self._memory.drop_all()
        # After some errors SQLite has rolled back by itself.
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
