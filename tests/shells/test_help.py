from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.shells.cli import COMMANDS, main
from tests.shells.command import environment, run

GROUPS = {"decks": ("list", "show", "check", "hear"), "me": ("export", "forget"), "config": ("show",)}
EVERY = [[name] for name in COMMANDS] + [[group, name] for group, names in GROUPS.items() for name in names]
LONGEST = 0.25
"""Seconds of the processor's time: what others do meanwhile on the machine is not our business."""


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_every_command_has_help_with_examples(words: list[str]) -> None:
    """`--help` of every command exits with 0 and shows at least one example that begins with the command."""
    result = CliRunner().invoke(main, [*words, "--help"])
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"notdate {' '.join(words)}" in result.stdout.split("Examples:")[1]


@pytest.mark.parametrize("words", [[], ["serve"], ["chat"], ["decks", "check"], ["replay"], ["doctor"]], ids=" ".join)
def test_help_is_quick(words: list[str], tmp_path: Path) -> None:
    """`--help` takes less than 250 ms of processor time, because nothing of the bot is imported for it."""
    spent = []
    for _attempt in range(5):
        began = _children()
        subprocess.run(
            [sys.executable, "-m", "bot", *words, "--help"],
            cwd=tmp_path,
            env=environment(),
            stdout=subprocess.DEVNULL,
            check=True,
        )
        spent.append(_children() - began)
    assert min(spent) < LONGEST


def _children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def test_all_commands_are_listed_with_a_summary() -> None:
    """The help of `notdate` itself names every command."""
    listed = CliRunner().invoke(main, ["--help"]).stdout
    for name, (_module, summary) in COMMANDS.items():
        assert name in listed
        assert summary.split(";")[0].split(":")[0] in listed


def test_an_unknown_command_is_asked_wrongly(tmp_path: Path) -> None:
    """An unknown command exits with 2, says so on stderr with the likeliest one, and leaves stdout empty."""
    ran = run(tmp_path, "relpay")
    assert ran.code == 2
    assert ran.out == ""
    assert "replay" in ran.err


def test_an_unknown_option_is_asked_wrongly(tmp_path: Path) -> None:
    """An unknown option exits with 2."""
    assert run(tmp_path, "chat", "--colour").code == 2


def test_the_version_is_data(tmp_path: Path) -> None:
    """`--version` is on stdout."""
    ran = run(tmp_path, "--version")
    assert ran.code == 0
    assert "notdate" in ran.out
