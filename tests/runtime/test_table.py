"""A not-date over a real engine and a real file: what each member reads, and what nobody ever reads."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.event import ChoicePressed, MessageReceived, Words
from bot.model.ids import Address, ConversationId, WordsId
from bot.model.message import Message
from bot.runtime.replay import Verdict, replay
from bot.store.sqlite.quoting import readable
from bot.store.sqlite.views import SqliteViews
from bot.voices import prompts
from bot.wiring import rules_of, shelves_of
from tests.runtime.engines import HERE
from tests.runtime.table import DAY, Company, code_in

RED = "the red door at the end of the lane"
BLUE = "a blue kettle that never boils"


@pytest.fixture
def pair(tmp_path: Path) -> Company:
    """Ada and Ben sit at one table, and the first card lies there."""
    company = Company(tmp_path, "Ada", "Ben")
    company.seat_two()
    return company


def everything(company: Company, name: str) -> str:
    """All that somebody has read."""
    return "\n".join(button for message in company.screens[name] for button in _texts(message))


def _texts(message: Message) -> list[str]:
    return [paragraph.text for paragraph in message.paragraphs]


def question_on(company: Company, name: str) -> str:
    """The card that lies before that member: the longest line that asks."""
    return next(line for line in company.reads(name).splitlines() if line.endswith("?") or ":" in line)


def test_nobody_reads_an_answer_before_their_own(pair: Company) -> None:
    """The first answer lies face down; both are shown once both are in, to both alike."""
    pair.say("Ada", RED)
    assert RED not in everything(pair, "Ben")
    pair.say("Ben", BLUE)
    assert pair.reads("Ada") == pair.reads("Ben")
    assert RED in pair.reads("Ben")
    assert BLUE in pair.reads("Ada")


@pytest.mark.parametrize(
    ("asked", "told"),
    [("und du?", "as well"), ("who reads this?", "at this table"), ("what do you mean?", ""), ("brb", "")],
)
def test_what_is_asked_of_the_bot_is_no_answer_at_a_table(pair: Company, asked: str, told: str) -> None:
    """It is answered in private, and the card still lies there to be answered."""
    said = pair.say("Ada", asked)
    assert said and "Face down" not in said
    assert told in said or "on the table" in said
    pair.say("Ben", BLUE)
    pair.say("Ada", RED)
    assert RED in pair.reads("Ben")
    assert asked not in everything(pair, "Ben")


def test_what_may_be_an_answer_is_one_when_it_is_said_again(pair: Company) -> None:
    """ "Hold on" may be what somebody says too often; said twice, it lies face down."""
    assert "Face down" not in pair.say("Ada", "hold on")
    assert "Face down" in pair.say("Ada", "hold on")


def test_nothing_is_carried_before_everybody_has_answered(pair: Company) -> None:
    """What is typed while the others think goes nowhere, and the member hears that."""
    pair.say("Ada", RED)
    said = pair.say("Ada", "psst, Ben")
    assert "carry nothing" in said
    pair.say("Ben", BLUE)
    assert "psst" not in everything(pair, "Ben")


def test_talk_is_carried_under_the_chosen_name(pair: Company) -> None:
    """Between two cards each line reaches the other, whole, under the name that its author goes by."""
    pair.say("Ada", "call me Adèle *the first*")
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    story = "line one\n\n\n\nline **two** " + "x" * 600
    pair.say("Ada", story)
    assert pair.reads("Ben").startswith("**Adèle the first:** line one\n\nline **two** xxx")
    assert pair.reads("Ben").endswith("x" * 600)


@pytest.mark.parametrize("who", ["Ada", "Ben"])
def test_a_skip_reads_the_same_whoever_skipped(tmp_path: Path, who: str) -> None:
    """A skip swaps the card for both in the same words, and no word of it says whose it was."""
    company = Company(tmp_path, "Ada", "Ben")
    company.seat_two()
    before = {name: len(screen) for name, screen in company.screens.items()}
    company.say(who, "skip")
    mine, others = (everything_since(company, name, before[name]) for name in ("Ada", "Ben"))
    assert mine == others
    assert "Ada" not in mine
    assert "Ben" not in mine


def everything_since(company: Company, name: str, position: int) -> list[str]:
    """What somebody has read since then."""
    return [text for message in company.screens[name][position:] for text in _texts(message)]


def test_a_no_is_never_told(pair: Company) -> None:
    """Whether Ben said no or has said nothing, Ada reads the same; no contact goes anywhere."""
    end(pair)
    pair.press("Ada", "Yes")
    pair.say("Ada", "ada@example.org")
    count = len(pair.screens["Ada"])
    pair.press("Ben", "Not now")
    assert len(pair.screens["Ada"]) == count
    read = pair.wait(9 * DAY)
    assert read == {"Ada": "", "Ben": ""}
    assert "ada@example.org" not in everything(pair, "Ben")


def end(pair: Company) -> None:
    """The evening comes to its last card."""
    for _card in range(20):
        if "One thing more" in pair.reads("Ada") or "no contacts" in pair.reads("Ada"):
            return
        pair.say("Ada", RED)
        pair.say("Ben", BLUE)
        pair.press("Ben", "Next card")
    raise AssertionError("the evening never ends")


def test_two_that_say_yes_read_how_to_find_one_another(pair: Company) -> None:
    """A double yes passes both contacts on, and days later both are asked whether they talked."""
    end(pair)
    pair.say("Ada", "yes please")
    pair.say("Ada", "ada@example.org")
    pair.press("Ben", "Yes")
    assert "ada@example.org" not in everything(pair, "Ben")
    pair.say("Ben", "the bench by the ferry, Sunday at 4")
    assert "ada@example.org" in pair.reads("Ben")
    assert "the bench by the ferry" in pair.reads("Ada")
    read = pair.wait(4 * DAY)
    assert "Did you talk?" in read["Ada"]
    assert "Did you talk?" in read["Ben"]
    assert "No hurry" in pair.press("Ben", "Not yet") or "doesn't have to be" in pair.reads("Ben")


def test_a_community_that_is_not_declared_adult_passes_on_no_contacts(tmp_path: Path) -> None:
    """Its tables end with the question to take along, and nobody is asked for a contact, until it is."""
    company = Company(tmp_path, "Mara", "Ada", "Ben", moderators="here:Mara", adults="no")
    company.seat_two()
    end(company)
    for name in ("Ada", "Ben"):
        assert "I pass on no contacts" in company.reads(name)
        assert "hear from you again" not in everything(company, name)
    company.say("Mara", "introductions on, all adults")
    company.seat_two()
    end(company)
    assert "hear from you again" in company.reads("Ada")
    company.say("Mara", "introductions off")


@pytest.mark.parametrize("last", ["no", "silence", "yes"])
def test_one_no_of_three_keeps_everything_back(tmp_path: Path, last: str) -> None:
    """Of three, contacts go round only when all say yes: else whoever read all but one would know whose no it was."""
    company = Company(tmp_path, "Ada", "Ben", "Cleo")
    code = code_in(company.say("Ada", "table for 3"))
    for name in ("Ben", "Cleo"):
        company.say(name, f"join {code}")
        company.say(name, "yes")
    while "One thing more" not in company.reads("Ada"):
        company.say("Ada", "skip")
    for name in ("Ada", "Ben"):
        company.press(name, "Yes")
        company.say(name, f"{name.lower()}@example.org")
    if last != "silence":
        company.say("Cleo", last)
    if last == "yes":
        company.say("Cleo", "the ferry, at 4")
    company.wait(4 * DAY)
    assert ("ada@example.org" in everything(company, "Ben")) is (last == "yes")
    assert ("A yes from everybody" in everything(company, "Ada")) is (last == "yes")


def test_no_card_is_announced_that_does_not_come(pair: Company) -> None:
    """A skip that ends the evening says that it is over, not that another card follows."""
    while "One thing more" not in pair.reads("Ada"):
        pair.say("Ada", "skip")
    for phrase in ("Another one", "another", "the next"):
        assert phrase not in pair.reads("Ada")


@pytest.mark.parametrize("text", ["see https://example.org", "I'm @ada_l on there", "mail ada@example.org"])
def test_contacts_wait_for_the_double_yes(pair: Company, text: str) -> None:
    """A link, a handle or an address is held back, in an answer and in talk, and only its author hears of that."""
    assert "Nothing of it was passed on" in pair.say("Ada", text)
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    count = len(pair.screens["Ben"])
    assert "Nothing of it was passed on" in pair.say("Ada", text)
    assert len(pair.screens["Ben"]) == count


def test_what_was_said_elsewhere_stays_there(tmp_path: Path) -> None:
    """Nothing typed before the table, and nothing of the solo evening, reaches the other."""
    company = Company(tmp_path, "Ada", "Ben")
    company.say("Ada", "my grandmother's larder")
    invitation = company.say("Ada", "not-date")
    company.say("Ada", "the smell of paraffin")
    company.say("Ben", f"join {code_in(invitation)}")
    company.say("Ben", "yes")
    assert "larder" not in everything(company, "Ben")
    assert "paraffin" not in everything(company, "Ben")


def test_whoever_declines_is_not_told_of(tmp_path: Path) -> None:
    """A no to the seat is told to nobody, and the seat stays free for another."""
    company = Company(tmp_path, "Ada", "Ben", "Cleo")
    invitation = company.say("Ada", "not-date")
    count = len(company.screens["Ada"])
    company.say("Ben", f"join {code_in(invitation)}")
    company.say("Ben", "no")
    assert len(company.screens["Ada"]) == count
    company.say("Cleo", f"join {code_in(invitation)}")
    company.say("Cleo", "yes")
    assert "Cleo is at the table" in company.reads("Ada")


def test_a_code_opens_one_seat_once(tmp_path: Path) -> None:
    """A used, an unknown, an expired and one's own code are each refused with a sentence."""
    company = Company(tmp_path, "Ada", "Ben", "Cleo")
    code = code_in(company.say("Ada", "not-date"))
    assert "You sit at that table already" in company.say("Ada", f"join {code}")
    company.say("Ben", f"join {code}")
    company.say("Ben", "yes")
    assert "keeps no seat" in company.say("Cleo", f"join {code}")
    assert "keeps no seat" in company.say("Cleo", "join 2222-2222")
    later = code_in(company.say("Cleo", "not-date"))
    read = company.wait(8 * DAY)
    assert "Nobody came with the code" in read["Cleo"]
    assert "keeps no seat" in company.say("Ben", f"/join {later}") or "One table at a time" in company.reads("Ben")


def test_guessing_codes_ends_soon(tmp_path: Path) -> None:
    """After five codes that are nobody's, a sixth waits for an hour, even a right one."""
    company = Company(tmp_path, "Ada", "Ben")
    code = code_in(company.say("Ada", "not-date"))
    for wrong in range(5):
        company.say("Ben", f"join 2222-222{wrong + 2}")
    assert "too many codes" in company.say("Ben", f"join {code}")


@pytest.mark.parametrize(("word", "reason"), [("leave", "left"), ("block", "left"), ("stop", "left")])
def test_getting_up_gives_no_reason(pair: Company, word: str, reason: str) -> None:
    """Whether somebody leaves, blocks or stops, the other reads the same, and the table is over for both."""
    pair.say("Ada", RED)
    pair.say("Ben", word)
    assert f"Ben has {reason} the table" in pair.reads("Ada")
    assert "block" not in pair.reads("Ada")
    assert RED not in everything(pair, "Ben")
    count = len(pair.screens["Ben"])
    pair.say("Ada", "hello?")
    assert len(pair.screens["Ben"]) == count


@pytest.mark.parametrize("host", ["Ada", "Ben"])
def test_whoever_was_blocked_never_sits_there_again(pair: Company, host: str) -> None:
    """After a block neither of the two gets to the other's table; it sounds like any table that is full."""
    pair.say("Ada", "block")
    guest = "Ben" if host == "Ada" else "Ada"
    code = code_in(pair.say(host, "not-date"))
    pair.say(guest, f"join {code}")
    assert "no seat left" in pair.say(guest, "yes")


def test_a_report_freezes_and_keeps_evidence(pair: Company) -> None:
    """After a report nothing is carried any more, and what was said of late is kept, with who said it."""
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    pair.say("Ben", "something vile")
    assert "kept for" in pair.say("Ada", "report")
    assert "This table is closed" in pair.reads("Ben")
    assert "Ada" not in pair.reads("Ben")
    with closing(sqlite3.connect(pair.file)) as connection:
        (evidence,) = connection.execute("SELECT evidence FROM reports").fetchone()
    assert [entry["text"] for entry in json.loads(evidence)] == [RED, BLUE, "something vile"]


def test_forgetting_takes_the_words_off_the_others_screen(pair: Company) -> None:
    """Whoever forgets themselves leaves the table, and what they said is gone wherever it is shown again."""
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    pair.say("Ada", "forget me")
    pair.say("Ada", "yes")
    assert "has left the table" in pair.reads("Ben")
    history = SqliteViews(pair.file).history(HERE, Address("Ben"), 0, 100)
    kept = [text for row in history for text in getattr(row, "words", {}).values()]
    assert RED not in kept
    assert BLUE in kept


def test_words_of_a_table_are_read_by_those_who_sat_there(tmp_path: Path) -> None:
    """The store hands a stranger nobody's words, whatever an effect asks for."""
    company = Company(tmp_path, "Ada", "Ben", "Cleo")
    company.seat_two()
    company.say("Ada", RED)
    with closing(sqlite3.connect(company.file)) as connection:
        (words,) = connection.execute("SELECT id FROM words WHERE text = ?", (RED,)).fetchone()
        accounts = dict(connection.execute("SELECT address, id FROM accounts").fetchall())
        assert readable(connection, accounts["Ben"], [words]) == {}
    company.say("Ben", BLUE)
    with closing(sqlite3.connect(company.file)) as connection:
        (words,) = connection.execute("SELECT id FROM words WHERE text = ?", (RED,)).fetchone()
        accounts = dict(connection.execute("SELECT address, id FROM accounts").fetchall())
        assert readable(connection, accounts["Ada"], [words]) == {words: RED}
        assert readable(connection, accounts["Ben"], [words]) == {words: RED}
        assert readable(connection, accounts["Cleo"], [words]) == {}


def test_a_photo_is_said_plainly(pair: Company) -> None:
    """What cannot be carried is named to both, once the answers lie there."""
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    pair.do("Ben", MessageReceived(Words(WordsId(0)), media="photo"))
    assert "Ben sent a photo" in pair.reads("Ada")
    assert "I carry words only" in pair.reads("Ben")


def test_distress_is_not_carried(pair: Company) -> None:
    """At a table, too, distress is met with help, goes to nobody, and costs no seat."""
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    said = pair.say("Ben", "i want to kill myself")
    assert "None of that went to the others" in said
    assert "kill" not in everything(pair, "Ada")
    pair.say("Ben", "the lane floods in March")
    assert "the lane floods" in pair.reads("Ada")


def test_a_flood_is_held_up(pair: Company) -> None:
    """So many lines in a minute and no more; what was carried stays carried."""
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    for line in range(30):
        pair.say("Ada", f"line {line}")
    assert "more than I can carry" in pair.reads("Ada")
    assert 5 < sum("line " in text for text in everything_since(pair, "Ben", 0)) < 30


def test_a_nudge_comes_once_and_silence_ends_it(pair: Company) -> None:
    """Whoever is awaited is nudged once; after a week without a word the table is cleared for both."""
    pair.say("Ada", RED)
    read = pair.wait(3 * DAY)
    assert read["Ada"] == ""
    assert read["Ben"].count("A card still lies here") == 1
    read = pair.wait(6 * DAY)
    assert "I clear the table" in read["Ada"]
    assert "I clear the table" in read["Ben"]


def test_three_at_a_table(tmp_path: Path) -> None:
    """It begins when all are there, shows all answers together, and goes on when one leaves."""
    company = Company(tmp_path, "Ada", "Ben", "Cleo")
    code = code_in(company.say("Ada", "table for 3"))
    company.say("Ben", f"join {code}")
    company.say("Ben", "yes")
    assert "1 more to come" in company.reads("Ada")
    company.say("Cleo", f"join {code}")
    company.say("Cleo", "yes")
    company.say("Ada", RED)
    company.say("Ben", BLUE)
    assert RED not in everything(company, "Cleo")
    company.say("Cleo", "leave")
    assert RED in company.reads("Ben")
    assert BLUE in company.reads("Ada")
    assert RED not in everything(company, "Cleo")


def test_no_card_comes_that_one_of_them_knows(tmp_path: Path) -> None:
    """What any of them was asked before, or never wants to be asked, lies on no table of theirs."""
    company = Company(tmp_path, "Ada", "Ben")
    known = {line for name in ("Ada", "Ben") for line in everything(company, name).splitlines() if line.endswith("?")}
    company.seat_two()
    laid = {question_on(company, "Ada")}
    for _card in range(5):
        company.say("Ben", "skip")
        laid.add(question_on(company, "Ada"))
    assert not known & laid


@pytest.mark.parametrize("cut", range(1, 9))
def test_a_restart_changes_nothing(tmp_path: Path, cut: int) -> None:
    """Wherever the process ends and starts again, both read what they would have read anyway."""
    lines = [("Ada", RED), ("Ben", BLUE), ("Ben", "why red?"), ("Ada", "it was on sale"), ("Ada", "next"),
             ("Ben", "skip"), ("Ada", "leave")]  # fmt: skip
    steady, cut_off = (Company(tmp_path, "Ada", "Ben") for tmp_path in (_folder(tmp_path, "a"), _folder(tmp_path, "b")))
    for company in (steady, cut_off):
        company.seat_two()
        for position, (name, text) in enumerate(lines, 1):
            if company is cut_off and position == cut:
                company.restart()
            company.say(name, text)
    assert [len(screen) for screen in cut_off.screens.values()] == [len(screen) for screen in steady.screens.values()]
    assert everything(cut_off, "Ben").count("has left the table") == 1


def _folder(path: Path, name: str) -> Path:
    (path / name).mkdir()
    return path / name


def test_every_conversation_of_a_table_can_be_told_again(pair: Company) -> None:
    """Replayed from their events, the table and both members come out as they are stored."""
    end(pair)
    pair.press("Ada", "Yes")
    pair.say("Ada", "ada@example.org")
    pair.press("Ben", "Not now")
    views = SqliteViews(pair.file)
    with closing(sqlite3.connect(pair.file)) as connection:
        conversations = [row[0] for row in connection.execute("SELECT id FROM conversations")]
    shelves = shelves_of(views.decks(), views.numbers())
    assert len(conversations) == 3
    for conversation in conversations:
        past = views.past(ConversationId(conversation))
        assert past is not None
        assert replay(past, shelves, rules_of(prompts())).verdict is Verdict.IDENTICAL


def test_what_a_table_was_told_holds_no_name(pair: Company) -> None:
    """The events of a table outlive those who sat there; once somebody is forgotten, their name is in none of them."""
    pair.say("Ada", "call me Zyxadele")
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    pair.say("Ben", "next")
    pair.say("Ada", "forget me")
    pair.say("Ada", "yes")
    with closing(sqlite3.connect(pair.file)) as connection:
        rows = connection.execute("SELECT body, told FROM events").fetchall()
    assert not any(b"Zyxadele" in (part or b"") for row in rows for part in row)


def test_a_table_that_nobody_came_to_is_cleared_in_silence_during_a_pause(tmp_path: Path) -> None:
    """Whoever paused is not written to by a timer, and the seat is free all the same."""
    company = Company(tmp_path, "Ada")
    company.say("Ada", "not-date")
    company.say("Ada", "pause 9 days")
    assert company.wait(8 * DAY)["Ada"] == ""
    assert "A table is laid" in company.say("Ada", "not-date")


@pytest.mark.parametrize("key", ["resume", "deck ten-questions"])
def test_an_old_button_leads_nobody_away_from_a_table(pair: Company, key: str) -> None:
    """A button of another evening, pressed at a table, leaves the member there, and they are asked nothing else."""
    pair.say("Ada", RED)
    pair.say("Ben", BLUE)
    pair.do("Ada", ChoicePressed(f"0.0.!{key}"))
    pair.say("Ada", "and the hinge of it")
    assert "and the hinge of it" in pair.reads("Ben")
