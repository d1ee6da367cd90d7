"""`try`: a deck is met as a member would meet it, and nothing of that is kept."""

from __future__ import annotations

import msgspec
import msgspec.structs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.solo.office.rehearsing import LIFE, MOST, TRIED
from bot.core.tokens import NO_ROUND, OFFICE, token
from bot.model.deck import Kind
from bot.model.effect import CancelTimer, SetTimer
from bot.model.event import ChoicePressed
from bot.model.ids import ConversationId, EnclosureId
from bot.model.line import Line
from bot.model.member import Rank, Standing
from bot.model.record import AnswerGiven, WordsErased
from bot.model.state import Phase, Solo
from bot.model.tiding import Stage, TableSaid
from bot.model.upload import Staged
from tests.core.world import START, World, deck_of, question, shelf_of, shown

OWN = shelf_of(deck_of(tuple(question(number, Kind.OPEN, 1) for number in range(6)), id_="own"))
TRIED_DECK = shelf_of(
    deck_of(tuple(question(number, kind, 1 + number % 3) for number, kind in enumerate((*Kind, *Kind))), id_="another"),
    first=101,
)


def world(chance: int = 1) -> World:
    """A moderator in the middle of a deck of their own."""
    one = World((OWN, TRIED_DECK), chance=chance, standing=Standing(Rank.MODERATOR, "a test", START))
    one.begin()
    refresh(one)
    return one


def refresh(one: World) -> None:
    one.standing = Standing(Rank.MODERATOR, "a test", one.now)


def own(state: Solo) -> Solo:
    """The conversation without the rehearsal, when it was spoken in last, and which wordings it has heard."""
    evening = msgspec.structs.replace(state.evening, used={})
    return msgspec.structs.replace(state, trying=None, tried=(), last_at=0, evening=evening)


def moments(one: World) -> list[str]:
    return [line.name for effect in shown(one.steps[-1][1]) for line in effect.lines]


PLAYS = st.lists(
    st.sampled_from(
        ["a kettle by the stairs", "tiger", "3", "skip", "never", "deeper", "lighter", "share", "unshare", "stay",
         "take that back", "good one", "not for me", "my list", "the thing", "both", "yes", "no", "why do you ask",
         "they sold it", "a boat", "", "who are you", "press"]
    ),
    max_size=30,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(1, 1 << 40), PLAYS)
def test_nothing_of_a_rehearsal_is_kept(chance: int, plays: list[str]) -> None:
    """Whatever is said in it: no answer, no count, no figure, nothing shared, and the member and their own conversation
    are as they were."""
    one = world(chance)
    state, member, answers = own(one.state), one.member, dict(one.answers)
    one.say("try another")
    assert one.state.trying is not None
    first = len(one.steps)
    for text in (*plays, "stop"):
        if one.state.trying is None:
            break
        options = [option for effect in shown(one.steps[-1][1]) for option in effect.options]
        if text == "press" and options:
            one.press(options[0].token)
        else:
            one.say(text)
        size = len(msgspec.json.encode(one.state))
        assert size < 4096
    assert one.state.trying is None
    assert own(one.state) == state
    assert one.member == member
    assert one.answers == answers
    records = [record for _event, made in one.steps[first - 1 :] for record in made.records]
    assert all(isinstance(record, WordsErased) for record in records)
    effects = [effect for _event, made in one.steps[first:] for effect in made.effects]
    timers = {effect.name for effect in effects if isinstance(effect, SetTimer | CancelTimer)}
    assert timers <= {TRIED}


def test_it_is_played_as_it_would_be() -> None:
    """The first question comes, an answer is replied to, a follow-up is asked, and the next question comes."""
    one = world()
    one.say("try another")
    assert moments(one)[0] == "try.begins"
    trying = one.state.trying
    assert trying is not None
    opened = trying.solo.open
    assert opened is not None
    assert opened.question in TRIED_DECK.by_id
    met = set()
    for _ in range(6):
        one.say("a kettle by the stairs")
        if one.state.trying is None or one.state.trying.solo.open is None:
            break
        met.add((one.state.trying.solo.open.question, one.state.trying.solo.open.ask))
    assert len({question for question, _ask in met}) >= 2
    assert {ask.value for _question, ask in met} >= {"question", "follow-up"}


def test_what_was_typed_in_it_is_erased() -> None:
    """A minute after it is over, under every id; and when somebody just goes away, when its time is over."""
    one = world()
    one.say("try another")
    one.say("a kettle")
    one.say("another kettle")
    ids = one.state.trying.said if one.state.trying else ()
    one.say("enough")
    assert len(ids) == 2
    assert one.state.tried[:2] == ids
    made = one.fire(TRIED)
    assert [record.words[:2] for record in made.records if isinstance(record, WordsErased)] == [ids]
    assert one.state.tried == ()
    refresh(one)
    one.say("try another")
    one.say("a third kettle")
    made = one.fire(TRIED)
    assert [len(record.words) for record in made.records if isinstance(record, WordsErased)] == [1]
    assert one.state.trying is None
    assert shown(made) == []


@pytest.mark.parametrize("text", ["forget me", "what do you know about me", "settings", "decks please", "daily at 9"])
def test_what_is_meant_is_never_played(text: str) -> None:
    """A word that is no part of an evening does what it says, and the rehearsal is over."""
    one = world()
    one.say("try another")
    one.say(text)
    if text != "decks please":
        assert one.state.trying is None
        assert not any(moment.startswith("try.") for moment in moments(one))


def test_distress_is_no_rehearsal() -> None:
    """What sounds like it is met as it always is."""
    one = world()
    one.say("try another")
    one.say("i want to kill myself")
    assert one.state.trying is None
    assert one.state.phase is Phase.QUIET


def test_it_ends_by_itself() -> None:
    """After half an hour nothing is a rehearsal's, and what is said is the answer to one's own question."""
    one = world()
    one.say("try another")
    one.now += LIFE
    made = one.say("a kettle")
    assert one.state.trying is None
    assert any(isinstance(record, AnswerGiven) for record in made.records)


def test_it_has_an_end() -> None:
    """Nobody rehearses for ever."""
    one = world()
    one.say("try another")
    for _ in range(MOST + 1):
        one.say("what")
    assert one.state.trying is None


def test_a_table_comes_first() -> None:
    """Where a table speaks, the rehearsal is over; and nobody who sits at one begins it."""
    one = world()
    one.say("try another")
    one.feed(TableSaid(ConversationId(9), (Line("table.waiting"),), Stage.WAITING))
    assert one.state.trying is None or not shown(one.steps[-1][1])
    one.change_phase(Phase.ANSWERING)
    refresh(one)
    one.press(token(NO_ROUND, 0, f"{OFFICE}try {TRIED_DECK.deck.id}"))
    assert moments(one)[-1] == "try.not-now"


def test_what_was_brought_is_tried_before_it_is_loaded() -> None:
    """With the button of its report, which is good for this list alone."""
    one = world()
    id_ = EnclosureId(one.events * 7)
    one.staged = Staged(id_, one.now, TRIED_DECK.deck.id, TRIED_DECK.hash, "Another")
    one.feed(ChoicePressed(token(NO_ROUND, 0, f"{OFFICE}try {id_ + 1:x}")))
    assert moments(one) == ["upload.late"]
    refresh(one)
    one.feed(ChoicePressed(token(NO_ROUND, 0, f"{OFFICE}try {id_:x}")))
    assert one.state.trying is not None
    one.say("retire")
    assert moments(one)[:1] != ["office.which-question"]
