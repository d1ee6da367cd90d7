"""Who comes by a link to a deck, and who comes back after days: what they came for is what they get."""

from __future__ import annotations

from typing import Final

import pytest

from bot.model.deck import Kind
from bot.model.record import AnswerGiven
from bot.model.state import Ask, Phase
from tests.core.world import World, deck_of, question, shelf_of, shown

DAY: Final = 86_400_000


def two_decks() -> World:
    """A stranger before two decks; the first question of the first can be come back to after a day."""
    first = deck_of(tuple(question(number, Kind.OPEN, 1) for number in (1, 4, 7)), id_="first")
    second = deck_of(tuple(question(number, Kind.OPEN, 1) for number in (2, 3)), id_="second")
    return World((shelf_of(first), shelf_of(second, first=10)))


@pytest.mark.parametrize("word", ["/start", "start", "/deck"])
def test_a_link_to_a_deck_leads_there_after_the_yes(word: str) -> None:
    """A stranger who comes with a deck's name is greeted first, and at their yes that deck is begun, not a choice."""
    world = two_decks()
    deck = world.shelves[1].deck
    world.say(f"{word} {deck.id}")
    assert (world.state.phase, world.state.open) == (Phase.GREETED, None)
    world.say("yes")
    assert world.state.deck_id == deck.id
    assert world.state.open


def test_a_link_to_no_deck_of_ours_is_greeted_all_the_same() -> None:
    """What nobody has on offer is no reason to say less."""
    world = two_decks()
    world.say("/start advertisement-17")
    assert world.state.phase.value == "greeted"
    world.say("yes")
    assert world.state.phase.value == "choosing"


@pytest.mark.parametrize("space", ["", "  ", "\n"])
def test_what_is_written_as_a_command_is_no_answer(space: str) -> None:
    """With a slash before it a name that no deck has is looked up all the same, with blanks before the slash or not."""
    world = two_decks()
    world.begin()
    world.say(world.shelves[0].deck.title)
    opened = world.state.open
    world.say(f"{space}/deck chairs")
    assert opened and world.state.open == opened
    world.say(f"{space}deck chairs")
    assert world.state.open != opened


@pytest.mark.parametrize("word", ["/start", "resume", "yes"])
def test_whoever_comes_back_is_asked_about_an_earlier_answer(word: str) -> None:
    """Where nobody can be seen arriving, the word that goes on brings the answer of an earlier day back first."""
    world = two_decks()
    world.begin()
    world.say(world.shelves[0].deck.title)
    world.say("my gran's blue kettle")
    world.say("stop")
    world.now += 3 * DAY
    assert world.state.pending
    world.say(word)
    assert world.state.open
    assert world.state.open.ask is Ask.CALLBACK


def test_after_distress_nothing_earlier_is_dug_up() -> None:
    """Whoever asks for questions again after it gets a new one, and none about what they said before."""
    world = two_decks()
    world.begin()
    world.say(world.shelves[0].deck.title)
    world.say("my gran's blue kettle")
    world.say("I want to die")
    world.now += 3 * DAY
    world.say("resume")
    assert world.state.open
    assert world.state.open.ask is Ask.QUESTION


def _moments(world: World) -> list[str]:
    return [line.name for effect in shown(world.steps[-1][1]) for line in effect.lines]


def test_a_greeting_is_greeted_and_is_no_yes() -> None:
    """Whoever says hello before their yes is not told that they were unclear."""
    world = two_decks()
    world.arrive()
    world.say("hi there")
    assert "greeting.back" in _moments(world)
    assert world.state.phase is Phase.GREETED
    world.say("mhm perhaps")
    assert "greeting.unsure" in _moments(world)


def test_whoever_asks_what_a_question_means_has_not_answered_it() -> None:
    """Nothing is kept and the question stands; asked again, the next one comes."""
    world = two_decks()
    world.begin()
    world.say(world.shelves[0].deck.title)
    opened = world.state.open
    assert opened
    made = world.say("what do you mean?")
    assert "answer.puzzled" in _moments(world)
    assert not [record for record in made.records if isinstance(record, AnswerGiven)]
    assert world.state.open
    assert (world.state.open.question, world.state.open.again) == (opened.question, True)
    world.say("sorry, I don't get it")
    assert world.state.open.question != opened.question
