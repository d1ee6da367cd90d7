"""A sign under a question, wherever the conversation stands: it is an opinion, and changes nothing else."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.event import Rating, Reacted
from bot.model.ids import QuestionNumber
from bot.model.record import QuestionRated, RatingWithdrawn
from tests.core.test_rehearsing import PLAYS, world
from tests.core.world import World

QUESTION = QuestionNumber(3)


def put(one: World, rating: Rating) -> tuple[object, ...]:
    """What is written down of such a sign; nothing else has come of it."""
    before, member = one.state, one.member
    made = one.feed(Reacted(rating, "mine", question=QUESTION))
    assert made.effects == ()
    assert (made.state, one.member) == (before, member)
    return made.records


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(PLAYS, st.sampled_from(["", "stop", "pause 3 days", "forget me", "daily at 9"]), st.sampled_from(list(Rating)))
def test_a_sign_is_an_opinion_and_nothing_else(plays: list[str], last: str, rating: Rating) -> None:
    """Whatever was said before: nobody is answered, nothing is begun, ended, asked or taken up again, and nobody was
    here by it; only what is thought of the question is written down."""
    one = world()
    for text in (*plays, last):
        if text not in ("", "press"):
            one.say(text)
    (record,) = put(one, rating)
    if rating is Rating.WITHDRAWN:
        assert record == RatingWithdrawn(QUESTION, "mine")
    else:
        assert record == QuestionRated(QUESTION, rating is Rating.LIKED, "mine")


def test_a_rehearsal_leaves_no_opinion() -> None:
    """Whoever looks after the decks tries one, and what they think of it then is nobody's; taken back it still is."""
    one = world()
    one.say("try another")
    assert one.state.trying is not None
    assert put(one, Rating.LIKED) == put(one, Rating.DISLIKED) == ()
    assert put(one, Rating.WITHDRAWN) == (RatingWithdrawn(QUESTION, "mine"),)
    assert one.state.trying is not None
