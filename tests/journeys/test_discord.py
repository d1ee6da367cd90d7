"""The same conversations on Discord: what people there see and press, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.journeys.conftest import Compare
from tests.journeys.doors.discord import DiscordPlatform
from tests.journeys.player import HERE, played_on, read

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("file", played_on("discord"), ids=lambda file: file.stem)
async def test_journey(file: Path, compare: Compare) -> None:
    """The bot says there what the transcript says, to the byte."""
    await compare(read(file), HERE / "discord" / file.name, {"discord": DiscordPlatform}, "discord")
