"""What is said of a file while it is read: faults, and what was assumed, each assumption once."""

from __future__ import annotations

from bot.decks.diagnostic import Diagnostic, finding
from bot.decks.remarks import Remark, remark
from bot.decks.tree import At

MOST_OF_A_KIND = 100
"""Findings of one code. A file of 10,000 formulas is as clear after a hundred."""


def counted(count: int, what: str) -> Remark:
    """`1 question`, `2,000 questions`."""
    many = f"{what[:-1]}ies" if what.endswith("ry") else f"{what}s"
    return Remark(f"1 {what}") if count == 1 else remark(f"{{count}} {many}", count=f"{count:,}")


class FileRefused(Exception):
    """The file cannot be read on; why, and what to do, has been noted."""


class Notes:
    """The findings of one file, in the order in which they were made."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Diagnostic] = []
        self._counts: dict[str, int] = {}

    def add(self, code: str, what: str | Remark, at: At = (0, 0)) -> None:
        """It is noted, unless there are a hundred of its kind already."""
        self._counts[code] = self._counts.get(code, 0) + 1
        if self._counts[code] <= MOST_OF_A_KIND:
            self.found.append(finding(self.file, at, code, what))
        elif self._counts[code] == MOST_OF_A_KIND + 1:
            self.found.append(
                finding(
                    self.file,
                    (0, 0),
                    "more",
                    remark("only the first {most} {kind} are listed", most=MOST_OF_A_KIND, kind=code),
                )
            )

    def assume(self, what_kind: str, what: str | Remark, at: At = (0, 0)) -> None:
        """What was assumed is noted."""
        self.add(f"{what_kind}-assumed", what, at)

    def refuse(self, code: str, what: str | Remark, at: At = (0, 0)) -> FileRefused:
        """The fault is noted; the caller raises what this returns."""
        self.found.append(finding(self.file, at, code, what))
        return FileRefused(code)
