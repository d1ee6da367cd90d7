"""What was reported at tables: looked at by a moderator, and gone once it was, or after 30 days."""

from __future__ import annotations

import sqlite3
from typing import Final

import msgspec

from bot.model.ids import MemberId
from bot.model.spans import DAY
from bot.model.table import REPORT_KEPT_DAYS
from bot.ports.views import Report, ReportedLine

_GONE: Final = "state = 'closed', member = 0, evidence = X'5B5D'"
"""The number stays, so that it never means another report; who reported, and what was said, does not."""


def open_reports(connection: sqlite3.Connection, now: int) -> tuple[Report, ...]:
    """Those that nobody has closed and that are not too old, the oldest first."""
    rows = connection.execute(
        "SELECT id, at, member, evidence FROM reports WHERE state = 'open' AND at > ? ORDER BY id", (_too_old(now),)
    ).fetchall()
    return tuple(_report(connection, *row) for row in rows)


def _report(connection: sqlite3.Connection, number: int, at: int, by: int, evidence: bytes) -> Report:
    lines = msgspec.json.decode(evidence, type=tuple[ReportedLine, ...])
    accounts = {one: _accounts(connection, one) for one in {by, *(line.member for line in lines)}}
    return Report(number, at, MemberId(by), lines, {MemberId(one): found for one, found in accounts.items()})


def _accounts(connection: sqlite3.Connection, member: int) -> tuple[str, ...]:
    rows = connection.execute("SELECT platform, address FROM accounts WHERE member = ? ORDER BY id", (member,))
    return tuple(f"{platform}:{address}" for platform, address in rows)


def close(connection: sqlite3.Connection, number: int) -> bool:
    """What was kept with that report is gone; False where no such report is open."""
    closed = connection.execute(f"UPDATE reports SET {_GONE} WHERE id = ? AND state = 'open'", (number,))
    return closed.rowcount > 0


def age_out(connection: sqlite3.Connection, now: int) -> bool:
    """What was kept with reports older than `REPORT_KEPT_DAYS` is gone; whether there was any."""
    old = connection.execute(f"UPDATE reports SET {_GONE} WHERE state = 'open' AND at <= ?", (_too_old(now),))
    return old.rowcount > 0


def _too_old(now: int) -> int:
    return now - REPORT_KEPT_DAYS * DAY
