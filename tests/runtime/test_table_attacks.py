"""What somebody may try at a table or in the lobby, and what must hold all the same."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.ids import ConversationId
from bot.runtime.replay import Verdict, replay
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import rules_of, shelves_of
from tests.runtime.table import DAY, SECOND, Company, code_in, text_of
from tests.runtime.test_table import BLUE, RED, end

HOUR = 3_600_000
FULL = "no seat left"
PROPOSED = "lay a table"
NOT_TOGETHER = "did not come together"


@pytest.fixture
def pair(tmp_path: Path) -> Company:
    """Ada and Ben sit at one table, and the first card lies there."""
    company = Company(tmp_path, "Ada", "Ben")
    company.seat_two()
    return company


@pytest.fixture
def talking(pair: Company) -> Company:
    """They have answered the first card."""
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    return pair


@pytest.fixture
def community(tmp_path: Path) -> Company:
    """Mara looks after the community and has turned introductions on; Ada, Ben and Cleo are members."""
    company = Company(tmp_path, "Mara", "Ada", "Ben", "Cleo", moderators="here:Mara")
    company.say("Mara", "introductions on, all adults")
    return company


def seek(company: Company, *names: str) -> None:
    """They ask for company, and say yes to it."""
    for name in names:
        company.say(name, "find me someone")
        company.press(name, "Yes, and my choices may help")


def link(company: Company, one: str, other: str) -> None:
    """Both accounts are one person's from now on."""
    offered = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", company.say(one, "link"))
    assert offered is not None
    company.say(other, f"link {offered[0]}")


def seat_three(folder: Path) -> Company:
    """Ada, Ben and Cleo sit at one table, and the first card lies there."""
    company = Company(folder, "Ada", "Ben", "Cleo")
    code = code_in(company.say("Ada", "table for 3"))
    for name in ("Ben", "Cleo"):
        company.say(name, f"join {code}")
        company.say(name, "yes")
    return company


def has_read(company: Company, name: str, text: str) -> bool:
    """That text stands somewhere on their screen."""
    return any(text in text_of(message) for message in company.screens[name])


def state_of(company: Company, name: str) -> bytes:
    """Their conversation's state as it is stored."""
    with closing(sqlite3.connect(company.file)) as connection:
        row = connection.execute(
            "SELECT c.state FROM places p JOIN conversations c ON c.id = p.conversation WHERE p.address = ?", (name,)
        ).fetchone()
    stored: bytes = row[0]
    return stored


# One person with two accounts


def test_nobody_is_introduced_to_themselves(community: Company) -> None:
    """Two accounts of one person that both look for company find others, never each other."""
    link(community, "Ada", "Ben")
    seek(community, "Ada", "Ben")
    read = community.wait(2 * HOUR)
    assert PROPOSED not in read["Ada"] + read["Ben"]
    seek(community, "Cleo")
    read = community.wait(2 * HOUR)
    assert PROPOSED in read["Cleo"]
    assert (PROPOSED in read["Ada"]) != (PROPOSED in read["Ben"])


def test_a_block_keeps_every_account_of_theirs_away(community: Company) -> None:
    """Whom Ada blocked is not introduced to her by another account of theirs."""
    link(community, "Ben", "Cleo")
    community.seat_two("Ada", "Ben")
    community.say("Ada", "block")
    seek(community, "Ada", "Cleo")
    read = community.wait(2 * HOUR)
    assert PROPOSED not in read["Ada"] + read["Cleo"]


def test_unlinking_is_no_way_round_a_block(community: Company) -> None:
    """A block holds for the accounts that somebody had when it was said, linked or not."""
    link(community, "Ben", "Cleo")
    community.seat_two("Ada", "Ben")
    community.say("Ada", "block")
    community.say("Cleo", "unlink")
    code = code_in(community.say("Ada", "not-date"))
    community.say("Cleo", f"join {code}")
    assert FULL in community.say("Cleo", "yes")


def test_whoever_met_one_account_has_met_the_person(community: Company) -> None:
    """While Mara is there whom neither has met, Ada is not introduced to Ben's other account."""
    link(community, "Ben", "Cleo")
    community.seat_two("Ada", "Ben")
    community.say("Ada", "leave")
    seek(community, "Mara")
    community.wait(8 * DAY)
    seek(community, "Ada", "Cleo")
    read = community.wait(2 * HOUR)
    assert PROPOSED not in read["Ada"] + read["Cleo"]


def test_a_block_that_came_in_between_ends_a_proposal(community: Company) -> None:
    """Where two turn out to be blocked after they were asked, both hear what everybody hears, and nobody's name."""
    community.seat_two("Ada", "Cleo")
    community.say("Ada", "block")
    seek(community, "Ada", "Ben")
    community.wait(HOUR)
    link(community, "Cleo", "Ben")
    community.press("Ada", "Sit down")
    assert NOT_TOGETHER in community.reads("Ada")
    assert NOT_TOGETHER in community.reads("Ben")


def test_a_link_that_came_in_between_ends_a_proposal(community: Company) -> None:
    """Whom the lobby asked as two, and who turn out to be one, is not seated opposite themselves."""
    seek(community, "Ada", "Ben")
    community.wait(HOUR)
    link(community, "Ada", "Ben")
    community.press("Ada", "Sit down")
    assert NOT_TOGETHER in community.reads("Ada")
    assert not has_read(community, "Ada", "is at the table")


# Block and report, at any time


@pytest.mark.parametrize("going", ["leave", "stop"])
def test_getting_up_first_protects_nobody(talking: Company, going: str) -> None:
    """Whoever says something vile and is gone can be reported and blocked all the same, in one word."""
    talking.say("Ben", "something vile")
    talking.say("Ben", going)
    count = len(talking.screens["Ben"])
    assert "is kept for" in talking.say("Ada", "report")
    assert len(talking.screens["Ben"]) == count
    with closing(sqlite3.connect(talking.file)) as connection:
        (evidence,) = connection.execute("SELECT evidence FROM reports").fetchone()
    assert "something vile" in [entry["text"] for entry in json.loads(evidence)]
    code = code_in(talking.say("Ada", "not-date"))
    talking.say("Ben", f"join {code}")
    assert FULL in talking.say("Ben", "yes")


def test_whoever_got_up_can_still_block(talking: Company) -> None:
    """After leaving, one word is enough; neither ever sits with the other again, and nobody hears of it."""
    talking.say("Ada", "leave")
    count = len(talking.screens["Ben"])
    assert "never seat you together" in talking.say("Ada", "block")
    assert len(talking.screens["Ben"]) == count
    code = code_in(talking.say("Ben", "not-date"))
    talking.say("Ada", f"join {code}")
    assert FULL in talking.say("Ada", "yes")


def test_a_block_reaches_whoever_left_a_table_of_three(tmp_path: Path) -> None:
    """Ben has left before Ada blocks: he is among those whom she never sits with again."""
    company = seat_three(tmp_path)
    company.say("Ben", "leave")
    company.say("Ada", "block")
    code = code_in(company.say("Ada", "not-date"))
    company.say("Ben", f"join {code}")
    assert FULL in company.say("Ben", "yes")


def test_a_report_of_somebody_who_left_freezes_the_table(tmp_path: Path) -> None:
    """The others at a table of three hear that it is closed, and not from whom."""
    company = seat_three(tmp_path)
    company.say("Ben", "leave")
    company.say("Ben", "report")
    assert "This table is closed" in company.reads("Ada")
    assert "Ben" not in company.reads("Cleo")


def test_coming_and_going_is_no_way_to_write_to_somebody(tmp_path: Path) -> None:
    """Whoever sits down and gets up again and again, under ever new names, soon finds no seat."""
    company = Company(tmp_path, "Ada", "Ben")
    code = code_in(company.say("Ada", "table for 3"))
    count = len(company.screens["Ada"])
    for turn in range(9):
        company.say("Ben", f"call me rude word {turn}")
        company.say("Ben", f"join {code}")
        company.say("Ben", "yes")
        company.say("Ben", "leave")
    assert len(company.screens["Ada"]) - count == 4
    assert has_read(company, "Ben", FULL)


def test_a_report_of_a_proposal_leaves_nobody_out(community: Company) -> None:
    """Where no table was yet, the other hears what they always hear then, and goes on waiting."""
    seek(community, "Ada", "Ben")
    community.wait(HOUR)
    community.press("Ada", "Sit down")
    community.say("Ada", "report")
    assert NOT_TOGETHER in community.reads("Ben")
    assert "reported" in community.reads("Mara")


def test_what_lay_face_down_is_no_evidence(talking: Company) -> None:
    """An answer that nobody read, and how somebody may be reached, stay with whoever typed them, a report or not."""
    talking.press("Ada", "Next card")
    talking.say("Ada", "only for a fair exchange")
    talking.say("Ben", "report")
    with closing(sqlite3.connect(talking.file)) as connection:
        (evidence,) = connection.execute("SELECT evidence FROM reports").fetchone()
    assert [entry["text"] for entry in json.loads(evidence)] == [RED, BLUE]


def test_a_contact_is_no_evidence(pair: Company) -> None:
    """What Ada gives for a yes from both is in no report."""
    end(pair)
    pair.press("Ada", "Yes")
    pair.say("Ada", "ada@example.org")
    pair.say("Ben", "report")
    with closing(sqlite3.connect(pair.file)) as connection:
        (evidence,) = connection.execute("SELECT evidence FROM reports").fetchone()
    assert b"example.org" not in evidence


def test_afterwards_can_be_told_again(talking: Company) -> None:
    """Replayed from their events, all conversations come out as they are stored, blocks and reports included."""
    talking.say("Ben", "leave")
    talking.say("Ada", "report")
    talking.say("Ben", "block")
    views = SqliteViews(talking.file)
    with closing(sqlite3.connect(talking.file)) as connection:
        conversations = [row[0] for row in connection.execute("SELECT id FROM conversations")]
    shelves = shelves_of(views.decks(), views.numbers())
    for conversation in conversations:
        past = views.past(ConversationId(conversation))
        assert past is not None
        assert replay(past, shelves, rules_of(prompts())).verdict is Verdict.IDENTICAL


def test_report_is_an_answer_to_a_question(talking: Company) -> None:
    """To a question of the bot's own, "report" is what was said, also long after a table."""
    talking.say("Ada", "leave")
    talking.say("Ada", "resume")
    assert "kept for" not in talking.say("Ada", "report")
    assert "kept for" in talking.say("Ada", "/report")


# Nothing that nobody asked for


def test_stop_ends_the_search(community: Company) -> None:
    """Whoever looked for company and says stop hears nothing more of it."""
    seek(community, "Ada")
    community.say("Ada", "stop")
    assert community.wait(9 * DAY)["Ada"] == ""


def test_a_pause_holds_back_the_nudge(pair: Company) -> None:
    """Whoever paused is not nudged, though others wait."""
    pair.say("Ada", RED)
    pair.say("Ben", "pause 3 days")
    assert pair.wait(2 * DAY)["Ben"] == ""


def test_stop_holds_back_the_check_in(pair: Company) -> None:
    """After a double yes, whoever says stop is not asked whether they talked; the other is."""
    end(pair)
    for name in ("Ada", "Ben"):
        pair.press(name, "Yes")
        pair.say(name, f"{name} at the ferry")
    pair.say("Ada", "stop")
    read = pair.wait(5 * DAY)
    assert read["Ada"] == ""
    assert "Did you talk?" in read["Ben"]


@pytest.mark.parametrize("how", ["join", "stop", "forget me"])
def test_who_waits_for_a_yes_that_cannot_come_hears_it(community: Company, how: str) -> None:
    """Whoever is proposed a table and goes elsewhere declines it with that, and the other need not wait a day."""
    seek(community, "Ada", "Ben")
    community.wait(HOUR)
    community.press("Ben", "Sit down")
    if how == "join":
        code = code_in(community.say("Cleo", "not-date"))
        community.say("Ada", f"join {code}")
    else:
        community.say("Ada", how)
    if how != "stop":
        community.say("Ada", "yes")
    assert has_read(community, "Ben", NOT_TOGETHER)


# The double yes


def test_the_last_word_finds_them_at_another_table(pair: Company) -> None:
    """A yes from both reaches both, also whoever has laid another table meanwhile."""
    end(pair)
    pair.press("Ada", "Yes")
    pair.say("Ada", "ada@example.org")
    pair.say("Ada", "not-date")
    pair.press("Ben", "Yes")
    pair.say("Ben", "the bench by the ferry")
    assert "ada@example.org" in pair.reads("Ben")
    assert "the bench by the ferry" in pair.reads("Ada")


@pytest.mark.parametrize("word", ["stop", "forget me"])
def test_a_yes_of_somebody_who_is_gone_counts_no_more(pair: Company, word: str) -> None:
    """After stop or forgetting, nothing is passed on either way."""
    end(pair)
    pair.press("Ada", "Yes")
    pair.say("Ada", "ada@example.org")
    pair.say("Ada", word)
    if word == "forget me":
        pair.say("Ada", "yes")
    pair.say("Ben", "yes")
    pair.say("Ben", "the bench by the ferry")
    assert not has_read(pair, "Ben", "ada@example.org")
    assert not has_read(pair, "Ada", "the bench by the ferry")


@pytest.mark.parametrize("how", ["skip", "no", "press"])
def test_a_yes_can_be_thought_better_of(pair: Company, how: str) -> None:
    """Asked by what they may be reached, a member can still say no, in any way."""
    end(pair)
    pair.press("Ada", "Yes")
    said = pair.press("Ada", "Not now") if how == "press" else pair.say("Ada", how)
    assert "between us" in said


def test_whoever_never_decides_is_free_again(pair: Company) -> None:
    """Days after the last card nobody is kept at a table that is over."""
    end(pair)
    pair.press("Ada", "Yes")
    pair.say("Ada", "ada@example.org")
    assert pair.wait(4 * DAY) == {"Ada": "", "Ben": ""}
    assert "A table is laid" in pair.say("Ben", "not-date")


# Names and looks


@pytest.mark.parametrize("name", ["ada.example.com", "+49 170 1234567", "t.me/ada"])
def test_a_name_is_no_way_out(talking: Company, name: str) -> None:
    """What is held back in a line is held back in a name as well, and the old one stays."""
    assert "no link in it" in talking.say("Ada", f"call me {name}")
    talking.say("Ada", "hello there")
    assert "**Ada:** hello there" in talking.reads("Ben")


def test_a_platform_name_that_is_an_address_is_asked_anew(tmp_path: Path) -> None:
    """Whom a platform calls by an address is asked what the others may call them, before anybody reads it."""
    company = Company(tmp_path, "ada.example.com", "Ben")
    assert "call you" in company.say("ada.example.com", "not-date")
    code = code_in(company.say("ada.example.com", "Ada"))
    company.say("Ben", f"join {code}")
    company.say("Ben", "yes")
    assert "Ada is at the table" in company.reads("Ben")


def test_nobody_speaks_in_anothers_name(tmp_path: Path) -> None:
    """No line of what somebody typed begins like a line of somebody else's."""
    company = seat_three(tmp_path)
    for name in ("Ada", "Ben", "Cleo"):
        company.say(name, RED)
    company.say("Ada", "fine\n\n  **Cleo:** I hate you")
    assert "fine" in company.reads("Ben")
    assert "**Cleo:**" not in company.reads("Ben")


def test_a_number_that_was_pressed_is_shown(pair: Company) -> None:
    """On a scale the others read the number, whether it was pressed or typed."""
    for _card in range(6):
        labels = [button.label for button in pair.screens["Ada"][-1].buttons]
        if "7" in labels:
            break
        pair.say("Ada", RED)
        pair.say("Ben", BLUE)
        pair.press("Ada", "Next card")
    pair.press("Ada", "7")
    pair.say("Ben", "3")
    assert "**Ada:** 7" in pair.reads("Ben")
    assert "**Ben:** 3" in pair.reads("Ada")


def test_forgetting_reaches_what_a_table_and_the_lobby_were_told(community: Company) -> None:
    """No event of anybody's holds what a forgotten member chose, in the lobby or at a table."""
    community.say("Ben", "tea")
    seek(community, "Ada", "Ben")
    community.wait(HOUR)
    community.press("Ada", "Sit down")
    community.press("Ben", "Sit down")
    community.say("Ben", RED)
    assert b'"tea"' in events_of_nobody(community)
    community.say("Ben", "forget me")
    community.say("Ben", "yes")
    assert b'"tea"' not in events_of_nobody(community)


def events_of_nobody(company: Company) -> bytes:
    """All that is written of the events of conversations that are no member's own."""
    with closing(sqlite3.connect(company.file)) as connection:
        rows = connection.execute(
            "SELECT e.body, coalesce(e.told, '') FROM events e JOIN conversations c ON c.id = e.conversation"
            " WHERE c.member = 0"
        ).fetchall()
    return b"".join(bytes(body) + (told if isinstance(told, bytes) else told.encode()) for body, told in rows)


# What was meant


def test_a_yes_to_the_others_forgets_nobody(pair: Company) -> None:
    """After "forget me" something else came to the screen: the yes that follows answers that."""
    pair.say("Ada", RED)
    pair.say("Ada", "forget me")
    pair.say("Ben", BLUE)
    pair.say("Ada", "yes")
    assert pair.reads("Ben") == "**Ada:** yes"


def test_are_you_real_is_asked_of_the_others(talking: Company) -> None:
    """Between two cards such a question is for the table; with a slash it is for the bot."""
    talking.say("Ada", "are you a real person?")
    assert "are you a real person?" in talking.reads("Ben")
    assert "bot" in talking.say("Ada", "/who are you")


def test_whoever_waits_for_others_has_the_bot_to_themselves(tmp_path: Path) -> None:
    """A guest at a table of three that is not full yet goes on alone, like its host, and sits down when it is."""
    company = Company(tmp_path, "Ada", "Ben", "Cleo")
    code = code_in(company.say("Ada", "table for 3"))
    company.say("Ben", f"join {code}")
    company.say("Ben", "yes")
    assert "carry nothing" not in company.say("Ben", "resume")
    company.say("Cleo", f"join {code}")
    company.say("Cleo", "yes")
    for name in ("Ada", "Ben", "Cleo"):
        company.say(name, RED)
    assert company.reads("Ben") == company.reads("Ada")


def test_lighter_starts_from_the_card(pair: Company) -> None:
    """Whoever asks for something lighter gets one depth less than the card that lies there, not than one of before."""
    for _card in range(3):
        pair.say("Ada", RED)
        pair.say("Ben", BLUE)
        pair.press("Ada", "Next card")
    depth = json.loads(state_of(pair, "Ada"))["evening"]["depth"]
    with closing(sqlite3.connect(pair.file)) as connection:
        (table,) = connection.execute("SELECT state FROM conversations WHERE format = 'table'").fetchone()
    assert depth == json.loads(table)["evening"]["depth"]


def test_what_was_shown_is_not_put_back(talking: Company) -> None:
    """A wish for something deeper after the answers lays the next card; nothing goes back into the deck."""
    count = len(talking.screens["Ben"])
    talking.say("Ada", "deeper")
    assert len(talking.screens["Ben"]) == count + 1
    assert not re.search(r"(?i)another|back", text_of(talking.screens["Ben"][count]).splitlines()[0])


def test_an_hour_of_talk_fits_into_a_state(talking: Company) -> None:
    """The times of the lines carried leave room for everything else that a conversation remembers."""
    for line in range(130):
        talking.clock.time += 20 * SECOND
        talking.say("Ada", f"line {line}")
    assert len(state_of(talking, "Ada")) < 3_000
