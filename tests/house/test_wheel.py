"""The wheel that ships is the one that is tested, in an environment without development tools."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built once."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_all_data(wheel: Path) -> None:
    """Every prompt, deck, schema, template and static file of the checkout is in the wheel."""
    names = set(zipfile.ZipFile(wheel).namelist())
    data = [path for folder in ("prompts", "question_decks") for path in (ROOT / folder).rglob("*") if path.is_file()]
    bundled = {f"bot/_bundled/{path.relative_to(ROOT)}" for path in data}
    served = [path for path in (ROOT / "bot" / "web").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert bundled | {str(path.relative_to(ROOT)) for path in served} <= names
    assert not [name for name in names if name.startswith("tests/")]


@pytest.mark.slow
def test_the_wheel_runs_by_itself(wheel: Path, tmp_path: Path) -> None:
    """Installed alone into a fresh environment, it lists its decks and holds a conversation."""
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    subprocess.run([str(python), "-m", "pip", "install", "--quiet", str(wheel)], check=True, capture_output=True)
    notdate = str(tmp_path / "venv" / "bin" / "notdate")
    home = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    listed = subprocess.run(
        [notdate, "decks", "list"], cwd=tmp_path, env=home, capture_output=True, text=True, check=True
    )
    assert "not-date" in listed.stdout
    talk = subprocess.run(
        [notdate, "chat", "--name", "ada"],
        cwd=tmp_path,
        env=home,
        input="yes\n",
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Not-Date" in talk.stdout
