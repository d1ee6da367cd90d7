"""The walls of the house stand, and each of them bites."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
SETTINGS: Final = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS: Final = {contract["id"]: contract["name"] for contract in SETTINGS["tool"]["importlinter"]["contracts"]}

BREACHES: Final = (
    ("floors", "model/noun.py", "import bot.core.draft"),
    ("floors", "store/sqlite/memory.py", "import bot.runtime.mint"),
    ("floors", "questions/shape.py", "import bot.decks.schema"),
    ("floors", "adapters/web/screen.py", "import bot.wiring"),
    ("floors", "ports/clock.py", "import bot.rendering.fit"),
    ("floors", "model/deck.py", "import bot.written"),
    ("adapters", "adapters/terminal/address.py", "import bot.core.tokens"),
    ("adapters", "adapters/web/inbound.py", "import bot.rendering.fit"),
    ("adapters", "adapters/web/bringing.py", "import bot.written"),
    ("platforms", "adapters/web/address.py", "import bot.adapters.terminal.address"),
    ("store", "store/sqlite/memory.py", "import bot.core.tokens"),
    ("runtime", "runtime/mint.py", "import bot.hearing"),
    ("promises", "ports/clock.py", "import bot.core.dice"),
    ("promises", "rendering/fit.py", "import bot.decks"),
    ("pages", "web/limits.py", "import bot.ports.clock"),
    ("routes", "wiring.py", "import bot.web.pages"),
    ("evening", "core/solo/moving.py", "import bot.core.solo.words"),
    ("office", "core/solo/office/decks.py", "import bot.core.solo.office.files"),
    ("table", "core/table/parting.py", "import bot.core.table.cards"),
    ("circle", "core/circle/card.py", "import bot.core.circle.reveal"),
    ("curator", "core/curator/machine.py", "import bot.core.curator.files"),
    ("daily", "core/daily/telling.py", "import bot.core.daily.asking"),
    ("formats", "core/circle/host.py", "import bot.core.table.host"),
    ("formats", "core/table/host.py", "import bot.core.solo.guesses"),
    ("pure", "core/dice.py", "import random"),
    ("pure", "decks/reading.py", "from pathlib import Path"),
    ("pure", "hearing/words.py", "import time"),
    ("pure", "rendering/fit.py", "import asyncio"),
    ("nouns", "model/ids.py", "import pydantic"),
    ("aiohttp", "runtime/outbox.py", "import aiohttp"),
    ("aiohttp", "shells/conversation.py", "import aiohttp"),
    ("telegram", "wiring.py", "import telegram"),
    ("discord", "runtime/outbox.py", "import discord"),
    ("nio", "settings.py", "import nio"),
    ("sqlite3", "runtime/engine.py", "import sqlite3"),
    ("sqlite_utils", "shells/cli.py", "import sqlite_utils"),
    ("jinja2", "core/draft.py", "import jinja2"),
    ("click", "wiring.py", "import click"),
    ("prompt_toolkit", "adapters/terminal/adapter.py", "import prompt_toolkit"),
    ("snowballstemmer", "core/shelf.py", "import snowballstemmer"),
    ("yaml", "settings.py", "import yaml"),
    ("pydantic", "settings.py", "import pydantic"),
    ("pillow", "adapters/telegram/files.py", "import PIL"),
    ("prometheus", "runtime/outbox.py", "import prometheus_client"),
    ("itsdangerous", "adapters/web/inbound.py", "import itsdangerous"),
)
"""(contract, file, the line that must not be there)."""


UNKNOWN: Final = (("floors", "cupboard/__init__.py"), ("evening", "core/solo/singing.py"))
"""(contract, a file that stands on no floor of it)."""


def _lint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command as run; run()"
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", *arguments],
        cwd=folder, capture_output=True, text=True, timeout=60, env={"PYTHONPATH": str(folder), "COLUMNS": "300"},
    )  # fmt: skip


def _copy(folder: Path) -> Path:
    """The house again, to plant something in."""
    shutil.copytree(ROOT / "bot", folder / "bot", ignore=shutil.ignore_patterns("__pycache__", "_bundled"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the linter says of each contract, by its id, when every breach is planted."""
    folder = _copy(tmp_path_factory.mktemp("breached"))
    for _contract, file, line in BREACHES:
        path = folder / "bot" / file
        path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    said = _lint(folder).stdout
    found = {}
    _head, _mark, details = said.partition("Broken contracts")
    for id_, name in CONTRACTS.items():
        section = re.search(rf"^{re.escape(name)}\n-+\n(.*?)(?=^[^\n]+\n-+\n|\Z)", details, re.DOTALL | re.MULTILINE)
        found[id_] = section[1] if section else ""
    return found


def test_the_walls_stand() -> None:
    """No import goes through a wall."""
    done = _lint(ROOT)
    assert done.returncode == 0, done.stdout


def test_every_wall_is_tried() -> None:
    """For each contract there is a breach that it must notice."""
    assert {contract for contract, _file, _line in BREACHES} == set(CONTRACTS)


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES, ids=[f"{c}-{f}" for c, f, _line in BREACHES])
def test_a_wall_bites(broken: dict[str, str], contract: str, file: str, line: str) -> None:
    """A planted import turns its contract red, and is named."""
    importer = "bot." + file.removesuffix(".py").replace("/", ".")
    imported = line.split()[1]
    assert f"{importer} -> {imported}" in broken[contract]


@pytest.mark.parametrize(("contract", "file"), UNKNOWN)
def test_a_new_room_needs_a_floor(tmp_path: Path, contract: str, file: str) -> None:
    """What is on no floor turns the floor plan red, so that a new room is not forgotten in it."""
    path = _copy(tmp_path) / "bot" / file
    path.parent.mkdir(exist_ok=True)
    path.touch()
    assert _lint(tmp_path, "--contract", contract).returncode == 1


def test_nouns_import_the_standard_types_and_msgspec() -> None:
    """`model` imports nothing from outside but enum, typing and msgspec."""
    allowed = {"__future__", "bot", "enum", "typing", "msgspec"}
    files = list((ROOT / "bot" / "model").glob("*.py"))
    assert files
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert {name.split(".")[0] for name in names} <= allowed, file.name


@pytest.mark.parametrize("room", ["model", "hearing", "questions", "decks", "core", "rendering"])
def test_pure_rooms_open_no_file(room: str) -> None:
    """No pure room calls `open`, `print` or `input`, which need no import."""
    files = list((ROOT / "bot" / room).rglob("*.py"))
    assert files
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("open", "print", "input", "exec", "eval"), f"{file}:{node.lineno}"
