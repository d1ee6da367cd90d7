"""What the file itself says, looked up by key while the community lives, and in full at the end."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Final

MARK: Final = re.compile(r"zq[a-pr-z]+qz")
"""Stands in everything that anybody types: whose words they are can be told wherever they turn up."""


class Truth:
    """A reader of the file."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)

    def tally(self, question: int, key: str) -> int:
        """How many members are counted with that answer."""
        row = self._connection.execute("SELECT n FROM tallies WHERE question = ? AND key = ?", (question, key))
        found = row.fetchone()
        return int(found[0]) if found else 0

    def ballots(self, circle: int) -> dict[str, int]:
        """How many voted for what, as it is counted beside the votes."""
        return dict(self._connection.execute("SELECT key, n FROM ballots WHERE circle = ? AND n <> 0", (circle,)))

    def votes(self, circle: int, member: int) -> list[str]:
        """What one member voted there, each time that they are found."""
        rows = self._connection.execute("SELECT key FROM votes WHERE circle = ? AND member = ?", (circle, member))
        return [key for (key,) in rows]

    def words_left(self, ids: Iterable[int]) -> int:
        """How many of these words are there still."""
        found = [self._connection.execute("SELECT 1 FROM words WHERE id = ?", (id_,)).fetchone() for id_ in ids]
        return sum(1 for row in found if row)

    def tallies(self) -> dict[tuple[int, str], int]:
        """All tallies that are not nothing."""
        rows = self._connection.execute("SELECT question, key, n FROM tallies WHERE n <> 0 ORDER BY question, key")
        return {(question, key): n for question, key, n in rows}

    def counted(self) -> dict[tuple[int, str], int]:
        """The same, counted from the answers."""
        rows = self._connection.execute(
            "SELECT question, key, count(*) FROM answers WHERE counts = 1 GROUP BY question, key ORDER BY 1, 2"
        )
        return {(question, key): n for question, key, n in rows}

    def open_reports(self) -> tuple[int, ...]:
        """The numbers of the reports that nobody has closed."""
        return tuple(row[0] for row in self._connection.execute("SELECT id FROM reports WHERE state = 'open'"))

    def close(self) -> None:
        """The file is let go."""
        self._connection.close()


def marks_in(folder: Path) -> frozenset[str]:
    """Every mark that is in any file there, deleted pages and logs included."""
    found: set[str] = set()
    pattern = re.compile(MARK.pattern.encode())
    for file in folder.iterdir():
        found.update(mark.decode() for mark in pattern.findall(file.read_bytes()))
    return frozenset(found)
