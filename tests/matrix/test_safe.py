"""Where the keys of encrypted rooms are kept: for nobody else, and gone with the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.adapters.matrix import safe as safes
from bot.adapters.matrix.safe import KEY, can_encrypt, open_safe
from bot.ports.store import Refused
from bot.store.sqlite.backup import belongings, erase

needs_the_extra = pytest.mark.skipif(not can_encrypt(), reason="without the extra e2e")


@needs_the_extra
def test_it_is_made_once_and_for_one(tmp_path: Path) -> None:
    """The folder and the key in it are readable by their owner alone, and the same at every start."""
    made = open_safe(tmp_path / "bot.db")
    assert made is not None
    assert (made.folder.stat().st_mode & 0o777, (made.folder / KEY).stat().st_mode & 0o777) == (0o700, 0o600)
    made.folder.chmod(0o755)
    assert open_safe(tmp_path / "bot.db") == made
    assert made.folder.stat().st_mode & 0o777 == 0o700
    assert open_safe(tmp_path / "another.db") != made


@needs_the_extra
def test_a_damaged_key_stops_the_start(tmp_path: Path) -> None:
    """A key that is cut off, and a folder that cannot be one, are refused with what to do."""
    made = open_safe(tmp_path / "bot.db")
    assert made is not None
    (made.folder / KEY).write_text(made.key[:20])
    with pytest.raises(Refused, match="damaged"):
        open_safe(tmp_path / "bot.db")
    (tmp_path / "odd.db.matrix").write_text("a file")
    with pytest.raises(Refused, match="cannot be kept"):
        open_safe(tmp_path / "odd.db")


def test_without_the_extra_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can be encrypted, nothing is made."""
    monkeypatch.setattr(safes, "can_encrypt", lambda: False)
    assert open_safe(tmp_path / "bot.db") is None
    assert not list(tmp_path.iterdir())


def test_erasing_takes_it_along(tmp_path: Path) -> None:
    """Everything that `notdate erase --all` deletes includes the keys, and the folder that they were in."""
    database, folder = tmp_path / "bot.db", tmp_path / "bot.db.matrix"
    folder.mkdir()
    for name in (KEY, "0123.db", "signing.json"):
        (folder / name).write_text("x")
    erase(belongings(database, tmp_path / "socket"))
    assert not folder.exists()
