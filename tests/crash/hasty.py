"""A planted bug: servers whose store says that a turn is on disk one turn before it is."""

from __future__ import annotations

import sqlite3

from bot.store.sqlite.desk import SqliteDesk
from bot.store.sqlite.ledger import SqliteLedger
from tests.crash import warm

_open_desk = SqliteLedger.open_desk


def _open_late(self: SqliteLedger) -> SqliteDesk:
    connection: sqlite3.Connection = self._connection
    if connection.in_transaction:
        connection.execute("COMMIT")
    return _open_desk(self)


def _commit_later(self: SqliteDesk) -> None:
    """The receipt is given all the same."""


if __name__ == "__main__":
    SqliteLedger.open_desk = _open_late  # type: ignore[method-assign]
    SqliteDesk.commit = _commit_later  # type: ignore[method-assign]
    warm.main()
