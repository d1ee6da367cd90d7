"""The systemd unit: known to systemd, and as closed as the bot can live with."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.files import EXAMPLE, UNIT, unit

HIGHEST_EXPOSURE = 1.5
ANALYZE = shutil.which("systemd-analyze")


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What `systemd-analyze` says; without it, or with one from before 2021, the test is skipped."""
    if ANALYZE is None:
        pytest.skip("there is no systemd-analyze here")
    if "--offline" not in subprocess.run([ANALYZE, "--help"], capture_output=True, text=True, check=False).stdout:
        pytest.skip("this systemd-analyze is too old to look at a file")
    return subprocess.run([ANALYZE, *arguments], capture_output=True, text=True, timeout=60, check=False)


def test_it_is_hardly_exposed() -> None:
    """systemd finds an exposure of at most 1.5 on its scale from 0 to 10."""
    said = analyze("security", "--offline=true", "--no-pager", str(UNIT)).stdout
    found = re.search(r"Overall exposure level for notdate\.service: ([\d.]+)", said)
    assert found, said
    assert float(found[1]) <= HIGHEST_EXPOSURE, said


def test_systemd_understands_every_line() -> None:
    """No directive is unknown and no value is ignored; that the program is not installed here is no fault."""
    said = analyze("verify", str(UNIT)).stderr
    faults = [line for line in said.splitlines() if "notdate.service:" in line and "not executable" not in line]
    assert faults == []


def test_a_line_that_systemd_does_not_know_is_noticed(tmp_path: Path) -> None:
    """A misspelt directive would be found."""
    broken = tmp_path / "notdate.service"
    text = UNIT.read_text(encoding="utf-8").replace("PrivateTmp=yes", "PrivateTmpp=yes")
    broken.write_text(text, encoding="utf-8")
    assert "PrivateTmpp" in analyze("verify", str(broken)).stderr


def test_it_may_write_where_the_settings_say() -> None:
    """The database of the example lies in the one folder that the service may write to."""
    assert unit()["ProtectSystem"] == ["strict"]
    assert "ReadWritePaths" not in unit()
    assert f'db = "/var/lib/{unit()["StateDirectory"][0]}/' in EXAMPLE.read_text(encoding="utf-8")


def test_it_speaks_only_to_the_net_and_to_this_machine() -> None:
    """Three families of addresses and no other."""
    assert [value.split() for value in unit()["RestrictAddressFamilies"]] == [["AF_INET", "AF_INET6", "AF_UNIX"]]


def test_wrong_settings_are_not_tried_for_ever() -> None:
    """The exit code for what was asked wrongly ends the trying again."""
    assert unit()["Restart"] == ["always"]
    assert unit()["RestartPreventExitStatus"] == ["2"]
