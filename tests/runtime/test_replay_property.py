"""The engine gives the same whatever the batches are, and what it stored can be told again."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from bot.adapters.terminal.capabilities import CAPABILITIES, PLATFORM
from bot.core.situation import Situation, Step
from bot.core.solo import step
from bot.model.deck import Deck
from bot.model.event import Arrived, Event, MessageReceived, Words
from bot.model.ids import Address, ConversationId, WordsId
from bot.model.state import Solo
from bot.ports.adapter import Delivered, Outcome, Receipt
from bot.ports.faults import NoFaults
from bot.rendering.render import render
from bot.runtime import engine as engine_room
from bot.runtime.engine import Engine, Turned
from bot.runtime.library import Shelves, voice_of
from bot.runtime.replay import Verdict, replay
from bot.settings import load
from bot.store.sqlite.ledger import SqliteLedger
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import open_engine, read_decks
from tests.journeys.player import DECKS

NOW: Final = 1_772_478_000_000
PEOPLE: Final = ("ada", "ben", "cleo")
TYPED: Final = (
    "yes", "yes", "the tin of lychees", "tiger", "my aunt", "skip", "idk", "share", "unshare", "take that back",
    "never",
    "and you?", "lighter", "deeper", "help", "my list", "what do you know about me", "pause 3 days", "resume", "stop",
    "decks", "2", "forget me", "no", "not the tiger", "keine Ahnung, meine Oma vielleicht", "x" * 4_001, "\ud800", "",
    "daily at 9", "daily off", "zone Berlin", "quiet off", "settings",
)  # fmt: skip
WORDS: Final = prompts()
BOOKS: Final[tuple[Deck, ...]] = read_decks([DECKS / "pantry.yaml", DECKS / "animals.yaml"])
said = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(TYPED))
evenings = st.lists(said, min_size=1, max_size=25)
_NOT_OF_A_TURN: Final = {"_sqlite_migrations", "meta", "decks", "contexts", "questions", "sqlite_sequence"}
slow = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@dataclass(slots=True)
class Clock:
    at: int = NOW

    def now(self) -> int:
        return self.at


@dataclass(slots=True)
class OwnChance:
    """Chance by person and by how often they drew: what anybody else does changes nothing of it."""

    turn: list[str] = field(default_factory=list)
    drawn: dict[str, int] = field(default_factory=dict)

    def draw(self) -> int:
        person = self.turn.pop(0)
        self.drawn[person] = self.drawn.get(person, 0) + 1
        return hash_of(f"{person} {self.drawn[person]}")


def hash_of(text: str) -> int:
    """63 bits that are the same in every process."""
    number = 1469598103934665603
    for character in text.encode():
        number = (number ^ character) * 1099511628211 & ((1 << 63) - 1)
    return number


@dataclass(slots=True)
class Bench:
    """An engine over a database of its own, without a loop."""

    path: Path
    ledger: SqliteLedger
    engine: Engine
    shelves: Shelves
    chance: OwnChance
    complaints: list[str]

    def turn(self, batch: Sequence[Delivered]) -> Turned:
        self.chance.turn = [one.address for one in batch]
        return self.engine.turn(batch, NOW)

    def dump(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table that a turn writes."""
        with closing(sqlite3.connect(self.path)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            kept = sorted(set(names) - _NOT_OF_A_TURN)
            return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for name in kept}

    def told(self, person: str) -> str:
        """All that a person's conversation has stored, with ids by order of appearance."""
        with closing(sqlite3.connect(self.path)) as connection:
            id_ = connection.execute("SELECT conversation FROM places WHERE address = ?", (person,)).fetchone()
            if id_ is None:
                return ""
            queries = (
                "SELECT state FROM conversations WHERE id = ?",
                "SELECT body FROM members WHERE id = ?",
                "SELECT body FROM events WHERE conversation = ? ORDER BY id",
                "SELECT body FROM outbox WHERE conversation = ? ORDER BY id",
            )
            rows = [row[0] for query in queries for row in connection.execute(query, id_)]
        text = "\n".join(row.decode() if isinstance(row, bytes) else row for row in rows)
        order: dict[str, str] = {}
        return re.sub(r"(?<![0-9a-f])[0-9a-f]{14,20}(?![0-9a-f])", lambda m: _name(m[0], order), text)


def _name(id_: str, order: dict[str, str]) -> str:
    """Ids stand as numbers in nouns and in hex in tokens; both are the same id."""
    plain = id_ if id_.isdecimal() and len(id_) >= 17 else str(int(id_, 16))
    return order.setdefault(plain, f"#{len(order)}") if plain != str(NOW) else "now"


@contextmanager
def bench() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        chance, complaints = OwnChance(), list[str]()
        house = load({"db": str(path)}, environment={}, folder=Path(folder))
        ledger, engine, shelves = open_engine(
            house, BOOKS, WORDS, {PLATFORM: CAPABILITIES}, Clock(), chance, NoFaults(), complaints.append
        )
        try:
            yield Bench(path, ledger, engine, shelves, chance, complaints)
        finally:
            ledger.close()


def deliver(evening: Sequence[tuple[str, str]]) -> list[Delivered]:
    """The evening as an adapter would deliver it: everybody arrives, then talks."""
    arrivals: list[tuple[str, Event]] = [(person, Arrived("pantry")) for person in PEOPLE]
    lines: list[tuple[str, Event]] = [(person, MessageReceived(Words(WordsId(0), text))) for person, text in evening]
    return [
        Delivered(PLATFORM, Address(who), Address(who), f"terminal:{who}", f"{number:05d}", event, who.title())
        for number, (who, event) in enumerate(arrivals + lines)
    ]


def cut(deliveries: list[Delivered], cuts: Sequence[int]) -> list[list[Delivered]]:
    """The deliveries in batches, cut at those places."""
    places = sorted({0, len(deliveries), *(place % (len(deliveries) + 1) for place in cuts)})
    return [deliveries[first:last] for first, last in pairwise(places)]


def _refused(delivery: Delivered) -> bool:
    event = delivery.event
    return isinstance(event, MessageReceived) and (len(event.words.text) > 4_000 or event.words.text == "\ud800")


def _run(one: Bench, batches: list[list[Delivered]]) -> list[Receipt | None]:
    receipts: list[Receipt | None] = []
    for batch in batches:
        one.chance.turn = [delivery.address for delivery in batch if not _refused(delivery)]
        receipts += one.engine.turn(batch, NOW).receipts
    return receipts


_SHARED_IN_ONE_BATCH: Final = [("ada", "yes"), *[("ben", "yes")] * 3, *[("cleo", "yes")] * 2, ("ben", "share")]
"""The next to answer that question is shown what Ben shared, which is not in its table yet."""


@slow
@given(evenings, st.lists(st.integers(0, 40), max_size=10))
@example([*_SHARED_IN_ONE_BATCH, ("ada", "yes"), ("ada", "yes")], [10])
def test_batches_change_nothing(evening: list[tuple[str, str]], cuts: list[int]) -> None:
    """The same events in the same order leave the same rows, to the byte, wherever the batches are cut."""
    deliveries = deliver(evening)
    with bench() as whole, bench() as pieces:
        assert _run(whole, [deliveries]) == _run(pieces, cut(deliveries, cuts))
        assert whole.dump() == pieces.dump()
        assert whole.complaints == pieces.complaints == []


@slow
@given(evenings)
def test_neighbours_change_nothing(evening: list[tuple[str, str]]) -> None:
    """Where nobody's answers are shown to anybody, the order among people does not matter to any of them."""
    alone = [line for line in evening if line[1] not in ("share", "tiger")]
    by_person = [line for person in PEOPLE for line in alone if line[0] == person]
    with bench() as mixed, bench() as sorted_:
        _run(mixed, [deliver(alone)])
        _run(sorted_, [deliver(by_person)])
        for person in PEOPLE:
            assert mixed.told(person) == sorted_.told(person)


@slow
@given(evenings, st.lists(st.integers(0, 40), max_size=5))
def test_the_past_can_be_told_again(evening: list[tuple[str, str]], cuts: list[int]) -> None:
    """From the stored events and situations every conversation comes out identical, unless part of it was erased."""
    with bench() as one:
        _run(one, cut(deliver(evening), cuts))
        views = SqliteViews(one.path)
        with closing(views):
            rules = f"1.{WORDS.digest}"
            for listed in views.conversations(10):
                past = views.past(ConversationId(listed.conversation))
                assert past is not None
                told = replay(past, one.shelves, rules)
                verdicts = (Verdict.ERASED,) if past.erased else (Verdict.IDENTICAL,)
                assert told.verdict in verdicts, [step.trouble or step.why for step in told.steps if not step.same]


@slow
@given(evenings, st.data())
def test_what_comes_again_is_dropped(evening: list[tuple[str, str]], data: st.DataObject) -> None:
    """A delivery that is repeated, in the same batch or later, is a duplicate and leaves no trace."""
    # Forgetting somebody forgets the ids of what they sent, all but the last.
    assume(all(text != "forget me" for _person, text in evening))
    deliveries = deliver(evening)
    again = data.draw(st.lists(st.sampled_from(deliveries), min_size=1, max_size=5))
    with bench() as once, bench() as twice:
        _run(once, [deliveries])
        _run(twice, [deliveries])
        one = twice.engine.turn(again, NOW)
        assert [receipt.outcome for receipt in one.receipts if receipt] == [Outcome.DUPLICATE] * len(again)
        assert one.posted == []
        assert once.dump() == twice.dump()
    with bench() as once, bench() as twice:
        _run(once, [deliveries])
        twice.chance.turn = [delivery.address for delivery in deliveries if not _refused(delivery)]
        doubled = [delivery for delivery in deliveries for _time in range(2)]
        receipts = twice.engine.turn(doubled, NOW).receipts
        assert all(receipt and receipt.outcome is Outcome.DUPLICATE for receipt in receipts[1::2])
        assert once.dump() == twice.dump()


def test_a_step_that_raises_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever's step raises is told so and keeps their state; their neighbours in the batch notice nothing."""
    right = step

    def poisoned(state: Solo, event: Event, situation: Situation) -> Step[Solo]:
        if isinstance(event, MessageReceived) and "poison" in event.words.text:
            raise ZeroDivisionError("the words of a member: poison")
        return right(state, event, situation)

    monkeypatch.setattr(engine_room, "step", poisoned)
    evening = [("ada", "yes"), ("ben", "yes"), ("ada", "a tin"), ("ben", "poison"), ("cleo", "yes"), ("ada", "Lisbon")]
    without = [line for line in evening if line[1] != "poison"]
    with bench() as one, bench() as other:
        receipts = _run(one, [deliver(evening)])
        _run(other, [deliver(without)])
        outcomes = [receipt.outcome for receipt in receipts if receipt]
        assert outcomes.count(Outcome.FAILED) == 1 and outcomes[6] is Outcome.FAILED
        assert all(receipt and receipt.messages for receipt in receipts)
        assert one.told("ada") == other.told("ada") and one.told("cleo") == other.told("cleo")
        states = [bench_.dump()["conversations"] for bench_ in (one, other)]
        assert len(states[0]) == len(states[1]) == 3
        assert one.told("ben").split("\n")[0] == other.told("ben").split("\n")[0]
        assert len(one.complaints) == 1 and "poison" not in one.complaints[0]


def test_a_turn_needs_no_loop() -> None:
    """A turn is a plain function: no event loop runs, and none is made."""
    with pytest.raises(RuntimeError):
        asyncio.get_running_loop()
    with bench() as one:
        turned = one.turn(deliver([])[:1])
        assert [receipt.outcome for receipt in turned.receipts if receipt] == [Outcome.TAKEN]
        assert len(turned.posted) == 1


def _words(one: Bench, turned: Turned) -> str:
    voice = voice_of(WORDS, one.shelves)
    messages = [render(posted.effect, voice, posted.words) for posted in turned.posted]
    return "\n".join(paragraph.text for message in messages for paragraph in message.paragraphs)


def _say(one: Bench, text: str, number: int, sent_at: int = 0) -> str:
    event = MessageReceived(Words(WordsId(0), text), sent_at)
    ada = Address("ada")
    return _words(one, one.turn([Delivered(PLATFORM, ada, ada, "terminal:ada", f"late-{number}", event)]))


def test_an_outage_is_owned_up_to() -> None:
    """What was sent while the bot was out is answered with a word about it, once for each; what came later is not."""
    with bench() as one:
        one.turn(deliver([])[:1])
        _say(one, "yes", 1)
        one.engine.away = (NOW - 600_000, NOW)
        late = _say(one, "a tin of plums", 2, sent_at=NOW - 300_000)
        assert late.startswith(("I was away; your answer is safe.", "I was out for a while, but your answer"))
        assert "What dinner is it waiting for?" in late
        assert "away" not in _say(one, "a feast", 3, sent_at=NOW + 5_000)
        assert "away" not in _say(one, "another", 4)


def test_broken_characters_are_refused_with_a_sentence() -> None:
    """Half of a surrogate pair cannot be kept, and the person is told so; the question stays open."""
    with bench() as one:
        one.turn(deliver([])[:1])
        _say(one, "yes", 1)
        one.chance.turn = []
        event = MessageReceived(Words(WordsId(0), "a tin \ud83d of plums"))
        ada = Address("ada")
        turned = one.engine.turn([Delivered(PLATFORM, ada, ada, "terminal:ada", "broken", event)], NOW)
        assert "arrived broken" in _words(one, turned)
        assert "What dinner is it waiting for?" in _say(one, "a tin of plums", 2)
