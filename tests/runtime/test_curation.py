"""Decks that change while people talk, over a real engine and a real file."""

from __future__ import annotations

from pathlib import Path

import msgspec
import msgspec.structs
import pytest

from bot.chance import Seeded
from bot.core.shelf import finding_places, straight_through
from bot.model.deck import Deck, Kind
from bot.model.event import Arrived
from bot.model.ids import ConversationId, DeckId, QuestionId, QuestionNumber
from bot.model.state import Phase, Solo
from bot.ports.faults import NoFaults
from bot.rendering.render import render
from bot.runtime import curation
from bot.runtime.curation import Curated
from bot.runtime.library import voice_of
from bot.runtime.replay import Verdict, replay
from bot.settings import load
from bot.shells.bench.workload import CAPABILITIES, read_deck
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import open_engine, rules_of, shelves_of
from bot.written import encode
from tests.runtime.engines import HERE, Clock, delivered, said
from tests.runtime.table import text_of

DECK = read_deck()


def version(number: int, id_: str = "") -> Deck:
    """The small deck with that many questions, as another version or another deck."""
    return msgspec.structs.replace(
        DECK,
        id=DeckId(id_) if id_ else DECK.id,
        title=f"{id_ or DECK.title} {number}",
        questions=DECK.questions[:number],
    )


class Community:
    """People who talk while somebody changes the decks."""

    def __init__(self, folder: Path) -> None:
        self.file, self.clock, self.count = folder / "curation.db", Clock(), 0
        self.complaints: list[str] = []
        self.start()

    def start(self) -> None:
        """An engine opens the file, with the small deck as the one that ships."""
        settings = load({"db": str(self.file)}, {}, self.file.parent)
        complain, here = self.complaints.append, {HERE: CAPABILITIES}
        self.ledger, self.engine, self.shelves = open_engine(
            settings, (DECK,), prompts(), here, self.clock, Seeded(1), NoFaults(), complain
        )
        self.voice = voice_of(prompts(), self.shelves)

    def say(self, who: str, text: str) -> str:
        """They say that; returns what they read then."""
        self.clock.time += 1_000
        self.count += 1
        event = said(text) if text else Arrived()
        turned = self.engine.turn([delivered(who, str(self.count), event)], self.clock.time)
        return "\n".join(
            text_of(render(one.effect, self.voice, one.words, one.names)) for one in turned.posted if one.address == who
        )

    def load(self, deck: Deck) -> str:
        """It is on offer; returns what is said of it."""
        staged = curation.staging(encode(deck))
        assert staged.deck == deck
        for piece in staged.pieces:
            piece(self.ledger, self.clock.time)
        self.shelves.add(curation.shelved(staged, self.ledger.numbers_of(deck.id)))
        return curation.sentence(curation.tell(self.engine, staged.tiding, self.clock.time), self.voice)

    def curate(self, what: str, deck: str, place: int = 0, question: str = "") -> str:
        """That is done; returns what is said of it."""
        wanted = Curated(what, deck, place, question)
        turned = curation.tell(self.engine, curation.tiding_of(wanted, self.ledger), self.clock.time)
        return curation.sentence(turned, self.voice)

    def state(self, who: str) -> Solo:
        """Where their conversation stands."""
        desk = self.ledger.open_desk()
        try:
            state = desk.seat(delivered(who, "x"), self.clock.time).state
            assert isinstance(state, Solo)
            return state
        finally:
            desk.abandon()


@pytest.fixture
def community(tmp_path: Path) -> Community:
    """A bot with one small deck."""
    return Community(tmp_path)


def arrive(community: Community, who: str) -> None:
    """They say hello and yes; where there is one deck, its first question is asked."""
    community.say(who, "hello")
    community.say(who, "yes")


def begin(community: Community, who: str, deck: str) -> str:
    """They say hello, yes, and which deck; returns the first question."""
    arrive(community, who)
    return community.say(who, f"deck {deck}")


def test_whoever_is_in_the_middle_finishes_on_their_version(community: Community) -> None:
    """A new version is for whoever begins after it."""
    begin(community, "Ada", DECK.title)
    before = community.state("Ada").deck
    assert "new version" in community.load(version(5))
    community.say("Ada", "a thing of some kind")
    community.say("Ada", "skip")
    assert community.state("Ada").deck == before
    begin(community, "Ben", version(5).title)
    assert community.state("Ben").deck not in ("", before)
    assert community.complaints == []


def test_a_new_deck_is_on_offer_at_once_and_after_a_restart(community: Community) -> None:
    """No start is needed, and none takes it away; `undo` does."""
    assert "on offer now" in community.load(version(6, "brought"))
    community.say("Ada", "hello")
    assert "brought 6" in community.say("Ada", "yes")
    community.ledger.close()
    community.start()
    community.say("Ben", "hello")
    assert "brought 6" in community.say("Ben", "yes")
    community.curate("undo", "brought")
    community.say("Cleo", "hello")
    assert "brought 6" not in community.say("Cleo", "yes")


def test_staged_is_not_seen(community: Community) -> None:
    """Until somebody confirms it, nobody is offered what is stored; and a start finds nothing half done."""
    for piece in curation.staging(encode(version(4, "brought"))).pieces:
        piece(community.ledger, community.clock.time)
    community.ledger.close()
    community.start()
    community.say("Ada", "hello")
    assert "brought" not in community.say("Ada", "yes")


def test_a_kill_between_two_slices_leaves_nothing_that_anybody_sees(
    community: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it comes; and when the deck is brought again, its questions have the numbers they were given then."""
    monkeypatch.setattr(curation, "SLICE", 2)
    deck = version(5, "brought")
    pieces = list(curation.staging(encode(deck)).pieces)
    assert len(pieces) == 4
    numbers: dict[QuestionId, QuestionNumber] = {}
    for piece in pieces:
        numbers |= piece(community.ledger, community.clock.time)
        community.ledger.close()
        community.start()
        assert "brought" not in [entry.deck for entry in community.ledger.stock().entries]
    assert numbers == community.ledger.numbers_of("brought") == community.ledger.enroll("brought", list(numbers))
    assert "on offer now" in community.load(deck)
    assert numbers == community.ledger.numbers_of("brought")


@pytest.mark.parametrize("found", ["what is in it", "nothing", "no places", "another deck's"])
def test_a_large_deck_is_the_same_wherever_its_stems_were_found(
    community: Community, monkeypatch: pytest.MonkeyPatch, found: str
) -> None:
    """What comes from the other process is used where it fits, and found at home where none came, or none that can be
    meant."""
    monkeypatch.setattr(curation, "LARGE", 2)
    staged = curation.staging(encode(version(5, "brought")))
    places = straight_through(finding_places(staged.deck))
    community.shelves.find_stems = {
        "what is in it": lambda _body: msgspec.msgpack.encode([places]),
        "nothing": lambda _body: b"",
        "no places": lambda _body: b"\xc1",
        "another deck's": lambda _body: msgspec.msgpack.encode([straight_through(finding_places(DECK))]),
    }[found]
    numbers = {question.id: QuestionNumber(n) for n, question in enumerate(staged.deck.questions, 7)}
    shelf = curation.made_ready(staged, numbers, community.shelves)
    assert dict(shelf.stems) == dict(curation.shelved(staged, numbers).stems)


def test_a_retired_question_is_asked_of_nobody(community: Community) -> None:
    """Whoever begins is asked all the others, and it comes again once it is brought back."""
    kept, other = [question for question in DECK.questions if question.kind is Kind.OPEN and question.depth <= 2][:2]
    for question in DECK.questions:
        if question is not kept:
            community.curate("retire", DECK.id, question=question.id)
    arrive(community, "Ada")
    opened = community.state("Ada").open
    assert opened is not None
    assert opened.question == kept.id
    community.curate("bring-back", DECK.id, question=other.id)
    arrive(community, "Ben")
    asked = community.state("Ben").open
    community.say("Ben", "skip")
    then = community.state("Ben").open
    assert asked is not None
    assert then is not None
    assert {asked.question, then.question} == {kept.id, other.id}


def test_a_question_that_is_none_is_refused_with_a_sentence(community: Community) -> None:
    """And nothing has changed."""
    with pytest.raises(LookupError, match="has no question"):
        community.curate("retire", DECK.id, question="nonsense")


def test_a_deck_that_is_switched_off_is_not_offered_and_goes_on_where_it_is_open(community: Community) -> None:
    """Whoever is in the middle of it finishes."""
    community.load(version(6, "brought"))
    begin(community, "Ada", "brought 6")
    community.curate("disable", "brought")
    assert community.state("Ada").phase is Phase.ASKING
    community.say("Ada", "a thing of some kind")
    assert community.state("Ada").deck_id == "brought"
    community.say("Ben", "hello")
    assert "brought" not in community.say("Ben", "yes")


def test_the_order_is_the_moderators(community: Community) -> None:
    """The list that members read is in that order."""
    community.load(version(6, "brought"))
    community.curate("move", "brought", place=1)
    community.say("Ada", "hello")
    read = community.say("Ada", "yes")
    assert read.index("brought 6") < read.index(DECK.title)


def test_it_can_all_be_told_again(community: Community) -> None:
    """Every conversation through every change comes out as it is stored, the curator's too."""
    begin(community, "Ada", DECK.title)
    community.load(version(5))
    community.say("Ada", "a thing of some kind")
    community.load(version(7, "brought"))
    community.curate("retire", DECK.id, question=DECK.questions[2].id)
    begin(community, "Ben", "brought 7")
    community.curate("undo", DECK.id)
    community.say("Ben", "a thing of some kind")
    community.ledger.close()
    views = SqliteViews(community.file)
    found = []
    for who in ("Ada", "Ben"):
        conversation = views.conversation_at(HERE, delivered(who, "x").address)
        assert conversation is not None
        found.append(conversation)
    for conversation in (*found, ConversationId(2)):
        past = views.past(conversation)
        assert past is not None
        assert replay(past, shelves_of(past.decks, views.numbers()), rules_of(prompts())).verdict is Verdict.IDENTICAL
    assert [act.what for act in views.acts()] == ["undo", "retire", "load", "load"]
    views.close()
