"""What the bot may only do when it is meant: forget, share, count, ask a stranger, go on after distress."""

from __future__ import annotations

from typing import Final

import msgspec.structs
import pytest

from bot.core.commands import Command, Said, aliases, recognise
from bot.core.solo.answering import sounds_like_distress
from bot.core.solo.closing import CHECK_IN
from bot.core.solo.options import DECK
from bot.core.tokens import COMMAND, NO_ROUND, token
from bot.model.deck import Kind
from bot.model.effect import Delivery
from bot.model.ids import ChoiceId, RoundId, WordsId
from bot.model.record import AnswerGiven, AnswerShared, AnswerWithdrawn, MemberForgotten
from bot.model.state import Ask, Open, Pending, Phase, Solo, Span
from tests.core.world import LABELS, World, deck_of, question, shelf_of, shown

HOUR: Final = 3_600_000
_SPAN: Final = Span(WordsId(1), 0, 3)
YES: Final = token(NO_ROUND, 0, COMMAND + "yes")
FORGET_YES: Final = token(NO_ROUND, 0, COMMAND + "forget-yes")

replace = msgspec.structs.replace


def _world(*kinds: Kind, reaches: bool = False) -> World:
    """A conversation whose first question is open; the deck has nine, of those kinds in turn."""
    kinds = kinds or (Kind.OPEN,)
    questions = tuple(question(number, kinds[number % len(kinds)], 1) for number in range(9))
    world = World((shelf_of(deck_of(questions, (1,) * 9)),), reaches=reaches)
    world.begin()
    return world


def _lines(world: World) -> list[str]:
    return [line.name for effect in shown(world.steps[-1][1]) for line in effect.lines]


def _forgot(world: World) -> bool:
    return any(isinstance(record, MemberForgotten) for record in world.steps[-1][1].records)


@pytest.mark.parametrize("way", ["arrival", "press", "timer", "word"])
def test_a_yes_to_something_else_forgets_nobody(way: str) -> None:
    """After anything but a direct answer, "Are you sure?" is no longer open: a later yes is a yes to something else."""
    world = _world(reaches=True)
    world.say("the harbour")
    world.say("forget me")
    match way:
        case "arrival":
            world.now += HOUR
            world.arrive()
        case "press":
            world.press("old")
        case "timer":
            world.fire(CHECK_IN)
        case _:
            world.say("help")
    assert not world.state.confirming
    world.say("yes")
    assert not _forgot(world)
    world.press(FORGET_YES)
    assert not _forgot(world)


def test_only_its_own_yes_forgets() -> None:
    """Another message's Yes, pressed after `forget me`, does not confirm it; its own does, and so does a typed one."""
    world = _world()
    world.say("forget me")
    world.press(YES)
    assert not _forgot(world)
    world.say("forget me")
    world.press(FORGET_YES)
    assert _forgot(world)
    world = _world()
    world.say("forget me")
    world.arrive()
    world.say("yes")
    assert _forgot(world)


@pytest.mark.parametrize("text", [alias for alias in aliases() if Said(Command.FORGET) != recognise(alias)])
def test_another_word_is_that_word_and_forgets_nobody(text: str) -> None:
    """Asked whether it is meant, a word of ours is obeyed as everywhere: `continue` forgets nobody, `stop` stops."""
    world = _world()
    world.say("forget me")
    world.say(text)
    assert not _forgot(world)
    assert not world.state.confirming
    assert world.member.stopped == (text in ("stop", "quit", "unsubscribe", "leave me alone", "end"))


@pytest.mark.parametrize("text", ["fine", "cool", "why not", "i guess", "more", "right", "okay then", "great"])
def test_half_a_yes_is_asked_again(text: str) -> None:
    """What only may be a yes does not forget; it is asked once more, and a plain yes does."""
    world = _world()
    world.say("forget me")
    world.say(text)
    assert not _forgot(world)
    assert _lines(world)[0] == "forget.sure"
    world.say("yes")
    assert _forgot(world)


def test_whoever_is_back_is_asked_whether_to_go_on() -> None:
    """After an evening that ended with "may I ask?", a yes to "shall I ask you something?" is a yes to that."""
    world = _world()
    world.change_phase(Phase.PARTING)
    world.now += HOUR
    world.arrive()
    assert "rest.shall-we" in _lines(world)
    world.press(YES)
    assert not world.state.check_in
    assert world.state.phase is Phase.ASKING


def test_a_press_on_a_page_of_long_ago_is_greeted() -> None:
    """Somebody whom the bot knows nothing of any more presses Yes on an old page, and is told who speaks."""
    world = World((shelf_of(deck_of((question(1, Kind.OPEN, 1),))),))
    world.press(YES)
    assert _lines(world)[0] == "greeting"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("yes", 1),
        ("I asked my neighbour and he laughed about it", 1),
        ("I didn't get round to it", 0),
        ("haven't had the chance", 0),
        ("not yet", 0),
        ("I forgot", 0),
        ("what?", 0),
    ],
)
def test_only_what_happened_counts(text: str, told: int) -> None:
    """A conversation outside is counted for a yes or a story, not for a sentence that says it did not happen."""
    world = _world(reaches=True)
    world.change_phase(Phase.CHECKING)
    world.say(text)
    assert world.member.told == told


def test_what_nobody_asked_for_is_a_prompt() -> None:
    """What a timer says is checked again before it is sent, and expires; what answers a person is a reply."""
    world = _world(reaches=True)
    world.state = replace(world.state, check_in=True, phase=Phase.RESTING)
    (prompt,) = shown(world.fire(CHECK_IN))
    assert (prompt.delivery, prompt.expires > world.now) == (Delivery.PROMPT, True)
    (reply,) = shown(world.say("not yet"))
    assert (reply.delivery, reply.expires) == (Delivery.REPLY, 0)


def test_a_start_with_a_deck_begins_it() -> None:
    """`start` with the name of another deck begins that deck, in the middle of an evening too."""
    one = shelf_of(deck_of((question(1, Kind.OPEN, 1), question(2, Kind.OPEN, 1))))
    other = shelf_of(deck_of((question(3, Kind.OPEN, 1),), id_="other"), 50)
    world = World((one, other))
    world.begin()
    world.say("start other")
    assert world.state.deck == other.hash


def test_a_choice_that_a_newer_deck_has_not_is_left_out_of_the_closing() -> None:
    """The evening closes, whatever became of what was chosen."""
    world = _world(Kind.CHOICE)
    world.say("tiger")
    chosen = tuple(replace(one, choice=ChoiceId("gone")) for one in world.state.evening.chosen)
    world.state = replace(world.state, evening=replace(world.state.evening, chosen=chosen))
    world.say("stop")
    assert "closing.chose" not in _lines(world)


def test_a_stranger_has_no_list() -> None:
    """After `forget me` nothing of the evening is left, its questions included."""
    world = _world()
    world.say("the harbour")
    world.say("forget me")
    state = world.say("yes").state
    assert state == Solo(evening=state.evening, last_at=state.last_at)
    assert not state.evening.asked
    world.say("my list")
    assert _lines(world)[0] == "greeting"


@pytest.mark.parametrize(
    "text",
    [
        "are you real? i want to kill myself",
        "i don't want to talk, i want to kill myself",
        "the thing, i want to die",
        "yes, i want to die",
        "deck i want to die",
    ],
)
@pytest.mark.parametrize("before", [(), ("the harbour",), ("forget me",), ("stop",), ("decks",)])
def test_distress_comes_before_everything(text: str, before: tuple[str, ...]) -> None:
    """Distress is heard behind a word of ours, a chip, a yes or a deck's name, in every phase."""
    world = _world()
    for earlier in before:
        world.say(earlier)
    assert world.say(text).state.phase is Phase.QUIET
    assert not _forgot(world)


def test_what_is_offered_is_no_distress() -> None:
    """An answer on offer, word for word, is the answer, whatever it says."""
    world = _world(Kind.OPEN)
    world.say("the harbour")
    opened = world.state.open
    assert opened is not None and opened.chips
    assert world.say(opened.chips[0]).state.phase is Phase.ASKING


@pytest.mark.parametrize("command", list(Command))
def test_no_word_of_ours_sounds_like_distress(command: Command) -> None:
    """The words that always work always work."""
    assert not sounds_like_distress(command.value)


def test_a_stranger_is_greeted_first() -> None:
    """Whoever said stop before the greeting, or presses a deck of long ago, is told who speaks before any question."""
    deck = shelf_of(deck_of((question(0, Kind.OPEN, 1),)))
    world = World((deck,))
    world.say("stop")
    world.say("resume")
    assert _lines(world)[0] == "greeting" and world.state.phase is Phase.GREETED
    world = World((deck,))
    world.press(token(NO_ROUND, 0, COMMAND + DECK + deck.deck.id))
    assert _lines(world)[0] == "greeting" and world.state.open is None
    assert world.say("yes").state.open is not None


def _shared(world: World) -> AnswerShared | None:
    records = [record for record in world.steps[-1][1].records if isinstance(record, AnswerShared)]
    return records[0] if records else None


def test_share_is_about_the_answer_to_the_question() -> None:
    """After a follow-up `share` still shares the answer to the question itself, and quotes exactly that."""
    world = _world()
    world.say("  the harbour ")
    words = WordsId(world.events)
    world.say("my aunt's boat")
    made = world.say("share")
    shared = _shared(world)
    assert shared is not None and shared.shared and shared.words == words
    quotes = [quote for effect in shown(made) for line in effect.lines for quote in line.quotes if line.name == "share"]
    assert quotes == [("said", words, 0, len("  the harbour "))]


def test_a_press_has_no_words_to_share() -> None:
    """After a pressed choice `share` says that there are no words, and records nothing."""
    world = _world(Kind.CHOICE)
    opened = world.state.open
    assert opened is not None
    world.press(token(opened.round, 0, LABELS[0][1]))
    world.say("share")
    assert _shared(world) is None and _lines(world)[0] == "share.no-words"


@pytest.mark.parametrize(
    "texts", [("my dog died last year",), ("the harbour", "my dog died last year"), ("they sold it",)]
)
def test_a_tender_answer_is_not_shared(texts: tuple[str, ...]) -> None:
    """A tender answer, to a question or to a follow-up, cannot be shared; and nothing older is in its place."""
    world = _world()
    for text in texts:
        world.say(text)
    world.say("share")
    assert _shared(world) is None and _lines(world)[0] == "share.nothing"


def test_unshare_finds_what_was_shared() -> None:
    """`unshare` takes back what was shared last, whatever was answered since."""
    world = _world()
    world.say("the harbour")
    first = world.state.last
    world.say("share")
    world.say("skip")
    world.say("a kettle")
    world.say("unshare")
    shared = _shared(world)
    assert first is not None and shared is not None and not shared.shared and shared.round == first.round


def test_an_answer_that_is_not_counted_is_compared_with_no_counts() -> None:
    """After `again` an answer stands in no count, and no count is told."""
    world = World((shelf_of(deck_of((question(0, Kind.CHOICE, 1),), (1, 1, 1))),))
    world.others = {world.shelf.questions[0].number: {LABELS[0][1]: 1, LABELS[1][1]: 6}}
    world.begin()
    world.say("bluebird")
    assert any(name.startswith("counts.") for name in _lines(world))
    world.say("again")
    world.say("hedgehog")
    assert not any(name.startswith("counts.") or "contrast" in name for name in _lines(world))
    assert any(name.endswith("/thought") for name in _lines(world))


def test_a_changed_choice_can_be_taken_back() -> None:
    """What replaced the first choice of a round is taken back as a whole, its count included."""
    world = _world(Kind.CHOICE)
    opened = world.state.open
    assert opened is not None
    world.press(token(opened.round, 0, LABELS[0][1]))
    world.press(token(opened.round, 0, LABELS[1][1]))
    assert int(world.member.counted, 16)
    world.say("take that back")
    assert not int(world.member.counted, 16) and not world.state.evening.chosen


def test_taking_back_after_a_deck_switch_leaves_the_new_evening_alone() -> None:
    """An answer of the deck that was left is withdrawn there, and nothing of the deck that is open now goes with it."""
    world = _world()
    other = shelf_of(deck_of(world.shelf.deck.questions, (1,) * 8, "other"), 100)
    world.shelves = (*world.shelves, other)
    world.say("a kettle")
    last = world.state.last
    assert last is not None and int(world.member.counted, 16)
    world.press(token(NO_ROUND, 0, COMMAND + DECK + other.deck.id))
    pending = Pending(0, other.hash, last.question, Span(WordsId(1), 0, 3))
    world.state = replace(world.state, pending=(pending,))
    made = world.say("take that back")
    assert AnswerWithdrawn(last.round) in made.records
    assert made.state.pending == (pending,) and made.state.deck == other.hash and made.state.open is not None
    assert not int(world.member.counted, 16)


def test_taking_back_a_callback_leaves_the_answer_it_came_back_to() -> None:
    """What was said to a callback goes alone; the choice that it came back to stays for the closing."""
    world = _world(Kind.CHOICE)
    world.say("tiger")
    chosen, answered = world.state.evening.chosen, world.state.evening.answered
    assert chosen and world.state.last
    opened = Open(RoundId(world.events + 1), world.state.last.question, Ask.CALLBACK, counts=False)
    world.state = replace(world.state, open=replace(opened, deck=world.state.deck))
    given = [record for record in world.say("still so").records if isinstance(record, AnswerGiven)]
    made = world.say("take that back")
    assert AnswerWithdrawn(given[0].round) in made.records
    assert made.state.evening.chosen == chosen and made.state.evening.answered >= answered
    assert int(world.member.counted, 16)


def test_a_callback_of_another_deck_is_a_change_of_deck() -> None:
    """Coming back to an answer of another deck opens that deck, and its answer is nothing to share."""
    world = _world()
    other = shelf_of(deck_of(tuple(question(n, Kind.OPEN, 1) for n in range(4)), (1,) * 8, "other"), 100)
    world.shelves = (*world.shelves, other)
    world.say("the harbour")
    named = other.questions[0].question.id
    world.state = replace(world.state, open=None, phase=Phase.RESTING, pending=(Pending(1, other.hash, named, _SPAN),))
    world.now += HOUR
    world.arrive()
    opened = world.state.open
    assert opened is not None and opened.ask is Ask.CALLBACK and opened.deck == other.hash == world.state.deck
    assert world.state.deck_id == other.deck.id and not world.state.evening.asked and not world.state.evening.chosen
    world.say("still the harbour")
    world.say("share")
    assert _shared(world) is None


def test_the_heavy_rule_outlives_a_deck() -> None:
    """After a skip and a heavy question, another deck does not begin with a heavy one."""
    shelves = tuple(
        shelf_of(deck_of(tuple(question(n, Kind.OPEN, 4) for n in range(4)), (4,) * 8, id_), first)
        for id_, first in (("generated", 1), ("other", 100))
    )
    world = World(shelves)
    world.member = replace(world.member, ceiling=5)
    world.begin()
    world.state = replace(world.state, evening=replace(world.state.evening, skipped=1))
    assert world.state.evening.depth == 4
    world.press(token(NO_ROUND, 0, COMMAND + DECK + shelves[1].deck.id))
    assert world.state.open is None and "deck.too-heavy" in _lines(world)


def test_deeper_opens_what_was_too_deep() -> None:
    """Where only deeper questions are left, `deeper` raises the ceiling and asks one."""
    world = World((shelf_of(deck_of((question(1, Kind.OPEN, 4),), (4,))),))
    world.arrive()
    world.say("yes")
    assert _lines(world)[-1] == "deck.too-deep"
    world.say("deeper")
    assert world.member.ceiling == 4
    assert world.state.open is not None


@pytest.mark.parametrize("before", [(), ("no",)])
def test_deeper_leads_on_where_an_evening_came_to_a_stand(before: tuple[str, ...]) -> None:
    """After some answers too, `deeper` leads to what was named: instead of an answer to the closing, or after it."""
    world = World((shelf_of(deck_of((question(1, Kind.OPEN, 1), question(3, Kind.OPEN, 4)), (1, 1, 1, 1))),))
    world.begin()
    world.say("a boat")
    world.say("nobody's")
    assert "deck.too-deep" in _lines(world)
    assert world.state.phase is Phase.PARTING
    for text in before:
        world.say(text)
    world.say("deeper")
    assert world.state.open is not None
    assert world.shelf.by_id[world.state.open.question].question.depth == 4


def test_a_story_with_a_chips_word_in_it_is_a_story() -> None:
    """A chip is picked by its label or little more; a sentence that has its word in it is kept as what it is."""
    world = _world()
    world.say("the harbour at six, before breakfast")
    opened = world.state.open
    assert opened is not None
    assert opened.chips
    world.say("she said the thing nobody else at that table had dared to say in all those years")
    assert any(isinstance(record, AnswerGiven) for record in world.steps[-1][1].records)
    world = _world()
    world.say("the harbour at six, before breakfast")
    world.say("the thing, I think")
    assert not any(isinstance(record, AnswerGiven) for record in world.steps[-1][1].records)


def test_staying_with_a_loss_asks_gently() -> None:
    """After a tender answer and `stay`, what is asked fits a death; what is said then is not probed further."""
    world = _world()
    world.say("my dog died last year")
    world.say("stay")
    assert _lines(world)[-1] == "stay.ask"
    world.say("how he waited at the door")
    assert "tender.more" in _lines(world)


@pytest.mark.parametrize("aloud", [False, True])
def test_what_others_shared_is_not_read_aloud(aloud: bool) -> None:
    """Whoever answers reads what another shared; not where others read along, who may not have answered it."""
    world = _world()
    world.quote, world.aloud = (WordsId(9_999), 12), aloud
    world.say("the harbour")
    assert ("quote" in _lines(world)) is not aloud
