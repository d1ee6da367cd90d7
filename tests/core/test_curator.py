"""What becomes of the decks that a community has, whatever is wished of their curator."""

from __future__ import annotations

import msgspec.structs
from hypothesis import given
from hypothesis import strategies as st

from bot.core.curator import step, with_files
from bot.core.curator.machine import KEPT
from bot.core.situation import Situation
from bot.model.actor import NOBODY
from bot.model.curator import CURATOR, Curator, Entry, Stock, Version
from bot.model.effect import Tell
from bot.model.ids import ConversationId, DeckHash, DeckId, EventId, MemberId, QuestionNumber
from bot.model.record import Acted, StockChanged
from bot.model.situation import Told
from bot.model.tiding import (
    Asker,
    DeckLoaded,
    DeckMoved,
    DeckSwitched,
    DeckUndone,
    NoticeGiven,
    QuestionRetired,
    Tiding,
)
from tests.core.world import context_of

MARA = Asker(MemberId(7), ConversationId(70))
DECKS = ("a", "b", "c")
FILES = [(DeckId("a"), Version(DeckHash("a0"), "A")), (DeckId("b"), Version(DeckHash("b0"), "B"))]


class Curating:
    """A curator and what is kept of its decks."""

    def __init__(self, stock: Stock | None = None) -> None:
        self.stock = with_files(Stock(), FILES) if stock is None else stock
        self.state = Curator()
        self.acts: list[Acted] = []
        self.said: list[str] = []

    def tell(self, tiding: Tiding) -> str:
        """What is said of it."""
        told = Told(1, 1, NOBODY, stock=self.stock)
        made = step(self.state, tiding, Situation(told, context_of(), {}, EventId(1), CURATOR))
        self.state = made.state
        for record in made.records:
            if isinstance(record, StockChanged):
                self.stock = record.stock
            elif isinstance(record, Acted):
                self.acts.append(record)
        (effect,) = made.effects
        assert isinstance(effect, Tell)
        assert isinstance(effect.tiding, NoticeGiven)
        assert effect.to == MARA.conversation
        self.said.append(effect.tiding.lines[0].name)
        return self.said[-1]

    def on_offer(self) -> list[str]:
        """The versions on offer, in order."""
        return [entry.current.hash for entry in self.stock.entries if entry.enabled]


def load(deck: str, version: int) -> DeckLoaded:
    """That version of that deck."""
    return DeckLoaded(MARA, DeckId(deck), DeckHash(f"{deck}{version}"), deck.upper())


wishes = st.one_of(
    st.builds(load, st.sampled_from(DECKS), st.integers(0, 4)),
    st.builds(DeckUndone, st.just(MARA), st.sampled_from([DeckId(deck) for deck in DECKS])),
    st.builds(DeckSwitched, st.just(MARA), st.sampled_from([DeckId(deck) for deck in DECKS]), st.booleans()),
    st.builds(DeckMoved, st.just(MARA), st.sampled_from([DeckId(deck) for deck in DECKS]), st.integers(-2, 9)),
    st.builds(
        QuestionRetired, st.just(MARA), st.builds(QuestionNumber, st.integers(0, 40)), st.just("q"), st.booleans()
    ),
)


@given(st.lists(wishes, max_size=60))
def test_whatever_is_wished_there_is_a_deck_on_offer_and_each_stands_once(wanted: list[Tiding]) -> None:
    """Each wish is answered by one sentence; what changed is in the log, and what did not is not."""
    curating = Curating()
    for tiding in wanted:
        before, noted = curating.stock, len(curating.acts)
        curating.tell(tiding)
        decks = [entry.deck for entry in curating.stock.entries]
        assert len(decks) == len(set(decks))
        assert curating.on_offer()
        assert all(entry.current not in entry.before and len(entry.before) <= KEPT for entry in curating.stock.entries)
        assert (curating.stock != before) == (len(curating.acts) > noted)


@given(st.lists(wishes, max_size=20), st.sampled_from(DECKS))
def test_undo_takes_back_what_was_loaded_last(wanted: list[Tiding], deck: str) -> None:
    """A new version, or a new deck, and nothing is left of it after `undo`."""
    curating = Curating()
    for tiding in wanted:
        curating.tell(tiding)
    before = curating.stock
    if all(entry.enabled for entry in before.entries if entry.deck == deck):
        curating.tell(load(deck, 9))
        curating.tell(DeckUndone(MARA, DeckId(deck)))
        entries = [msgspec.structs.replace(one, before=one.before[: KEPT - 1]) for one in before.entries]
        after = [msgspec.structs.replace(one, before=one.before[: KEPT - 1]) for one in curating.stock.entries]
        assert after == entries


def test_the_last_deck_cannot_be_switched_off() -> None:
    """Without any there would be nothing to ask."""
    curating = Curating()
    assert curating.tell(DeckSwitched(MARA, DeckId("a"), on=False)) == "curator.disabled"
    assert curating.tell(DeckSwitched(MARA, DeckId("b"), on=False)) == "curator.last-one"
    assert curating.on_offer() == ["b0"]


def test_nor_can_it_be_undone() -> None:
    """A new deck that is alone on offer stays until there is another."""
    curating = Curating()
    curating.tell(load("c", 0))
    for deck in ("a", "b"):
        curating.tell(DeckSwitched(MARA, DeckId(deck), on=False))
    assert curating.tell(DeckUndone(MARA, DeckId("c"))) == "curator.last-one"
    assert curating.on_offer() == ["c0"]


def test_a_deck_that_is_nobodys_changes_nothing() -> None:
    """It says so."""
    curating = Curating()
    for tiding in (DeckUndone(MARA, DeckId("x")), DeckSwitched(MARA, DeckId("x")), DeckMoved(MARA, DeckId("x"), 1)):
        assert curating.tell(tiding) == "curator.no-such-deck"
    assert curating.acts == []


def test_a_file_that_is_as_it_was_leaves_what_was_loaded_since() -> None:
    """The bot starts again, and the moderator's version is still on offer."""
    curating = Curating()
    curating.tell(load("a", 1))
    assert with_files(curating.stock, FILES) == curating.stock


def test_a_file_that_changed_is_a_new_version_that_can_be_undone() -> None:
    """An update brings a better deck: it is on offer, and the one before is one `undo` away."""
    curating = Curating()
    curating.tell(load("a", 1))
    newer = [(DeckId("a"), Version(DeckHash("a7"), "A")), FILES[1]]
    started = Curating(with_files(curating.stock, newer))
    assert started.on_offer() == ["a7", "b0"]
    assert started.tell(DeckUndone(MARA, DeckId("a"))) == "curator.undone"
    assert started.on_offer() == ["a1", "b0"]


def test_a_file_that_is_gone_takes_its_deck_along_and_nobody_elses() -> None:
    """What was loaded into its place stays, and so does what never was a file."""
    curating = Curating()
    curating.tell(load("a", 1))
    curating.tell(load("c", 0))
    assert [one.current.hash for one in with_files(curating.stock, []).entries] == ["a1", "c0"]


@given(st.lists(wishes, max_size=30))
def test_files_that_did_not_change_change_nothing(wanted: list[Tiding]) -> None:
    """Starting twice is starting once."""
    curating = Curating()
    for tiding in wanted:
        curating.tell(tiding)
    once = with_files(curating.stock, FILES)
    assert with_files(once, FILES) == once


def test_a_switched_off_deck_that_is_loaded_anew_is_on_offer() -> None:
    """Who loads a deck wants it to be seen."""
    curating = Curating(Stock((Entry(DeckId("a"), Version(DeckHash("a0"), "A"), enabled=False),)))
    assert curating.tell(load("a", 0)) == "curator.loaded"
    assert curating.on_offer() == ["a0"]
