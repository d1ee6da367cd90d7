"""Until when somebody is away, as people type it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from bot.core.hours import first_reached, local_date, pieces_of, wall_of
from bot.model.schedule import Zone
from bot.model.spans import MINUTE

_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
                  "november", "december")  # fmt: skip
_UNITS: Final = {"day": 1, "week": 7, "month": 30}
_NUMBERS: Final = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
                   "eight": 8, "nine": 9, "ten": 10}  # fmt: skip
_BEFORE: Final = frozenset({"until", "till", "through", "for", "the", "on", "next", "end", "of"})
_NAMED: Final = r"(?P<month>[a-z]{3,9})"
_OF_MONTH: Final = r"(?P<day>[0-9]{1,2})(?: (?:st|nd|rd|th))?"
_YEAR: Final = r"(?:(?: ,)? (?P<year>[0-9]{4}))?"
_PATTERNS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<year>[0-9]{4}) - (?P<month>[0-9]{1,2}) - (?P<day>[0-9]{1,2})",
        rf"{_OF_MONTH}(?: of)? {_NAMED}{_YEAR}",
        rf"{_NAMED} {_OF_MONTH}{_YEAR}",
        r"(?P<day>[0-9]{1,2}) \. (?P<month>[0-9]{1,2})(?: \.(?: (?P<year>[0-9]{4}))?)?",
    )
)


def begins(text: str) -> bool:
    """It may be about a time: it begins with a number, or with a word that leads to one."""
    pieces = pieces_of(text)
    return bool(pieces) and (pieces[0] in _BEFORE or pieces[0][0].isdigit() or pieces[0] in ("tomorrow", "a"))


def until(text: str, zone: Zone, now: int) -> int | None:
    """The last minute, there, of the day that is named; None where none is, or it was before today."""
    today = local_date(zone, now)
    try:
        last = _day(pieces_of(text), today)
        if last is None or last < today:
            return None
        return first_reached(zone, wall_of(last + timedelta(days=1))) - MINUTE
    except (ValueError, OverflowError):
        # The 31st of February, and the end of the year 9999.
        return None


def _day(pieces: tuple[str, ...], today: date) -> date | None:
    while pieces and pieces[0] in _BEFORE:
        pieces = pieces[1:]
    match pieces:
        case ("today" | "tonight",):
            return today
        case ("tomorrow",):
            return today + timedelta(days=1)
        case (count, unit) if (days := _UNITS.get(unit.removesuffix("s"))) and (many := _count(count)):
            return today + timedelta(days=days * many)
        case (name,) if (day := _among(name, _DAYS)) is not None:
            # On a Friday, "until Friday" is the next one.
            return today + timedelta(days=(day - today.weekday() - 1) % 7 + 1)
    plain = " ".join(pieces)
    found = next((match for pattern in _PATTERNS if (match := pattern.fullmatch(plain))), None)
    return _date(found.groupdict(), today) if found else None


def _date(said: dict[str, str | None], today: date) -> date | None:
    month, day, year = str(said["month"]), int(said["day"] or 0), said.get("year")
    number = int(month) if month.isdigit() else _among(month, _MONTHS, 1)
    if number is None:
        return None
    if year:
        return date(int(year), number, day)
    this = date(today.year, number, day)
    return this if this >= today else date(today.year + 1, number, day)


def _count(piece: str) -> int:
    return int(piece) if piece.isdigit() and len(piece) <= 3 else _NUMBERS.get(piece, 0)


def _among(name: str, names: tuple[str, ...], first: int = 0) -> int | None:
    """The place of the one that begins so, counted from `first`; three letters are enough."""
    whole = [index for index, one in enumerate(names, first) if len(name) >= 3 and one.startswith(name)]
    return whole[0] if whole else None
