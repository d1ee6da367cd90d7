from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.shells.command import served
from tests.shells.forked import run


def count(file: Path, table: str) -> int:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
        number: int = connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
    return number


def exported(folder: Path, name: str = "Ada") -> list[str]:
    return [one["text"] for one in run(folder, "me", "export", "--name", name).data]


def test_a_backup_is_whole_and_plain(talked: Path) -> None:
    """A backup is one file that holds everything, needs no log beside it, and that others cannot read."""
    ran = run(talked, "backup", "copy.db")
    assert (ran.code, ran.out) == (0, "")
    copy = talked / "copy.db"
    assert count(copy, "words") == count(talked / "notdate.db", "words") > 0
    assert sorted(file.name for file in talked.glob("*copy*")) == ["copy.db"]
    assert copy.read_bytes()[18:20] == b"\x01\x01"
    assert copy.stat().st_mode & 0o077 == 0


def test_a_backup_is_made_while_a_bot_runs(talked: Path) -> None:
    """While `serve` owns the database a backup has everything said up to then, and the bot goes on."""
    with served(talked):
        run(talked, "chat", "--name", "Bob", typed="yes\nlong-table\na blue kettle\n")
        assert run(talked, "backup", "copy.db").code == 0
        run(talked, "chat", "--name", "Bob", typed="a green one\n")
        assert "a green one" in exported(talked, "Bob")
    assert count(talked / "copy.db", "conversations") == 2
    assert count(talked / "copy.db", "words") < count(talked / "notdate.db", "words")


def test_a_file_that_is_there_is_left_alone(talked: Path) -> None:
    """An existing file is replaced with --force only, and never the database itself."""
    (talked / "copy.db").write_text("precious")
    ran = run(talked, "backup", "copy.db")
    assert ran.code == 1
    assert "--force" in ran.err
    assert (talked / "copy.db").read_text() == "precious"
    assert run(talked, "backup", "--force", "copy.db").code == 0
    assert count(talked / "copy.db", "words") > 0
    assert run(talked, "backup", "--force", "notdate.db").code == 1


def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    """Without a database, with a damaged one, or with nowhere to write, no backup appears, and the exit code is 1."""
    assert run(tmp_path, "backup", "copy.db").code == 1
    (tmp_path / "notdate.db").write_bytes(b"SQLite format 3\x00" + b"rubbish" * 1000)
    assert run(tmp_path, "backup", "copy.db").code == 1
    assert not (tmp_path / "copy.db").exists()


def test_a_backup_that_cannot_be_written_is_told(talked: Path) -> None:
    """A folder that is not there is named in a sentence, not in a traceback."""
    ran = run(talked, "backup", "no/where/copy.db")
    assert ran.code == 1
    assert "cannot be written" in ran.err
    assert "Traceback" not in ran.err


def test_a_restore_goes_back_and_keeps_what_was(talked: Path) -> None:
    """After a restore the database is as the backup has it, and what stood there is kept under another name."""
    run(talked, "backup", "copy.db")
    run(talked, "chat", "--name", "Bob", typed="yes\nlong-table\na blue kettle\n")
    assert run(talked, "restore", "copy.db").code == 0
    assert exported(talked, "Bob") == []
    assert len(exported(talked)) == 3
    (aside,) = talked.glob("notdate.db.before-restore-*")
    assert count(aside, "conversations") == 2
    assert run(talked, "replay", "--name", "Ada").out == "identical\n"


def test_the_forgotten_stay_forgotten(talked: Path) -> None:
    """Who was forgotten after the backup is forgotten again by the restore, in every table and in the file's bytes."""
    run(talked, "chat", "--name", "Bob", typed="yes\nlong-table\na blue kettle\n")
    run(talked, "backup", "copy.db")
    run(talked, "me", "forget", "--name", "Ada", "--yes")
    ran = run(talked, "restore", "copy.db")
    assert ran.code == 0
    assert "1" in ran.err.splitlines()[-1]
    assert exported(talked) == []
    assert exported(talked, "Bob") == ["a blue kettle"]
    assert b"Ullapool" not in (talked / "notdate.db").read_bytes()


def test_the_list_alone_is_enough(talked: Path) -> None:
    """Where the database itself is lost, the list beside it keeps people forgotten."""
    run(talked, "backup", "copy.db")
    run(talked, "me", "forget", "--name", "Ada", "--yes")
    for file in talked.glob("notdate.db*"):
        if file.suffix != ".erasures":
            file.unlink()
    with (talked / "notdate.db.erasures").open("a") as handle:
        handle.write('{"at":17,"mem')
    assert run(talked, "restore", "copy.db").code == 0
    assert exported(talked) == []


def test_a_list_from_elsewhere_is_applied(talked: Path) -> None:
    """A restore on another machine is told of the list with --erasures; without any list it says what is missing."""
    run(talked, "backup", "copy.db")
    run(talked, "me", "forget", "--name", "Ada", "--yes")
    assert "--erasures" in run(talked, "restore", "copy.db", "--db", "new.db").err
    ran = run(talked, "restore", "copy.db", "--db", "newer.db", "--erasures", "notdate.db.erasures")
    assert ran.code == 0
    assert run(talked, "me", "export", "--name", "Ada", "--db", "newer.db").data == []


def test_a_damaged_database_is_replaced(talked: Path) -> None:
    """A restore works where the present database is rubbish, which is kept aside all the same."""
    run(talked, "backup", "copy.db")
    (talked / "notdate.db").write_bytes(b"rubbish" * 1000)
    assert run(talked, "restore", "copy.db").code == 0
    assert len(exported(talked)) == 3
    kept = [file for file in talked.glob("notdate.db.before-restore-*") if file.name.endswith("Z")]
    assert [file.read_bytes()[:7] for file in kept] == [b"rubbish"]


def test_a_backup_that_is_none_changes_nothing(talked: Path) -> None:
    """A missing, damaged or foreign backup is refused with a sentence, and the database is as it was."""
    before = (talked / "notdate.db").read_bytes()
    (talked / "rubbish.db").write_bytes(b"rubbish" * 1000)
    with closing(sqlite3.connect(talked / "foreign.db")) as connection:
        connection.execute("CREATE TABLE recipes (id)")
    for name in ("nowhere.db", "rubbish.db", "foreign.db"):
        ran = run(talked, "restore", name)
        assert ran.code == 1
        assert "Nothing was changed" in ran.err
    assert (talked / "notdate.db").read_bytes() == before


def test_a_newer_backup_is_refused(talked: Path) -> None:
    """A backup of a newer version is refused by its own name, and the database is as it was."""
    run(talked, "backup", "copy.db")
    with closing(sqlite3.connect(talked / "copy.db")) as connection:
        connection.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('not-date', 'm999_the_future', '')"
        )
        connection.commit()
    ran = run(talked, "restore", "copy.db")
    assert ran.code == 1
    assert "copy.db" in ran.err
    assert "partial" not in ran.err
    assert len(exported(talked)) == 3


def test_nothing_is_restored_or_erased_under_a_running_bot(talked: Path) -> None:
    """While a bot owns the database, restore and erase exit with 1 and change nothing."""
    run(talked, "backup", "copy.db")
    with served(talked):
        assert run(talked, "restore", "copy.db").code == 1
        assert run(talked, "erase", "--all", "--yes").code == 1
        assert len(exported(talked)) == 3


def test_erasing_leaves_nothing(talked: Path) -> None:
    """`erase --all --yes` deletes the database and everything made beside it, and names each file on stdout."""
    with served(talked):
        pass
    run(talked, "backup", "copy.db")
    run(talked, "me", "forget", "--name", "Ada", "--yes")
    run(talked, "restore", "copy.db")
    ran = run(talked, "erase", "--all", "--yes")
    assert ran.code == 0
    assert [file.name for file in talked.iterdir()] == ["copy.db"]
    assert "notdate.db.key" in ran.out


def test_erasing_wants_to_be_meant(talked: Path) -> None:
    """Without --all, or without --yes where nobody can be asked, erasing exits with 2; with nothing there, with 1."""
    assert run(talked, "erase").code == 2
    assert run(talked, "erase", "--all").code == 2
    assert len(exported(talked)) == 3
    assert run(talked, "erase", "--all", "--yes", "--db", "other.db").code == 1
    assert not (talked / "other.db.lock").exists()
