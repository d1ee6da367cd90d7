"""The same conversations on Matrix, on a real homeserver: what people there see, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.matrix.homeserver import Homeserver
from tests.journeys.conftest import Compare
from tests.journeys.doors.matrix import MatrixPlatform
from tests.journeys.player import HERE, played_on, read

pytest_plugins = ("tests.fakes.matrix.fixtures",)
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("file", played_on("matrix"), ids=lambda file: file.stem)
async def test_journey(file: Path, compare: Compare, homeserver: Homeserver) -> None:
    """The bot says there what the transcript says, to the byte."""
    grounds = {"matrix": lambda _now: MatrixPlatform(homeserver)}
    await compare(read(file), HERE / "matrix" / file.name, grounds, "matrix")
