"""Killed at every named point, the bot keeps every promise."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.ports.faults import POINTS
from bot.shells.bench.campaign import Campaign, until_answering
from bot.shells.bench.server import Nursery

AT_START = ("recovery.begun", "recovery.done")
AT_TIMERS = ("timer.claimed",)
COUNTS = (1, 4, 17)
ANSWERS = 60
PEOPLE = 6
PATIENCE = 30.0
"""Seconds after which a point that was not reached never will be."""

pytestmark = pytest.mark.asyncio(loop_scope="package")


async def died(ended: asyncio.Future[int]) -> None:
    """The server has killed itself."""
    status = await asyncio.wait_for(asyncio.shield(ended), PATIENCE)
    assert os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize("point", [point for point in POINTS if point not in AT_START + AT_TIMERS])
async def test_killed_at_a_point_of_a_turn(nursery: Nursery, database: Path, point: str, count: int) -> None:
    """Killed the first, fourth and 17th time that it gets there, nothing is lost, doubled or left without a reply."""
    campaign = Campaign(nursery, database, ANSWERS, count)
    ended = await campaign.server.start(f"{point}:{count}:kill")
    talking = asyncio.create_task(campaign.talk(PEOPLE))
    await died(ended)
    await campaign.server.start()
    await talking
    await campaign.look()
    assert campaign.failures == []


@pytest.mark.parametrize("point", AT_START)
async def test_killed_while_it_recovers(nursery: Nursery, database: Path, point: str) -> None:
    """Killed with replies on their way, and again while it takes them up, it still sends them all, once."""
    campaign = Campaign(nursery, database, ANSWERS, 1)
    ended = await campaign.server.start("outbox.rendered:9:kill")
    talking = asyncio.create_task(campaign.talk(PEOPLE))
    await died(ended)
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("SELECT count(*) FROM outbox WHERE state <> 'sent'").fetchone()[0] > 0
    await died(await campaign.server.start(f"{point}:1:kill"))
    await campaign.server.start()
    await talking
    await campaign.look()
    assert campaign.failures == []


@pytest.mark.parametrize("point", [*AT_TIMERS, "turn.written", "turn.committed"])
async def test_killed_while_timers_fire(nursery: Nursery, database: Path, point: str) -> None:
    """Killed before, while or after a due timer is stepped, the timer has fired exactly once in the end."""
    campaign = Campaign(nursery, database, ANSWERS, 1)
    await campaign.server.start()
    await campaign.talk(PEOPLE)
    await campaign.server.stop()
    with closing(sqlite3.connect(database)) as connection:
        waiting = connection.execute(
            "INSERT OR REPLACE INTO timers SELECT id, 'check-in', 1 FROM conversations"
        ).rowcount
        connection.commit()
    await died(await campaign.server.start(f"{point}:1:kill"))
    await campaign.server.start()
    await until_answering(campaign.server.url)
    await campaign.look()
    assert campaign.failures == []
    with closing(sqlite3.connect(database)) as connection:
        (fired,) = connection.execute("SELECT count(*) FROM events WHERE CAST(body AS TEXT) LIKE '%timer%'").fetchone()
        (left,) = connection.execute("SELECT count(*) FROM timers").fetchone()
    assert (fired, left) == (waiting, 0)


async def test_a_wrong_name_is_refused(nursery: Nursery, database: Path, tmp_path: Path) -> None:
    """A fault at a point that is not in the list starts nothing, so no trial can pass by never happening."""
    shutil.copy(database, tmp_path / "other.db")
    campaign = Campaign(nursery, tmp_path / "other.db", 1, 1)
    status = await asyncio.wait_for(await campaign.server.start("turn.dreamt:1:kill"), PATIENCE)
    assert os.WIFEXITED(status) and os.WEXITSTATUS(status)
