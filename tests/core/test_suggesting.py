"""What a member reads of a suggestion in the making, and what of it can be asked at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.curator.from_members import with_question
from bot.core.proposals import Fault, fault_in, plain, twin_of
from bot.decks.exporting import FORMS, export
from bot.model.curator import CURATOR, FROM_MEMBERS
from bot.model.deck import Kind
from bot.model.effect import Tell
from bot.model.ids import ConversationId, MemberId
from bot.model.member import Rank, Standing
from bot.model.state import Phase
from bot.model.suggestion import Suggestion, Suggestions, Wording
from bot.model.tiding import Suggested, SuggestionApproved, SuggestionNamed, Tiding
from bot.rendering.gaps import fill, split
from bot.written import decode, encode
from tests.core.world import START, World, context_of, deck_of, question, shelf_of, shown

SHELF = shelf_of(deck_of(tuple(question(number, Kind.OPEN, 1) for number in range(5))))
OWN = "Which street do you take although it is longer?"


def world(standing: Standing | None = None) -> World:
    """Ada, who has said yes, with a question open."""
    one = World((SHELF,), standing=standing)
    one.begin()
    return one


def told(one: World) -> list[Tiding]:
    """What the last step told the curator."""
    return [effect.tiding for effect in one.steps[-1][1].effects if isinstance(effect, Tell) and effect.to == CURATOR]


def moments(one: World) -> list[str]:
    """What was said last."""
    return [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (OWN, None),
        ("Name the smallest thing you carried far", None),
        ("?" * 30, Fault.SHORT),
        ("Why not?", None),
        ("Why?", Fault.SHORT),
        ("x" * 400, Fault.LONG),
        ("What " + "a " * 100 + "thing?", Fault.LONG),
        ("Have you seen www.example.org/page?", Fault.OUTSIDE),
        ("Would you write to me at ada@example.org?", Fault.OUTSIDE),
        ("Who has met @ada_lovelace here?", Fault.OUTSIDE),
        ("Will you call 0176 1234 5678 tonight?", Fault.OUTSIDE),
    ],
)
def test_what_cannot_be_asked_is_known_at_once(text: str, fault: Fault | None) -> None:
    """Too long, too short, or leading to a page or a person; anything else can be."""
    assert fault_in(text) is fault


@given(st.text(max_size=300))
def test_what_is_asked_is_inert(text: str) -> None:
    """No gap of a deck's text, no markup, nothing that cannot be seen, one line; and once plain, it stays so."""
    asked = plain(text)
    assert plain(asked) == asked
    assert not set(asked) & set("{}<>[]`*_~|\\#\n\r\t\u202e\u200b")
    assert fill(split(asked), {"said": "stolen"}) == asked


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (SHELF.questions[1].question.text, True),
        (SHELF.questions[1].question.text.upper().rstrip("?"), True),
        ("What of the kettle number 1, then?", True),
        (OWN, False),
        ("", False),
    ],
)
def test_what_is_nearly_there_is_found(text: str, near: bool) -> None:
    """Case, punctuation and a little word make no other question; another subject does."""
    twin = twin_of(text, context_of(SHELF).decks, {SHELF.hash: SHELF})
    assert (twin.question == SHELF.questions[1].question.id) is near


@given(st.lists(st.text(min_size=8, max_size=60), max_size=6))
def test_the_deck_grows_by_one_at_a_time(texts: list[str]) -> None:
    """Each version has the questions before in their order, its own name, and can be read back; the same question is
    not asked twice; and no file that is given out says who suggested one."""
    deck = None
    for text in filter(None, map(plain, texts)):
        before = deck.questions if deck else ()
        grown, id_ = with_question(deck, text, MemberId(4711))
        assert id_ in {one.id for one in grown.questions}
        assert grown.questions[: len(before)] == before
        assert len(grown.questions) - len(before) in (0, 1)
        if grown is not deck:
            assert deck is None or encode(grown) != encode(deck)
            assert grown.questions[-1].text == text
        assert decode(encode(grown)) == grown
        deck = grown
    if deck is not None:
        assert deck.id == FROM_MEMBERS
        assert all(b"4711" not in export(deck, form).data or any("4711" in text for text in texts)
                   for form in FORMS if form != "xlsx")  # fmt: skip


def test_it_is_sent_and_the_open_question_stays() -> None:
    """The curator hears where the words are, never the words; the evening goes on where it was."""
    one = world()
    before = one.state.open
    one.say(f"suggest {OWN}")
    (tiding,) = told(one)
    assert isinstance(tiding, Suggested)
    assert tiding.said == Wording(tiding.said.words, 8, 8 + len(OWN))
    assert OWN not in repr(tiding)
    assert moments(one) == ["suggest.sent", "suggest.name-you"]
    assert one.state.open == before


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("suggest a walk along the harbour", False),
        ("suggest: a walk along the harbour", True),
        ("/suggest a walk along the harbour", True),
        (f"suggest {OWN}", True),
        ("suggestion: the harbour", False),
    ],
)
def test_with_a_question_open_an_answer_is_an_answer(text: str, sent: bool) -> None:
    """ "Suggest a walk" answers what one would do; a question, a colon or a slash says what is meant."""
    one = world()
    one.say(text)
    assert bool(told(one)) is sent


@pytest.mark.parametrize(
    ("text", "named"), [("yes", True), ("name me", True), ("no thanks", False), ("no name", False)]
)
def test_a_yes_right_after_it_is_about_the_name(text: str, named: bool) -> None:
    """Said to anything else later, it is what it always is."""
    one = world()
    one.say(f"suggest {OWN}")
    one.suggestions = Suggestions((Suggestion(1, one.member.id, ConversationId(0), START),), 1, 2)
    one.say(text)
    (tiding,) = told(one)
    assert isinstance(tiding, SuggestionNamed)
    assert tiding.named is named
    one.say("yes")
    assert told(one) == []


@pytest.mark.parametrize("words", ["never mind", "Never mind.", "nothing"])
def test_never_mind_ends_it(words: str) -> None:
    """Nothing is sent, and what comes next is an answer again."""
    one = world()
    one.say("suggest")
    assert one.state.suggesting is not None
    one.say(words)
    assert one.state.suggesting is None
    assert moments(one)[0] == "suggest.never-mind"
    one.say("a door by the harbour")
    assert told(one) == []


@pytest.mark.parametrize("words", ["help", "skip", "stop", "decks"])
def test_a_word_that_always_works_does(words: str) -> None:
    """Also while a question is waited for; and then none is any more."""
    one = world()
    one.say("suggest")
    one.say(words)
    assert told(one) == []
    assert one.state.suggesting is None
    assert not any(name.startswith("suggest.") for name in moments(one))


def test_distress_is_heard_first() -> None:
    """What is typed next is no suggestion if it sounds like distress."""
    one = world()
    one.say("suggest")
    one.say("I want to kill myself")
    assert told(one) == []
    assert "distress" in moments(one)


def test_in_a_group_it_is_asked_for_in_private() -> None:
    """Nobody reads along before it is decided."""
    one = world()
    one.aloud = True
    one.say(f"suggest {OWN}")
    assert told(one) == []
    assert moments(one)[0] == "suggest.not-here"


def test_whoever_is_no_moderator_decides_nothing() -> None:
    """Their "suggestions" are their own."""
    one = world()
    for text in ("suggestions", "suggestions approve 1", "suggestions because near 1"):
        one.say(text)
        assert told(one) == []


def test_what_a_moderator_typed_is_pressed_by_a_moderator() -> None:
    """A wording or a reason that was typed does nothing before a press, for which the rank is read anew."""
    one = world(Standing(Rank.MODERATOR, "a test", START + 10_000_000))
    one.standing = Standing(Rank.MODERATOR, "a test", one.now + 20_000)
    one.say("suggestions edit 1")
    one.standing = None
    one.say("What did you mend last?")
    assert not any(isinstance(tiding, SuggestionApproved) for tiding in told(one))
    one.say("suggestions so 1")
    assert told(one) == []


def test_it_is_mentioned_now_and_then() -> None:
    """At the end of an evening, to whoever has been here for two weeks, and not again for a month."""
    one = world()
    for days, mentioned in ((0, False), (13, False), (2, True), (1, False), (28, False), (2, True)):
        one.now += days * 86_400_000
        one.change_phase(Phase.PARTING)
        one.say("no")
        assert ("suggest.hint" in moments(one)) is mentioned, days
