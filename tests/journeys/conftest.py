"""`pytest tests/journeys --rewrite-journeys` writes the bot's part of every transcript anew, to be read first."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot import resources
from tests.journeys.player import HERE, TERMINAL, Grounds, Transcript, head, perform, shipped, write

Compare = Callable[[Transcript, Path, Grounds, str], Awaitable[None]]
"""Plays a journey, and finds that it is what stands in the file."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-journeys", action="store_true", help="write the bot's part of the transcripts anew")


@pytest.fixture
def compare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Compare:
    """What is played is what is written, to the byte; or what is written becomes what is played."""

    async def compare(transcript: Transcript, file: Path, grounds: Grounds, here: str) -> None:
        decks = shipped(transcript)
        monkeypatch.setattr(resources, "deck_files", lambda: decks)
        own = here == TERMINAL or file.parent.name == "together"
        heading = head(transcript) if own else f"journey: {file.stem}.txt, on {here}"
        played = write(heading, await perform(transcript, tmp_path, grounds, here))
        if request.config.getoption("rewrite_journeys", default=False):
            file.parent.mkdir(exist_ok=True)
            file.write_text(played, encoding="utf-8")
        assert file.exists(), f"{file.relative_to(HERE)} is not written yet: --rewrite-journeys, and read it"
        assert played == file.read_text(encoding="utf-8")

    return compare
