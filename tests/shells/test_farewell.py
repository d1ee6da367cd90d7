"""`notdate farewell`, as whoever closes a bot meets it."""

from __future__ import annotations

import os
import pty
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.shells.command import PATIENCE, environment, served
from tests.shells.forked import run


def test_a_dry_run_counts_and_says_nothing(talked: Path) -> None:
    """It names the platforms and how many places there are, and nothing is written."""
    before = (talked / "notdate.db").read_bytes()
    ran = run(talked, "farewell", "--dry-run")
    assert (ran.code, ran.out) == (0, "")
    assert "terminal: 1 place to be told." in ran.err
    assert (talked / "notdate.db").read_bytes() == before


def test_nothing_is_said_unasked(talked: Path) -> None:
    """Without --yes and with nobody to ask, it does nothing and says so."""
    ran = run(talked, "farewell")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert "to be told" in run(talked, "farewell", "--dry-run").err


def test_the_bot_that_runs_says_it(talked: Path) -> None:
    """The running bot says goodbye, once; a second time nobody is left."""
    with served(talked):
        ran = run(talked, "farewell", "--yes")
        assert ran.code == 0, ran.err
        assert "terminal: told 1 place." in ran.err
        again = run(talked, "farewell", "--yes")
        assert "Nobody is left to be told goodbye." in again.err
        assert "told 1 place" in again.err


def test_without_a_bot_it_brings_one_along(talked: Path) -> None:
    """Where no bot runs, the command starts one, has it say goodbye, and stops it again."""
    ran = run(talked, "farewell", "--yes", NOTDATE_PORT="0")
    assert ran.code == 0, ran.err
    assert "terminal: told 1 place." in ran.err
    assert "Left to do by hand:" in ran.err
    assert "Nobody is left" in run(talked, "farewell", "--dry-run").err


def test_nothing_is_left(talked: Path) -> None:
    """With --erase no file of the bot's is left, and what is left to do by hand is listed for what was configured."""
    (talked / "notdate.db.before-update-20200101T000000Z").write_bytes(b"old")
    ran = run(talked, "farewell", "--yes", "--erase", NOTDATE_PORT="0")
    assert ran.code == 0, ran.err
    assert sorted(file.name for file in talked.iterdir()) == []
    assert "notdate.db.before-update-20200101T000000Z" in ran.out
    assert "BotFather" not in ran.err


def test_a_bot_that_runs_keeps_its_files(talked: Path) -> None:
    """With --erase and a bot that runs, goodbye is said, nothing is deleted, and it says what to do next."""
    with served(talked):
        ran = run(talked, "farewell", "--yes", "--erase")
        assert ran.code == 1
        assert "Stop it" in ran.err
    assert run(talked, "farewell", "--yes", "--erase").code == 0
    assert not (talked / "notdate.db").exists()


def test_a_platform_without_a_token_is_named(talked: Path) -> None:
    """What cannot be told for want of a token is said, and by hand is listed what belongs to that platform."""
    with closing(sqlite3.connect(talked / "notdate.db")) as connection, connection:
        connection.execute("UPDATE conversations SET platform = 'telegram'")
    told = run(talked, "farewell", "--dry-run").err
    assert "telegram: 1 place to be told; but there is no token for it now" in told
    ran = run(talked, "farewell", "--yes", NOTDATE_PORT="0")
    assert ran.code == 0, ran.err
    assert "could not be told" in ran.err
    assert "BotFather" in ran.err


@pytest.fixture
def interruptible() -> Iterator[None]:
    """What is started from here can be interrupted, also where these tests were started to ignore that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.slow
@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_stops_it_and_nobody_is_told_twice(talked: Path) -> None:
    """Stopped while a platform cannot be reached, it says how it goes on; what was said before is not said again."""
    # Nobody listens on that port, so that Telegram stays out of reach.
    variables = {"NOTDATE_TELEGRAM_TOKEN": "1:x", "NOTDATE_TELEGRAM_API": "http://127.0.0.1:9", "NOTDATE_PORT": "0"}
    with closing(sqlite3.connect(talked / "notdate.db")) as connection, connection:
        connection.execute("UPDATE conversations SET platform = 'telegram'")
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "farewell", "--yes"],
        cwd=talked,
        env=environment(**variables),
        stdin=theirs,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        said: list[str] = []
        while not said or "still connecting" not in said[-1]:
            said.append(process.stderr.readline())
            assert said[-1], said
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()
        assert process.wait(PATIENCE) == 1
    os.close(ours)
    os.close(theirs)
    assert "nobody is told twice" in rest
    assert "Traceback" not in rest
    assert "telegram: 1 place to be told" in run(talked, "farewell", "--dry-run").err


def test_nothing_is_deleted_while_somebody_was_not_told(talked: Path) -> None:
    """With --erase and a platform out of reach the files stay, and it says how to delete them all the same."""
    with closing(sqlite3.connect(talked / "notdate.db")) as connection, connection:
        connection.execute("UPDATE conversations SET platform = 'telegram'")
    ran = run(talked, "farewell", "--yes", "--erase", NOTDATE_PORT="0")
    assert ran.code == 1
    assert "erase --all" in ran.err
    assert (talked / "notdate.db").exists()
