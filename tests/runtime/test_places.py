"""One person in several places, on several platforms, through the real engine and store."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chance import Seeded
from bot.model.event import Arrived, Event, MessageReceived, Words
from bot.model.ids import Address, MessageId, Platform, WordsId
from bot.model.line import Gap
from bot.model.member import Rank, Standing
from bot.ports.adapter import Delivered, Failure, Outcome
from bot.ports.address import rest_of, room_of, within
from bot.ports.faults import NoFaults
from bot.ports.store import Mark
from bot.runtime.engine import Turned
from bot.settings import load
from bot.shells.bench.workload import CAPABILITIES, read_deck
from bot.store.sqlite.desk import SqliteDesk
from bot.voices import prompts
from bot.wiring import open_engine
from tests.runtime.engines import Clock

HERE, THERE = Platform("here"), Platform("there")
HOME = {HERE: "ada-here", THERE: "ada-there"}


class House:
    """An engine that speaks two platforms, and the shortest way to say something on either."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "places.db"
        self.clock = Clock()
        self.complaints: list[str] = []
        self.count = 0
        self.open()

    def open(self) -> None:
        self.ledger, self.engine, self.shelves = open_engine(
            load({"db": str(self.path)}, {}, self.path.parent),
            (read_deck(),),
            prompts(),
            {HERE: CAPABILITIES, THERE: CAPABILITIES},
            self.clock,
            Seeded(1),
            NoFaults(),
            self.complaints.append,
        )

    def restart(self) -> None:
        self.ledger.close()
        self.open()

    def feed(self, platform: Platform, event: Event, address: str = "", standing: Standing | None = None) -> Turned:
        self.count += 1
        self.clock.time += 1_000
        account = Address(HOME[platform])
        place = Address(address) if address else account
        one = Delivered(platform, place, account, str(platform), str(self.count), event, standing=standing)
        return self.engine.turn([one], self.clock.time)

    def say(self, platform: Platform, text: str, address: str = "", standing: Standing | None = None) -> list[str]:
        turned = self.feed(platform, MessageReceived(Words(WordsId(0), text)), address, standing)
        assert turned.receipts[0] is not None
        assert turned.receipts[0].outcome is Outcome.TAKEN, self.complaints
        self.posted = turned.posted
        return [line.name for posted in turned.posted for line in posted.effect.lines]

    def gap(self, name: str) -> Gap:
        """The value of that gap in what was said last."""
        lines = [line for one in self.posted for line in one.effect.lines]
        return next(value for line in lines for gap, value in line.gaps if gap == name)

    def asked(self, platform: Platform) -> int:
        """The questions that this account itself was asked."""
        with sqlite3.connect(self.path) as connection:
            (bits,) = connection.execute(
                "SELECT coalesce(json_extract(CAST(m.body AS TEXT), '$.asked'), '0')"
                " FROM accounts a JOIN members m ON m.id = a.member WHERE a.platform = ?",
                (platform,),
            ).fetchone()
        return int(bits, 16)

    def one(self, query: str) -> object:
        with sqlite3.connect(self.path) as connection:
            return connection.execute(query).fetchone()[0]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.ledger.close()


def begin(house: House, platform: Platform) -> None:
    house.feed(platform, Arrived())
    house.say(platform, "yes")


def link(house: House) -> str:
    """The account there is joined with the one here; returns the code that did it."""
    house.say(HERE, "link")
    code = str(house.gap("code"))
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}", code)
    assert house.say(THERE, f"link {code}")[0] == "link.done"
    assert house.gap("platforms") == (("here", ""), ("there", ""))
    return code


def test_an_address_in_a_room_reads_back() -> None:
    """The room and the rest of an address in it are found again; a private place is in no room."""
    address = within(Address("-100123"), "55:7")
    assert (room_of(address), rest_of(address)) == ("-100123", "55:7")
    assert (room_of(Address("55")), rest_of(Address("55"))) == ("", "")


def test_several_places_are_one_member(house: House) -> None:
    """Whoever speaks in private and in a group has two conversations and is one member, in either's memory."""
    begin(house, HERE)
    room = within(Address("group"), "ada")
    assert house.say(HERE, "hello", room) == ["room.closed"]
    standing = Standing(Rank.OWNER, "test", house.clock.time + 1_000)
    assert house.say(HERE, "allow", room, standing) == ["room.opened"]
    house.say(HERE, "start", room)
    house.say(HERE, "yes", room)
    assert house.one("SELECT count(*) FROM members") == 1
    assert house.one("SELECT count(*) FROM conversations") == 2
    asked = house.asked(HERE)
    assert asked.bit_count() == 2
    house.say(HERE, "skip")
    house.restart()
    house.say(HERE, "skip", room)
    assert house.asked(HERE).bit_count() == 4


def test_a_room_stays_open_for_everybody_and_over_a_restart(house: House) -> None:
    """Opened by one who may, a place answers the others too, after a restart as well, until it is closed."""
    room = within(Address("group"), "ada")
    house.say(HERE, "allow", room, Standing(Rank.OWNER, "test", house.clock.time + 1_000))
    house.restart()
    assert house.say(HERE, "hello", within(Address("group"), "ben"))[0] == "greeting"
    house.say(HERE, "disallow", room, Standing(Rank.MODERATOR, "test", house.clock.time + 1_000))
    assert house.say(HERE, "help", within(Address("group"), "ben")) == ["room.closed"]
    assert house.say(HERE, "hello", within(Address("other"), "ada")) == ["room.closed"]


def test_linked_accounts_are_one_person(house: House) -> None:
    """What was asked here is not asked there; unlinked, each account has its own back."""
    begin(house, HERE)
    begin(house, THERE)
    code = link(house)
    before = house.asked(HERE), house.asked(THERE)
    for _round in range(4):
        house.say(THERE, "skip")
    assert house.asked(HERE) == before[0]
    assert house.asked(THERE) & before[0] == before[1] & before[0]
    assert house.say(HERE, f"link {code}") == ["link.unknown"]
    house.restart()
    house.say(HERE, "skip")
    assert house.asked(HERE) & house.asked(THERE) & ~(before[0] & before[1]) == 0
    assert house.say(THERE, "unlink") == ["unlink.done"]
    house.restart()
    assert house.say(THERE, "unlink") == ["unlink.nothing"]
    assert house.say(HERE, "unlink") == ["unlink.nothing"]


def test_a_stop_holds_on_every_platform(house: House) -> None:
    """Stopped in one chat, nothing unasked is sent in the other."""
    begin(house, HERE)
    begin(house, THERE)
    link(house)
    message = house.posted[-1].id
    house.say(HERE, "stop")
    assert not house.ledger.still_wanted(message, house.clock.time)


def test_a_code_is_over_after_its_time(house: House) -> None:
    """Ten minutes later the code is nobody's."""
    begin(house, HERE)
    house.say(HERE, "link")
    code = house.gap("code")
    house.clock.time += 11 * 60_000
    assert house.say(THERE, f"link {code}")[0] == "link.unknown"
    assert house.one("SELECT count(*) FROM links") == 0


def test_forgetting_forgets_the_person(house: House) -> None:
    """`forget me` in one chat forgets what was said in the other, and both begin anew."""
    begin(house, HERE)
    begin(house, THERE)
    house.say(THERE, "the harbour at six")
    link(house)
    house.say(HERE, "forget me")
    house.say(HERE, "yes")
    assert house.one("SELECT count(*) FROM words WHERE text LIKE '%harbour%'") == 0
    assert house.one("SELECT count(*) FROM links") == 0
    assert house.say(THERE, "hello")[0] == "greeting"


def test_what_cannot_be_reached_is_left_alone_until_it_speaks(house: House) -> None:
    """Where the platform said for good that nothing can be sent, nothing unasked is; a word from there ends it."""
    begin(house, HERE)
    house.say(HERE, "help")
    message = house.posted[-1].id
    house.engine.turn([Mark(message, sent=False, failure=Failure.DESTINATION, why="blocked")], house.clock.time)
    assert house.one("SELECT unreachable FROM conversations") == 1
    house.say(HERE, "help")
    assert house.one("SELECT unreachable FROM conversations") == 0


def test_a_late_mark_unsettles_nothing(house: House) -> None:
    """A mark that waited for the disk and comes behind a newer one does not have the message sent again."""
    begin(house, HERE)
    house.say(HERE, "help")
    message = house.posted[-1].id
    house.engine.turn([Mark(message, sent=True, platform_id="7")], house.clock.time)
    late = Mark(message, sent=False, failure=Failure.TRANSIENT, retry_at=house.clock.time + 1)
    house.engine.turn([late], house.clock.time)
    assert message not in [posted.id for posted in house.ledger.unsent((HERE,), MessageId(0), 100)]


def test_a_lost_transaction_is_no_duplicate(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """When reading fails and SQLite has rolled back by itself, the batch is taken anew; nobody hears "duplicate"."""
    begin(house, HERE)
    original, errors = SqliteDesk.counts, [sqlite3.OperationalError("disk I/O error")]

    def counts(desk: SqliteDesk, question: int) -> object:
        if errors:
            desk._connection.execute("ROLLBACK")
            raise errors.pop()
        return original(desk, question)  # type: ignore[arg-type]  # a plain number

    monkeypatch.setattr(SqliteDesk, "counts", counts)
    batch = [
        Delivered(HERE, Address(who), Address(who), "x", f"{who}-1", MessageReceived(Words(WordsId(0), "by the river")))
        for who in ("ada-here", "ben")
    ]
    turned = house.engine.turn(batch, house.clock.time)
    assert [one.outcome for one in turned.receipts if one] == [Outcome.TAKEN, Outcome.TAKEN]
    assert house.one("SELECT count(*) FROM deliveries WHERE source = 'x'") == 2
    assert house.one("SELECT count(*) FROM words WHERE text = 'by the river'") == 2
