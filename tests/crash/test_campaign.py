"""Killed at random instants, the bot keeps every promise; and a bot that does not keep them is found out."""

from __future__ import annotations

import asyncio
import random
from functools import partial
from pathlib import Path

import pytest

from bot.shells.bench.campaign import Campaign, run_in
from bot.shells.bench.server import Nursery
from tests.crash.warm import WARM

pytestmark = pytest.mark.asyncio(loop_scope="package")


@pytest.mark.slow
async def test_two_hundred_random_instants(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """200 kills in a run of 4,000 answers over the web chat: none lost, none counted twice, none without a reply, none
    shown twice."""
    monkeypatch.setattr("bot.shells.bench.campaign.Nursery", partial(Nursery, module=WARM))
    result = await run_in(tmp_path, kills=200, answers=4_000, seed=1, tell=lambda sentence: None)
    with capsys.disabled():
        print(f"\n{result.as_text()}")
    assert (result.kills, result.failures) == (200, [])
    assert result.answers >= 4_000
    assert result.resent > 0


async def test_a_store_that_acknowledges_too_early_is_found_out(database: Path, tmp_path: Path) -> None:
    """The planted bug: a receipt before the commit. The same kills that the real store survives turn the checks red."""
    nursery = Nursery(tmp_path / "server.log", "tests.crash.hasty")
    await nursery.open()
    try:
        campaign = Campaign(nursery, database, 100, 3)
        await campaign.server.start()
        talking = asyncio.create_task(campaign.talk(6))
        chance = random.Random(3)
        for kill in range(1, 4):
            await campaign.until(kill * 25)
            await asyncio.sleep(chance.uniform(0, 0.03))
            await campaign.server.kill()
            await campaign.server.start()
        await talking
        await campaign.look()
        assert campaign.failures != []
    finally:
        await nursery.close()
