"""What comes by itself at a group place, over a real engine and a real file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.calling import Calling
from bot.model.event import ChoicePressed
from bot.model.ids import ConversationId
from bot.runtime.replay import Verdict, replay
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import rules_of, shelves_of
from tests.runtime.circle import DAY, LOUNGE, MINUTE, SECOND, Lounge
from tests.runtime.engines import said

HOUR = 60 * MINUTE
HERE = f"{LOUNGE}#"
CARDS = ("Today's question for this place", "this is today's question", "The daily one, from a bot")
BERLIN = ZoneInfo("Europe/Berlin")


def at(shown: str, zone: str = "UTC") -> int:
    """The instant at which the clocks there show that, milliseconds UTC."""
    return int(datetime.fromisoformat(shown).replace(tzinfo=ZoneInfo(zone)).timestamp() * 1000)


@pytest.fixture
def lounge(tmp_path: Path) -> Lounge:
    """A group place on a Monday at noon, whose moderator lives by UTC."""
    made = Lounge(tmp_path)
    made.clock.time = at("2026-06-01 12:00")
    return made


def asked(lounge: Lounge, until: int, answering: bool = True) -> list[int]:
    """When a question came by itself up to then; somebody answers each where that is wanted."""
    found = []
    while lounge.clock.time < until:
        due = lounge.ledger.next_due()
        step = min(until, due if due is not None else until) - lounge.clock.time
        new = lounge.wait(max(step, 0))
        if any(text in new.get(HERE, "") for text in CARDS):
            found.append(lounge.clock.time)
            if answering:
                answer(lounge, "Ada")
        if due is None:
            break
    return found


def answer(lounge: Lounge, name: str) -> None:
    """They answer the card that came last, by its first button or with a word of their own."""
    card = next(message for message in reversed(lounge.screens[HERE].values()) if "answered" in str(message))
    if card.buttons:
        lounge.press(name, card.buttons[0])
    else:
        number = next(id_ for id_, message in lounge.screens[HERE].items() if message is card)
        lounge.say(name, "the smell of rain on warm stone", reply_to=f"p{number}")


def dates(moments: list[int], zone: str = "UTC") -> list[str]:
    """What the clocks there show at these instants."""
    return [f"{datetime.fromtimestamp(one / 1000, UTC).astimezone(ZoneInfo(zone)):%a %d %H:%M}" for one in moments]


def test_it_comes_to_the_place_at_the_hour_that_its_moderator_chose(lounge: Lounge) -> None:
    """On workdays, once, and as a circle that everybody there may answer."""
    new = lounge.say("Mod", "weekdays at 9", moderator=True)
    assert "on workdays at 09:00, the next on 2026-06-02" in new[HERE]
    assert dates(asked(lounge, at("2026-06-09 00:00"))) == [
        "Tue 02 09:00", "Wed 03 09:00", "Thu 04 09:00", "Fri 05 09:00", "Mon 08 09:00",
    ]  # fmt: skip
    assert lounge.complaints == []


def test_nobody_but_who_runs_the_place_decides_it(lounge: Lounge) -> None:
    """A member who says so reads whose it is, and nothing comes."""
    for text in ("daily at 9", "zone Berlin", "quiet 20-9", "pause here", "talks off", "daily off"):
        new = lounge.say("Ada", text)
        assert list(new) == [f"{HERE}Ada"]
        assert "whoever runs this place" in new[f"{HERE}Ada"]
    assert asked(lounge, lounge.clock.time + 3 * DAY) == []


def test_a_standing_read_long_ago_decides_nothing(lounge: Lounge) -> None:
    """What was true two minutes ago is unknown now, and unknown means no."""
    late = lounge.delivered("Mod", said("daily at 9"), moderator=True)
    lounge.clock.time += 2 * MINUTE
    assert "whoever runs" in lounge.turn([late])[f"{HERE}Mod"]


def test_the_clocks_of_the_place_are_meant_and_change_with_the_season(lounge: Lounge) -> None:
    """On the morning after the clocks are put back it is still nine there, and no date is asked twice or left out."""
    lounge.clock.time = at("2026-10-22 12:00")
    lounge.say("Mod", "zone Berlin", moderator=True)
    lounge.say("Mod", "daily at 9", moderator=True)
    came = asked(lounge, at("2026-10-28 00:00"))
    assert dates(came, "Europe/Berlin") == [
        "Fri 23 09:00", "Sat 24 09:00", "Sun 25 09:00", "Mon 26 09:00", "Tue 27 09:00",
    ]  # fmt: skip


@pytest.mark.parametrize("night", ["2026-03-28", "2026-10-24"])
def test_hours_that_are_left_out_or_come_twice_have_one_question(lounge: Lounge, night: str) -> None:
    """At half past two, in the night in which the clocks change, through a restart before and one after."""
    lounge.clock.time = at(f"{night} 04:00", "Europe/Berlin")
    for text in ("zone Berlin", "quiet off", "daily at 2:30"):
        lounge.say("Mod", text, moderator=True)
    came = []
    for _piece in range(12):
        lounge.restart()
        came += asked(lounge, lounge.clock.time + 4 * HOUR + 17 * MINUTE)
    days = [day for day, *_rest in (one.split(" ", 1) for one in dates(came, "Europe/Berlin"))]
    assert len(days) == len(set(days)) == 2


def test_what_falls_into_the_quiet_hours_of_the_place_waits(lounge: Lounge) -> None:
    """It says so when it is wished, and comes when they are over."""
    lounge.say("Mod", "quiet 22-10", moderator=True)
    assert "it comes at 10:00" in lounge.say("Mod", "daily at 9", moderator=True)[HERE]
    assert dates(asked(lounge, at("2026-06-04 00:00"))) == ["Tue 02 10:00", "Wed 03 10:00"]


def test_a_pause_ends_by_itself(lounge: Lounge) -> None:
    """What would have come meanwhile does not come afterwards."""
    lounge.say("Mod", "daily at 9", moderator=True)
    assert "until 2026-06-03" in lounge.say("Mod", "pause here 2 days", moderator=True)[HERE]
    assert dates(asked(lounge, at("2026-06-06 00:00"))) == ["Thu 04 09:00", "Fri 05 09:00"]
    lounge.say("Mod", "pause here 30 days", moderator=True)
    lounge.say("Mod", "resume here", moderator=True)
    assert dates(asked(lounge, at("2026-06-07 00:00"))) == ["Sat 06 09:00"]


def test_three_that_nobody_took_up_are_the_last_and_it_says_so(lounge: Lounge) -> None:
    """The next word of the moderator brings them back; one answer in between begins the count anew."""
    lounge.say("Mod", "daily at 9", moderator=True)
    assert len(asked(lounge, at("2026-06-04 08:00"), answering=False)) == 2
    lounge.wait(at("2026-06-04 09:00") - lounge.clock.time + 2 * SECOND)
    answer(lounge, "Ada")
    assert len(asked(lounge, at("2026-06-20 00:00"), answering=False)) == 3
    assert "Nobody has taken up the last three" in lounge.reads()
    assert "the last three found nobody" in lounge.say("Ada", "settings")[HERE]
    lounge.say("Mod", "daily", moderator=True)
    assert dates(asked(lounge, at("2026-06-21 00:00"))) == ["Sat 20 09:00"]


def test_yesterdays_answers_come_before_todays_question(lounge: Lounge) -> None:
    """A few answers are turned over after a day, and then the next is asked: one open at a time."""
    lounge.say("Mod", "daily at 9", moderator=True)
    asked(lounge, at("2026-06-03 12:00"))
    assert lounge.rows("SELECT count(*) FROM circles WHERE open = 1") == [(1,)]
    assert lounge.rows("SELECT count(*) FROM circles") == [(2,)]
    text = lounge.everything()
    assert text.index("turned over") < text.index("further down") or "One of you has answered" in text


def test_no_question_comes_twice_and_then_it_says_that_there_are_no_more(lounge: Lounge) -> None:
    """The small deck has been asked in two weeks; what was asked by a circle is not asked again."""
    lounge.say("Mod", "daily at 9", moderator=True)
    lounge.say("Ada", "circle")
    asked(lounge, at("2026-07-01 00:00"))
    questions = lounge.rows("SELECT count(*), count(DISTINCT json_extract(state, '$.question')) FROM conversations"
                            " WHERE format = 'circle'")  # fmt: skip
    assert questions[0][0] == questions[0][1]
    assert "no more come by themselves" in lounge.reads()
    assert "No question comes by itself" in lounge.say("Ada", "settings")[HERE]


def test_nothing_comes_where_the_place_is_closed_or_wants_no_circles(lounge: Lounge) -> None:
    """What was closed and is opened again goes on at its hour; nothing is made up for."""
    lounge.say("Mod", "daily at 9", moderator=True)
    lounge.say("Mod", "disallow", moderator=True)
    assert asked(lounge, at("2026-06-03 12:00")) == []
    lounge.say("Mod", "allow", moderator=True)
    assert dates(asked(lounge, at("2026-06-05 00:00"))) == ["Thu 04 09:00"]
    lounge.say("Mod", "circles off", moderator=True)
    assert "this place wants none" in lounge.say("Mod", "daily at 10", moderator=True)[HERE]
    assert asked(lounge, at("2026-06-07 00:00")) == []
    lounge.say("Mod", "circles on", moderator=True)
    assert dates(asked(lounge, at("2026-06-08 00:00"))) == ["Sun 07 10:00"]


def test_a_circle_that_was_put_away_was_not_ignored(lounge: Lounge) -> None:
    """Circles that end because the place wants none count for nothing."""
    lounge.say("Mod", "daily at 9", moderator=True)
    for _day in range(4):
        asked(lounge, lounge.clock.time + DAY, answering=False)
        lounge.say("Mod", "circles off", moderator=True)
        lounge.say("Mod", "circles on", moderator=True)
    assert "Nobody has taken up" not in lounge.everything()


def test_two_places_keep_their_own_hours(tmp_path: Path) -> None:
    """What one wishes changes nothing in the other, and each is asked what it has not had."""
    lounge = Lounge(tmp_path, LOUNGE, "kitchen")
    lounge.clock.time = at("2026-06-01 12:00")
    lounge.say("Mod", "daily at 9", moderator=True)
    lounge.say("Mod", "daily at 15", "kitchen", moderator=True)
    lounge.say("Mod", "daily off", moderator=True)
    new = lounge.wait(DAY)
    assert HERE not in new
    assert any(text in new["kitchen#"] for text in CARDS)


def test_the_settings_of_a_place_are_buttons_for_who_runs_it(lounge: Lounge) -> None:
    """Anybody reads them; a press counts when the platform says that it is somebody who may."""
    new = lounge.say("Ada", "settings")
    assert "This is how it stands in this place" in new[HERE]
    on = lounge.button("A question a day")
    assert Calling().in_a_place(ChoicePressed(on.token))
    assert "whoever runs this place" in lounge.press("Ada", on)[f"{HERE}Ada"]
    assert "every day at 09:00" in lounge.do("Mod", ChoicePressed(on.token), moderator=True)[HERE]
    lounge.say("Ada", "settings")
    for label, sentence in (
        ("No daily question", "no question comes by itself"),
        ("No talks here", "I talk with nobody"),
        ("No circles", "No more circles"),
        ("Pause 3 days", "until 2026-06-04"),
    ):
        new = lounge.do("Mod", ChoicePressed(lounge.button(label).token), moderator=True)
        assert sentence in "\n".join(new.values())


def test_where_no_talks_are_wanted_it_only_asks_everybody(lounge: Lounge) -> None:
    """It says so once to whoever speaks to it; circles, words about oneself, and distress are heard."""
    lounge.say("Mod", "talks off", moderator=True)
    assert "write to me in private" in lounge.say("Ada", "hello you")[f"{HERE}Ada"]
    assert lounge.say("Ada", "are you there?") == {}
    assert "circle" not in lounge.say("Ada", "stop").get(f"{HERE}Ada", "circle")
    assert HERE in lounge.say("Ada", "circle")
    assert "That sounds heavy" in lounge.say("Ben", "I want to kill myself")[f"{HERE}Ben"]
    assert "greet" not in str(lounge.say("Ben", "decks"))
    lounge.say("Mod", "talks on", moderator=True)
    assert "a bot" in lounge.say("Cleo", "hello")[f"{HERE}Cleo"]


def test_a_restart_anywhere_doubles_and_skips_nothing(lounge: Lounge) -> None:
    """The process ends at every step of a week, and every day has its one question."""
    lounge.say("Mod", "daily at 9", moderator=True)
    came: list[int] = []
    while lounge.clock.time < at("2026-06-08 00:00"):
        due = lounge.ledger.next_due() or at("2026-06-08 00:00")
        lounge.restart()
        came += asked(lounge, min(max(due, lounge.clock.time + SECOND), at("2026-06-08 00:00")))
    assert dates(came) == [f"{day} 09:00" for day in ("Tue 02", "Wed 03", "Thu 04", "Fri 05", "Sat 06", "Sun 07")]


def test_a_clock_that_was_set_back_asks_nothing_twice(lounge: Lounge) -> None:
    """A date that was claimed stays claimed, whatever the clock shows afterwards."""
    lounge.say("Mod", "daily at 9", moderator=True)
    asked(lounge, at("2026-06-02 09:00") + SECOND)
    lounge.clock.time -= 3 * HOUR
    assert dates(asked(lounge, at("2026-06-03 12:00"))) == ["Wed 03 09:00"]


def test_it_can_be_told_again(lounge: Lounge) -> None:
    """Every step of a place's daily question is the same when it is made again from what was kept."""
    for text in ("zone Berlin", "daily at 9 from the list", "quiet 21-8", "pause here 1 day", "settings", "daily at 9"):
        lounge.say("Mod", text, moderator=True)
    asked(lounge, lounge.clock.time + 4 * DAY)
    conversations = lounge.rows("SELECT id FROM conversations WHERE format IN ('daily', 'circle', 'solo')")
    lounge.ledger.close()
    views, steps = SqliteViews(lounge.file), 0
    for (conversation,) in conversations:
        past = views.past(ConversationId(int(str(conversation))))
        assert past is not None
        told = replay(past, shelves_of(past.decks, views.numbers()), rules_of(prompts()))
        assert told.verdict is Verdict.IDENTICAL
        steps += len(told.steps)
    assert steps > 15
    views.close()


def test_the_tokens_of_a_places_buttons_are_known_to_who_reads_the_standing() -> None:
    """The two rooms that spell it spell it alike."""


def test_a_card_that_cannot_go_out_before_the_quiet_hours_does_not_come_in_them(lounge: Lounge) -> None:
    """Nobody asked for it, so it expires when they begin."""
    lounge.say("Mod", "daily at 20", moderator=True)
    lounge.wait(8 * HOUR + MINUTE)
    expires = lounge.rows("SELECT max(expires) FROM outbox WHERE slot = 'card'")
    assert expires == [(at("2026-06-01 22:00"),)]
