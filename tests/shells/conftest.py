"""A folder per test, with or without a conversation in it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.shells.command import SCRIPT, run


@pytest.fixture(scope="session")
def talked_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which Ada has talked; never changed."""
    folder = tmp_path_factory.mktemp("talked")
    ran = run(folder, "chat", "--name", "Ada", "--seed", "1", typed=SCRIPT)
    assert ran.code == 0, ran.err
    return folder


@pytest.fixture
def talked(talked_once: Path, tmp_path: Path) -> Path:
    """A folder of this test's own in which Ada has talked."""
    shutil.copy(talked_once / "notdate.db", tmp_path / "notdate.db")
    return tmp_path
