"""The key of the web chat, made once; and a house that could not be built leaves nothing locked."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from bot import beside, wiring
from bot.adapters.web.capabilities import KEY_BYTES
from bot.ports.store import Refused
from bot.settings import Settings, load
from bot.store.sqlite.ledger import SqliteLedger
from tests.shells.forked import run


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load({"db": str(tmp_path / "notdate.db"), "port": 0}, {}, tmp_path)


def test_a_key_is_made_once_and_for_this_user_alone(settings: Settings, tmp_path: Path) -> None:
    """The second start has the key of the first; nothing but the key lies there."""
    key = beside.web_key(settings)
    assert len(key) >= KEY_BYTES
    assert beside.web_key(settings) == key
    assert [file.name for file in tmp_path.iterdir()] == ["notdate.db.key"]
    assert (tmp_path / "notdate.db.key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_no_half_a_key(
    step: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the key cannot be kept it is refused with a sentence, no file is left, and the next start makes one."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, step, full)
        with pytest.raises(Refused, match="No space left"):
            beside.web_key(settings)
    assert list(tmp_path.iterdir()) == []
    assert len(beside.web_key(settings)) >= KEY_BYTES


def test_a_crash_while_the_key_is_made_costs_nothing(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However the process ends, what has the key's name is a whole key."""
    fsync, seen = os.fsync, []

    def noticed(handle: int) -> None:
        seen.append((tmp_path / "notdate.db.key").exists())
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noticed)
    (tmp_path / "notdate.db.key.partial").write_bytes(b"half")
    assert len(beside.web_key(settings)) >= KEY_BYTES
    assert seen == [False, True]
    assert not (tmp_path / "notdate.db.key.partial").exists()


@pytest.mark.parametrize("left", [b"", b"0123"])
def test_a_damaged_key_is_told(left: bytes, tmp_path: Path) -> None:
    """What a crash or a full disk has left of a key is refused with a sentence, not with a traceback."""
    (tmp_path / "notdate.db.key").write_bytes(left)
    ran = run(tmp_path, "serve", "--port", "0")
    assert ran.code == 1
    assert "notdate.db.key is damaged" in ran.err
    assert "Traceback" not in ran.err
    assert (tmp_path / "notdate.db.key").read_bytes() == left


def test_a_key_that_is_a_folder_is_told(settings: Settings, tmp_path: Path) -> None:
    """Whatever else stands in the key's place is told as well."""
    (tmp_path / "notdate.db.key").mkdir()
    with pytest.raises(Refused, match="cannot be kept"):
        beside.web_key(settings)


def test_a_refused_house_holds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a refusal the lock is free and the database is closed: the next attempt in the same process succeeds."""
    closed: list[SqliteLedger] = []
    close = SqliteLedger.close

    def noticed(ledger: SqliteLedger) -> None:
        closed.append(ledger)
        close(ledger)

    monkeypatch.setattr(SqliteLedger, "close", noticed)
    given: dict[str, str | int | None] = {"db": str(tmp_path / "notdate.db"), "port": 0}
    with pytest.raises(Refused, match="too short"):
        wiring.build_house(load({**given, "web_key": "short"}, {}, tmp_path))
    assert len(closed) == 1
    house = wiring.build_house(load(given, {}, tmp_path))
    house.lock.release()
