"""Which questions work, what was missed, and the week, as whoever looks after a community reads them."""

from __future__ import annotations

import csv
import io
import shlex
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.shells import bench
from tests.runtime.circle import Lounge
from tests.runtime.table import DAY, Company
from tests.shells.command import served
from tests.shells.forked import run

DECK = Path(bench.__file__).with_name("ten-questions.yaml")
SECRET = "nobody but me says xylophone"


def _until_now(company: Company | Lounge) -> None:
    """What happens there happens today, as it does for the commands."""
    company.clock.time = time.time_ns() // 1_000_000 - 60_000


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database in which six people have talked; three of them share what no theme was meant for."""
    folder = tmp_path_factory.mktemp("figures")
    company = Company(folder)
    _until_now(company)
    names = ["Ada", "Ben", "Cleo", "Dana", "Emil", "Fay"]
    for name in names:
        company.arrive(name)
        company.say(name, "yes")
    for name in names[:3]:
        company.say(name, f"the zeppelin of {name.lower()}'s cousin")
        company.say(name, "share")
    company.say("Dana", SECRET)
    company.say("Emil", "good one")
    company.say("Fay", "not for me")
    company.say("Ada", "told")
    company.say("Fay", "stop")
    company.ledger.close()
    (folder / "table.db").rename(folder / "notdate.db")
    with closing(sqlite3.connect(folder / "notdate.db")) as connection, connection:
        # As if chance had asked all three the same, and nothing had been meant for it.
        connection.execute("UPDATE answers SET question = 1, branch = 'default' WHERE shared = 1")
    (folder / "decks").mkdir()
    shutil.copy(DECK, folder / "decks")
    (folder / "notdate.toml").write_text('decks = "decks"\n')
    return folder


def test_the_figures_are_there_while_few_are_asked(lived: Path) -> None:
    """With few askings the questions stand in no order, with their counts, and nothing is proposed."""
    ran = run(lived, "questions")
    assert ran.code == 0, ran.err
    assert "Asked fewer than 20 times, so in no order yet:" in ran.out
    assert "Proposed for retirement" not in ran.out
    assert "The most answered first" not in ran.out
    found = run(lived, "questions", "--json").data
    assert all(one["asked"] >= one["answered"] + one["skipped"] + one["never"] for one in found)
    assert sum(one["skipped"] for one in found) == 1
    opinions = [(one["good"], one["bad"]) for one in found]
    assert sorted(opinions, key=str) == [("0", "0"), ("0", "<5"), ("<5", "0")]
    assert all(one["retire"] is None and not one["compared"] for one in found)


def test_a_question_that_people_skip_is_proposed_and_stays(lived: Path, tmp_path: Path) -> None:
    """Asked often and passed on often it is proposed with its numbers, and is asked as before."""
    (tmp_path / "notdate.db").write_bytes((lived / "notdate.db").read_bytes())
    with closing(sqlite3.connect(tmp_path / "notdate.db")) as connection, connection:
        number = connection.execute("SELECT min(question) FROM askings").fetchone()[0]
        rows = [(20_000, number, "asked", 0, 0, 40), (20_000, number, "skip", 0, 0, 30)]
        connection.executemany("INSERT INTO askings VALUES (?, ?, ?, ?, ?, ?)", rows)
    ran = run(tmp_path, "questions")
    assert "The most answered first:" in ran.out
    assert "Proposed for retirement. Nothing happens by itself" in ran.out
    assert "who were asked passed on it" in ran.out
    assert "Counted since 2024-10-04." in ran.out


def test_what_was_missed_is_counted_and_shown_only_where_shared(lived: Path) -> None:
    """Every answer without a theme counts; in words only those stand there whose authors share them."""
    ran = run(lived, "missed")
    assert ran.code == 0, ran.err
    assert "zeppelin" in ran.out
    assert "xylophone" not in ran.out
    assert "xylophone" not in run(lived, "missed", "--json").out


def test_a_theme_is_proposed_and_can_be_tried(lived: Path) -> None:
    """What three people shared stands there as a theme, with the command that tries it."""
    found = [one for one in run(lived, "missed", "--json").data if one["theme"]]
    assert [one["words"].get("zeppelin") for one in found] == [3]
    out = run(lived, "missed").out
    assert "      - id: " in out
    command = shlex.split(next(line for line in out.splitlines() if "notdate decks hear " in line))
    heard = run(lived, *command[1:])
    assert heard.code == 0, heard.err
    assert "zeppelin" in heard.out.splitlines()[0]


def test_the_week_is_one_table(lived: Path) -> None:
    """Six who began and answered are six at most, one who left is a few, and the work is told in words."""
    ran = run(lived, "week")
    assert ran.code == 0, ran.err
    everywhere = next(line for line in ran.out.splitlines() if line.startswith("everywhere"))
    assert everywhere.split()[1:] == ["<5", "<5", "0", "0", "<5", "<5"]
    assert "here, in private" in ran.out
    assert "a few minutes this week, for 3 shared answers that found no theme." in ran.out
    for name in ("Ada", "Fay", "zeppelin"):
        assert name not in ran.out


def test_the_week_is_the_same_for_a_spreadsheet_and_a_program(lived: Path) -> None:
    """--csv and --json have the lines of the table, with `<5` where it has it; both at once is asked for wrongly."""
    rows = list(csv.DictReader(io.StringIO(run(lived, "week", "--csv").out)))
    lines = run(lived, "week", "--json").data["lines"]
    assert [(row["where"], row["came back"], row["told"]) for row in rows] == [
        (line["where"], line["came_back"], line["told"]) for line in lines
    ]
    assert rows[0]["told"] == "<5"
    assert run(lived, "week", "--csv", "--json").code == 2


def test_an_earlier_week_is_empty(lived: Path) -> None:
    """Four weeks ago nobody was here."""
    lines = run(lived, "week", "--ago", "4", "--json").data["lines"]
    assert [line["answered"] for line in lines] == ["0"]


def test_figures_are_told_beside_a_bot(lived: Path) -> None:
    """While the bot runs each command says the same as without it, and changes nothing."""
    alone = [run(lived, command).out for command in ("questions", "missed", "week")]
    with served(lived):
        beside = [run(lived, command) for command in ("questions", "missed", "week")]
    assert [ran.code for ran in beside] == [0, 0, 0]
    assert [ran.out for ran in beside] == alone


@pytest.mark.parametrize("command", ["questions", "missed"])
def test_a_deck_is_named_by_its_id(lived: Path, command: str) -> None:
    """One that was never on offer is a sentence and exit 2."""
    ran = run(lived, command, "no-such-deck")
    assert (ran.code, ran.out) == (2, "")
    assert "No deck 'no-such-deck' was ever on offer here. There are: " in ran.err


def test_who_comes_back_counts_once_in_every_line(tmp_path: Path) -> None:
    """Somebody who answered yesterday and today, twice, began and came back: one person everywhere."""
    company = Company(tmp_path)
    _until_now(company)
    company.clock.time -= DAY
    company.arrive("Ada")
    company.say("Ada", "yes")
    company.say("Ada", "a red door")
    company.clock.time += DAY
    company.say("Ada", "my aunt")
    company.ledger.close()
    (tmp_path / "table.db").rename(tmp_path / "notdate.db")
    lines = run(tmp_path, "week", "--json").data["lines"]
    assert {(line["began"], line["answered"], line["came_back"]) for line in lines} == {("<5", "<5", "<5")}
