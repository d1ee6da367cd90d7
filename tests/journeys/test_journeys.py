"""Conversations as people have them, byte for byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot import resources
from tests.journeys.player import HERE, perform, read, shipped

TRANSCRIPTS = sorted(HERE.glob("*.txt"))


@pytest.mark.parametrize("file", TRANSCRIPTS, ids=lambda file: file.stem)
async def test_journey(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The bot says what the transcript says, to the byte."""
    transcript = read(file)
    decks = shipped(transcript)
    monkeypatch.setattr(resources, "deck_files", lambda: decks)
    played = await perform(transcript, tmp_path)
    if request.config.getoption("rewrite_journeys", default=False):
        file.write_text(played, encoding="utf-8")
    assert played == file.read_text(encoding="utf-8")
