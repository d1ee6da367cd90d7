"""Conversations as people have them at the terminal, byte for byte. The scripts of all journeys are these files'."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Compare
from tests.journeys.player import HERE, PLATFORMS, TERMINAL, played_on, read


@pytest.mark.parametrize("file", played_on(TERMINAL), ids=lambda file: file.stem)
async def test_journey(file: Path, compare: Compare) -> None:
    """The bot says what the transcript says, to the byte."""
    await compare(read(file), file, {}, TERMINAL)


@pytest.mark.parametrize("platform", PLATFORMS[1:])
def test_every_journey_is_told_where_it_plays(platform: str) -> None:
    """A platform's folder holds a transcript of each journey that has a meaning there, and of no other."""
    told = {file.name for file in (HERE / platform).glob("*.txt")}
    assert told == {file.name for file in played_on(platform)}
