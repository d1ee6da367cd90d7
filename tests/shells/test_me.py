from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from tests.shells.command import served
from tests.shells.forked import run


def test_an_export_is_a_list_of_answers(talked: Path) -> None:
    """Each answer comes with its deck, its question as asked, the words, the time in UTC, and whether it is shared."""
    ran = run(talked, "me", "export", "--name", "Ada")
    assert ran.code == 0
    assert ran.err == ""
    first = ran.data[0]
    assert (first["deck"], first["deck_version"], first["text"]) == (
        "long-table",
        "1.0.0",
        "my nan, who sang Ullapool in the kitchen",
    )
    assert first["question"].endswith("?")
    assert first["shared"] is False
    assert datetime.fromisoformat(first["time"]).utcoffset() is not None
    assert [one["text"] for one in ran.data] == ["my nan, who sang Ullapool in the kitchen", "a red door", "the sea"]


def test_the_name_is_the_same_in_any_case(talked: Path) -> None:
    """A name finds its person however it is written."""
    assert len(run(talked, "me", "export", "--name", " aDA ").data) == 3


def test_nobody_has_no_answers(talked: Path) -> None:
    """Of a stranger nothing is kept: an empty list on stdout, a sentence on stderr, exit 0."""
    ran = run(talked, "me", "export", "--name", "Bob")
    assert (ran.code, ran.data) == (0, [])
    assert "Bob" in ran.err


def test_no_database_no_export(tmp_path: Path) -> None:
    """Without a database the export exits with 1, says so, and makes none."""
    ran = run(tmp_path, "me", "export")
    assert (ran.code, ran.out) == (1, "")
    assert not (tmp_path / "notdate.db").exists()


def test_forgetting_wants_to_be_meant(talked: Path) -> None:
    """Where nobody can be asked, forgetting needs --yes: without it it exits with 2 and nothing is deleted."""
    assert run(talked, "me", "forget", "--name", "Ada").code == 2
    assert len(run(talked, "me", "export", "--name", "Ada").data) == 3


def test_what_is_forgotten_is_gone(talked: Path) -> None:
    """After `forget` the export is empty, no word of it is in the file, and the erasure is in the list beside it."""
    assert run(talked, "me", "forget", "--name", "Ada", "--yes").code == 0
    assert run(talked, "me", "export", "--name", "Ada").data == []
    assert b"Ullapool" not in (talked / "notdate.db").read_bytes()
    assert '"member":' in (talked / "notdate.db.erasures").read_text()


def test_a_stranger_cannot_be_forgotten(talked: Path) -> None:
    """Forgetting somebody who never spoke exits with 1 and changes nothing."""
    ran = run(talked, "me", "forget", "--name", "Bob", "--yes")
    assert ran.code == 1
    assert "terminal:bob" in ran.err


def test_both_work_while_a_bot_runs(talked: Path) -> None:
    """While `serve` owns the database the export reads beside it, and the owner forgets when asked."""
    with served(talked):
        assert len(run(talked, "me", "export", "--name", "Ada").data) == 3
        assert run(talked, "me", "forget", "--name", "Ada", "--yes").code == 0
        assert run(talked, "me", "export", "--name", "Ada").data == []
        assert run(talked, "me", "forget", "--name", "Bob", "--yes").code == 1
    assert (talked / "notdate.db.erasures").exists()


def test_an_account_on_any_platform_is_found(talked: Path) -> None:
    """`--account` names whom `replay --list` lists; with --name as well, or half an account, it exits with 2."""
    listed = run(talked, "replay", "--list").out.split()
    assert "terminal:ada" in listed
    assert len(run(talked, "me", "export", "--account", "terminal:ada").data) == 3
    for wrong in (("--account", "ada"), ("--account", "terminal:ada", "--name", "Ada")):
        assert run(talked, "me", "export", *wrong).code == 2
    assert run(talked, "me", "forget", "--account", "web:ada", "--yes").code == 1
    with served(talked):
        assert run(talked, "me", "forget", "--account", "web:ada", "--yes").code == 1
        assert run(talked, "me", "forget", "--account", "terminal:ada", "--yes").code == 0
    assert run(talked, "me", "export", "--account", "terminal:ada").data == []


def test_saying_it_to_the_bot_reaches_the_list(talked: Path) -> None:
    """`forget me`, said in the conversation, stands in the list beside the database as well."""
    assert run(talked, "chat", "--name", "Ada", typed="forget me\nyes\n").code == 0
    with closing(sqlite3.connect(talked / "notdate.db")) as connection:
        assert connection.execute("SELECT count(*) FROM erasures").fetchone() == (1,)
    assert (talked / "notdate.db.erasures").read_text().count('"member"') == 1
