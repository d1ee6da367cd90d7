"""`pytest tests/journeys --rewrite-journeys` writes the bot's part of every transcript anew, to be read first."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-journeys", action="store_true", help="write the bot's part of the transcripts anew")
