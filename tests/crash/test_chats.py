"""Killed while people talk on a chat platform, the bot keeps every promise; and one that does not is found out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from bot.shells.bench import killing
from bot.shells.bench.checkout import NotHere, glue
from bot.shells.bench.crowd import Crowd
from bot.shells.bench.killing import Killed, run_in
from tests.crash.warm import WARM

PLATFORMS: Final = ("telegram", "discord", "matrix")
FEW_SECONDS: Final = 12.0
"""For whoever waits for a reply that will never come."""


def crowd_on(platform: str, *patience: float) -> Crowd:
    """People there; whoever asks where there is no server for them is skipped."""
    try:
        crowd: Crowd = glue("killing", platform).Crowd(*patience)
    except NotHere as reason:
        pytest.skip(str(reason))
    return crowd


async def killed(crowd: Crowd, folder: Path, kills: int, answers: int, module: str = WARM) -> Killed:
    """What came of that campaign."""
    return await run_in(folder, crowd, kills, answers, 1, lambda sentence: None, module)


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_a_few_random_instants(platform: str, tmp_path: Path) -> None:
    """Nothing is lost, counted twice or left without a reply, and nothing is shown twice that no row explains."""
    result = await killed(crowd_on(platform), tmp_path, kills=5, answers=100)
    assert (result.kills, result.failures) == (5, [])
    assert result.answers >= 100
    assert result.under_way > 0
    assert result.shown_twice == 0 or platform == "telegram"


@pytest.mark.slow
@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_a_store_that_acknowledges_too_early_is_found_out(
    platform: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planted bug: a receipt before the commit. What was confirmed to the platform is missing afterwards."""
    # What such a store has lost is not sent in two minutes either.
    monkeypatch.setattr(killing, "PATIENCE", FEW_SECONDS)
    result = await killed(crowd_on(platform, FEW_SECONDS), tmp_path, kills=6, answers=150, module="tests.crash.hasty")
    assert result.failures != []


@pytest.mark.slow
async def test_a_message_without_its_key_is_found_out(tmp_path: Path) -> None:
    """The planted bug: another key for the same message. What was on its way at a kill stands there twice."""
    result = await killed(crowd_on("discord"), tmp_path, kills=12, answers=150, module="tests.crash.forgetful")
    assert any("stands there 2 times" in failure for failure in result.failures)


def test_an_installed_package_says_what_it_lacks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is no checkout, one sentence says so."""
    monkeypatch.setattr("bot.shells.bench.checkout.ROOT", tmp_path)
    with pytest.raises(NotHere, match="needs a source checkout"):
        glue("killing", "telegram")
