from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.shells.forked import run


def change(folder: Path, *statements: str) -> None:
    """Somebody changes the database by hand."""
    with closing(sqlite3.connect(folder / "notdate.db")) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0
        connection.commit()


def verdict(folder: Path, *arguments: str) -> tuple[int, str]:
    ran = run(folder, "replay", "--name", "Ada", *arguments)
    return ran.code, ran.out.splitlines()[-1]


def test_a_conversation_comes_out_as_it_was(talked: Path) -> None:
    """Stepped again, every message and the final state are what is stored: `identical`, exit 0."""
    assert verdict(talked) == (0, "identical")


def test_conversations_are_listed_and_found_three_ways(talked: Path) -> None:
    """--list has every conversation, and its number, its address and its name lead to the same replay."""
    listed = run(talked, "replay", "--list", "--json").data
    assert [(one["platform"], one["address"], one["events"]) for one in listed] == [("terminal", "ada", 7)]
    number = str(listed[0]["conversation"])
    found = [run(talked, "replay", "--json", *way).data for way in ((number,), ("terminal:ada",), ("--name", "ADA"))]
    assert found[0] == found[1] == found[2]
    assert found[0]["verdict"] == "identical"


def test_reasons_are_given_and_nobody_is_quoted(talked: Path) -> None:
    """--why says why each step decided as it did, without anything that the member typed in a message."""
    ran = run(talked, "replay", "--name", "Ada", "--why")
    assert "the word «skip»" in ran.out
    assert "message of 40 characters" in ran.out
    assert "Ullapool" not in ran.out


def test_a_changed_state_is_noticed(talked: Path) -> None:
    """A state that was tampered with makes the replay `different`, with exit code 1."""
    changed = "UPDATE conversations SET state = CAST(json_set(CAST(state AS TEXT), '$.last_at', 5) AS BLOB)"
    change(talked, changed)
    assert verdict(talked) == (1, "different")


def test_a_changed_message_is_noticed(talked: Path) -> None:
    """A message that was tampered with makes the replay `different`, and says in which step."""
    change(
        talked,
        "UPDATE outbox SET body = CAST(replace(CAST(body AS TEXT), 'greeting.words', 'help') AS BLOB)"
        " WHERE id = (SELECT min(id) FROM outbox)",
    )
    ran = run(talked, "replay", "--name", "Ada")
    assert (ran.code, ran.out.splitlines()[-1]) == (1, "different")
    assert "greeting.words" in ran.out


def test_a_lost_message_is_noticed(talked: Path) -> None:
    """A message that is gone from the middle makes the replay `different`."""
    with closing(sqlite3.connect(talked / "notdate.db")) as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM outbox ORDER BY id")]
    change(
        talked,
        f"UPDATE outbox SET previous = {ids[1]} WHERE id = {ids[3]}",
        f"DELETE FROM outbox WHERE id = {ids[2]}",
    )
    assert verdict(talked) == (1, "different")


def test_other_rules_are_told_apart(talked: Path) -> None:
    """What comes out differently, and was decided by rules that are no longer today's, is `other rules`, exit 0."""
    change(
        talked,
        "UPDATE contexts SET body = CAST(json_set(CAST(body AS TEXT), '$.rules', 'of old') AS BLOB)",
    )
    assert verdict(talked) == (0, "identical")
    change(talked, "UPDATE conversations SET state = CAST(json_set(CAST(state AS TEXT), '$.last_at', 5) AS BLOB)")
    assert verdict(talked) == (0, "other rules")


def test_the_forgotten_cannot_be_told_again(talked: Path) -> None:
    """After somebody was forgotten their conversation is `erased`, exit 0, also when they have talked since."""
    run(talked, "me", "forget", "--name", "Ada", "--yes")
    assert verdict(talked) == (0, "erased")
    run(talked, "chat", "--name", "Ada", typed="yes\n")
    assert verdict(talked) == (0, "erased")


def test_an_answer_taken_back_cannot_be_told_again(talked: Path) -> None:
    """After `take that back` the words are gone, and the replay says `erased` instead of blaming the rules."""
    run(talked, "chat", "--name", "Ada", typed="take that back\n")
    assert verdict(talked) == (0, "erased")


def test_a_replay_is_data(talked: Path) -> None:
    """--json has the verdict and every step."""
    ran = run(talked, "replay", "--name", "Ada", "--json", "--why")
    replay = json.loads(ran.out)
    assert len(replay["steps"]) == 7
    assert all(step["same"] for step in replay["steps"])
    assert replay["steps"][5]["why"][0] == "the word «skip»"


def test_an_unknown_conversation_is_asked_wrongly(talked: Path) -> None:
    """A conversation that is not there, or none at all, exits with 2."""
    assert run(talked, "replay", "12").code == 2
    assert run(talked, "replay", "terminal:bob").code == 2
    assert run(talked, "replay").code == 2
    assert run(talked, "replay", "12", "--name", "Ada").code == 2
