"""Spoilt updates reach the whole bot, and a bot that they harm is found out."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from bot.shells.bench.checkout import glue
from bot.shells.bench.poison import Poisoning
from bot.store.sqlite.desk import SqliteDesk

PLATFORMS: Final = ("telegram", "discord", "matrix")
FEW: Final = 500


def poisoning(platform: str, folder: Path) -> Poisoning:
    """A run of that platform's."""
    return Poisoning(glue("poison", platform).Poisoner(), folder / "poisoned.db", 1)


@pytest.mark.slow
@pytest.mark.parametrize("platform", PLATFORMS)
async def test_every_good_neighbour_is_answered(platform: str, tmp_path: Path) -> None:
    """No spoilt update raises or stalls anything, each unreadable one is kept byte for byte, and all others are
    answered."""
    result = await poisoning(platform, tmp_path).run(FEW)
    assert result.failures == []
    assert (result.good, result.answered) == (FEW, FEW)
    assert result.in_quarantine > FEW / 3


@pytest.mark.slow
async def test_a_quarantine_that_cuts_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: of what is put aside the last byte is missing."""
    whole = SqliteDesk.quarantine

    def cut(desk: SqliteDesk, source: str, raw: bytes, error: str, now: int) -> None:
        whole(desk, source, raw[:-1], error, now)

    monkeypatch.setattr(SqliteDesk, "quarantine", cut)
    result = await poisoning("telegram", tmp_path).run(50)
    assert any("should be in quarantine" in failure for failure in result.failures)


@pytest.mark.slow
async def test_a_reader_that_raises_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: a name with half a character in it reaches the store, as it once did."""

    def as_it_is(text: str) -> str:
        return text

    monkeypatch.setattr("bot.adapters.telegram.inbound._whole", as_it_is)
    result = await poisoning("telegram", tmp_path).run(FEW)
    assert any("it complained" in failure for failure in result.failures)


@pytest.mark.slow
async def test_a_blocked_loop_is_found_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The planted bug: something on the loop sleeps for longer than a second."""
    import time

    run = poisoning("telegram", tmp_path)
    poisoner: Any = run._poisoner
    feed = poisoner.feed

    async def sleep_first(updates: Any) -> None:
        time.sleep(1.3)
        await feed(updates)

    await_ready = poisoner.ready

    async def ready() -> None:
        await await_ready()
        poisoner.feed = sleep_first

    monkeypatch.setattr(poisoner, "ready", ready)
    result = await run.run(25)
    assert any("blocked" in failure for failure in result.failures)
