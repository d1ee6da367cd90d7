from __future__ import annotations

import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import resources
from bot.settings import load
from bot.shells.checkup import WAL_RESET_BUG, look_around
from bot.store.sqlite.connection import KNOWN
from bot.store.sqlite.schema import MIGRATIONS
from tests.shells.command import served
from tests.shells.forked import run


def looked(folder: Path, **settings: str | int) -> dict[str, tuple[str, str]]:
    """Check to result, and what it says with what to do next."""
    given = load({"port": 0, "db": str(folder / "notdate.db"), **settings}, {}, folder)
    return {check.name: (check.result, f"{check.what} {check.next}") for check in look_around(given, folder)}


def test_the_table_is_for_people(tmp_path: Path) -> None:
    """Each line begins with ok, warn or fail; nothing is changed, coloured or on stderr; an empty folder is fine."""
    ran = run(tmp_path, "doctor", NOTDATE_PORT="0")
    assert (ran.code, ran.err) == (0, "")
    assert {line.split()[0] for line in ran.out.splitlines()} <= {"ok", "warn"}
    assert list(tmp_path.iterdir()) == []


def test_the_table_is_data(talked: Path) -> None:
    """--json has name, result, what and next of every check."""
    checks = run(talked, "doctor", "--json", NOTDATE_PORT="0").data
    assert all(set(check) == {"name", "result", "what", "next"} for check in checks)
    assert {check["name"] for check in checks} >= {"python", "sqlite", "database", "migrations", "decks", "prompts"}


def test_a_healthy_database_is_named_so(talked: Path) -> None:
    """An existing database is checked, needs no migration, and nobody owns it."""
    found = looked(talked)
    assert found["database"][0] == found["migrations"][0] == found["owner"][0] == "ok"


def test_a_damaged_key_fails(tmp_path: Path) -> None:
    """A key that a crash left empty is told, with what to do."""
    (tmp_path / "notdate.db.key").touch()
    result, text = looked(tmp_path)["web key"]
    assert result == "fail"
    assert "delete it" in text


def test_a_damaged_database_fails(tmp_path: Path) -> None:
    """A damaged database fails with the way to a backup, and the exit code is 1."""
    (tmp_path / "notdate.db").write_bytes(b"SQLite format 3\x00" + b"rubbish" * 1000)
    ran = run(tmp_path, "doctor", NOTDATE_PORT="0")
    assert ran.code == 1
    assert "notdate restore" in next(line for line in ran.out.splitlines() if line.startswith("fail"))


def test_a_waiting_migration_is_named_and_not_run(talked: Path) -> None:
    """A migration that would run at the next start is named, and the database is not touched."""
    with closing(sqlite3.connect(talked / "notdate.db")) as connection:
        connection.execute("DELETE FROM _sqlite_migrations")
        connection.commit()
    before = (talked / "notdate.db").read_bytes()
    result, what = looked(talked)["migrations"]
    assert result == "warn"
    assert KNOWN[0] in what
    assert (talked / "notdate.db").read_bytes() == before


def test_the_known_migrations_are_those_that_there_are() -> None:
    """The names by which a database is known to be up to date are those of the migrations, in order."""
    assert list(KNOWN) == [migration.name for migration in MIGRATIONS._migrations]


def test_a_broken_deck_fails(tmp_path: Path) -> None:
    """A deck with an error fails, and is named."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "broken.yaml").write_text("id: broken\n")
    result, what = looked(tmp_path, decks=str(tmp_path / "own"))["decks"]
    assert result == "fail"
    assert "broken.yaml" in what


def test_a_port_in_use_fails(tmp_path: Path) -> None:
    """A port that somebody else has fails; that of the running bot itself is in order."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert looked(tmp_path, port=other.getsockname()[1])["port"][0] == "fail"
    with served(tmp_path) as (_process, address):
        assert looked(tmp_path, port=int(address.rstrip("/").rsplit(":", 1)[1]))["port"][0] == "ok"
        assert looked(tmp_path)["owner"][1].startswith("process ")


def test_a_key_that_others_can_read_is_warned_of(tmp_path: Path) -> None:
    """A cookie key readable by others is a warning with the command that mends it; a short configured one fails."""
    key = tmp_path / "notdate.db.key"
    key.write_text("x" * 64)
    key.chmod(0o644)
    result, what = looked(tmp_path)["web key"]
    assert result == "warn"
    assert "chmod 600" in what
    key.chmod(0o600)
    assert looked(tmp_path)["web key"][0] == "ok"
    assert looked(tmp_path, web_key="short")["web key"][0] == "fail"


def test_what_only_the_operator_can_say_is_asked_for(tmp_path: Path) -> None:
    """The operator's name and the help text warn while they are the defaults, and are in order once set."""
    found = looked(tmp_path)
    assert found["operator"][0] == found["help_text"][0] == "warn"
    found = looked(tmp_path, operator="Ada", help_text="Call Bob.")
    assert found["operator"][0] == found["help_text"][0] == "ok"


@pytest.mark.parametrize(
    ("version", "result"), [((3, 7, 0), "warn"), ((3, 51, 2), "warn"), ((3, 51, 3), "ok"), ((3, 6, 23), "ok")]
)
def test_the_log_bug_is_told_of(
    version: tuple[int, int, int], result: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SQLite's versions with the log bug warn, and say why this bot is not affected."""
    monkeypatch.setattr("sqlite3.sqlite_version_info", version)
    found, what = looked(tmp_path)["sqlite"]
    assert found == result
    assert ("not affected" in what) == (result == "warn")
    assert WAL_RESET_BUG[0] < WAL_RESET_BUG[1]


def test_missing_words_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A moment without words fails, and is named."""
    files = {name: text.replace("[greeting]", "[grieting]") for name, text in resources.prompts("en").items()}
    monkeypatch.setattr("bot.resources.prompts", lambda language="en": files)
    result, what = looked(tmp_path)["prompts"]
    assert result == "fail"
    assert "greeting" in what


def test_an_update_is_foretold(talked: Path) -> None:
    """Where another version wrote last, it is said that there will be a copy; without one, that there is none."""
    with sqlite3.connect(talked / "notdate.db") as connection:
        connection.execute("UPDATE meta SET value = '0.0.9' WHERE name = 'version'")
    result, what = looked(talked)["update"]
    assert (result, "0.0.9" in what, "copy" in what) == ("ok", True, True)
    told = run(talked, "doctor", NOTDATE_UPDATE_BACKUPS="0").out
    assert any("update" in line and line.startswith("warn") for line in told.splitlines())
