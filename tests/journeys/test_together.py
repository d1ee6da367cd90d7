"""Conversations with one bot at several doors at once, byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from tests.fakes.matrix.homeserver import Homeserver
from tests.journeys.conftest import Compare
from tests.journeys.doors.discord import DiscordPlatform
from tests.journeys.doors.matrix import MatrixPlatform
from tests.journeys.doors.telegram import TelegramPlatform
from tests.journeys.doors.web import WebPlatform
from tests.journeys.player import HERE, Grounds, read

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow
DOUBLES: Final[Grounds] = {"telegram": TelegramPlatform, "discord": DiscordPlatform, "web": WebPlatform}
TOGETHER: Final = sorted((HERE / "together").glob("*.txt"))
ON_MATRIX: Final = [file for file in TOGETHER if "@matrix" in read(file).header["names"]]


@pytest.mark.parametrize("file", [one for one in TOGETHER if one not in ON_MATRIX], ids=lambda file: file.stem)
async def test_journey(file: Path, compare: Compare) -> None:
    """Each is told at their own door what the transcript says, to the byte."""
    await compare(read(file), file, DOUBLES, "")


@pytest.mark.parametrize("file", ON_MATRIX, ids=lambda file: file.stem)
async def test_journey_with_matrix(file: Path, compare: Compare, homeserver: Homeserver) -> None:
    """Each is told at their own door what the transcript says, to the byte; one of the doors is Matrix's."""
    await compare(read(file), file, {**DOUBLES, "matrix": lambda _now: MatrixPlatform(homeserver)}, "")
