"""Who may read whose words: one's own always, somebody else's for as long as they are shared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from typing import Final

from bot.model.ids import AccountId, WordsId


def readable(connection: sqlite3.Connection, account: AccountId, ids: Iterable[WordsId]) -> dict[WordsId, str]:
    """Those of the words that may be shown to whoever has that account: their own, and what is shared today."""
    found = {}
    for id_ in ids:
        row = connection.execute(_READABLE, (id_, account)).fetchone()
        if row:
            found[id_] = str(row[0])
    return found


_READABLE: Final = """
    SELECT text FROM words w WHERE id = ? AND (
        account = ? OR EXISTS (SELECT 1 FROM answers a WHERE a.words = w.id AND a.shared = 1))"""

PERSON: Final = """
    SELECT :member UNION SELECT other.member FROM links mine JOIN links other ON other.person = mine.person
    WHERE mine.member = :member"""
"""The members that are the same person as `:member`: themselves, and those they are linked with."""
