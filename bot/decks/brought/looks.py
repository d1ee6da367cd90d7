"""How a workbook shows its numbers: a day, a time or a share is a number with a look, and is read as people see it."""

from __future__ import annotations

import datetime
import re
from typing import Final

_DAYS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_SHARES: Final = frozenset({9, 10})
_ASIDE: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_OLD: Final = datetime.datetime(1899, 12, 30)
_MAC: Final = datetime.datetime(1904, 1, 1)
_LAST: Final = 2_958_466
"""The day after the last that a spreadsheet knows, in the year 9999."""
_LIMIT: Final = 20_000


class Looks:
    """Told of each element of the styles; asked for how a cell's number looks."""

    def __init__(self) -> None:
        self.from_1904 = False
        self._codes: dict[int, str] = {}
        self._kinds: list[str] = []
        self._in_cells = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the styles begins."""
        number = attributes.get("numFmtId", "")
        id_ = int(number) if number.isdigit() and len(number) < 8 else 0
        if name == "cellXfs":
            self._in_cells = True
        elif name == "numFmt" and len(self._codes) < _LIMIT:
            self._codes[id_] = attributes.get("formatCode", "")[:200]
        elif name == "xf" and self._in_cells and len(self._kinds) < _LIMIT:
            self._kinds.append(self._kind_of(id_))

    def end(self, name: str) -> None:
        """It ends."""
        self._in_cells = self._in_cells and name != "cellXfs"

    def _kind_of(self, id_: int) -> str:
        code = _ASIDE.sub("", self._codes.get(id_, "")).casefold()
        if id_ in _DAYS or re.search(r"[dmyhs]", code.replace("general", "").replace("standard", "")):
            return "day"
        return "share" if id_ in _SHARES or "%" in code else ""

    def shown(self, value: str, style: str) -> str:
        """The number as it looks; as it stands where it looks like a number."""
        index = int(style) if style.isdigit() and len(style) < 8 else -1
        kind = self._kinds[index] if 0 <= index < len(self._kinds) else ""
        try:
            number = float(value)
        except ValueError:
            return value
        if kind == "day" and 0 <= number < _LAST:
            return self._moment(number)
        if kind == "share":
            return f"{number * 100:.10g}%"
        # A computer's 0.30000000000000004 is what people see as 0.3.
        return f"{number:.15g}" if "." in value and "e" not in value.casefold() else value

    def _moment(self, number: float) -> str:
        moment = (_MAC if self.from_1904 else _OLD) + datetime.timedelta(seconds=round(number * 86_400))
        time = f"{moment:%H:%M}"
        if number < 1:
            return time
        day = moment.date().isoformat()
        return day if number == int(number) else f"{day} {time}"
