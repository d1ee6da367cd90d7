"""What nobody asked for keeps to the member's hours: check-ins, what a table asks, the daily question."""

from __future__ import annotations

import msgspec.structs
import pytest

from bot.core.solo.closing import CHECK_IN
from bot.core.solo.daily import DAILY
from bot.core.solo.seating import HELD
from bot.core.tokens import COMMAND, NO_ROUND, token
from bot.model.deck import Kind
from bot.model.effect import Delivery, Effect, SetTimer
from bot.model.ids import ConversationId
from bot.model.line import Line
from bot.model.state import Ask, Phase, Seated
from bot.model.tiding import CardLaid, Stage, TableSaid
from tests.core.world import World, deck_of, question, shelf_of, shown

HOUR, DAY = 3_600_000, 86_400_000
NIGHT = 1_772_492_400_000
"""2026-03-02 23:00 UTC."""
MORNING = NIGHT + 9 * HOUR
TABLE = ConversationId(99)

replace = msgspec.structs.replace


def world() -> World:
    """A conversation whose first question is open, in UTC."""
    questions = tuple(question(number, Kind.OPEN, 1) for number in range(9))
    made = World((shelf_of(deck_of(questions, (1,) * 9)),), reaches=True)
    made.begin()
    return made


def timers(effects: tuple[Effect, ...]) -> dict[str, int]:
    """When which timer is due."""
    return {effect.name: effect.due for effect in effects if isinstance(effect, SetTimer)}


def test_a_check_in_waits_for_the_morning() -> None:
    """In quiet hours nothing is said and nothing changes but the timer; at their end it is asked."""
    made = world()
    made.state = replace(made.state, phase=Phase.RESTING, open=None, check_in=True, check_in_due=NIGHT)
    made.now = NIGHT
    before, step = made.state, made.fire(CHECK_IN)
    assert shown(step) == []
    assert made.state == before
    assert timers(step.effects) == {CHECK_IN: MORNING}
    made.now = MORNING
    assert [effect.delivery for effect in shown(made.fire(CHECK_IN))] == [Delivery.PROMPT]
    assert made.state.phase is Phase.CHECKING


def test_without_quiet_hours_it_comes_at_night() -> None:
    """Whoever wants none is asked when it is due."""
    made = world()
    made.state = replace(made.state, phase=Phase.RESTING, open=None, check_in=True)
    made.say("quiet off")
    made.now = NIGHT
    made.fire(CHECK_IN)
    assert made.state.phase is Phase.CHECKING


def test_a_check_in_does_not_come_between_a_card_and_its_answer() -> None:
    """At a table it waits for the return: the card stays what is answered next."""
    made = world()
    made.state = replace(made.state, check_in=True, check_in_due=made.now, seated=Seated(TABLE))
    made.feed(CardLaid(TABLE, 1, made.shelf.hash, made.shelf.deck.id, made.shelf.deck.questions[0].id))
    card = made.state.open
    made.now = MORNING
    assert shown(made.fire(CHECK_IN)) == []
    assert (made.state.phase, made.state.open) == (Phase.SEATED, card)
    assert made.state.check_in


@pytest.mark.parametrize("stage", [None, Stage.OVER, Stage.TALKING])
def test_what_a_tables_clock_says_is_a_prompt(stage: Stage | None) -> None:
    """What nobody at the table has done anything for is checked again when it is sent; the rest is an answer."""
    for unasked in (True, False):
        made = world()
        made.state = replace(made.state, parted=TABLE)
        said = TableSaid(TABLE, (Line("table.nudge"),), stage, unasked=unasked)
        (effect,) = shown(made.feed(said))
        assert effect.delivery is (Delivery.PROMPT if unasked else Delivery.REPLY)


def test_a_tables_question_waits_for_the_morning() -> None:
    """Days later a table asks in the night: the member's own talk goes on as it was until it is shown."""
    made = world()
    made.state = replace(made.state, parted=TABLE)
    made.now = NIGHT
    asks = TableSaid(TABLE, (Line("table.check-in"),), Stage.CHECKING, unasked=True)
    step = made.feed(asks)
    assert shown(step) == []
    assert timers(step.effects) == {HELD: MORNING}
    assert [made.state.phase] == [Phase.ASKING]
    made.now = MORNING
    (effect,) = shown(made.fire(HELD))
    assert effect.lines == asks.lines
    assert made.state.phase is Phase.CHECKING
    assert made.state.held is None


@pytest.mark.parametrize("text", ["every day", "weekends", "zone out", "daily from the balcony"])
def test_with_a_question_open_it_may_be_the_answer(text: str) -> None:
    """What names no time, no zone and no deck that is known answers the question; with nothing open, or a slash, it is
    meant for us."""
    made = world()
    made.zone = None  # type: ignore[assignment]  # nothing is called so
    made.say(text)
    assert made.state.daily is None
    assert made.state.open
    assert made.state.open.ask is Ask.FOLLOW_UP
    assert shown(made.say(f"/{text}"))[0].lines[0].name.startswith(("daily.", "zone."))


@pytest.mark.parametrize(
    ("key", "field", "value"),
    [
        ("lighter", "ceiling", 2),
        ("deeper", "ceiling", 4),
        ("quiet-off", "quiet_until", 0),
        ("quiet-on", "quiet_from", 22 * 60),
        ("go-on", "paused_until", 0),
    ],
)
def test_a_press_changes_one_thing_and_shows_all(key: str, field: str, value: int) -> None:
    """The change is made at once, the open question stays, and the new state is on the screen."""
    made = world()
    opened = made.state.open
    step = made.press(token(NO_ROUND, 0, f"{COMMAND}set {key}"))
    assert getattr(made.member, field) == value
    assert made.state.open == opened
    (effect,) = shown(step)
    assert effect.lines[0].name == "settings"
    assert len(effect.options) >= 4


def test_the_daily_question_has_a_switch() -> None:
    """Pressed on, a question comes tomorrow at nine; pressed off, none does, and the hour is kept."""
    made = world()
    made.say("daily at 10")
    made.press(token(NO_ROUND, 0, f"{COMMAND}set daily-off"))
    step = made.press(token(NO_ROUND, 0, f"{COMMAND}set daily-on"))
    due = timers(step.effects)[DAILY]
    assert due % DAY == 10 * HOUR
    assert made.now < due <= made.now + DAY


@pytest.mark.parametrize("text", ["daily at 9", "zone Berlin", "quiet 22-8", "daily off", "pause here", "talks off"])
def test_where_others_read_along_a_members_own_hours_are_not_touched(text: str) -> None:
    """There these words are about the place, and for those who run it; whoever else says them reads so."""
    made = world()
    made.aloud = True
    step = made.say(text)
    assert shown(step)[0].lines[0].name == "place.not-yours"
    assert timers(step.effects) == {}
    assert made.member.quiet_from == -1
