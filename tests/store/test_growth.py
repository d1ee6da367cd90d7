"""What a vote or a word at a table costs does not depend on how many have voted, or on how many tables are idle."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.model.circle import Room
from bot.model.event import ChoicePressed, Event, MessageReceived, Words
from bot.model.ids import Address, ConversationId, MemberId, Platform, WordsId
from bot.store.sqlite import ledger as ledgers
from bot.store.sqlite import memory as memories
from bot.store.sqlite.connection import open_writer
from tests.runtime.circle import LOUNGE, SECOND, Lounge
from tests.runtime.table import DAY, Company

SAME = 1.1
"""So much may differ: who said what by chance takes a few steps more or less."""


class Meter:
    """The writer's connection, watched: the instructions that SQLite executes, and the statements that it is given."""

    def __init__(self) -> None:
        self.connection = sqlite3.connect(":memory:")
        self.steps = 0
        self.statements: set[str] = set()

    def watch(self, connection: sqlite3.Connection) -> sqlite3.Connection:
        """What is done over this connection counts from now on."""
        self.connection = connection
        connection.set_progress_handler(self._step, 1)
        return connection

    def _step(self) -> int:
        self.steps += 1
        return 0

    def during(self, do: Callable[[], object]) -> int:
        """The instructions that this took."""
        before = self.steps
        self.connection.set_trace_callback(self.statements.add)
        do()
        self.connection.set_trace_callback(None)
        return self.steps - before

    def scans(self) -> list[str]:
        """Of all statements that were seen, those that look through a whole table."""
        found = []
        for statement in self.statements:
            if statement.split(None, 1)[0] in ("SELECT", "UPDATE", "DELETE", "INSERT", "WITH"):
                plan = [str(row[3]) for row in self.connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
                if _looks_through_a_table(plan):
                    found.append(f"{statement}: {plan}")
        return found


def _looks_through_a_table(plan: list[str]) -> bool:
    # What a subquery found is small: how it was found stands in the plan as well.
    small = {words[-1] for step in plan if (words := step.split())[0] in ("CO-ROUTINE", "MATERIALIZE")}
    scans = [step.split()[1] for step in plan if step.startswith("SCAN")]
    return any(name not in {*small, "CONSTANT"} for name in scans)


@pytest.fixture
def meter(monkeypatch: pytest.MonkeyPatch) -> Meter:
    """Watches whatever connection a ledger opens."""
    meter = Meter()
    monkeypatch.setattr(ledgers, "open_writer", lambda path: meter.watch(open_writer(path)))
    return meter


# Circles


def call_pressed(lounge: Lounge) -> list[str]:
    """Circles are called until one is answered by buttons; returns their tokens."""
    for _circle in range(8):
        lounge.say("Ada", "circle")
        if buttons := list(lounge.screens[f"{LOUNGE}#"].values())[-1].buttons:
            return [button.token for button in buttons]
        lounge.say("Mod", "circles off", moderator=True)
        lounge.say("Mod", "circles on", moderator=True)
    raise AssertionError("the deck has no such question left")


def press(lounge: Lounge, names: Sequence[str], token: str) -> None:
    """All of them press that, in one batch."""
    lounge.turn([lounge.delivered(name, ChoicePressed(token)) for name in names])


def change_their_mind(lounge: Lounge, name: str, tokens: Sequence[str]) -> None:
    """They press, and press something else, and the card says so."""
    press(lounge, [name], tokens[0])
    press(lounge, [name], tokens[1])
    lounge.wait(5 * SECOND)


def test_a_vote_costs_the_same_among_few_and_among_many(tmp_path: Path, meter: Meter) -> None:
    """SQLite takes as many steps for a vote after 20 others as after 420, and for a changed mind and the card too."""
    lounge = Lounge(tmp_path)
    tokens = call_pressed(lounge)
    press(lounge, [f"P{number}" for number in range(20)], tokens[0])
    lounge.wait(5 * SECOND)
    among_few = meter.during(lambda: change_their_mind(lounge, "Ben", tokens))
    press(lounge, [f"Q{number}" for number in range(400)], tokens[1])
    lounge.wait(5 * SECOND)
    among_many = meter.during(lambda: change_their_mind(lounge, "Cleo", tokens))
    assert "422 have answered" in lounge.card()
    assert among_many <= among_few * SAME


# Tables


def open_table(company: Company, host: str, guest: str) -> None:
    """They sit at one table, and their first answers are shown."""
    for name in (host, guest):
        company.arrive(name)
        company.say(name, "yes")
    company.seat_two(host, guest)
    for name in (host, guest, host, guest):
        if not talking(company, host):
            company.say(name, "the kettle just before it clicks")


def talking(company: Company, name: str) -> bool:
    """The next card may be wished for, so that what is typed goes to the other."""
    return any(button.label == "Next card" for button in company.screens[name][-1].buttons)


def talk(company: Company, host: str, guest: str) -> None:
    """Each says something to the other."""
    assert talking(company, host)
    company.say(host, "mine was red")
    company.say(guest, "so was mine")


def lay(company: Company, name: str) -> None:
    """They lay a table for somebody who does not come."""
    assert "join" in company.say(name, "not-date")


def test_what_is_done_at_a_table_costs_the_same_beside_few_idle_ones_and_many(tmp_path: Path, meter: Meter) -> None:
    """SQLite takes as many steps to lay a table, and for two lines at it, beside 6 idle tables as beside 86."""
    company = Company(tmp_path)
    talked, laid = [], []
    for number in range(44):
        host, guest, alone = f"A{number}", f"B{number}", f"C{number}"
        open_table(company, host, guest)
        company.arrive(alone)
        company.say(alone, "yes")
        talked.append(meter.during(partial(talk, company, host, guest)))
        laid.append(meter.during(partial(lay, company, alone)))
    assert talked[43] <= talked[3] * SAME
    assert laid[43] <= laid[3] * SAME


# Statements


def test_no_statement_of_a_vote_or_at_a_table_looks_through_everybodys_rows(tmp_path: Path, meter: Meter) -> None:
    """Whatever SQLite is asked while people vote, sit down, answer and talk, it finds by a key or an index."""
    lounge = Lounge(tmp_path)
    tokens = call_pressed(lounge)
    meter.during(lambda: change_their_mind(lounge, "Ben", tokens))
    meter.during(lambda: lounge.say("Cleo", "neither", reply_to=lounge.last_id()))
    assert meter.scans() == []
    company = Company(tmp_path)
    # What is read once, and kept in memory from then on, has been read.
    open_table(company, "Ada", "Dan")
    meter.during(lambda: open_table(company, "Eve", "Fay"))
    meter.during(lambda: talk(company, "Eve", "Fay"))
    meter.during(lambda: company.press("Fay", "Next card"))
    assert meter.scans() == []


# What stays in memory


def test_places_and_circles_are_not_remembered_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many places have circles, only so many are remembered; what is forgotten is read again, and right."""
    monkeypatch.setattr(memories, "PLACES", 2)
    monkeypatch.setattr(memories, "POLLS", 2)
    memory = memories.Memory(lambda now: now)
    for number in range(3):
        memory.rooms[Platform("here"), Address(str(number))] = True
        memory.circles[Platform("here"), Address(str(number))] = (Room(), ())
        memory.polls[ConversationId(number)] = memories.Poll(MemberId(0), {})
    memory.trim()
    assert not memory.rooms
    assert not memory.circles
    assert not memory.polls


def test_votes_stay_counted_where_no_circle_is_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With nothing remembered between turns, and a batch in which one votes and takes it back, the card is right."""
    monkeypatch.setattr(memories, "POLLS", 0)
    monkeypatch.setattr(memories, "PLACES", 0)
    lounge = Lounge(tmp_path)
    tokens = call_pressed(lounge)
    for name in ("Ben", "Cleo", "Dan"):
        press(lounge, [name, name, "Eve"], tokens[0])
        change_their_mind(lounge, name, tokens)
    take_back = MessageReceived(Words(WordsId(0), "take that back"))
    eve: list[Event] = [ChoicePressed(tokens[1]), ChoicePressed(tokens[0]), take_back]
    lounge.turn([lounge.delivered("Eve", event) for event in eve])
    lounge.wait(5 * SECOND)
    assert lounge.rows("SELECT sum(n) FROM ballots") == lounge.rows("SELECT count(*) FROM votes") == [(3,)]
    press(lounge, ["Fay"], tokens[0])
    lounge.wait(5 * SECOND)
    assert "4 have answered" in lounge.card()


def test_an_invitation_that_nobody_took_up_is_gone_with_the_house_keeping(tmp_path: Path) -> None:
    """What is left of it, should its timer never have fired, does not stay for ever."""
    company = Company(tmp_path, "Ada")
    lay(company, "Ada")
    company.ledger.prune(company.clock.time)
    assert len(_invitations(company)) == 1
    company.ledger.prune(company.clock.time + 8 * DAY)
    assert _invitations(company) == []


def _invitations(company: Company) -> list[tuple[str]]:
    with closing(sqlite3.connect(company.file)) as connection:
        return connection.execute("SELECT code FROM invitations").fetchall()
