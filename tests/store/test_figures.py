"""What tables and circles count; and that no counter knows whom it counted, or a word of what was said."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.figures import Deed, Happened, QuestionFigures, SharedMiss
from bot.model.ids import DeckId
from bot.model.spans import DAY
from bot.store.sqlite.views import SqliteViews
from tests.runtime.circle import LOUNGE, Lounge
from tests.runtime.table import Company

EVERY_DECK = DeckId("")
SAID = "the zeppelin of my cousin"


def rows(file: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(query).fetchall()


def total(file: Path, field: str) -> int:
    """Of all questions together."""
    with closing(SqliteViews(file)) as views:
        return sum(getattr(one, field) for one in views.questions(EVERY_DECK).figures)


def deeds(file: Path) -> dict[tuple[object, object], object]:
    return {(what, platform): n for platform, what, n in rows(file, "SELECT platform, what, n FROM deeds")}


# At a table


def test_a_table_counts_once_for_each(tmp_path: Path) -> None:
    """A card is asked of both and answered by both; it is shown once, and leads to one reply, however much is said."""
    company = Company(tmp_path, "Ada", "Ben")
    before = total(company.file, "asked")
    company.seat_two()
    assert total(company.file, "asked") == before + 2
    company.say("Ada", "a red door")
    assert (total(company.file, "answered"), total(company.file, "shown")) == (1, 0)
    company.say("Ben", "a blue one")
    assert (total(company.file, "answered"), total(company.file, "shown"), total(company.file, "replied")) == (2, 1, 0)
    for line in ("whose door?", "my aunt's", "mine too"):
        company.say("Ada", line)
        company.restart()
        company.say("Ben", line)
    assert (total(company.file, "shown"), total(company.file, "replied")) == (1, 1)
    assert deeds(company.file)[Deed.REPLIED.value, ""] == 1


def test_good_one_is_for_the_others_at_a_table(tmp_path: Path) -> None:
    """While people talk, "good one" is a word to them; with a slash it is one about the card."""
    company = Company(tmp_path, "Ada", "Ben")
    company.seat_two()
    company.say("Ada", "a red door")
    company.say("Ben", "a blue one")
    company.say("Ada", "good one")
    assert rows(company.file, "SELECT * FROM ratings") == []
    company.say("Ada", "/good one")
    assert len(rows(company.file, "SELECT * FROM ratings")) == 1


# In a circle


def test_a_circle_counts_apart(tmp_path: Path) -> None:
    """Whom a group place was asked nobody knows: its answers are no share of askings. The first reply to the answers is
    the one that counts."""
    lounge = Lounge(tmp_path)
    lounge.say("Mod", "circle", moderator=True)
    (card,) = [id_ for id_, message in lounge.screens[f"{LOUNGE}#"].items() if message.buttons]
    button = lounge.screens[f"{LOUNGE}#"][card].buttons[0]
    for name in ("Ada", "Ben", "Cleo", "Ada"):
        lounge.press(name, button)
    assert total(lounge.file, "asked") == total(lounge.file, "answered") == 0
    assert (total(lounge.file, "circled"), total(lounge.file, "voted"), total(lounge.file, "shown")) == (1, 3, 0)
    lounge.say("Mod", "reveal", moderator=True)
    assert (total(lounge.file, "shown"), total(lounge.file, "replied")) == (1, 0)
    for name in ("Ada", "Ben"):
        lounge.say(name, "now that surprises me", reply_to=f"p{card}")
        lounge.restart()
    assert (total(lounge.file, "shown"), total(lounge.file, "replied")) == (1, 1)
    found = rows(lounge.file, "SELECT platform, room, n FROM deeds")
    assert found == [("here", LOUNGE, 1)]


# Opinions


def test_an_opinion_is_changed_and_is_one_for_each_person(tmp_path: Path) -> None:
    """The last one counts, by whichever account it was said; and it goes with whoever said it."""
    company = Company(tmp_path, "Ada")
    company.say("Ada", "good one")
    company.say("Ada", "good one")
    assert len(rows(company.file, "SELECT * FROM ratings")) == 1
    assert (total(company.file, "good"), total(company.file, "bad")) == (1, 0)
    assert "You said what you think of 1 question." in company.say("Ada", "what do you know about me")
    company.say("Ada", "bad question")
    assert (total(company.file, "good"), total(company.file, "bad")) == (0, 1)
    company.say("Ada", "forget me")
    company.say("Ada", "yes")
    assert rows(company.file, "SELECT * FROM ratings") == []


def test_not_for_me_passes_the_question_and_is_a_no_to_a_yes_or_no(tmp_path: Path) -> None:
    """Said of an open question it passes it; said to "are you sure" it is a no, and no opinion of anything."""
    company = Company(tmp_path, "Ada")
    company.say("Ada", "forget me")
    assert "everything stays as it is" in company.say("Ada", "not for me")
    assert rows(company.file, "SELECT * FROM ratings") == []
    company.say("Ada", "not for me")
    assert (total(company.file, "skipped"), total(company.file, "bad"), total(company.file, "asked")) == (1, 1, 2)


def test_good_one_leaves_the_question_open(tmp_path: Path) -> None:
    """It is no answer, and the question waits for one."""
    company = Company(tmp_path, "Ada")
    company.say("Ada", "Good one!")
    assert (total(company.file, "good"), total(company.file, "answered"), total(company.file, "asked")) == (1, 0, 1)
    company.say("Ada", SAID)
    assert total(company.file, "answered") == 1


# Privacy


def test_no_counter_knows_whom_it_counted(tmp_path: Path) -> None:
    """In no row of the counters is a member's, an account's or a conversation's number, an address of a person, or a
    word of what was typed; and what has no room for them has no column for them."""
    company = Company(tmp_path, "Ada", "Ben")
    company.seat_two()
    for name in ("Ada", "Ben"):
        company.say(name, SAID)
        company.say(name, f"and then {SAID}")
    for name in ("Ada", "Ben"):
        company.say(name, "leave")
        company.say(name, "told")
        company.say(name, "stop")
    counted = rows(company.file, "SELECT * FROM askings")
    done = rows(company.file, "SELECT * FROM deeds")
    assert counted
    assert done
    for row in counted:
        day, _question, what, *numbers = row
        assert day == company.clock.time // DAY
        assert what in set(Happened)
        assert all(isinstance(number, int) and number < 10_000 for number in numbers)
    everything = repr(counted) + repr(done)
    ids = [id_ for table in ("members", "accounts", "conversations", "events")
           for (id_,) in rows(company.file, f"SELECT id FROM {table}")]  # fmt: skip
    for secret in ("Ada", "Ben", "zeppelin", *map(str, ids)):
        assert secret not in everything
    for _day, platform, room, deck, what, n in done:
        assert (platform, room) in (("here", ""), ("", ""))
        assert deck in ("", "ten-questions")
        assert what in set(Deed)
        assert isinstance(n, int)
        assert n <= 2


def test_forgetting_leaves_the_counters(tmp_path: Path) -> None:
    """What happened has happened: nobody's number is part of it, so nothing is taken back."""
    company = Company(tmp_path, "Ada")
    company.say("Ada", SAID)
    before = rows(company.file, "SELECT * FROM askings")
    company.say("Ada", "forget me")
    company.say("Ada", "yes")
    assert set(before) <= set(rows(company.file, "SELECT * FROM askings"))
    with closing(SqliteViews(company.file)) as views:
        day = company.clock.time // DAY * DAY
        week = views.week(day - 6 * DAY, day + DAY, company.clock.time)
    assert [(one.answered, one.left) for one in week.lived if one.spot.kind == "everywhere"] == [(0, 1)]


def test_the_missed_are_told_by_number_of_their_own(tmp_path: Path) -> None:
    """People stand as 1, 2, 3 beside what they share, the same person with the same number; unshared words stay out."""
    company = Company(tmp_path, "Ada", "Ben")
    for name in ("Ada", "Ben"):
        company.say(name, SAID)
    company.say("Ada", "share")
    with closing(sqlite3.connect(company.file)) as connection, connection:
        connection.execute("UPDATE answers SET branch = 'default', question = 1")
    with closing(SqliteViews(company.file)) as views:
        shared = [miss for one in views.missed(EVERY_DECK) for miss in one.shared]
    assert shared == [SharedMiss(1, SAID)]


@pytest.mark.parametrize("deck", ["", "ten-questions", "another"])
def test_figures_are_of_that_deck(tmp_path: Path, deck: str) -> None:
    """Of the deck that is named, or of all."""
    company = Company(tmp_path, "Ada")
    with closing(SqliteViews(company.file)) as views:
        found: tuple[QuestionFigures, ...] = views.questions(DeckId(deck)).figures
    assert [one.deck for one in found] == ([] if deck == "another" else ["ten-questions"])
