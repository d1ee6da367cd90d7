"""What is said beside the questions is answered for what it is, and the question stands."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from bot.core.draft import quotable
from bot.model.deck import Kind
from bot.model.event import Words
from bot.model.ids import WordsId
from bot.model.record import AnswerGiven
from bot.model.state import Ask, Phase

from .test_coming_in import two_decks
from .world import LABELS, World, deck_of, question, shelf_of, shown


def _moments(world: World) -> list[str]:
    return [line.name for effect in shown(world.steps[-1][1]) for line in effect.lines]


def _asked() -> World:
    world = two_decks()
    world.begin()
    world.say(world.shelves[0].deck.title)
    return world


def _asked_a_choice() -> World:
    """The open question is a choice; those after it are open ones."""
    kinds = (Kind.CHOICE, Kind.OPEN, Kind.OPEN, Kind.OPEN)
    questions = tuple(question(number, kind, min(number + 1, 2)) for number, kind in enumerate(kinds))
    world = World((shelf_of(deck_of(questions, arc=(1, 2, 2, 2))),))
    world.begin()
    return world


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("my boss reads this right?", "remark.readers"),
        ("what do other people say?", "remark.others"),
        ("what kind of question is that", "remark.grumble"),
        ("brb", "remark.later"),
        ("sorry cat on keyboard", "remark.slip"),
        ("wer liest das hier?", "remark.readers"),
    ],
)
def test_a_remark_is_no_answer(text: str, moment: str) -> None:
    """It is answered, nothing is kept as an answer, and the question is still the same one."""
    world = _asked()
    opened = world.state.open
    made = world.say(text)
    assert moment in _moments(world)
    assert not [record for record in made.records if isinstance(record, AnswerGiven)]
    assert world.state.open and opened
    assert replace(world.state.open, again=False) == opened


def test_what_is_said_once_more_is_the_answer() -> None:
    """ "Hold on" may be the sentence that somebody says too often; "who reads this?" never answers anything."""
    world = World((shelf_of(deck_of(tuple(question(number, Kind.OPEN, 1) for number in range(3)))),))
    world.begin()
    assert world.state.open and world.state.open.ask is Ask.QUESTION
    round_ = world.state.open.round
    world.say("hold on")
    made = world.say("hold on")
    assert [record.round for record in made.records if isinstance(record, AnswerGiven)] == [round_]
    world = _asked()
    for _ in range(3):
        made = world.say("who can read this?")
        assert not [record for record in made.records if isinstance(record, AnswerGiven)]


def test_a_loss_corrects_nothing() -> None:
    """ "I meant my dad, he died" is met as what it is."""
    world = _asked_a_choice()
    world.say("tiger")
    world.say("my aunt")
    world.say("I meant my dad, he died")
    assert not {"corrected", "corrected.said"} & set(_moments(world))
    assert world.state.open and world.state.open.tender


def test_a_newcomer_who_grieves_is_not_asked_whether_to_begin() -> None:
    """They are thanked, and that is all; a yes begins whenever it comes."""
    world = two_decks()
    world.arrive()
    world.say("my dad died yesterday")
    assert _moments(world) == ["rest.tender"]
    assert world.state.phase is Phase.GREETED


def test_the_question_is_repeated_for_whoever_comes_back_to_it() -> None:
    """Nothing is said about it but the question itself."""
    world = _asked_a_choice()
    opened = world.state.open
    assert opened
    world.say("back. where were we?")
    assert _moments(world)[0] == f"@{opened.question}/text"
    assert world.state.open == opened


def test_another_choice_is_made_in_words() -> None:
    """ "No wait, I meant bluebird" after tiger is the other choice, in the counts as well, and gets its own reply."""
    world = _asked_a_choice()
    assert world.state.open
    asked = world.state.open.question
    world.say("tiger")
    world.say("no wait I meant bluebird")
    assert f"@{asked}/choice.{LABELS[1][1]}" in _moments(world)
    assert [one.choice for one in world.state.evening.chosen] == [LABELS[1][1]]
    assert [answer.key for answer in world.answers.values() if answer.part == 0] == [LABELS[1][1]]


def test_an_earlier_choice_is_put_right_while_another_question_is_open() -> None:
    """The answer before is mended, the bot says with what, and the open question stands."""
    world = _asked_a_choice()
    world.say("tiger")
    world.say("my aunt, she is used to it")
    opened = world.state.open
    assert opened and opened.ask is Ask.QUESTION
    world.say("sorry, I meant bluebird")
    assert "corrected.said" in _moments(world)
    assert LABELS[1][1] in [one.choice for one in world.state.evening.chosen]
    assert world.state.open == opened


@pytest.mark.parametrize(("language", "text"), [("ar", "لا، قصدت الشاي"), ("de", "nee, ich meinte den Tee")])
def test_an_answer_is_put_right_in_the_members_own_language(language: str, text: str) -> None:
    """The deck is English, and whoever reads Arabic says in Arabic what they meant."""
    world = _asked_a_choice()
    world.say("tiger")
    world.say("my aunt")
    opened = world.state.open
    world.member = replace(world.member, language=language)
    world.say(text)
    assert "corrected.said" in _moments(world)
    assert world.state.open == opened


def test_what_follows_a_question_asked_anew_is_its_answer() -> None:
    """A star corrects nothing where the last thing said was no answer."""
    world = _asked_a_choice()
    world.say("tiger")
    world.say("my aunt")
    world.say("u tell me")
    world.say("*door")
    assert "corrected.said" not in _moments(world)


def test_a_loss_that_is_told_with_nothing_open_is_thanked_for() -> None:
    """Nobody who says that somebody died is asked whether they would like a question."""
    world = _asked()
    world.say("stop")
    world.say("my grandma died yesterday")
    assert _moments(world) == ["rest.tender"]
    world.say("pizza")
    assert _moments(world) == ["stopped"]


def test_before_the_yes_somebody_may_ask_who_reads_it() -> None:
    """The answer comes before the yes, which is still waited for."""
    world = two_decks()
    world.arrive()
    world.say("who can read this?")
    assert _moments(world) == ["remark.readers", "greeting.shall-we"]
    assert world.state.phase is Phase.GREETED


def test_after_distress_the_help_is_named_twice_and_then_pointed_at() -> None:
    """Nobody who goes on talking is read the same number at each line; whoever meant it lightly is told what to do."""
    world = _asked()
    world.say("I want to die")
    assert _moments(world) == ["distress"]
    world.say("whatever")
    assert _moments(world) == ["distress.quiet"]
    world.say("the kettle")
    assert _moments(world) == ["distress.still"]
    world.say("haha no, just kidding")
    assert _moments(world) == ["distress.misread"]
    assert world.state.phase is Phase.QUIET


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ok. ummm. the smell of rain i think", "the smell of rain"),
        ("ähm, das Meer glaub ich", "das Meer"),
        ("so many things", "so many things"),
        ("well water", "well water"),
        ("not what I think", "not what I think"),
        ("haha", "haha"),
        ("saying things I think", "saying things I think"),
        ("the opposite of everything I guess", "the opposite of everything I guess"),
        ("no, the garden!", "no, the garden"),
    ],
)
def test_a_quote_leaves_out_the_hum_and_the_hedge(text: str, said: str) -> None:
    """What is quoted is verbatim, from where somebody began to say it to where they stopped."""
    span = quotable(Words(WordsId(1), text))
    assert span
    assert text[span.first : span.last] == said


def test_a_thought_is_not_said_twice_for_one_question() -> None:
    """Another choice gets its own line; the thought that the question came with has been read already."""
    world = _asked_a_choice()
    world.say("tiger")
    thought = next(name for name in _moments(world) if name.endswith("/thought"))
    world.say("no, bluebird")
    assert f"/choice.{LABELS[1][1]}" in "".join(_moments(world))
    assert thought not in _moments(world)
