"""A moderator's list at the command line: checked, shown, given back, begun."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.decks.exporting import FORMS
from bot.decks.reading import read
from bot.model.upload import LARGEST
from bot.shells import decks_exchange
from bot.shells.cli import main

LIST = "1. What is your oldest key for?\n2. Fly or swim: which until Sunday?\n"
TABLE = "question,depth,choice_1,choice_2\nFly or swim: which until Sunday?,1,fly,swim\nWho whistles?,nine,,\n"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def decks(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["decks", *arguments])


def write(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_a_plain_list_is_checked() -> None:
    """A plain list is a deck: what was assumed is said, how it looks is shown, and the exit code is 0."""
    result = decks("check", write("friday list.txt", LIST))
    assert result.exit_code == 0
    assert "friday list.txt:0:0: notice[numbering-assumed]" in result.stdout
    assert "warning[flat]" in result.stdout
    assert "Friday list (text, 2 questions, en)" in result.stdout
    assert "    What is your oldest key for?" in result.stdout
    assert "2 questions, 0 errors" in result.stderr


def test_the_report_is_data() -> None:
    """With --json the number of questions, the problems, what is flat and how each platform shows three of them."""
    result = decks("check", "--json", write("a.csv", TABLE.replace("nine", "2")))
    report = json.loads(result.stdout)
    assert report["questions"] == 2
    (one,) = report["lists"]
    assert one["format"] == "csv" and one["deck"]["title"] == "A"
    assert one["flat"][1] == {
        "row": 3, "question": "Who whistles?", "add": "default_ask", "write": "What would they say if they heard that?",
    }  # fmt: skip
    assert one["preview"][0]["telegram"].endswith("[fly] [swim] [Skip]")
    assert one["preview"][0]["matrix"].endswith("1  fly\n2  swim")


def test_a_bad_row_is_named_by_its_number() -> None:
    """A bad row is named by the number that a spreadsheet shows, with what to write."""
    result = decks("check", write("a.csv", TABLE))
    assert result.exit_code == 1
    assert 'a.csv:3:2: error[wrong-type]: depth wants a whole number, not "nine"; write a number' in result.stdout


def test_a_list_beside_the_library() -> None:
    """A question that a deck on offer asks already is named with that deck."""
    result = decks("check", write("a.txt", "Where is the best bench, step or wall to sit on that you know?\n"))
    assert 'warning[in-library]: the deck "Little Things" asks this already' in result.stdout


def test_what_is_too_large_is_refused() -> None:
    """A file of any size is read no further than the limit."""
    with Path("a.csv").open("wb") as file:
        file.truncate(LARGEST * 20)
    result = decks("check", "a.csv")
    assert result.exit_code == 1 and "error[size]" in result.stdout


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_list_goes_out_in_any_format(form: str) -> None:
    """A list in one format is given back in any other, and checked there without an error."""
    assert decks("export", write("a.txt", LIST), "--as", form, "--to", f"b.{form}").exit_code == 0
    assert decks("check", f"b.{form}").exit_code == 0


def test_the_formats_are_those_of_the_writers() -> None:
    """What --as offers is what there is a writer for."""
    assert sorted(decks_exchange.FORMS) == sorted(FORMS)


def test_what_is_left_out_is_said() -> None:
    """A format that cannot carry a deck says what it has no room for."""
    result = decks("export", "little-things", "--as", "txt", "--to", "-")
    assert "no room for" in result.stderr and "themes" in result.stderr
    assert len(result.stdout.splitlines()) == 63


def test_a_file_is_not_written_over() -> None:
    """A file that is there is left alone unless one says so."""
    write("starter.csv", "mine")
    assert decks("starter").exit_code == 2
    assert Path("starter.csv").read_text(encoding="utf-8") == "mine"
    assert decks("starter", "--overwrite").exit_code == 0
    assert decks("check", "starter.csv").exit_code == 0


def test_a_starter_has_the_format_of_its_name() -> None:
    """The name decides the format; one that says none is refused."""
    assert decks("starter", "a.xlsx").exit_code == 0
    assert Path("a.xlsx").read_bytes().startswith(b"PK")
    assert decks("starter", "a.pdf").exit_code == 2


def test_a_list_can_be_shown_and_heard() -> None:
    """`show` and `hear` take a list as they take a deck."""
    assert "Who whistles?" in decks("show", write("a.csv", TABLE.replace("nine", "2"))).stdout
    assert "choice swim" in decks("hear", "a.csv", "fly-or-swim-which-until-sunday", "swim, obviously").stdout


def test_an_exported_list_is_a_deck_of_ours() -> None:
    """A plain list that goes out as YAML is read by the reader of our own decks, without an error."""
    decks("export", write("a.txt", LIST), "--as", "yaml", "--to", "a.yaml")
    reading = read(Path("a.yaml").read_bytes(), "a.yaml")
    assert reading.deck is not None and len(reading.deck.questions) == 2
