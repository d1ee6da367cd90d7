"""The compose file: one service that can do little harm, and secrets that are files."""

from __future__ import annotations

from typing import Any

import pytest

from bot.adapters.terminal.adapter import DRAIN as TERMINAL_DRAIN
from bot.adapters.web.chat import DRAIN as WEB_DRAIN
from bot.runtime.supervisor import DRAIN as BOT_DRAIN
from bot.runtime.writer import PATIENCE as WRITER_PATIENCE
from tests.deploy.files import KNOWN, composed, instructions, unit

SLOWEST_STOP = 2 * WEB_DRAIN + TERMINAL_DRAIN + 2 * BOT_DRAIN + WRITER_PATIENCE
"""Seconds that stopping takes where everything that is waited for takes as long as it may."""
HELD_AS_FILES = ("TOKEN", "PASSWORD", "KEY")


def service(**how: bool) -> dict[str, Any]:
    """The one service."""
    services = composed(**how)["services"]
    assert list(services) == ["notdate"]
    found: dict[str, Any] = services["notdate"]
    return found


@pytest.mark.parametrize("all_examples", [False, True])
def test_it_names_settings_that_exist(all_examples: bool) -> None:
    """Each variable is known, with and without the examples, and no secret is given as a value."""
    names = set(service(all_examples=all_examples)["environment"])
    assert names - KNOWN == set()
    assert [name for name in names if name.endswith(HELD_AS_FILES)] == []


def test_the_examples_are_all_there() -> None:
    """With the comments removed, every secret is a file that the service is given under the name that is set."""
    whole, one = composed(all_examples=True), service(all_examples=True)
    files = {name: path for name, path in one["environment"].items() if name.endswith("_FILE")}
    assert "NOTDATE_WEB_KEY_FILE" in files
    assert {path.removeprefix("/run/secrets/") for path in files.values()} == set(one["secrets"])
    assert whole["secrets"] == {name: {"file": f"./secrets/{name}"} for name in one["secrets"]}


def test_nothing_is_asked_for_as_it_ships() -> None:
    """Without any secret, the file works as it is."""
    assert "secrets" not in composed()
    assert "secrets" not in service()


def test_it_can_do_little_harm() -> None:
    """The root is read-only, no capability is held or won, and the web stays on this machine."""
    one = service()
    assert one["read_only"] is True
    assert one["cap_drop"] == ["ALL"]
    assert one["security_opt"] == ["no-new-privileges:true"]
    assert [mount.partition(":")[0] for mount in one["tmpfs"]] == ["/tmp"]
    assert [port.startswith("127.0.0.1:") for port in one["ports"]] == [True]
    assert "cap_add" not in one and "privileged" not in one


def test_the_database_is_on_a_volume() -> None:
    """What people said is on a volume that outlives the container, under the path that is set."""
    one = service()
    mounted = [volume.split(":")[1] for volume in one["volumes"] if volume.split(":")[0] in composed()["volumes"]]
    assert mounted == [one["environment"]["NOTDATE_DB"].rpartition("/")[0]]
    assert ("VOLUME", mounted[0]) in instructions()


def test_what_is_being_said_is_answered_first() -> None:
    """Container and service give the bot the time that its stopping may take."""
    assert int(service()["stop_grace_period"].removesuffix("s")) > SLOWEST_STOP
    assert int(unit()["TimeoutStopSec"][0]) > SLOWEST_STOP


def test_it_comes_back() -> None:
    """It starts again by itself, and stays stopped when it was stopped."""
    assert service()["restart"] == "unless-stopped"
