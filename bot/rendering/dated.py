"""A date as a language writes it: the core hands over `2026-03-06`, with a time behind it where that matters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.model.line import Gap
from bot.model.noun import Noun

DATED: Final = ("until", "since", "next")
"""The gaps in which dates come. What people said stands in others, and is never taken for one."""
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?: ([0-9]{2}:[0-9]{2}(?: \S+)?))?")


class Dates(Noun, frozen=True):
    """How a language writes a date; without names of months, as the core does."""

    day: str = ""
    """With the gaps `{day}`, `{month}` and `{year}`."""
    minute: str = "{date} {time}"
    months: tuple[str, ...] = ()

    def said(self, value: str) -> str:
        """The date in this language; whatever is none stays as it is."""
        match = _DATE.fullmatch(value) if self.months else None
        if match is None or not 1 <= int(match[2]) <= 12:
            return value
        date = self.day.format(day=int(match[3]), month=self.months[int(match[2]) - 1], year=match[1])
        return self.minute.format(date=date, time=match[4]) if match[4] else date

    def told(self, values: Mapping[str, Gap]) -> Mapping[str, Gap]:
        """The values of a moment's gaps, with its dates in this language."""
        found = {name: self.said(value) for name in DATED if isinstance(value := values.get(name), str)}
        return {**values, **found} if self.months and found else values


ISO: Final = Dates()


def dates_of(found: Mapping[str, Any]) -> Dates:
    """What `[dates]` of a language's table says."""
    return Dates(found.get("day", ""), found.get("minute", ISO.minute), tuple(found.get("months", ())))
