"""The daily question over a real engine and a real file: each date once, never at night, and never into the void."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.effect import Delivery, Say
from bot.model.ids import MessageId
from bot.model.line import Line
from bot.ports.store import Mark
from bot.runtime.replay import Verdict
from bot.shells.bench.workload import read_deck
from tests.runtime.days import DAY, HOUR, MINUTE, Days, at, local
from tests.runtime.engines import HERE

CHANGES: Final = (
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
)
"""Zones, and dates on which their clocks change."""
BERLIN: Final = "Europe/Berlin"


def span(first: str, last: str) -> list[str]:
    """Every date from the first to the last."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return [(start + timedelta(days)).isoformat() for days in range((end - start).days + 1)]


def days_before(day: str, days: int) -> str:
    """The date so many days earlier."""
    return (date.fromisoformat(day) - timedelta(days)).isoformat()


def ada_in(folder: Path, zone: str = BERLIN, now: str = "2026-06-01 12:00", *wishes: str) -> Days:
    """Ada lives there and wants a question a day, at nine where she wishes nothing else."""
    days = Days(folder, at(zone, now))
    days.begin(f"zone {zone}", *(wishes or ("daily at 9",)))
    return days


@pytest.mark.parametrize(("zone", "change"), CHANGES)
@pytest.mark.parametrize("time", ["09:00", "02:15", "01:45"])
def test_clocks_that_change_skip_no_date_and_serve_none_twice(
    tmp_path: Path, zone: str, change: str, time: str
) -> None:
    """Over a change of the clocks, at an hour that is left out or comes twice as well as at any other, each local date
    has its question, at that hour or at the end of the gap."""
    days = ada_in(tmp_path, zone, f"{days_before(change, 3)} 12:00", "quiet off", f"daily at {time}")
    for day in span(days_before(change, 2), days_before(change, -2)):
        days.until(zone, f"{day} 06:30")
        days.restart()
        days.until(zone, f"{day} 12:00")
        days.say("a thing of some kind")
    assert days.dates() == span(days_before(change, 2), days_before(change, -2))
    for moment, day in days.asked:
        shown = local(zone, moment)
        assert shown == f"{day} {time}" or (day == change and shown[:13] in (f"{day} 03", f"{day} 02"))


moves = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 30 * 60)),
        st.tuples(st.just("back"), st.integers(1, 170)),
        st.tuples(st.just("forward"), st.integers(1, 170)),
        st.tuples(st.just("restart"), st.just(0)),
    ),
    min_size=4,
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(CHANGES), st.integers(0, 23), st.sampled_from([0, 15, 30]), moves)
def test_whatever_the_clock_does_no_date_is_skipped_and_none_comes_twice(
    change: tuple[str, str], hour: int, minute: int, doings: list[tuple[str, int]]
) -> None:
    """A clock that is set back or forward by less than three hours, restarts anywhere and a change of the clocks: as
    long as somebody answers now and then, every date that has begun to be owed was served once."""
    zone, day = change
    with tempfile.TemporaryDirectory() as folder:
        days = Days(Path(folder), at(zone, f"{days_before(day, 2)} 12:00"))
        days.begin(f"zone {zone}", "quiet off", f"daily at {hour}:{minute:02}")
        answered = 0
        for doing, minutes in doings:
            if doing == "restart":
                days.restart()
            elif doing == "wait":
                days.wait(minutes * MINUTE)
            else:
                days.clock.time += (minutes if doing == "forward" else -minutes) * MINUTE
                days.fire()
            if len(days.asked) > answered:
                answered = len(days.asked)
                days.say("a thing of some kind")
        days.wait(2 * DAY)
        dates = days.dates()
        assert len(set(dates)) == len(dates)
        assert dates == span(dates[0], dates[-1])
        assert days.replayed() == {Verdict.IDENTICAL}


def test_a_restart_at_the_very_moment_neither_skips_nor_doubles(tmp_path: Path) -> None:
    """Ended before the timer's turn, the next process asks; ended after it, the next process does not ask again, and
    has the message to send."""
    days = ada_in(tmp_path)
    for day in ("2026-06-02", "2026-06-03"):
        days.clock.time = at(BERLIN, f"{day} 09:00")
        days.restart()
        days.fire()
        days.restart()
        days.fire()
    assert days.dates() == ["2026-06-02", "2026-06-03"]
    unsent = days.ledger.unsent((HERE,), MessageId(0), 100)
    assert [one.effect.slot for one in unsent if one.effect.slot] == ["daily"]


def test_quiet_hours_hold_until_their_end(tmp_path: Path) -> None:
    """A question for 23:30 comes when the quiet hours are over, for the date that it was due on, every day."""
    days = ada_in(tmp_path, BERLIN, "2026-06-01 12:00", "daily at 23:30")
    days.wait(2 * DAY)
    assert [(local(BERLIN, moment), day) for moment, day in days.asked] == [
        ("2026-06-02 08:00", "2026-06-01"),
        ("2026-06-03 08:00", "2026-06-02"),
    ]
    days.say("quiet 12-13")
    days.wait(DAY)
    assert local(BERLIN, days.asked[-1][0]) == "2026-06-03 23:30"


def test_three_in_a_row_that_nobody_answers_are_the_last(tmp_path: Path) -> None:
    """The third says that it is, and then none comes; whatever the member says brings them back."""
    days = ada_in(tmp_path)
    days.wait(10 * DAY)
    assert days.dates() == span("2026-06-02", "2026-06-04")
    assert ["third one in a row" in text for _at, _who, text in days.unasked] == [False, False, True]
    assert days.ledger.next_due() is None
    days.say("a thing of some kind")
    days.wait(DAY)
    assert days.dates()[3:] == ["2026-06-12"]


def test_resume_brings_them_back_as_well(tmp_path: Path) -> None:
    """After three in a row, `resume` shows the open question, and the next comes on the next day."""
    days = ada_in(tmp_path)
    days.wait(10 * DAY)
    days.say("resume")
    days.wait(DAY)
    assert len(days.asked) == 4


def test_none_piles_up(tmp_path: Path) -> None:
    """The question of yesterday is replaced by that of today: its button is an old one, and no question comes twice."""
    days = ada_in(tmp_path)
    days.wait(3 * DAY)
    questions = [text.splitlines()[1] for _at, _who, text in days.unasked]
    assert len(set(questions)) == 3
    answered = days.say("a thing of some kind")
    assert "third one" not in answered
    days.say("another thing")
    assert days.say("resume").splitlines()[-2] not in questions


def test_one_question_is_one_question(tmp_path: Path) -> None:
    """After the answer, and what it calls for, the day's question is over; a yes has another."""
    days = ada_in(tmp_path)
    days.wait(DAY)
    days.say("the kettle")
    read = days.say("the other kettle")
    assert "resume" in read.splitlines()[-1]
    assert days.state()["phase"] == "resting"
    days.say("yes")
    assert days.state()["phase"] == "asking"


@pytest.mark.parametrize("words", ["stop", "daily off", "unsubscribe"])
def test_whoever_wants_none_gets_none(tmp_path: Path, words: str) -> None:
    """A stop ends the daily question for good; it is asked for anew or not at all."""
    days = ada_in(tmp_path)
    days.wait(DAY)
    days.say(words)
    days.say("resume")
    days.wait(30 * DAY)
    assert len(days.asked) == 1
    days.say("daily")
    days.wait(DAY)
    assert len(days.asked) == 2


def test_a_pause_ends_by_itself(tmp_path: Path) -> None:
    """The dates of a pause go by, and the first after it has its question."""
    days = ada_in(tmp_path)
    days.say("pause 3 days")
    assert "next on 2026-06-05" in days.say("daily")
    days.wait(5 * DAY)
    assert days.dates() == ["2026-06-05", "2026-06-06"]


def test_after_distress_none_comes(tmp_path: Path) -> None:
    """Nothing is asked until the member asks for it."""
    days = ada_in(tmp_path)
    days.wait(DAY)
    days.say("I want to kill myself")
    days.wait(5 * DAY)
    assert len(days.asked) == 1
    days.say("resume")
    days.wait(DAY)
    assert len(days.asked) == 2


def test_whoever_moves_has_each_date_once(tmp_path: Path) -> None:
    """East or west, the date that was served is not served again, and the hour is that of the new clocks."""
    days = ada_in(tmp_path)
    days.until(BERLIN, "2026-06-02 10:00")
    days.say("zone America/Los_Angeles")
    days.until("America/Los_Angeles", "2026-06-03 10:00")
    days.say("my zone is Tokyo")
    days.until("Asia/Tokyo", "2026-06-05 10:00")
    assert [(local("UTC", moment), day) for moment, day in days.asked] == [
        ("2026-06-02 07:00", "2026-06-02"),
        ("2026-06-03 16:00", "2026-06-03"),
        ("2026-06-04 00:00", "2026-06-04"),
        ("2026-06-05 00:00", "2026-06-05"),
    ]


def test_whoever_moves_while_none_comes_has_moved(tmp_path: Path) -> None:
    """After three that nobody answered, a new zone is the zone of those that come again."""
    days = ada_in(tmp_path)
    days.wait(5 * DAY)
    days.say("zone America/Los_Angeles")
    days.asked.clear()
    days.wait(2 * DAY)
    assert [local("America/Los_Angeles", moment)[-5:] for moment, _day in days.asked] == ["09:00", "09:00"]
    assert days.state()["daily"]["schedule"]["zone"] == "America/Los_Angeles"


def test_a_talk_is_not_interrupted(tmp_path: Path) -> None:
    """Whoever is answering at nine has the daily question half an hour after their last word, for the same date."""
    days = ada_in(tmp_path)
    days.until(BERLIN, "2026-06-02 08:55")
    days.say("little things")
    days.until(BERLIN, "2026-06-02 09:20")
    days.say("skip")
    days.wait(HOUR)
    assert [(local(BERLIN, moment), day) for moment, day in days.asked] == [("2026-06-02 09:50", "2026-06-02")]


def test_decks_come_in_the_order_that_was_chosen(tmp_path: Path) -> None:
    """Questions come from the deck that was named, and not from the one that the conversation is in."""
    days = Days(tmp_path, at(BERLIN, "2026-06-01 12:00"))
    days.begin(f"zone {BERLIN}", "not-date", "daily from long-table, little-things")
    days.wait(DAY)
    assert days.state()["deck_id"] == "long-table"
    read = days.say("daily from the balcony")
    assert "no deck" not in read, "with a question open it is an answer"
    assert "no deck" in days.say("/daily from the balcony")


def test_with_everything_asked_it_says_so_and_ends(tmp_path: Path) -> None:
    """A deck of a few questions is used up one day; then one sentence, and nothing more."""
    days = Days(tmp_path, at(BERLIN, "2026-06-01 12:00"), decks=(read_deck(),))
    days.begin(f"zone {BERLIN}", "daily at 9")
    for _day in range(12):
        days.wait(DAY)
        days.say("a thing of some kind")
    assert len([text for _at, _who, text in days.unasked if "everything I have" in text]) == 1
    assert days.state()["daily"]["off"]
    questions = [text.splitlines()[1] for _at, _who, text in days.unasked[:-1]]
    assert len(set(questions)) == len(questions)


def link(days: Days) -> None:
    """Ada has an account elsewhere; both are one person."""
    code = days.begin("link", who="Ada elsewhere").split("`link ")[1].split("`")[0]
    assert "one person" in days.say(f"link {code}")


@pytest.mark.parametrize("word", ["stop", "pause 3 days"])
def test_a_stop_in_one_chat_holds_in_the_other(tmp_path: Path, word: str) -> None:
    """Whichever account says it, none comes to any of them."""
    days = ada_in(tmp_path)
    link(days)
    days.say(word, "Ada elsewhere")
    days.wait(3 * DAY)
    assert days.asked == []


def test_the_quiet_hours_of_each_account_hold(tmp_path: Path) -> None:
    """One account is quiet in the morning, the other in the evening: together they are quiet from then to then."""
    days = ada_in(tmp_path, BERLIN, "2026-06-01 12:00", "quiet 6-10", "daily at 9")
    days.begin("quiet 9-11", who="Ada elsewhere")
    link(days)
    days.wait(DAY)
    assert [local(BERLIN, moment) for moment, _day in days.asked] == ["2026-06-02 11:00"]
    assert "06:00 and 11:00" in days.say("quiet hours")


def test_a_change_in_one_account_is_the_persons(tmp_path: Path) -> None:
    """Zone and quiet hours that one of them names are those of all, and stay when they part."""
    days = ada_in(tmp_path)
    link(days)
    days.say("zone Asia/Tokyo", "Ada elsewhere")
    days.say("quiet 1-2")
    assert "Asia/Tokyo" in days.say("my zone")
    days.say("unlink", "Ada elsewhere")
    assert "01:00 and 02:00" in days.say("quiet hours", "Ada elsewhere")


def test_what_is_sent_late_waits_as_well(tmp_path: Path) -> None:
    """Asked again when it is sent, a prompt has to wait for the end of the quiet hours of whoever is to read it."""
    days = ada_in(tmp_path)
    desk = days.ledger.open_desk()
    with closing(sqlite3.connect(days.file)) as db:
        (conversation,) = db.execute("SELECT id FROM conversations").fetchone()
    seat = desk.seat_of(conversation)
    assert seat is not None
    said = Say((Line("check-in"),), delivery=Delivery.PROMPT)
    posted = desk.post(seat, MessageId(days.ledger.last_id() + 1), said, days.clock.time)
    desk.write()
    desk.commit()
    night = at(BERLIN, "2026-06-01 23:00")
    assert days.engine.quiet_until(posted.id, night) == at(BERLIN, "2026-06-02 08:00")
    assert days.engine.quiet_until(posted.id, at(BERLIN, "2026-06-01 21:00")) == 0
    desk = days.ledger.open_desk()
    desk.mark(Mark(posted.id, sent=False, why="quiet hours", retry_at=at(BERLIN, "2026-06-02 08:00")))
    desk.write()
    desk.commit()
    assert days.ledger.still_wanted(posted.id, night)
    assert [one.id for one in days.ledger.unsent((HERE,), MessageId(posted.id - 1), 10)] == [posted.id]


def test_days_of_it_can_be_told_again(tmp_path: Path) -> None:
    """Everything that comes by itself, with what was said in between, is replayed to the same messages and state."""
    days = ada_in(tmp_path)
    for said in ("a thing", "settings", "quiet 22-7", "zone Asia/Tokyo", "weekdays at 8", "skip", "daily off", "daily"):
        days.wait(DAY)
        days.say(said)
    days.wait(5 * DAY)
    assert len(days.asked) > 5
    assert days.replayed() == {Verdict.IDENTICAL}
