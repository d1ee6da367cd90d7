"""Photos and voice messages at a table over a real engine and a real file: who may see what, when, and what is kept."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from bot.model.deck import Kind
from bot.model.enclosure import KEPT_DAYS, LARGEST, PHOTO, VOICE, Enclosure
from bot.model.event import ChoicePressed, MessageReceived, Words
from bot.model.ids import Address, ConversationId, EnclosureId, Platform, WordsId
from bot.ports.store import Carried, Posted
from bot.runtime.replay import Verdict, replay
from bot.shells.bench.workload import CAPABILITIES, read_deck
from bot.store.sqlite.quoting import visible
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import rules_of, shelves_of
from tests.runtime.engines import HERE
from tests.runtime.table import DAY, Company, text_of

RED = "the red door at the end of the lane"
BLUE = "a blue kettle that never boils"
BLIND: Final = Platform("blind")
PLATFORMS: Final = {HERE: msgspec.structs.replace(CAPABILITIES, shows=(PHOTO, VOICE)), BLIND: CAPABILITIES}
HANDLE: Final = "where-the-photo-is"


def sent(kind: str = PHOTO, text: str = "", size: int = 1_000, more: bool = False) -> MessageReceived:
    """Something of that kind, with those words."""
    enclosed = Enclosure(kind, size, "image/jpeg", HANDLE, more)
    return MessageReceived(Words(WordsId(0), text), media=kind, enclosed=enclosed)


def carried(company: Company, name: str) -> list[Carried | None]:
    """What somebody was shown, oldest first."""
    mine = [one for one in company.posted if one.address == name and encloses(one)]
    return [one.carried for one in mine]


def encloses(posted: Posted) -> bool:
    return getattr(posted.effect, "encloses", None) is not None


def rows(company: Company, query: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(company.file)) as connection:
        return connection.execute(query, values).fetchall()


def kept(company: Company) -> list[tuple[Any, ...]]:
    return rows(company, "SELECT kind, handle, audience > 0 FROM enclosures ORDER BY id")


def card_that_is(company: Company, kind: Kind) -> None:
    """A card of that kind lies there; what lay there before was swapped."""
    kinds = {question.id: question.kind for question in read_deck().questions}
    for _ in kinds:
        (state,) = rows(company, "SELECT state FROM conversations WHERE address = 'Ada'")[0]
        if kinds[json.loads(state)["open"]["question"]] is kind:
            return
        company.say("Ada", "skip")
    raise AssertionError(f"no card is {kind}")


@pytest.fixture
def pair(tmp_path: Path) -> Company:
    """Ada and Ben sit at one table, and the first card lies there."""
    company = Company(tmp_path, "Ada", "Ben", platforms=PLATFORMS)
    company.seat_two()
    return company


@pytest.fixture
def talk(pair: Company) -> Company:
    """They have answered, and talk about it."""
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    return pair


def test_a_photo_is_offered_and_shown_to_who_asks(talk: Company) -> None:
    """The other reads that there is one and sees nothing of it until they say so; then it is shown once."""
    told = talk.do("Ben", sent(text="my kettle"))
    assert "covered" in told or "read that there is a photo" in told
    offer = text_of(talk.screens["Ada"][-1])
    assert "my kettle" in offer
    assert "photo" in offer
    assert "`show`" in offer
    assert carried(talk, "Ada") == []
    assert "From Ben:" in talk.say("Ada", "Show.")
    (shown,) = carried(talk, "Ada")
    assert shown is not None
    assert (shown.platform, shown.kind, shown.handle) == (HERE, PHOTO, HANDLE)
    assert carried(talk, "Ben") == []
    before = len(talk.screens["Ben"])
    talk.say("Ada", "show")
    assert len(carried(talk, "Ada")) == 1
    assert "show" in text_of(talk.screens["Ben"][before])


def test_it_is_shown_by_the_button_also_under_a_later_card(talk: Company) -> None:
    """The button does what the word does, for as long as something waits; afterwards it says that nothing does."""
    talk.do("Ben", sent(VOICE))
    assert "voice message" in talk.reads("Ada")
    token = next(b.token for m in reversed(talk.screens["Ada"]) for b in m.buttons if b.label == "Play it")
    talk.say("Ada", "next")
    talk.do("Ada", ChoicePressed(token))
    (shown,) = carried(talk, "Ada")
    assert shown is not None
    assert shown.kind == VOICE
    assert "nothing that you have not been shown" in talk.do("Ada", ChoicePressed(token))


def test_the_card_that_waits_is_shown_again(talk: Company) -> None:
    """Whoever looks while a card lies before them has it on the screen afterwards, with what answers it."""
    talk.do("Ben", sent())
    talk.say("Ada", "next")
    card = talk.screens["Ada"][-1]
    assert card.buttons
    talk.say("Ada", "show")
    assert [button.token for button in talk.screens["Ada"][-1].buttons] == [button.token for button in card.buttons]
    assert "this card lies there" in talk.reads("Ada")
    assert "From Ben:" in text_of(talk.screens["Ada"][-2])


def test_after_looking_the_next_card_is_a_press_away(talk: Company) -> None:
    """On a page only the newest message can be pressed."""
    talk.do("Ben", sent())
    talk.say("Ada", "show")
    assert [button.label for button in talk.screens["Ada"][-1].buttons] == ["Next card"]


def test_an_answer_lies_face_down_with_what_it_encloses(pair: Company) -> None:
    """A photo that answers a card is neither named nor to be seen before all are in; then it is offered with them."""
    card_that_is(pair, Kind.OPEN)
    pair.do("Ada", sent())
    everything = "\n".join(map(text_of, pair.screens["Ben"]))
    assert "photo" not in everything
    (enclosure,) = rows(pair, "SELECT id FROM enclosures")[0]
    with closing(sqlite3.connect(pair.file)) as connection:
        accounts = dict(connection.execute("SELECT address, id FROM accounts").fetchall())
        assert visible(connection, accounts["Ben"], EnclosureId(enclosure)) is None
        assert visible(connection, accounts["Ada"], EnclosureId(enclosure)) is not None
    assert pair.say("Ben", "show") != ""
    assert carried(pair, "Ben") == []
    revealed = pair.reads("Ben")
    assert "Ada:** *(a photo)*" in revealed
    pair.say("Ben", "show")
    (shown,) = carried(pair, "Ben")
    assert shown is not None
    assert "`show`" not in pair.reads("Ada")


def test_a_choice_is_said_in_words(pair: Company) -> None:
    """Nobody can tell by a photo what was chosen, so it is asked for again, and nothing of it is kept."""
    card_that_is(pair, Kind.CHOICE)
    assert "carry words only" in pair.do("Ada", sent())
    assert kept(pair) == []


def test_what_comes_with_the_words_of_an_answer_is_shown_with_them(pair: Company) -> None:
    """An answer may be both."""
    pair.do("Ada", sent(text=RED))
    assert kept(pair) == [(PHOTO, HANDLE, 0)]
    pair.say("Ben", BLUE)
    assert kept(pair) == [(PHOTO, HANDLE, 1)]
    assert RED in pair.reads("Ben")
    assert "`show`" in pair.reads("Ben")
    pair.say("Ben", "show")
    assert len(carried(pair, "Ben")) == 1


def test_where_nothing_can_be_shown_it_is_said_to_both(tmp_path: Path) -> None:
    """Whoever cannot be shown it reads that there was one, and its sender that it goes nowhere."""
    company = Company(tmp_path, "Ada", "Ben", platforms=PLATFORMS, elsewhere={"Ada": BLIND})
    company.seat_two()
    company.say("Ada", RED)
    company.say("Ben", BLUE)
    told = company.do("Ben", sent(text="look"))
    assert "cannot be shown where the others sit" in told
    assert "Ben sent a photo, which I cannot carry" in company.reads("Ada")
    assert "look" in company.reads("Ada")
    assert "`show`" not in company.reads("Ada")
    company.say("Ada", "show")
    assert carried(company, "Ada") == []


def test_of_three_each_is_told_what_holds_for_them(tmp_path: Path) -> None:
    """Two of three may look; the third reads that there was one; the sender that not everybody can."""
    company = Company(tmp_path, "Ada", "Ben", "Cleo", platforms=PLATFORMS, elsewhere={"Cleo": BLIND})
    code = company.say("Ada", "table for 3").split("`join ")[1].split("`")[0]
    for guest in ("Ben", "Cleo"):
        company.say(guest, f"join {code}")
        company.say(guest, "yes")
    card_that_is(company, Kind.OPEN)
    company.say("Ada", RED)
    company.say("Ben", BLUE)
    company.do("Cleo", sent())
    for name, able in (("Ada", True), ("Ben", True), ("Cleo", False)):
        assert ("`show`" in company.reads(name)) is able, name
    assert "Not everybody" in company.do("Ben", sent())
    assert "cannot carry" in company.reads("Cleo")
    company.say("Ada", "show")
    assert len(carried(company, "Ada")) == 2


def test_what_is_too_large_stays_and_the_words_go(talk: Company) -> None:
    """Its sender reads how large it may be."""
    assert "10 MB" in talk.do("Ben", sent(text="wide", size=LARGEST + 1))
    assert "wide" in talk.reads("Ada")
    assert "cannot carry" in talk.reads("Ada")
    assert kept(talk) == []


def test_of_several_the_first_goes(talk: Company) -> None:
    """The sender reads that the others stay."""
    assert "the first" in talk.do("Ben", sent(more=True))
    assert len(kept(talk)) == 1


def test_held_back_words_hold_back_what_came_with_them(talk: Company) -> None:
    """A number in the caption keeps the photo as well."""
    before = len(talk.screens["Ada"])
    assert "Nothing of it was passed on" in talk.do("Ben", sent(text="here is 0170 1234567"))
    assert len(talk.screens["Ada"]) == before
    assert kept(talk) == []


def test_alone_with_the_bot_nothing_is_kept(tmp_path: Path) -> None:
    """Where no table wants it, nobody notes where it is: not in a row, not in an event."""
    company = Company(tmp_path, "Ada", platforms=PLATFORMS)
    company.do("Ada", sent())
    assert kept(company) == []
    assert HANDLE.encode() not in company.file.read_bytes()
    assert rows(company, "SELECT count(*) FROM events WHERE instr(CAST(body AS TEXT), ?)", HANDLE) == [(0,)]


def test_it_is_noted_in_one_row_and_nowhere_else(talk: Company) -> None:
    """Neither an event nor a state nor a message says where it is."""
    talk.do("Ben", sent())
    talk.say("Ada", "show")
    assert kept(talk) == [(PHOTO, HANDLE, 1)]
    for table, column in (("events", "body"), ("events", "told"), ("conversations", "state"), ("outbox", "body")):
        found = rows(talk, f"SELECT count(*) FROM {table} WHERE instr(CAST({column} AS TEXT), ?)", HANDLE)
        assert found == [(0,)], (table, column)


def test_forgetting_takes_it(talk: Company) -> None:
    """Whoever is forgotten takes with them where it was; who asks then is told that it is not there."""
    talk.do("Ben", sent())
    assert "1 photo" in talk.say("Ben", "/what do you know about me")
    talk.say("Ben", "/forget me")
    talk.say("Ben", "yes")
    assert kept(talk) == []
    talk.say("Ada", "show")
    assert carried(talk, "Ada") in ([None], [])


def test_who_has_got_up_is_shown_nothing_new(talk: Company) -> None:
    """After leaving, `show` is a word like any other; and nobody else's photo is in reach."""
    talk.do("Ben", sent())
    talk.say("Ada", "leave")
    talk.say("Ada", "show")
    assert carried(talk, "Ada") == []


def test_strangers_may_not_see_it(tmp_path: Path) -> None:
    """Somebody who sat at another table, or at none, may not."""
    company = Company(tmp_path, "Ada", "Ben", "Cleo", platforms=PLATFORMS)
    company.seat_two()
    company.say("Ada", RED)
    company.say("Ben", BLUE)
    company.do("Ben", sent())
    (enclosure,) = rows(company, "SELECT id FROM enclosures")[0]
    with closing(sqlite3.connect(company.file)) as connection:
        accounts = dict(connection.execute("SELECT address, id FROM accounts").fetchall())
        seen = {name: visible(connection, accounts[name], EnclosureId(enclosure)) is not None for name in accounts}
    assert seen == {"Ada": True, "Ben": True, "Cleo": False}


def test_a_report_says_that_something_was_sent_and_by_whom(talk: Company) -> None:
    """What it showed is nowhere; that it was sent, in its place among the words, is."""
    talk.say("Ada", "before")
    talk.do("Ben", sent(text="the lane"))
    talk.do("Ben", sent(VOICE))
    talk.say("Ada", "/report")
    evidence = json.loads(rows(talk, "SELECT evidence FROM reports")[0][0])
    said = [(line["text"], line.get("media", "")) for line in evidence]
    assert said == [(RED, ""), (BLUE, ""), ("before", ""), ("the lane", PHOTO), ("", VOICE)]
    (ben,) = rows(talk, "SELECT member FROM accounts WHERE address = 'Ben'")[0]
    assert [line["member"] for line in evidence[-2:]] == [ben, ben]


def test_nothing_is_shown_after_a_report(talk: Company) -> None:
    """The table is frozen: what lay covered stays so."""
    talk.do("Ben", sent())
    talk.say("Ada", "/report")
    talk.say("Ada", "show")
    assert carried(talk, "Ada") == []


def test_after_a_month_nobody_knows_where_it_was(talk: Company) -> None:
    """House-keeping takes it, and not a day before."""
    talk.do("Ben", sent())
    now = talk.clock.time
    while talk.ledger.prune(now + (KEPT_DAYS - 1) * DAY):
        pass
    assert len(kept(talk)) == 1
    while talk.ledger.prune(now + (KEPT_DAYS + 1) * DAY):
        pass
    assert kept(talk) == []


def test_it_is_found_again_after_a_restart(talk: Company) -> None:
    """A message that was not sent yet still knows where that is which it encloses."""
    talk.do("Ben", sent())
    talk.say("Ada", "show")
    talk.restart()
    unsent = [one for one in talk.ledger.unsent([HERE], talk.posted[0].id, 1_000) if encloses(one)]
    assert [one.carried.handle for one in unsent if one.carried] == [HANDLE]


def test_it_is_replayed(talk: Company) -> None:
    """Both conversations and the table tell the same again."""
    talk.do("Ben", sent(text="look"))
    talk.say("Ada", "show")
    talk.do("Ada", sent(VOICE, size=LARGEST + 1))
    with closing(SqliteViews(talk.file)) as views:
        shelves = shelves_of(views.decks(), views.numbers())
        for (id_,) in rows(talk, "SELECT id FROM conversations"):
            past = views.past(ConversationId(id_))
            assert past is not None
            assert replay(past, shelves, rules_of()).verdict is Verdict.IDENTICAL, id_
    assert prompts().counts["table.offers"] >= 2
    assert Address("Ada") in {one.address for one in talk.posted}


def test_words_cost_what_they_did(talk: Company) -> None:
    """A message without anything beside it writes nothing of the kind, and its event has no place for it."""
    talk.say("Ben", "only words")
    assert kept(talk) == []
    bodies = [bytes(body) for (body,) in rows(talk, "SELECT body FROM events")]
    assert not any(b"enclosed" in body for body in bodies)
