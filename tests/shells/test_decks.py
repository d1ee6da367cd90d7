from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot import resources
from bot.shells.cli import main
from tests.shells.forked import run

DECK = """\
schema: 1
id: two
title: Two
language: en
author: Somebody
licence: CC0-1.0
description: Two questions for a test.
version: 1.0.0
questions:
  - id: first-one
    kind: open
    text: What did you keep from your first room?
    depth: 1
    about: [room, keep, first]
    themes:
      - id: lamp
        like: [lamp, light]
        say: ["Light travels well.", "A lamp, then."]
        ask: Where does it stand now?
    default:
      say: ["Kept is kept.", "It came along, then."]
      ask: Who saw it last?
    hears:
      my old lamp: lamp
"""


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def decks(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["decks", *arguments], input=typed)


def write(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_the_list_is_data() -> None:
    """`decks list --json` names every deck that ships, with nothing on stderr."""
    result = decks("list", "--json")
    assert result.exit_code == 0
    assert {one["id"] for one in json.loads(result.stdout)} == {file.stem for file in resources.deck_files()}
    assert result.stderr == ""


def test_the_list_has_the_operators_own_decks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decks in the folder that the setting names are listed behind those that ship."""
    Path("own").mkdir()
    write("own/two.yaml", DECK)
    monkeypatch.setenv("NOTDATE_DECKS", "own")
    assert json.loads(decks("list", "--json").stdout)[-1]["id"] == "two"


def test_a_deck_with_errors_is_named_beside_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deck that cannot be loaded is left out of the list, named on stderr, and the exit code is 1."""
    Path("own").mkdir()
    write("own/broken.yaml", DECK.replace("depth: 1", "depth: 9"))
    monkeypatch.setenv("NOTDATE_DECKS", "own")
    result = decks("list")
    assert result.exit_code == 1
    assert "long-table" in result.stdout
    assert "broken.yaml" in result.stderr


def test_a_deck_is_shown_with_its_questions() -> None:
    """`decks show` has the head and every question; with --json the same as data."""
    shown = decks("show", write("two.yaml", DECK))
    assert shown.exit_code == 0
    assert "What did you keep from your first room?" in shown.stdout
    assert json.loads(decks("show", "two.yaml", "--json").stdout)["questions"][0]["id"] == "first-one"


@pytest.mark.parametrize("command", [("show", "long-tabel"), ("hear", "long-tabel", "anything", "hello")])
def test_an_unknown_deck_is_asked_wrongly(command: tuple[str, ...]) -> None:
    """An unknown deck exits with 2 and the likeliest deck that there is."""
    result = decks(*command)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "long-table" in result.stderr


def test_an_unknown_question_is_asked_wrongly() -> None:
    """An unknown question exits with 2 and the likeliest one of the deck."""
    result = decks("hear", write("two.yaml", DECK), "first-oen", "hello")
    assert result.exit_code == 2
    assert "first-one" in result.stderr


def test_a_deck_in_order_has_nothing_to_say() -> None:
    """Checking a good deck prints no error on stdout and exits with 0."""
    result = decks("check", write("two.yaml", DECK))
    assert result.exit_code == 0
    assert "error" not in result.stdout
    assert "0 errors" in result.stderr


def test_every_problem_is_told_at_its_place() -> None:
    """All problems of a file come at once, each as FILE:LINE:COLUMN with its code, and the exit code is 1."""
    broken = DECK.replace("depth: 1", "depth: 9").replace("kind: open", "kind: opne")
    result = decks("check", write("broken.yaml", broken))
    assert result.exit_code == 1
    line = broken.splitlines().index("    depth: 9") + 1
    assert f"broken.yaml:{line}:12: error[out-of-range]: " in result.stdout
    assert "error[not-allowed]" in result.stdout


def test_problems_are_data_too() -> None:
    """With --json the problems are objects with file, line, column, severity, code and what."""
    result = decks("check", "--json", write("broken.yaml", DECK.replace("depth: 1", "depth: 9")))
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["questions"] == 1
    problem = next(one for one in report["problems"] if one["code"] == "out-of-range")
    assert problem["file"] == "broken.yaml"
    assert problem["severity"] == "error"


def test_a_sample_that_misses_is_an_error_at_its_line() -> None:
    """A `hears` sample that finds another branch than the deck says is an error of the code `hears` at its own line."""
    text = DECK + "      my old radio: lamp\n"
    result = decks("check", write("two.yaml", text))
    assert result.exit_code == 1
    assert f"two.yaml:{len(text.splitlines())}:" in result.stdout
    assert "error[hears]" in result.stdout


def test_a_question_in_two_files_is_found() -> None:
    """A question that stands in two of the files is reported for the later one."""
    write("one.yaml", DECK)
    write("another.yaml", DECK.replace("id: two", "id: another"))
    result = decks("check", "one.yaml", "another.yaml")
    assert "another.yaml:12:" in result.stdout
    assert "same-elsewhere" in result.stdout


def test_a_file_that_is_not_there_is_asked_wrongly() -> None:
    """A file that cannot be opened exits with 2."""
    assert decks("check", "nowhere.yaml").exit_code == 2


def test_a_file_without_end_does_no_harm() -> None:
    """Of a file no more is read than a deck may have, so that an endless one is refused as too large."""
    result = decks("check", "/dev/zero")
    assert result.exit_code == 1
    assert "error[size]" in result.stdout


def test_the_rubric_counts() -> None:
    """--rubric adds what a machine can count, for people and as data."""
    write("two.yaml", DECK)
    assert "samples_hit" in decks("check", "--rubric", "two.yaml").stdout
    assert json.loads(decks("check", "--rubric", "--json", "two.yaml").stdout)["rubric"]["two.yaml"]["samples"] == 1


def test_an_answer_is_heard_aloud() -> None:
    """`hear` shows the branch that an answer finds, by which words, and what the deck replies."""
    result = decks("hear", write("two.yaml", DECK), "first-one", "my old lamp")
    assert result.exit_code == 0
    assert "theme lamp, by «lamp»" in result.stdout
    assert "Light travels well." in result.stdout
    assert "Where does it stand now?" in result.stdout


def test_answers_come_from_stdin() -> None:
    """Without answers on the command line every line of stdin is one."""
    result = decks("hear", write("two.yaml", DECK), "first-one", typed="a lamp\nmy radio and its dial\n")
    assert result.stdout.count("> ") == 2
    assert "Kept is kept." in result.stdout


def test_no_colour_where_nobody_looks(tmp_path: Path) -> None:
    """What is piped has no escape codes."""
    assert "\x1b" not in run(tmp_path, "decks", "check").out
