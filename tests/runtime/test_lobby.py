"""`find me someone`: off until somebody answers for it, told to both or to neither, and nobody silently left over."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.runtime.table import DAY, Company, text_of

HOUR = 3_600_000


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


def test_it_is_off_until_a_moderator_declares_all_adults(tmp_path: Path) -> None:
    """Without the declaration nobody is looked for; only who looks after the community can make it, in full words."""
    company = Company(tmp_path, "Mara", "Ada", moderators="here:Mara")
    seek(company, "Ada")
    assert "nobody is introduced" in company.reads("Ada")
    assert "Only somebody who looks after" in company.say("Ada", "introductions on, all adults")
    assert "for adults alone" in company.say("Mara", "introductions on")
    seek(company, "Ada")
    assert "nobody is introduced" in company.reads("Ada")
    assert "may be introduced" in company.say("Mara", "introductions on, all adults")
    seek(company, "Ada")
    assert "I am looking" in company.reads("Ada")
    company.say("Mara", "introductions off")
    assert "nobody is introduced" in company.wait(DAY)["Ada"]
    assert company.wait(DAY)["Ada"] == ""


def test_both_are_asked_and_neither_is_named(community: Company) -> None:
    """Both read the same proposal at once, without a name; with both yeses the table begins."""
    seek(community, "Ada", "Ben")
    read = community.wait(HOUR)
    assert read["Ada"] == read["Ben"] != ""
    assert "Ben" not in read["Ada"]
    community.press("Ada", "Sit down")
    assert "Ada" not in text_of(community.screens["Ben"][-1])
    community.say("Ben", "sit down")
    assert "Ada is at the table" in community.reads("Ben")
    assert "Ben is at the table" in community.reads("Ada")


@pytest.mark.parametrize("how", ["Not now", "nobody, thanks", ""])
def test_a_table_that_does_not_come_together_names_nobody(community: Company, how: str) -> None:
    """Whether Ben declines or never answers, Ada reads the same, and nobody's name."""
    seek(community, "Ada", "Ben")
    community.wait(HOUR)
    community.press("Ada", "Sit down")
    if how == "Not now":
        community.press("Ben", how)
    elif how:
        community.say("Ben", how)
    else:
        community.wait(25 * HOUR)
    assert any("did not come together" in text_of(message) for message in community.screens["Ada"])
    assert not any("Ben" in text_of(message) for message in community.screens["Ada"])


def test_the_odd_one_is_told(community: Company) -> None:
    """Of three of whom two suit, nobody is silently left over: three sit together, or the third hears it."""
    seek(community, "Ada", "Ben", "Cleo")
    read = community.wait(HOUR)
    assert all(read[name] for name in ("Ada", "Ben", "Cleo"))


def test_somebody_alone_is_told_and_let_go_after_a_week(community: Company) -> None:
    """Whoever waits alone hears it once, and the end of it."""
    seek(community, "Ada")
    read = community.wait(6 * DAY)
    assert read["Ada"].count("takes a little longer") == 1
    assert "I have looked for a week" in community.wait(2 * DAY)["Ada"]


def test_the_same_two_do_not_meet_again_while_there_are_others(community: Company) -> None:
    """After a table of Ada and Ben they wait for Cleo, who asked before and has met neither."""
    seek(community, "Cleo")
    community.wait(8 * DAY)
    seek(community, "Ada", "Ben")
    community.wait(HOUR)
    community.press("Ada", "Sit down")
    community.press("Ben", "Sit down")
    community.say("Ada", "leave")
    seek(community, "Ada", "Ben")
    read = community.wait(HOUR)
    assert "takes a little longer" in read["Ada"]
    assert "takes a little longer" in read["Ben"]
    seek(community, "Cleo")
    community.wait(2 * HOUR)
    assert "Shall I lay a table?" in community.reads("Cleo")


def test_whoever_blocked_is_never_proposed(community: Company) -> None:
    """After a block the two are never brought together, and neither hears why."""
    community.seat_two("Ada", "Ben")
    community.say("Ben", "block")
    seek(community, "Ada", "Ben")
    read = community.wait(2 * DAY)
    assert "lay a table" not in read["Ada"] + read["Ben"]
    assert "block" not in read["Ada"]


def test_stop_and_pause_hold(community: Company) -> None:
    """Nobody who paused is proposed a table, and nobody to them; they are looked for again when the pause is over."""
    seek(community, "Ada", "Ben")
    community.say("Ben", "pause 3 days")
    read = community.wait(HOUR)
    assert read["Ben"] == ""
    assert "takes a little longer" in read["Ada"]
    assert community.wait(2 * DAY)["Ben"] == ""
    read = community.wait(DAY)
    assert "Shall I lay a table?" in read["Ada"]
    assert "Shall I lay a table?" in read["Ben"]


def test_a_pause_of_the_only_one_ends_by_itself(community: Company) -> None:
    """Whoever waits alone and paused is not forgotten: after the pause they hear that it takes longer."""
    seek(community, "Ada")
    community.say("Ada", "pause 1 day")
    assert community.wait(20 * HOUR)["Ada"] == ""
    assert "takes a little longer" in community.wait(6 * HOUR)["Ada"]


def test_whoever_comes_late_puts_nobody_off(community: Company) -> None:
    """Ten minutes after the first who asked it looks, though somebody else asked meanwhile."""
    seek(community, "Ada")
    community.wait(9 * 60_000)
    seek(community, "Ben")
    assert "Shall I lay a table?" in community.wait(2 * 60_000)["Ada"]


def test_a_proposal_that_waits_is_named_again(community: Company) -> None:
    """Whoever asks for company while a table is proposed to them is asked about that one, and can say yes to it."""
    seek(community, "Ada", "Ben")
    community.wait(HOUR)
    assert "sit down" in community.say("Ada", "find me someone")
    community.press("Ada", "Sit down")
    community.say("Ben", "sit down")
    assert "Ada is at the table" in community.reads("Ben")


def test_asking_for_company_ends_a_stop(community: Company) -> None:
    """After a stop, whoever asks for company or lays a table hears of it again."""
    for name, words in (("Ada", "find me someone"), ("Ben", "not-date")):
        community.say(name, "stop")
        assert _is_stopped(community, name)
        community.say(name, words)
        if name == "Ada":
            community.press(name, "Yes, without my choices")
        assert not _is_stopped(community, name)


def _is_stopped(company: Company, name: str) -> bool:
    with closing(sqlite3.connect(company.file)) as connection:
        row = connection.execute(
            "SELECT m.body FROM accounts a JOIN members m ON m.id = a.member WHERE a.address = ?", (name,)
        ).fetchone()
    return bool(json.loads(row[0]).get("stopped"))


def test_a_report_reaches_the_moderator(community: Company) -> None:
    """Whoever looks after the community hears that there is a report, and no word of what was said."""
    community.seat_two("Ada", "Ben")
    community.say("Ada", "the red door")
    community.say("Ben", "something vile")
    community.say("Ada", "report")
    assert "reported what was said at a table" in community.reads("Mara")
    assert "vile" not in community.reads("Mara")


def test_nobody_is_woken_by_a_proposal(community: Company) -> None:
    """Ada asked in the evening, Ben asks at night: he is up, she sleeps; both are asked once her quiet hours end."""
    seek(community, "Ada")
    community.wait(20 * HOUR)
    seek(community, "Ben")
    read = community.wait(HOUR)
    assert "sit down" not in read["Ada"].casefold()
    assert read["Ben"] != ""
    read = community.wait(10 * HOUR)
    assert read["Ada"] == read["Ben"] != ""
    assert community.clock.time % DAY > 8 * HOUR


def test_whoever_asks_at_night_is_up(community: Company) -> None:
    """Two who ask within their quiet hours are introduced at once."""
    community.wait(19 * HOUR)
    seek(community, "Ada", "Ben")
    read = community.wait(HOUR)
    assert read["Ada"] == read["Ben"] != ""


def test_people_whose_days_do_not_meet_are_not_introduced(community: Company) -> None:
    """Who is never around when the other is would be left waiting at the table."""
    community.say("Ada", "quiet 8-22")
    community.say("Ben", "quiet 22-8")
    seek(community, "Ada", "Ben")
    assert "sit down" not in community.wait(HOUR)["Ben"].casefold()
