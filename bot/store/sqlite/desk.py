"""One transaction's worth of work: reads as it goes, collects its rows, and writes them all at once.

Rows are collected and written with `executemany` instead of statement by statement: 34 us a turn against 49. Seats, and
the counts of questions, stay in memory between turns, since one process owns the file; whatever a failed turn touched
is dropped from memory and read again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import Final

import msgspec

from bot.model.actor import State
from bot.model.circle import Ballot, Room, Tally
from bot.model.curator import Stock
from bot.model.effect import Shown
from bot.model.event import Event, MessageReceived, Reacted, Words
from bot.model.format import Format
from bot.model.ids import (
    Address,
    ConversationId,
    DeckId,
    EnclosureId,
    EventId,
    MemberId,
    MessageId,
    Platform,
    QuestionId,
    QuestionNumber,
    WordsId,
)
from bot.model.member import Deputyship, Member, Rank
from bot.model.record import (
    AccountsLinked,
    AccountUnlinked,
    Acted,
    AdultsDeclared,
    AnswerGiven,
    AnswerShared,
    AnswerWithdrawn,
    CircleClosed,
    CircleOpened,
    CirclesWanted,
    DailyHosted,
    DeckStaged,
    DeedCounted,
    DeputyNamed,
    DeputyOver,
    DeputyWanted,
    EntryOffered,
    Granted,
    LanguageSpoken,
    LinkOffered,
    MemberChanged,
    MemberForgotten,
    QuestionCounted,
    QuestionRated,
    RatingWithdrawn,
    Record,
    RoomOpened,
    SeekerGone,
    SeekerListed,
    SeekerMatched,
    SeekerTold,
    StockChanged,
    SuggestionDropped,
    SuggestionKept,
    TakenUp,
    TalksWanted,
    UploadSettled,
    VoteCast,
    WordsErased,
    WordsShown,
)
from bot.model.situation import Dossier, Elsewhere, Invitation, Offer, Told, Waiting
from bot.model.spans import HOUR
from bot.model.state import Solo
from bot.model.suggestion import Queue, Suggestion, Suggestions, Wording
from bot.model.upload import Staged
from bot.ports.adapter import Delivered, Failure
from bot.ports.address import room_of
from bot.ports.store import NO_CORNER, Due, HoursOf, Mark, Posted, Seat
from bot.ports.uploads import Examined
from bot.store.sqlite import erasure, ranks, sessions, suggestions, uploads
from bot.store.sqlite.answers import Answers
from bot.store.sqlite.circles import Circles
from bot.store.sqlite.collected import ENCODE, Collected
from bot.store.sqlite.counting import Counting
from bot.store.sqlite.lobby import LobbyRows
from bot.store.sqlite.memory import Memory
from bot.store.sqlite.people import People
from bot.store.sqlite.posting import Posting
from bot.store.sqlite.reactions import Signs
from bot.store.sqlite.seats import Seats
from bot.store.sqlite.stock import note_act, numbers_of, read_stock, stage, write_stock
from bot.store.sqlite.tables import Tables

DECODE_EFFECT: Final = msgspec.json.Decoder(Shown).decode

A_WHILE: Final = HOUR
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
        self._seats = Seats(connection, memory, self._rows)
        self._people = People(connection, memory)
        self._tables = Tables(connection, self._rows)
        self._lobby = LobbyRows(connection, self._people.person_of)
        self._answers = Answers(connection, memory, self._rows)
        self._circles = Circles(connection, memory, self._rows)
        self._counting = Counting(connection, self._rows)
        self._posting = Posting(connection, self._rows, self._seats)
        self._erased = False
        self._spoken: dict[ConversationId, str] = {}
        """What those read who are forgotten here: goodbye is said so that they understand it, and then not even that is
        known."""
        connection.execute("BEGIN IMMEDIATE")

    # Reading

    def taken(self, source: str, id_: str | int) -> bool:
        if (source, id_) in self._rows.deliveries:
            return True
        found = self._connection.execute("SELECT 1 FROM deliveries WHERE source = ? AND id = ?", (source, id_))
        return found.fetchone() is not None

    def rated(self, delivered: Delivered, now: int) -> tuple[ConversationId, QuestionNumber] | None:
        if not isinstance(delivered.event, Reacted):
            return None
        signs = Signs(self._connection, self._rows, self.seat_of, self.room_is_open)
        found = signs.rated(delivered, delivered.event)
        if found is not None:
            self._rows.deliveries[delivered.source, delivered.id] = now
        return found

    def seat(self, delivered: Delivered, now: int) -> Seat:
        return self._seats.at(delivered, now)

    def seat_of(self, conversation: ConversationId) -> Seat | None:
        return self._seats.of(conversation)

    def found(
        self, conversation: ConversationId, format_: Format, teller: Seat | None, now: int, corner: Address = NO_CORNER
    ) -> Seat:
        return self._seats.found(conversation, format_, teller, now, corner)

    def linked(self, member: MemberId) -> tuple[Member, ...]:
        person = self._people.person_of(member)
        return tuple(self._seats.member(id_) for id_ in sorted(person) if id_ != member) if len(person) > 1 else ()

    def language(self, seat: Seat) -> str:
        if room := room_of(seat.address):
            return self._circles.room(seat.platform, room, NO_CORNER).language
        spoken = seat.member.language or next((row.language for row in self.linked(seat.member.id) if row.language), "")
        return spoken or self._spoken.get(seat.conversation, "")

    def guests(self, members: Sequence[MemberId]) -> tuple[tuple[Member, ...], ...]:
        return tuple(tuple(map(_at_a_table, (self._seats.member(member), *self.linked(member)))) for member in members)

    def invitation(self, code: str, member: MemberId, now: int) -> Invitation | None:
        return self._tables.invitation(code, self._people.person_of(member), now)

    def doors(self, accounts: Collection[tuple[Platform, Address]], now: int) -> tuple[ConversationId, ...]:
        return ranks.doors(self._connection, accounts, now)

    def granted(self, platform: str, account: str) -> Rank:
        return ranks.granted(self._connection, platform, account)

    def deputyship(self, seat: Seat, wanted: str, now: int) -> Deputyship | None:
        person = self._people.person_of(seat.member.id)
        return ranks.deputyship(self._connection, seat.account, person, wanted, now)

    def waiting(self, now: int, hours_of: HoursOf) -> Waiting:
        # Whoever sat down, paused or answered a moment ago, in the same batch, did so here as well.
        self._rows.write_events()
        self._rows.write_answers()
        self._rows.write_actors()
        return self._lobby.waiting(now, hours_of)

    def have_blocked(self, members: Sequence[MemberId]) -> bool:
        return self._tables.have_blocked([self._people.person_of(member) for member in members])

    def room_is_open(self, platform: Platform, room: Address) -> bool:
        return self._people.room_is_open(platform, room)

    def room(self, seat: Seat, corner: Address = NO_CORNER) -> Room:
        return self._circles.room(seat.platform, room_of(seat.address), corner)

    def ballot(
        self, seat: Seat, circle: ConversationId, code: str, answers: str, corner: Address = NO_CORNER
    ) -> Ballot | None:
        found, replied = self._circles.find(seat, circle, code, answers, corner)
        there = self.seat_of(found) if found else None
        return self._circles.ballot(there, seat, self._people.person_of(seat.member.id), replied) if there else None

    def adults(self) -> bool:
        return self._lobby.adults()

    def stock(self) -> Stock:
        return read_stock(self._connection)

    def numbers(self, deck: DeckId) -> dict[QuestionId, QuestionNumber]:
        return numbers_of(self._connection, deck)

    def suggestions(self, member: MemberId, now: int) -> Suggestions:
        return suggestions.own(self._connection, self._people.person_of(member), now)

    def queue(self, after: int) -> Queue:
        return suggestions.queue(self._connection, after)

    def suggestion(self, number: int) -> Suggestion | None:
        return suggestions.find(self._connection, number)

    def wording(self, wording: Wording) -> str:
        self._rows.write_words()
        return suggestions.text_of(self._connection, wording)

    def staged(self, conversation: ConversationId) -> Staged | None:
        return uploads.staged(self._connection, conversation)

    def examine(self, seat: Seat, id_: EnclosureId, pasted: bool, now: int) -> None:
        arrived = self._rows.arrived.pop(id_, None)
        if pasted or arrived is not None:
            uploads.keep(self._connection, seat, id_, None if pasted or arrived is None else arrived[1], now)

    def examined(self, done: Examined, now: int) -> Seat | None:
        conversation = uploads.finish(self._connection, done.id, done.report, now)
        return self.seat_of(conversation) if conversation is not None else None

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
        person = self._people.person_of(seat.member.id)
        kept = suggestions.how_many(self._connection, person)
        return msgspec.structs.replace(self._answers.dossier(sorted(person)), suggested=kept)

    def elsewhere(self, seat: Seat) -> tuple[tuple[Elsewhere, ...], tuple[ConversationId, ...]]:
        person = sorted(self._people.person_of(seat.member.id))
        theirs = [one for member in person for one in self._conversations_of(member) if one != seat.conversation]
        found = [(one.member.id, one.state) for one in map(self.seat_of, theirs) if one is not None]
        others = tuple(
            Elsewhere(member, state.seated.table if state.seated else ConversationId(0), state.parted, state.proposal)
            for member, state in found
            if isinstance(state, Solo)
        )
        return others, self._circles.voted(person)

    def _conversations_of(self, member: MemberId) -> list[ConversationId]:
        rows = self._connection.execute("SELECT id FROM conversations WHERE member = ? ORDER BY id", (member,))
        return [ConversationId(id_) for (id_,) in rows.fetchall()]

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
            if event.enclosed is not None and delivered is not None:
                self._note_enclosure(seat, delivered.event, id_, now)
            event = MessageReceived(Words(event.words.id), event.sent_at, event.media, enclosed=event.enclosed)
        body, situation = ENCODE(event), ENCODE(told) if told is not None else None
        self._rows.events.append((id_, seat.conversation, seat.last_event, now, outcome, body, situation))
        seat.last_event = id_
        self._rows.changed[seat.conversation] = seat

    def _note_enclosure(self, seat: Seat, event: Event, id_: EventId, now: int) -> None:
        """As it was delivered, with what the step was not told."""
        if isinstance(event, MessageReceived) and event.enclosed is not None:
            self._rows.arrived[EnclosureId(id_)] = (seat.account, event.enclosed, now)

    def settle(self, seat: Seat, state: State, records: Sequence[Record], event: EventId, now: int) -> None:
        seat.state = state
        self._rows.changed[seat.conversation] = seat
        for record in records:
            match record:
                case AnswerGiven():
                    self._answers.give(seat.member.id, record, now)
                case MemberChanged():
                    self._seats.change(seat, record.member)
                case QuestionCounted():
                    self._counting.count(record, now)
                case DeedCounted() | TakenUp() | QuestionRated() | RatingWithdrawn():
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
                case LanguageSpoken():
                    self._circles.settle(seat, record, self._people.person_of(seat.member.id), now)
                case LinkOffered() | AccountsLinked() | AccountUnlinked():
                    self._people.link(seat.member.id, record)
                case EntryOffered():
                    sessions.offer_from(self._connection, seat.account, seat.member.id, record.ticket, record.until)
                case StockChanged():
                    write_stock(self._connection, record.stock)
                case DeckStaged():
                    stage(self._connection, record.deck, now)
                case SuggestionKept() | SuggestionDropped() | WordsShown():
                    suggestions.settle(self._connection, self._rows, record)
                    self._erased |= isinstance(record, SuggestionDropped)
                case Acted():
                    note_act(self._connection, event, record, seat, now)
                case Granted() | DeputyWanted() | DeputyNamed() | DeputyOver():
                    ranks.settle(self._connection, seat, record, now)
                case WordsErased():
                    self._answers.erase(seat, record.words)
                    self._erased = True
                case UploadSettled():
                    uploads.settle(self._connection, seat.conversation, record.loaded)
                case AdultsDeclared():
                    self._lobby.declare(record.declared)
                case SeekerListed() | SeekerTold() | SeekerMatched() | SeekerGone():
                    self._lobby.settle(record)
                case _:
                    self._tables.settle(seat.conversation, record, now)

    def _forget(self, seat: Seat, now: int) -> None:
        """Everything collected is written first, so that erasing finds it; only the id of what was taken in just now
        stays: a client that sends the request twice is no stranger."""
        self._spoken[seat.conversation] = self.language(seat)
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
        self._circles.read_again()
        self._memory.counts.clear()
        self._memory.shared = None

    def _reach(self, seat: Seat, reachable: bool) -> None:
        seat.unreachable = not reachable
        self._connection.execute(
            "UPDATE conversations SET unreachable = ? WHERE id = ?", (int(seat.unreachable), seat.conversation)
        )

    def post(self, seat: Seat, id_: MessageId, effect: Shown, now: int) -> Posted:
        return self._posting.post(seat, id_, effect, now, self.language(seat))

    def set_timer(self, seat: Seat, name: str, due: int) -> None:
        self._rows.timers[seat.conversation, name] = due

    def cancel_timer(self, conversation: ConversationId, name: str) -> None:
        self._rows.timers[conversation, name] = None

    def claim(self, due: Due) -> bool:
        self._rows.write_timers()
        claimed = self._connection.execute(
            "DELETE FROM timers WHERE conversation = ? AND name = ? AND due = ?", (due.conversation, due.name, due.due)
        )
        return claimed.rowcount > 0

    def mark(self, mark: Mark) -> Seat | None:
        lost = self._mark_unreachable(mark.message) if mark.failure is Failure.DESTINATION else None
        self._posting.mark(mark)
        return lost if lost is not None and not lost.member.id else None

    def _mark_unreachable(self, message: MessageId) -> Seat | None:
        """Nothing more is sent to where that message went, until somebody speaks from there."""
        conversation = self._posting.went_to(message)
        seat = self.seat_of(conversation) if conversation is not None else None
        if seat is not None:
            self._reach(seat, False)
        return seat

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
