"""Words of those who look after the community: by rank, fresh, and nobody's command else."""

from __future__ import annotations

import itertools

import pytest

from bot.core import roles
from bot.core.roles import FRESH, LEAST, Act
from bot.core.solo.office import ENTRY_LIFE, WORDS, split
from bot.core.tokens import NO_ROUND, OFFICE, token
from bot.model.curator import CURATOR
from bot.model.deck import Kind
from bot.model.effect import Tell
from bot.model.event import ChoicePressed
from bot.model.line import ENTRY
from bot.model.member import Rank, Standing
from bot.model.record import EntryOffered
from bot.model.tiding import DeckSwitched
from bot.ports.adapter import ASKS_FOR_RANK, KEPT_FOR
from tests.core.world import START, World, deck_of, question, shelf_of, shown

ORDER = list(Rank)


def world(rank: Rank | None, age: int = 0) -> World:
    """A conversation with somebody of that rank, alone with the bot."""
    standing = None if rank is None else Standing(rank, "a test", START - age)
    return World((shelf_of(deck_of(tuple(question(number, Kind.OPEN, 1) for number in range(5)))),), standing=standing)


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


def test_every_word_has_somebodys_standing_read() -> None:
    """A word of the office that no standing is read for would be nobody's, and so would a button."""
    assert set(WORDS) <= ASKS_FOR_RANK
    assert f".{OFFICE}" == KEPT_FOR


def test_whoever_may_is_obeyed() -> None:
    """The curator hears of it, and who asked."""
    one = world(Rank.MODERATOR)
    one.say("disable little-things")
    (tell,) = told(one)
    assert tell.to == CURATOR
    assert isinstance(tell.tiding, DeckSwitched)
    assert (tell.tiding.deck, tell.tiding.on, tell.tiding.asker.member) == ("little-things", False, one.member.id)


@pytest.mark.parametrize("rank", [None, Rank.MEMBER, Rank.HOST])
def test_from_whoever_may_not_it_is_a_word_like_any_other(rank: Rank | None) -> None:
    """What they type is what it would be for anybody: here, an answer."""
    one = world(rank)
    one.begin()
    one.say("disable little-things")
    assert told(one) == []
    assert [record for record in one.steps[-1][1].records if type(record).__name__ == "AnswerGiven"]


def test_a_button_of_theirs_is_refused_in_words() -> None:
    """Whoever may not press it reads why, and one that is not known any more is an old one."""
    one = world(Rank.MEMBER)
    one.feed(ChoicePressed(token(NO_ROUND, 0, f"{OFFICE}enable little-things")))
    assert [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines] == ["office.not-yours"]
    one.feed(ChoicePressed(token(NO_ROUND, 0, f"{OFFICE}dance")))
    assert [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines] == ["old-button"]


@pytest.mark.parametrize("text", ["undo", "disable", "what a queue", "enable " + "x" * 300, ""])
def test_half_a_word_is_none(text: str) -> None:
    """`undo` alone takes an answer back, as it does for everybody."""
    assert split(text) is None


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
