from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.model.enclosure import Enclosure
from bot.model.event import MessageReceived, Words
from bot.model.ids import WordsId
from bot.runtime.mint import Mint
from bot.store.sqlite.ledger import SqliteLedger
from tests.runtime.table import DAY, Company
from tests.shells.command import served
from tests.shells.forked import run

VILE = "nobody asked \x1b[31myou"


@pytest.fixture
def reported(tmp_path: Path) -> Path:
    """A folder with a database in which Ben was reported, just now, by Ada, who said nothing after the answers."""
    company = Company(tmp_path, "Ada", "Ben")
    company.seat_two()
    company.say("Ada", "a red door")
    company.say("Ben", "a blue one")
    company.say("Ben", VILE)
    company.say("Ada", "report")
    company.ledger.close()
    (tmp_path / "table.db").rename(tmp_path / "notdate.db")
    _is_as_old(tmp_path, 0)
    return tmp_path


def _is_as_old(folder: Path, days: int) -> None:
    """The report was made so many days ago."""
    with closing(sqlite3.connect(folder / "notdate.db")) as connection, connection:
        connection.execute("UPDATE reports SET at = ?", (_now() - days * DAY,))


def _now() -> int:
    return time.time_ns() // 1_000_000


def _evidence(folder: Path) -> bytes:
    with closing(sqlite3.connect(folder / "notdate.db")) as connection:
        evidence: bytes = connection.execute("SELECT evidence FROM reports").fetchone()[0]
    return evidence


def _log(folder: Path) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "notdate.db")) as connection:
        return connection.execute("SELECT member, what, subject, before, after FROM acts").fetchall()


def test_a_report_is_listed(reported: Path) -> None:
    """The list has the number, the time, the platforms and how many lines there are, and nobody's words."""
    ran = run(reported, "reports")
    assert ran.code == 0, ran.err
    assert re.search(r"(?m)^1 +20\d\d-\d\d-\d\d \d\d:\d\d +here +3$", ran.out)
    assert "red door" not in ran.out


def test_who_said_what_is_a_letter(reported: Path) -> None:
    """What was said stands there in order, by A and B, without an account, and without what colours a screen."""
    ran = run(reported, "reports", "show", "1")
    assert ran.out.splitlines()[2:] == ["A: a red door", "B: a blue one", "B: nobody asked [31myou"]
    assert ran.out.splitlines()[0].endswith("by A.")
    assert "here:" not in ran.out


def test_accounts_are_shown_where_that_is_asked_for(reported: Path) -> None:
    """With --accounts each letter has its account."""
    ran = run(reported, "reports", "show", "1", "--accounts")
    assert "A is here:Ada." in ran.out
    assert "B is here:Ben." in ran.out


@pytest.mark.parametrize("runs", [False, True], ids=["alone", "beside a bot"])
def test_a_closed_report_is_gone(reported: Path, runs: bool) -> None:
    """After `close`, which needs --yes, no word of the evidence is left; the log has it once, and by the operator."""
    assert run(reported, "reports", "close", "1").code == 2
    assert b"red door" in _evidence(reported)
    if runs:
        with served(reported):
            closed, again = (run(reported, "reports", "close", "1", "--yes") for _ in range(2))
    else:
        closed, again = (run(reported, "reports", "close", "1", "--yes") for _ in range(2))
    assert (closed.code, again.code) == (0, 1)
    assert _evidence(reported) == b"[]"
    assert _log(reported) == [(0, "close report", "1", "open", "closed")]
    assert "No report is open." in run(reported, "reports").err
    assert run(reported, "reports", "show", "1").code == 1


def test_an_old_report_is_not_shown_and_is_deleted(reported: Path) -> None:
    """After 30 days it is listed no more, and house-keeping deletes what was kept; a day before it is still there."""
    _is_as_old(reported, 29)
    assert "here" in run(reported, "reports").out
    _is_as_old(reported, 30)
    assert run(reported, "reports").out == ""
    with closing(SqliteLedger(reported / "notdate.db", Mint().strike)) as ledger:
        ledger.prune(_now())
    assert _evidence(reported) == b"[]"


def test_no_report_no_line(reported: Path) -> None:
    """A number that no report has is a sentence and exit 1."""
    for what in (("show",), ("close", "--yes")):
        ran = run(reported, "reports", what[0], "7", *what[1:])
        assert (ran.code, ran.out) == (1, "")
        assert "No report 7 is open" in ran.err


def test_that_something_was_sent_stands_among_what_was_said(tmp_path: Path) -> None:
    """A photo with words and a voice message without: by whom, in their place, and nothing of what they showed."""
    company = Company(tmp_path, "Ada", "Ben")
    company.seat_two()
    company.say("Ada", "a red door")
    company.say("Ben", "a blue one")
    for kind, text in (("photo", "my door"), ("voice", "")):
        enclosed = Enclosure(kind, 9, "", "where-it-is")
        company.do("Ben", MessageReceived(Words(WordsId(0), text), media=kind, enclosed=enclosed))
    company.say("Ada", "report")
    company.ledger.close()
    (tmp_path / "table.db").rename(tmp_path / "notdate.db")
    _is_as_old(tmp_path, 0)
    ran = run(tmp_path, "reports", "show", "1")
    assert ran.out.splitlines()[-2:] == ["B: my door (sent: photo)", "B: (sent: voice)"]
    assert "where-it-is" not in ran.out
