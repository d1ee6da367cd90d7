"""A deck written down: the same bytes and the same name in every release, whoever writes or reads them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Final

import msgspec
import pytest

from bot.airlock import examine_held_off
from bot.core.shelf import shelve
from bot.decks.reading import read
from bot.model.deck import Callback, Choice, Deck, FollowUp, Kind, Lane, Question, Range, Scale, Theme
from bot.model.ids import ChoiceId, DeckHash, DeckId, MemberId, QuestionId, QuestionNumber
from bot.runtime.curation import staging
from bot.runtime.library import Shelves, learn_staged
from bot.runtime.mint import Mint
from bot.shells.bench.decks_checked import large_deck
from bot.store.sqlite.ledger import SqliteLedger
from bot.store.sqlite.stock import stage
from bot.wiring import keep_decks
from bot.written import Outline, decode, decoding, encode, outline, pack, seal, unpack

from .honest import HONEST

SMALL: Final = Deck(
    DeckId("a"), "A", "en", "b", "c", "d", "1.0.0",
    (Question(QuestionId("door"), Kind.OPEN, "Which door?", 2, default=FollowUp(("Noted.",), "Which way?")),),
)  # fmt: skip
REPLY: Final = FollowUp(("«{said}», noted.", "Noted."), "Which way does it open?", ("stay", "lighter"))
FULL: Final = Question(
    QuestionId("door"), Kind.OPEN, "Which door — or قفل — could you draw in the dark?", 3,
    choices=(Choice(ChoiceId("red"), "The red one", ("crimson",), REPLY, "{n} of {all}"),),
    scale=Scale(1, 10, "shut", "open"), ranges=(Range(1, 5, REPLY), Range(6, 10)), tags=("home",), about=("doors",),
    example="the one to the shed", themes=(Theme("gran", ("gran", "nan"), ("granite",), REPLY, "{n} said so"),),
    tender=Lane(("it burnt down",), REPLY, "lighter"), joke=Lane(("Jim Morrison",)), short="The door",
    both=FollowUp(("Both.",)), neither=FollowUp(ask="Then what?"), depends=FollowUp(("On what?",)), default=REPLY,
    chip_asks=(("person", "Who else?"),), contrast="{n} of {all}", thought="Doors stay.", and_you="And yours?",
    callback=Callback(2, "«{said}»: still so?"), take_away="Ask for a key.", done=FollowUp(("Well.",)),
    hears=(("the shed", "gran"),), private=True, by=MemberId(7),
)  # fmt: skip
RICH: Final = Deck(
    DeckId("doors"), "Doors é", "en", "Ada", "CC0", "Of doors.", "1.2.3",
    (FULL, Question(QuestionId("key"), Kind.MISSION, "Give a key away.", 5)),
    rating="adults", arc=(1, 2, 3), take_aways=("A key.",), signed_by=("Nan",),
)  # fmt: skip
"""With every field that a deck had when this was sealed first."""
SEALED: Final = "07e9dfa3826e8097f25a47cb8bd03a66116eab9500d80c6f7cdb7b8dac1de284"


def _honest(text: str = HONEST) -> Deck:
    deck = read(text.encode(), "honest.yaml").deck
    assert deck is not None
    return deck


def test_the_bytes_are_pinned() -> None:
    """A deck is written today, to the letter, as it was when the first one was kept."""
    assert encode(SMALL) == (
        b'{"author":"b","description":"d","id":"a","language":"en","licence":"c","questions":[{"default":{"ask":'
        b'"Which way?","say":["Noted."]},"depth":2,"id":"door","kind":"open","text":"Which door?"}],"title":"A",'
        b'"version":"1.0.0"}'
    )
    assert len(encode(RICH)) == 1764


def test_the_seal_is_pinned() -> None:
    """A deck's seal is today what it was when the first one was sealed: noun, defaults and field order may grow."""
    assert seal(encode(SMALL)) == "b6b77d852acd13c59c75f7441eebc30cd182e5de0dcec3b7d0a93f11a722575c"
    assert seal(encode(RICH)) == SEALED


@pytest.mark.parametrize("deck", [SMALL, RICH, _honest()], ids=["small", "rich", "honest"])
def test_what_was_written_is_read(deck: Deck) -> None:
    """At once or question by question it is the same deck again, and its outline is the deck's."""
    body, steps = encode(deck), 0
    assert decode(body) == deck
    reading = decoding(body)
    while True:
        try:
            next(reading)
        except StopIteration as done:
            assert done.value == deck
            break
        steps += 1
    assert steps == len(deck.questions) + 1
    assert outline(body) == Outline(deck.language, frozenset(question.id for question in deck.questions))


def test_a_packed_deck_is_the_same_deck_in_less_room() -> None:
    """What is kept of ten thousand questions is a fraction of what they say, and nothing of it is lost."""
    body = encode(large_deck(1_000, 1))
    assert unpack(pack(body)) == body
    assert len(pack(body)) < len(body) // 3


@pytest.mark.parametrize("body", [b'{"id": 7}', b"", b"\xff", b'{"questions":[{}]}'])
def test_what_is_no_deck_is_refused(body: bytes) -> None:
    """Bytes that no deck was encoded to raise msgspec's error, whichever way they are read."""
    with pytest.raises(msgspec.MsgspecError):
        decode(body)
    with pytest.raises(msgspec.MsgspecError):
        list(decoding(body))
    with pytest.raises(msgspec.MsgspecError):
        outline(body)


def test_the_seal_names_what_is_said() -> None:
    """Layout and remarks do not change a seal; one character of a text does."""
    same = _honest(HONEST.replace("arc: [1, 2, 3]", "arc:  # remark\n  - 1\n  - 2\n  - 3"))
    other = _honest(HONEST.replace("bread.", "toast."))
    assert seal(encode(same)) == seal(encode(_honest())) != seal(encode(other))


def test_everybody_calls_it_the_same(tmp_path: Path) -> None:
    """Whether it came with the files of a start, from a console, from a member's suggestion or in a chat: a version is
    kept as the same bytes, under the same name."""
    body, numbers = encode(RICH), {QuestionId("door"): QuestionNumber(1), QuestionId("key"): QuestionNumber(2)}
    shelves = Shelves(lambda hash_: shelve(RICH, hash_, numbers), frozenset())
    assert staging(body).tiding.hash == SEALED
    assert learn_staged(shelves, RICH, numbers) == SEALED
    file = tmp_path / "bot.db"
    ledger = SqliteLedger(file, Mint().strike)
    try:
        assert keep_decks(ledger, [SMALL], 0)[0][0] == seal(encode(SMALL))
        with sqlite3.connect(file) as connection:
            stage(connection, RICH, 0)
        assert ledger.decks() == {seal(encode(SMALL)): encode(SMALL), DeckHash(SEALED): body}
    finally:
        ledger.close()
    outcome, written = examine_held_off(b"Which of the doors?\nWhose key is it?\n", "a.txt", {})
    assert outcome.report.hash == seal(written) and encode(decode(written)) == written
