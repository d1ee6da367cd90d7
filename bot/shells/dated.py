"""Moments as they are written for whoever runs the bot: in UTC, the year first."""

from __future__ import annotations

from datetime import UTC, datetime


def day(at: int) -> str:
    """The day of that moment, which is in milliseconds: `2026-03-01`."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d")


def minute(at: int) -> str:
    """The minute of that moment, which is in milliseconds: `2026-03-01 18:30`."""
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M")
