"""Whatever file --db names, every command ends with a sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner

from bot.shells.cli import main

COMMANDS: Final = (
    ("me", "export", "--name", "Ada"),
    ("me", "forget", "--name", "Ada", "--yes"),
    ("replay", "--list"),
    ("replay", "--name", "Ada"),
    ("replay", "7"),
    ("backup", "copy.db"),
    ("chat", "--name", "Ada"),
    ("serve", "--port", "0"),
    ("doctor",),
)
ODD: Final = ("text", "truncated", "one page", "rubbish", "another program's", "empty", "folder")


@pytest.fixture
def odd(request: pytest.FixtureRequest, talked: Path) -> Path:
    """A path that is no database of ours, or no longer."""
    whole = (talked / "notdate.db").read_bytes()
    (talked / "notdate.db").unlink()
    path = talked / "odd.db"
    match request.param:
        case "text":
            path.write_text("Dear Ada,\n" * 500)
        case "truncated":
            path.write_bytes(whole[: len(whole) // 2])
        case "one page":
            path.write_bytes(whole[:4096])
        case "rubbish":
            path.write_bytes(whole[:4096] + bytes(range(256)) * (len(whole) // 256 - 16))
        case "another program's":
            with closing(sqlite3.connect(path)) as connection:
                connection.execute("CREATE TABLE recipes (id)")
        case "empty":
            path.touch()
        case "folder":
            path.mkdir()
    return path


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("odd", ODD, indirect=True)
def test_a_file_that_is_no_database_of_ours_is_told(
    odd: Path, command: tuple[str, ...], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sentence on stderr that names the file, exit code 1, no traceback, and the file as it was."""
    if odd.is_file() and not odd.stat().st_size and command[0] in ("chat", "serve"):
        pytest.skip("an empty file is a new database")
    monkeypatch.chdir(odd.parent)
    monkeypatch.setenv("NOTDATE_PORT", "0")
    before = odd.read_bytes() if odd.is_file() else b""
    ran = CliRunner().invoke(main, [*command, "--db", str(odd)])
    assert isinstance(ran.exception, SystemExit), ran.exception
    assert ran.exit_code == 1
    told = ran.stdout if command == ("doctor",) else ran.stderr
    assert str(odd) in told or "Nobody has talked" in told
    assert "Traceback" not in ran.output
    if before:
        assert odd.read_bytes() == before


@pytest.mark.parametrize("odd", [one for one in ODD if one != "folder"], indirect=True)
def test_none_of_them_is_restored(odd: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is no backup is refused before anything is changed."""
    monkeypatch.chdir(odd.parent)
    ran = CliRunner().invoke(main, ["restore", str(odd)])
    assert (ran.exit_code, "Nothing was changed" in ran.stderr) == (1, True)
    assert not (odd.parent / "notdate.db").exists()


def test_a_fault_in_the_program_is_not_explained_away(talked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what the database said is told as the database's; another error stays what it is."""

    def broken(*_: object) -> None:
        raise RuntimeError("planted")

    monkeypatch.setattr("bot.store.sqlite.views.SqliteViews.conversations", broken)
    ran = CliRunner().invoke(main, ["replay", "--list", "--db", str(talked / "notdate.db")])
    assert isinstance(ran.exception, RuntimeError)
