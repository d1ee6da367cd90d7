from __future__ import annotations

import os
import pty
import signal
import sqlite3
import subprocess
import sys
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from bot import wiring
from bot.model.deck import Deck
from bot.settings import load
from bot.store.sqlite.ledger import SqliteLedger
from tests.shells.command import SCRIPT, environment, run, served

QUICK = 1.2
"""Seconds of the processor's time from the command to the greeting and the end, with room for a slow machine."""


def test_a_piped_chat_ends_with_its_input(tmp_path: Path) -> None:
    """Lines from a pipe are answered on stdout, without colour, and at their end the command exits with 0, silently."""
    ran = run(tmp_path, "chat", "--name", "Ada", "--seed", "1", typed=SCRIPT)
    assert (ran.code, ran.err) == (0, "")
    assert "I'm a bot" in ran.out
    assert "\x1b" not in ran.out


def test_the_same_seed_is_the_same_evening(tmp_path: Path) -> None:
    """With --seed two fresh databases give the same conversation."""
    evenings = [run(tmp_path, "chat", "--seed", "7", "--db", f"{n}.db", typed=SCRIPT).out for n in (1, 2)]
    assert evenings[0] == evenings[1]


def test_a_second_chat_talks_to_the_bot_that_runs(tmp_path: Path) -> None:
    """While `serve` owns the database `chat` brings no bot along, and the one that runs keeps what is said."""
    with served(tmp_path) as (process, _address):
        assert run(tmp_path, "chat", "--name", "Ada", typed=SCRIPT).code == 0
        ran = run(tmp_path, "chat", "--name", "Ada", "--seed", "1")
        assert "--seed has no effect" in ran.err
        assert "I'm a bot" not in ran.out
        assert process.poll() is None
    assert len(run(tmp_path, "me", "export", "--name", "Ada").data) > 0


def test_a_second_serve_is_refused(tmp_path: Path) -> None:
    """A second bot on the same database exits with 1 and names the process that owns it."""
    with served(tmp_path) as (process, _address):
        ran = run(tmp_path, "serve", "--port", "0")
        assert ran.code == 1
        assert str(process.pid) in ran.err


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_bot_serves_and_stops_when_asked(how: signal.Signals, tmp_path: Path) -> None:
    """`serve` answers on /, and a polite signal ends it with exit code 0, no socket and no lock left behind."""
    with served(tmp_path) as (process, address):
        with urllib.request.urlopen(address, timeout=10) as answer:
            assert answer.status == 200
            assert b"<html" in answer.read()
        process.send_signal(how)
        assert process.wait(timeout=30) == 0
    assert not (tmp_path / "notdate.db.sock").exists()
    assert (tmp_path / "notdate.db.lock").read_bytes() == b""


def test_a_port_in_use_is_told(tmp_path: Path) -> None:
    """A port that is taken ends `serve` with exit code 1 and a sentence."""
    with served(tmp_path) as (_process, address):
        ran = run(tmp_path, "serve", "--db", "other.db", "--port", address.rstrip("/").rsplit(":", 1)[1])
        assert ran.code == 1
        assert "cannot listen" in ran.err
        assert "Traceback" not in ran.err


@pytest.mark.parametrize("command", [("chat",), ("serve", "--port", "0")])
def test_a_damaged_database_is_refused(command: tuple[str, ...], tmp_path: Path) -> None:
    """A damaged database is refused with a sentence and exit code 1, and left as it is."""
    rubbish = b"SQLite format 3\x00" + b"rubbish" * 1000
    (tmp_path / "notdate.db").write_bytes(rubbish)
    ran = run(tmp_path, *command)
    assert ran.code == 1
    assert "damaged" in ran.err
    assert "Traceback" not in ran.err
    assert (tmp_path / "notdate.db").read_bytes() == rubbish


def test_a_newer_database_is_refused(talked: Path) -> None:
    """A database of a newer version is refused with a sentence and exit code 1."""
    with closing(sqlite3.connect(talked / "notdate.db")) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('not-date', 'm999_the_future', '')"
        )
        connection.commit()
    ran = run(talked, "chat", "--name", "Ada")
    assert ran.code == 1
    assert "newer version" in ran.err


def test_a_foreign_database_is_refused(tmp_path: Path) -> None:
    """Somebody else's database is refused, and nothing is added to it."""
    with closing(sqlite3.connect(tmp_path / "notdate.db")) as connection:
        connection.execute("CREATE TABLE recipes (id)")
    assert run(tmp_path, "chat").code == 1
    with closing(sqlite3.connect(tmp_path / "notdate.db")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_a_broken_deck_is_refused(tmp_path: Path) -> None:
    """A deck with an error keeps the bot from starting, and the sentence says how to see the errors."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "broken.yaml").write_text("id: broken\n")
    ran = run(tmp_path, "chat", NOTDATE_DECKS="own")
    assert ran.code == 1
    assert "notdate decks check" in ran.err
    missing = run(tmp_path, "chat", NOTDATE_DECKS="nowhere")
    assert missing.code == 1
    assert "does not exist" in missing.err


@pytest.mark.parametrize(("more", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colour_is_for_terminals_that_want_it(more: dict[str, str], coloured: bool, tmp_path: Path) -> None:
    """On a terminal the doctor's verdicts are coloured, unless NO_COLOR is set."""
    ours, theirs = pty.openpty()
    arguments = [sys.executable, "-m", "bot", "doctor"]
    with subprocess.Popen(
        arguments, cwd=tmp_path, env=environment(TERM="xterm", **more), stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while piece := os.read(ours, 65536):
                shown += piece
        except OSError:
            pass
        process.wait()
        os.close(ours)
    assert b"python" in shown
    assert (b"\x1b[3" in shown) == coloured


def test_unchanged_decks_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second start takes the decks from the database; another reader, or another file, reads the file again."""
    settings = load({"db": str(tmp_path / "notdate.db")}, {}, tmp_path)
    files = wiring.deck_files(settings)
    read: list[Path] = []
    original = wiring._read_deck

    def noticed(file: Path, data: bytes) -> Deck:
        read.append(file)
        return original(file, data)

    monkeypatch.setattr(wiring, "_read_deck", noticed)
    with closing(SqliteLedger(settings.database, lambda now: now)) as ledger:
        first = wiring.keep_files(ledger, files, 1)
        assert len(read) == len(files)
        assert wiring.keep_files(ledger, files, 2) == first
        assert len(read) == len(files)
        monkeypatch.setattr(wiring, "reader_version", lambda: b"another")
        assert wiring.keep_files(ledger, files, 3) == first
        assert len(read) == 2 * len(files)


def test_a_start_on_known_decks_is_quick(talked: Path) -> None:
    """From the command to the greeting takes little of the processor's time where the decks are known."""
    spent = []
    for attempt in range(3):
        before = os.times()
        run(talked, "chat", "--name", f"Bob{attempt}")
        after = os.times()
        spent.append(after.children_user + after.children_system - before.children_user - before.children_system)
    assert min(spent) < QUICK
