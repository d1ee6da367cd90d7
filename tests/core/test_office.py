"""Words of those who look after the community: by rank, fresh, and nobody's command else."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Final

import msgspec.structs
import pytest

from bot import resources
from bot.core import roles
from bot.core.roles import FRESH, LEAST, Act
from bot.core.solo.office import decks as office_decks
from bot.core.solo.office.words import ENTRY_LIFE, split
from bot.core.tokens import NO_ROUND, OFFICE, read_token, token
from bot.decks.brought.flat import is_flat
from bot.decks.reading import read
from bot.model.curator import CURATOR
from bot.model.deck import Deck, FollowUp, Kind
from bot.model.effect import Tell
from bot.model.event import ChoicePressed
from bot.model.line import ENTRY
from bot.model.member import Rank, Standing
from bot.model.record import EntryOffered
from bot.model.state import Phase
from bot.model.tiding import DeckMoved, DeckSwitched, DeckUndone, QuestionRetired
from tests.core.world import START, World, deck_of, question, shelf_of, shown

ORDER = list(Rank)
SHIPPED: Final = sorted(resources.deck_files())


HARBOUR, HARVEST = (
    deck_of(tuple(question(number, Kind.OPEN, 1) for number in range(5)), id_=id_)
    for id_ in ("harbour-walk", "harvest")
)


def world(rank: Rank | None, age: int = 0) -> World:
    """A conversation with somebody of that rank, alone with the bot."""
    standing = None if rank is None else Standing(rank, "a test", START - age)
    return World((shelf_of(HARBOUR), shelf_of(HARVEST, first=101)), standing=standing)


def told(one: World) -> list[Tell]:
    return [effect for effect in one.steps[-1][1].effects if isinstance(effect, Tell)]


@pytest.mark.parametrize(("act", "rank"), list(itertools.product(Act, Rank)))
def test_each_rank_may_what_the_table_says(act: Act, rank: Rank) -> None:
    """Fresh and high enough is a yes; a minute later, and for whoever is not known, it is a no."""
    fresh = Standing(rank, "a test", START)
    assert roles.may(fresh, act, START + FRESH) is (ORDER.index(rank) >= ORDER.index(LEAST[act]))
    assert not roles.may(fresh, act, START + FRESH + 1)
    assert not roles.may(fresh, act, START - 1)
    assert not roles.may(None, act, START)


def test_a_member_may_nothing_of_all_that() -> None:
    """There is no act for which being a member is enough."""
    assert Rank.MEMBER not in LEAST.values()
    assert set(LEAST) == set(Act)


def test_whoever_may_is_obeyed() -> None:
    """The curator hears of it, and who asked."""
    one = world(Rank.MODERATOR)
    one.say("disable harbour walk")
    (tell,) = told(one)
    assert tell.to == CURATOR
    assert isinstance(tell.tiding, DeckSwitched)
    assert (tell.tiding.deck, tell.tiding.on, tell.tiding.asker.member) == (HARBOUR.id, False, one.member.id)


@pytest.mark.parametrize("rank", [None, Rank.MEMBER, Rank.HOST])
def test_from_whoever_may_not_it_is_a_word_like_any_other(rank: Rank | None) -> None:
    """What they type is what it would be for anybody: here, an answer."""
    one = world(rank)
    one.begin()
    one.say("disable harbour walk")
    assert told(one) == []
    assert [record for record in one.steps[-1][1].records if type(record).__name__ == "AnswerGiven"]


def test_a_button_of_theirs_is_refused_in_words() -> None:
    """Whoever may not press it reads why, and one that is not known any more is an old one."""
    one = world(Rank.MEMBER)
    one.feed(ChoicePressed(token(NO_ROUND, 0, f"{OFFICE}enable {HARBOUR.id}")))
    assert [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines] == ["office.not-yours"]
    one.feed(ChoicePressed(token(NO_ROUND, 0, f"{OFFICE}dance")))
    assert [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines] == ["old-button"]


@pytest.mark.parametrize("text", ["undo", "disable", "what a queue", "enable " + "x" * 300, "", "bring"])
def test_half_a_word_is_none(text: str) -> None:
    """`undo` alone takes an answer back, as it does for everybody."""
    assert split(text) is None


def say(one: World, text: str) -> None:
    """Whoever speaks says that, of the same rank as ever."""
    if one.standing is not None:
        one.standing = msgspec.structs.replace(one.standing, read_at=one.now)
    one.say(text)


def lines(one: World) -> list[str]:
    """The moments that were said last."""
    return [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines]


@pytest.mark.parametrize(
    ("text", "kind", "deck"),
    [
        ("undo harvest", DeckUndone, HARVEST),
        ("/undo 2", DeckUndone, HARVEST),
        ("Disable HARBOUR-WALK.", DeckSwitched, HARBOUR),
        ("enable harbo", DeckSwitched, HARBOUR),
        ("!nd enable 1", DeckSwitched, HARBOUR),
        ("move harvest 1", DeckMoved, HARVEST),
        ("move 2 to the top", DeckMoved, HARVEST),
        ("move the walk to 2", None, None),
        ("move walk to number 2", DeckMoved, HARBOUR),
    ],
)
def test_names_are_forgiving(text: str, kind: type | None, deck: Deck | None) -> None:
    """A number, an id, a title, or a piece of one that means one deck only; what means none changes nothing."""
    one = world(Rank.MODERATOR)
    say(one, text)
    tidings = [tell.tiding for tell in told(one)]
    assert [type(tiding) for tiding in tidings] == ([kind] if kind else [])
    assert [getattr(tiding, "deck", None) for tiding in tidings] == ([deck.id] if deck else [])
    assert kind or lines(one) == ["curator.no-such-deck"]


def test_what_may_mean_two_is_asked_back() -> None:
    """Both are named, each with a button that says which; pressed, it is done."""
    one = world(Rank.MODERATOR)
    say(one, "disable har")
    assert lines(one) == ["office.which"]
    assert told(one) == []
    (effect,) = shown(one.steps[-1][1])
    one.press(effect.options[1].token)
    assert [getattr(tell.tiding, "deck", None) for tell in told(one)] == [HARVEST.id]


def test_every_button_fits() -> None:
    """With ids as long as a deck may have, each word that offers something offers what comes back whole."""
    names = (HARBOUR.id, HARVEST.id)
    assert {len(name) for name in names} == {40}
    one = world(Rank.OWNER)
    one.begin()
    for text in ("decks", "deck 1", "disable har", "undo har", "try har"):
        say(one, text)
        offered = [option.token for effect in shown(one.steps[-1][1]) for option in effect.options]
        assert any(button.endswith(f" {name}") for name in names for button in offered), text
        for button in offered:
            pressed = read_token(button)
            assert pressed and len(button.encode()) <= 64
            assert token(pressed.round, pressed.part, pressed.key) == button


def test_what_is_on_the_screen_can_be_retired() -> None:
    """Alone, the word means the question that was asked last; with a name, that one; and both come back."""
    one = world(Rank.MODERATOR)
    one.begin()
    opened = one.state.open
    assert opened is not None
    asked = one.shelf.by_id[opened.question]
    for text, number, retired in (
        ("retire", asked.number, True),
        ("bring back this question", asked.number, False),
        (f"retire {HARVEST.id}/{HARVEST.questions[3].id}", one.shelves[1].questions[3].number, True),
        (f"retire {HARVEST.id}/open-2", one.shelves[1].questions[2].number, True),
    ):
        say(one, text)
        (tell,) = told(one)
        assert isinstance(tell.tiding, QuestionRetired)
        assert (tell.tiding.number, tell.tiding.retired) == (number, retired)
    for text in ("retire open-2", f"retire {HARVEST.questions[3].id}"):
        say(one, text)
        assert lines(one)[0] == "office.which-of"
        assert told(one) == []


@pytest.mark.parametrize("text", ["deck chairs", "retire early", "move to the sea", "enable the lights", "bring wine"])
def test_with_a_question_open_what_names_nothing_is_an_answer(text: str) -> None:
    """Whoever looks after the decks may answer like everybody else."""
    one = world(Rank.MODERATOR)
    one.begin()
    say(one, text)
    assert told(one) == []
    assert [record for record in one.steps[-1][1].records if type(record).__name__ == "AnswerGiven"]


@pytest.mark.parametrize("rank", [Rank.HOST, Rank.MODERATOR, Rank.OWNER])
def test_the_list_shows_what_one_may_do(rank: Rank) -> None:
    """Everybody who may look sees each deck; buttons that change something are for those who may."""
    one = world(rank)
    one.begin()
    say(one, "decks")
    assert lines(one).count("office.card") == 2
    say(one, "deck harvest")
    options = {option.name for effect in shown(one.steps[-1][1]) for option in effect.options}
    assert ("option.disable" in options) is (rank is not Rank.HOST)
    say(one, "queue")
    assert lines(one).count("office.queued") == 2


def test_members_are_shown_the_decks_as_ever() -> None:
    """And are told nothing of the stock."""
    one = world(Rank.MEMBER)
    one.begin()
    say(one, "decks")
    assert "decks.card" in lines(one)
    assert one.last_situation is not None
    assert one.last_situation.told.stock is None


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_flat_is_flat_here_and_there(file: Path) -> None:
    """The same questions are called flat in a report and in the list."""
    deck = read(file.read_bytes(), file.name).deck
    assert deck is not None
    bare = [msgspec.structs.replace(one, default=FollowUp(), themes=(), choices=()) for one in deck.questions]
    assert [office_decks.is_flat(one) for one in (*deck.questions, *bare)] == [
        is_flat(one) for one in (*deck.questions, *bare)
    ]


def test_where_the_decks_are_on_the_table_one_is_chosen() -> None:
    """Whoever looks after them may want one for themselves."""
    one = world(Rank.OWNER)
    one.arrive()
    say(one, "yes")
    assert one.state.phase is Phase.CHOOSING
    say(one, "deck harvest")
    assert one.state.phase is Phase.CHOOSING or one.state.open is not None
    say(one, f"deck {HARVEST.id}")
    assert one.state.open is not None
    assert one.state.deck_id == HARVEST.id
    say(one, "deck harvest")
    assert lines(one)[0] == "office.deck"


def test_a_way_in_is_a_number_and_no_code() -> None:
    """`console` says where to come in; what is written down is a ticket's number, good for ten minutes."""
    one = world(Rank.HOST)
    one.say("console")
    step = one.steps[-1][1]
    (offered,) = [record for record in step.records if isinstance(record, EntryOffered)]
    assert offered.until == START + 20_000 + ENTRY_LIFE
    (line,) = [line for effect in shown(step) for line in effect.lines]
    assert line.name == "office.console"
    assert line.quotes == (("link", offered.ticket, ENTRY, ENTRY),)


@pytest.mark.parametrize("rank", [None, Rank.MEMBER])
def test_nobody_else_is_offered_a_way_in(rank: Rank | None) -> None:
    """From a member `console` is a word like any other."""
    one = world(rank)
    one.begin()
    one.say("console")
    assert not [record for record in one.steps[-1][1].records if isinstance(record, EntryOffered)]


@pytest.mark.parametrize(
    "typed", ["load /tmp/friday.csv", "load friday.xlsx", "load ~/lists/friday", "load C:\\friday.csv"]
)
def test_a_path_that_leads_nowhere_is_no_answer(typed: str) -> None:
    """Whoever means a file reads that none came, even in the middle of a question; "load of washing" answers it."""
    one = world(Rank.OWNER)
    one.begin()
    one.say(one.shelves[0].deck.title)
    opened = one.state.open
    one.standing = Standing(Rank.OWNER, "a test", one.now)
    one.say(typed)
    assert [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines] == ["upload.no-such-file"]
    assert one.state.open == opened
    one.say("load of washing")
    assert one.state.open != opened
