"""What is forgotten is gone from every file, and what is no longer shared is read by nobody else."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.model.effect import Say
from bot.model.event import Arrived, MessageReceived, Words
from bot.model.ids import Address, EventId, MessageId, Platform, QuestionNumber, RoundId, WordsId
from bot.model.line import Line
from bot.model.record import AnswerGiven, AnswerShared, AnswerWithdrawn, MemberChanged, MemberForgotten
from bot.ports.adapter import Delivered
from bot.ports.store import Conflict, Seat
from bot.ports.views import SaidByBot
from bot.runtime.mint import Mint
from bot.store.sqlite import erasure
from bot.store.sqlite.desk import SqliteDesk
from bot.store.sqlite.ledger import SqliteLedger
from bot.store.sqlite.views import SqliteViews

HERE = Platform("here")
NOW = 1_800_000_000_000
DAY = 86_400_000
SECRET = "the tin of lychees behind the boiler"
QUESTION = QuestionNumber(1)


@dataclass(slots=True)
class Store:
    """A ledger over a file of its own, with the shortest ways to say and to do something."""

    path: Path
    ledger: SqliteLedger
    mint: Mint

    def arrive(self, who: str, now: int = NOW) -> None:
        desk = self.ledger.open_desk()
        seat = desk.seat(_from(who, Arrived(), f"a{now}"), now)
        id_ = EventId(self.mint.strike(now))
        desk.take_in(seat, id_, Arrived(), None, "stepped", _from(who, Arrived(), f"a{now}"), now)
        _end(desk)

    def answer(self, who: str, text: str, now: int = NOW) -> WordsId:
        desk = self.ledger.open_desk()
        id_ = EventId(self.mint.strike(now))
        event = MessageReceived(Words(WordsId(id_), text))
        delivered = _from(who, event, str(id_))
        seat = desk.seat(delivered, now)
        desk.take_in(seat, id_, event, None, "stepped", delivered, now)
        given = AnswerGiven(RoundId(id_), QUESTION, "branch", "key", WordsId(id_))
        desk.settle(seat, seat.state, (given,), id_, now)
        _end(desk)
        return WordsId(id_)

    def share(self, who: str, words: WordsId, shared: bool) -> None:
        self.record(who, AnswerShared(RoundId(words), shared))

    def record(self, who: str, record: AnswerShared | AnswerWithdrawn | MemberForgotten) -> None:
        desk = self.ledger.open_desk()
        seat = self._seat(desk, who)
        desk.settle(seat, seat.state, (record,), seat.last_event, NOW)
        _end(desk)

    def quote(self, to: str, words: WordsId) -> dict[WordsId, str]:
        """That somebody is shown those words; returns what they read."""
        desk = self.ledger.open_desk()
        effect = Say((Line("others", quotes=(("quote", words, 0, 80),)),))
        posted = desk.post(self._seat(desk, to), MessageId(self.mint.strike(NOW)), effect, NOW)
        _end(desk)
        return posted.words

    def _seat(self, desk: SqliteDesk, who: str) -> Seat:
        return desk.seat(_from(who, Arrived(), "x"), NOW)

    def bytes(self) -> bytes:
        """All that the database's files hold."""
        files = (self.path.with_name(self.path.name + suffix) for suffix in ("", "-wal", "-shm"))
        return b"".join(file.read_bytes() for file in files if file.exists())

    def one(self, query: str) -> object:
        with closing(sqlite3.connect(self.path)) as connection:
            row = connection.execute(query).fetchone()
        return row[0] if row else None


def _from(who: str, event: Arrived | MessageReceived, id_: str) -> Delivered:
    return Delivered(HERE, Address(who), Address(who), f"here:{who}", id_, event)


def _end(desk: SqliteDesk) -> None:
    desk.write()
    desk.commit()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    mint = Mint()
    ledger = SqliteLedger(tmp_path / "s.db", mint.strike)
    yield Store(tmp_path / "s.db", ledger, mint)
    ledger.close()


@pytest.mark.parametrize("how", ["forget me", "take that back", "operator", "expiry"])
def test_what_is_forgotten_is_in_no_file(store: Store, how: str) -> None:
    """After each kind of erasure the words are neither in the database nor in its log nor in the log's index."""
    store.arrive("bob")
    words = store.answer("ada", SECRET)
    assert SECRET.encode() in store.bytes()
    if how == "forget me":
        store.record("ada", MemberForgotten())
    elif how == "take that back":
        store.record("ada", AnswerWithdrawn(RoundId(words)))
    elif how == "operator":
        store.ledger.forget_member("here", "ada", NOW)
    else:
        store.ledger.expire(NOW + DAY, NOW, 0)
    assert store.ledger.tidy() == ""
    assert SECRET.encode() not in store.bytes()


def test_a_reader_in_the_way_is_told_and_tried_again(store: Store) -> None:
    """While somebody reads, tidying returns at once with a sentence; when they are gone, it is done."""
    store.answer("ada", SECRET)
    with closing(sqlite3.connect(store.path)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM words").fetchone()
        store.record("ada", MemberForgotten())
        assert "-wal" in store.ledger.tidy()
    assert store.ledger.tidy() == ""
    assert SECRET.encode() not in store.bytes()


def test_a_list_that_cannot_be_kept_fails_no_turn(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong with the list of erasures, the forgetting stands, is told, and is listed later."""
    store.answer("ada", SECRET)

    def broken(_connection: sqlite3.Connection) -> None:
        raise PermissionError("planted")

    with monkeypatch.context() as patched:
        patched.setattr(erasure, "keep_list", broken)
        store.record("ada", MemberForgotten())
        assert "planted" in store.ledger.tidy()
    assert store.ledger.tidy() == ""
    assert len(erasure.read_list(erasure.list_beside(store.path))) == 1


def test_unsharing_unshares(store: Store) -> None:
    """Words of somebody else are read while they are shared and no longer, in a push, at a restart and on a page."""
    store.arrive("bob")
    words = store.answer("ada", SECRET)
    assert store.quote("bob", words) == {}
    assert store.quote("ada", words) == {words: SECRET}
    store.share("ada", words, True)
    assert store.quote("bob", words) == {words: SECRET}
    store.share("ada", words, False)
    assert store.quote("bob", words) == {}
    with closing(SqliteViews(store.path)) as views:
        seen = [one.words for one in views.history(HERE, Address("bob"), 0, 9) if isinstance(one, SaidByBot)]
    assert seen == [{}] * 3
    assert [one.words for one in store.ledger.unsent((HERE,), MessageId(0), 9) if one.address == "bob"] == [{}] * 3


def test_ones_own_deliveries_and_quarantine_go_too(store: Store) -> None:
    """Of somebody who is forgotten neither delivery ids nor quarantined input are left."""
    store.answer("ada", SECRET)
    desk = store.ledger.open_desk()
    desk.quarantine("here:ada", b"raw", "not UTF-8", NOW)
    _end(desk)
    store.ledger.forget_member("here", "ada", NOW)
    assert store.one("SELECT (SELECT count(*) FROM deliveries) + (SELECT count(*) FROM quarantine)") == 0


def test_whoever_is_back_is_not_forgotten_at_once(store: Store) -> None:
    """Somebody who was forgotten long ago and arrives today is not expired today."""
    store.answer("ada", SECRET, NOW - 400 * DAY)
    assert store.ledger.expire(NOW - 365 * DAY, NOW, 0) == 0
    store.arrive("ada", NOW)
    store.ledger.expire(NOW - 365 * DAY, NOW, 0)
    assert store.one("SELECT outcome FROM events ORDER BY id DESC LIMIT 1") == "stepped"
    assert store.one("SELECT count(*) FROM erasures") == 1


def test_whoever_said_nothing_leaves_no_row(store: Store) -> None:
    """A day after somebody opened the door and said nothing, no table holds anything of them; others stay."""
    store.arrive("crawler", NOW - 2 * DAY)
    store.arrive("today", NOW)
    store.answer("ada", SECRET, NOW - 2 * DAY)
    store.ledger.expire(NOW - 365 * DAY, NOW, 0)
    for table in ("members", "accounts", "places", "conversations", "events"):
        assert store.one(f"SELECT count(*) FROM {table}") == 2, table
    assert store.one("SELECT count(*) FROM erasures") == 0
    store.arrive("crawler", NOW)
    assert store.one("SELECT count(*) FROM members") == 3


def test_a_failed_erasure_leaves_no_transaction_open(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """When forgetting fails half-way, nothing is forgotten and the next turn is written."""
    store.answer("ada", SECRET)

    def broken(_connection: sqlite3.Connection, _member: int) -> None:
        raise sqlite3.OperationalError("planted")

    with monkeypatch.context() as patched:
        patched.setattr(erasure, "reset_actors", broken)
        with pytest.raises(sqlite3.OperationalError):
            store.ledger.forget_member("here", "ada", NOW)
    store.answer("bob", "a plum")
    assert store.one("SELECT count(*) FROM words") == 2


def test_house_keeping_goes_in_slices(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old delivery ids go slice by slice, recent ones stay, and the end of the table is told."""
    monkeypatch.setattr("bot.store.sqlite.ledger.SLICE", 2)
    for day in range(5):
        store.arrive("ada", NOW - 30 * DAY + day)
    store.arrive("ada", NOW)
    slices = 1
    while store.ledger.prune(NOW):
        slices += 1
    assert slices == 4
    assert store.one("SELECT count(*) FROM deliveries") == 1


def test_a_conflict_is_told(store: Store) -> None:
    """A member who was changed since they were read is not changed blindly."""
    store.arrive("ada")
    desk = store.ledger.open_desk()
    seat = desk.seat(_from("ada", Arrived(), "x"), NOW)
    member = seat.member
    desk.settle(seat, seat.state, (MemberChanged(member),), seat.last_event, NOW)
    with pytest.raises(Conflict):
        desk.settle(seat, seat.state, (MemberChanged(member),), seat.last_event, NOW)
    desk.abandon()


def test_the_files_are_nobody_elses(store: Store) -> None:
    """The database and its log can be read by their owner only."""
    store.arrive("ada")
    for suffix in ("", "-wal"):
        assert os.stat(f"{store.path}{suffix}").st_mode & 0o777 == 0o600
