from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without an environment, holding no more than the installer looks at."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    for name in ("run", "pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"):
        shutil.copy(HOUSE / name, folder / name)
    for name in ("bot", "prompts", "question_decks"):
        (folder / name).symlink_to(HOUSE / name)
    return folder


def start(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`./run` from another folder, in an environment that holds a path and nothing else."""
    clean = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "PIP_CONFIG_FILE": "/dev/null", **environment}
    return subprocess.run(
        [checkout / "run", *arguments],
        cwd="/",
        env=clean,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def pretend(file: Path, script: str) -> str:
    """A program that does as the script says."""
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)
    return str(file)


def test_a_python_that_is_too_old_is_told(checkout: Path, tmp_path: Path) -> None:
    """A Python that is too old ends it with one plain sentence and a code other than 0, and nothing is written."""
    old = pretend(tmp_path / "python3.8", "exit 1")
    ran = start(checkout, PYTHON=old)
    assert ran.returncode != 0
    assert len(ran.stderr.splitlines()) == 1
    assert "3.11" in ran.stderr
    assert not (checkout / ".venv").exists()


def test_no_python_at_all_is_told(checkout: Path, tmp_path: Path) -> None:
    """Where every Python is too old the sentence says what to install."""
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"):
        pretend(tmp_path / name, "exit 1")
    ran = start(checkout, PATH=f"{tmp_path}:/usr/bin:/bin")
    assert ran.returncode != 0
    assert "PYTHON=" in ran.stderr


@pytest.mark.slow
def test_a_network_that_is_down_is_told(checkout: Path) -> None:
    """Where packages cannot be fetched it ends with a plain sentence, and tries again at the next start."""
    nowhere = "http://127.0.0.1:9/"
    ran = start(checkout, "doctor", PIP_INDEX_URL=nowhere, PIP_RETRIES="0", UV_INDEX_URL=nowhere, UV_HTTP_RETRIES="0")
    assert ran.returncode != 0
    assert "network" in ran.stderr.splitlines()[-1]
    assert not (checkout / ".venv" / "installed").exists()


def test_arguments_go_to_the_command(checkout: Path) -> None:
    """Once set up, `./run ARGS` is `notdate ARGS` at once, in the checkout, and no arguments mean `serve`."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    os.symlink(sys.executable, checkout / ".venv" / "bin" / "python")
    pretend(checkout / ".venv" / "bin" / "notdate", 'echo "$PWD: $*"')
    (checkout / ".venv" / "installed").touch()
    assert start(checkout, "decks", "show", "a b").stdout == f"{checkout}: decks show a b\n"
    assert start(checkout).stdout == f"{checkout}: serve\n"
    assert start(checkout, "doctor").stderr == ""


def test_a_changed_project_is_set_up_again(checkout: Path) -> None:
    """When pyproject.toml is newer than the last installation, it is installed again, and said so."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    pretend(checkout / ".venv" / "bin" / "python", f'[ "$2" = pip ] && exit 3; exec {sys.executable} "$@"')
    (checkout / ".venv" / "installed").touch()
    os.utime(checkout / ".venv" / "installed", (1, 1))
    ran = start(checkout, "doctor", PATH="/usr/bin:/bin")
    assert ran.returncode != 0
    assert "Setting up" in ran.stderr


@pytest.mark.parametrize("told", ["", "global.index-url='https://elsewhere.test/simple'", ":env:.no-index='1'"])
def test_uv_is_brought_unless_pip_was_told_where_else_to_fetch(checkout: Path, told: str) -> None:
    """Where packages come from a place of somebody's own, nothing is fetched from another."""
    (checkout / ".venv" / "bin").mkdir(parents=True)
    pretend(
        checkout / ".venv" / "bin" / "python",
        f'echo "$*" >>asked; case "$*" in *config*) echo "{told}" ;; *" pip "*) exit 3 ;; '
        f'*) exec {sys.executable} "$@" ;; esac',
    )
    assert start(checkout, "doctor", PATH="/usr/bin:/bin").returncode != 0
    assert ("install --quiet --only-binary uv uv" in (checkout / "asked").read_text()) is not bool(told)
