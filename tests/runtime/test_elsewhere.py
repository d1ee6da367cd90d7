"""What somebody says in one of their chats holds in the others; and what they said in private stays there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.model.ids import Address
from bot.ports.address import within
from tests.runtime.circle import LOUNGE, Lounge


@pytest.fixture
def lounge(tmp_path: Path) -> Lounge:
    """A group place, and two who sit at a table besides."""
    lounge = Lounge(tmp_path)
    for name in ("Ada", "Ben"):
        lounge.say(name, "hello", "")
        lounge.say(name, "yes", "")
    laid = lounge.say("Ada", "not-date", "")["Ada"]
    lounge.say("Ben", f"join {laid.split('`join ')[1].split('`')[0]}", "")
    lounge.say("Ben", "yes", "")
    return lounge


def seats(lounge: Lounge) -> int:
    """So many seats are taken."""
    return len(lounge.rows("SELECT 1 FROM seats WHERE until = 0"))


@pytest.mark.parametrize("words", [("stop",), ("forget me", "yes")], ids=["stop", "forget"])
def test_whoever_goes_in_the_group_gets_up_from_the_table(lounge: Lounge, words: tuple[str, ...]) -> None:
    """The others at the table hear at once that somebody left, and nothing more comes to whoever did."""
    for text in words:
        new = lounge.say("Ada", text)
    assert "has left the table" in new["Ben"]
    assert "Ada" not in new
    new = lounge.say("Ben", "are you there?", "")
    assert list(new) == ["Ben"]


def test_whoever_comes_back_after_a_stop_elsewhere_is_alone_with_the_bot(lounge: Lounge) -> None:
    """What they type goes to no table where they do not sit any more, and they may sit down anew."""
    lounge.say("Ada", "stop")
    lounge.say("Ada", "resume")
    assert "Shall I" in lounge.say("Ada", "hello again", "")["Ada"]
    lounge.say("Ada", "not-date", "")
    assert seats(lounge) == 2, "Ben's, who has not got up, and the new one"


def test_a_seat_is_left_by_whichever_account(tmp_path: Path) -> None:
    """Linked accounts are one person: a stop said by one leaves the table that the other sits at."""
    lounge = Lounge(tmp_path)
    for name in ("Ada", "Ada's other", "Ben"):
        lounge.say(name, "hello", "")
        lounge.say(name, "yes", "")
    code = lounge.say("Ada", "link", "")["Ada"].split("`link ")[1].split("`")[0]
    lounge.say("Ada's other", f"link {code}", "")
    laid = lounge.say("Ada", "not-date", "")["Ada"]
    lounge.say("Ben", f"join {laid.split('`join ')[1].split('`')[0]}", "")
    lounge.say("Ben", "yes", "")
    assert "has left the table" in lounge.say("Ada's other", "stop", "")["Ben"]


def test_own_words_are_not_recited_where_others_read_along(tmp_path: Path) -> None:
    """In the group `what do you know about me` counts, and the words that were said in private stay there."""
    lounge = Lounge(tmp_path)
    for text in ("hello", "yes"):
        lounge.say("Ada", text, "")
    for _answer in range(4):
        lounge.say("Ada", "the lantern in the cellar", "")
    assert "«the lantern in the cellar»" in lounge.say("Ada", "what do you know about me", "")["Ada"]
    aloud = lounge.say("Ada", "what do you know about me")[within(Address(LOUNGE), "Ada")]
    assert "lantern" not in aloud
    assert "in private" in aloud
