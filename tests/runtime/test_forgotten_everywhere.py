"""Somebody with two accounts is forgotten by one of them: wherever either of them was, they are gone at once."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.model.event import MessageReceived, Words
from bot.model.ids import WordsId
from bot.runtime.engine import Work
from tests.runtime.circle import SECOND, Lounge

ACCOUNTS = ("Ada", "Adah")
accounts = st.sampled_from(ACCOUNTS)


def arrive(lounge: Lounge, *names: str) -> None:
    """They have said yes to the bot, in private."""
    for name in names:
        lounge.say(name, "hello", "")
        lounge.say(name, "yes", "")


def join_accounts(lounge: Lounge) -> None:
    """Ada and Adah are one person."""
    code = re.search(r"`link (\S+)`", lounge.say("Ada", "link", "")["Ada"])
    assert code
    lounge.say("Adah", f"link {code[1]}", "")
    assert lounge.rows("SELECT count(*) FROM links") == [(2,)]


def tables(lounge: Lounge) -> list[dict[str, Any]]:
    """Every table as it stands."""
    rows = lounge.rows("SELECT CAST(state AS TEXT) FROM conversations WHERE format = 'table'")
    return [json.loads(str(state)) for (state,) in rows]


def ids_of(lounge: Lounge) -> set[int]:
    """The member ids of both accounts."""
    rows = lounge.rows("SELECT member FROM accounts WHERE address IN ('Ada', 'Adah')")
    return {int(str(member)) for (member,) in rows}


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    forgets=accounts, sits=accounts, begun=st.booleans(), seeks=st.none() | accounts, votes=st.none() | accounts,
    aloud=st.booleans(), restart=st.booleans(), alone=st.booleans(),
)  # fmt: skip
def test_forgotten_by_one_account_is_gone_by_all(
    forgets: str, sits: str, begun: bool, seeks: str | None, votes: str | None, aloud: bool, restart: bool, alone: bool
) -> None:
    """In the very turn in which somebody says yes to being forgotten the table, the lobby and the circles that either
    of their accounts was at have heard of it: the others at the table read that somebody left, nobody waits, no vote is
    left and the card counts without it, and neither account has a name any more."""
    with tempfile.TemporaryDirectory() as folder:
        lounge = Lounge(Path(folder))
        arrive(lounge, "Ada", "Adah", "Ben")
        if not alone:
            join_accounts(lounge)
        else:
            forgets = sits
            seeks, votes = sits if seeks else None, sits if votes else None
        other = next(name for name in ACCOUNTS if name != sits)
        lounge.say("Mod", "introductions on, all adults", "", moderator=True)
        if seeks == other:
            lounge.say(seeks, "find me someone", "")
            lounge.press_private(seeks)
        code = re.search(r"`join (\S+)`", lounge.say(sits, "not-date", "")[sits])
        assert code
        if begun:
            lounge.say("Ben", f"join {code[1]}", "")
            lounge.say("Ben", "yes", "")
        labels: list[str] = []
        while votes and not labels:
            lounge.say("Mod", "circles off", moderator=True)
            lounge.say("Mod", "circles on", moderator=True)
            lounge.say("Mod", "circle")
            labels = [button.label for button in list(lounge.screens["lounge#"].values())[-1].buttons]
        if votes:
            lounge.press(votes, labels[0])
            lounge.press("Ben", labels[0])
            lounge.wait(10 * SECOND)
            assert "2 have answered" in lounge.reads()
        if restart:
            lounge.restart()
        where = "lounge" if aloud and not alone else ""
        lounge.say(forgets, "forget me", where)
        told = forgotten_now(lounge, forgets, where)
        gone = ids_of(lounge) if not alone else {member_of(lounge, sits)}
        chairs = [chair["guest"]["member"] for table in tables(lounge) for chair in table.get("chairs", ())]
        assert not gone & set(chairs)
        assert begun == ("Ben" in told), "the others at the table hear of it, and nobody else anything"
        assert not begun or "left" in told["Ben"]
        assert not [row for row in lounge.rows("SELECT member FROM seekers") if row[0] in gone]
        assert not [row for row in lounge.rows("SELECT member FROM votes") if row[0] in gone]
        counted = lounge.rows("SELECT circle, key, n FROM ballots WHERE n <> 0")
        assert counted == lounge.rows("SELECT circle, key, count(*) FROM votes GROUP BY circle, key")
        if votes:
            lounge.wait(10 * SECOND)
            assert "One has answered" in lounge.reads()
        bodies = [str(lounge.rows("SELECT CAST(body AS TEXT) FROM members WHERE id = ?", one)) for one in gone]
        assert not [body for body in bodies if "Ada" in body]
        assert lounge.complaints == []
        lounge.ledger.close()


def member_of(lounge: Lounge, name: str) -> int:
    """Their member's number."""
    (member,) = lounge.rows("SELECT member FROM accounts WHERE address = ?", name)[0]
    return int(str(member))


def forgotten_now(lounge: Lounge, name: str, where: str) -> dict[str, str]:
    """They say yes, and nothing else happens; what that shows, by address."""
    lounge.clock.time += SECOND
    # Their name comes along with everything that a platform delivers, and would be theirs again at the next word.
    yes = lounge.delivered(name, MessageReceived(Words(WordsId(0), "yes")), where)
    batch: list[Work] = [yes]
    return lounge.turn(batch)
