"""A call's arguments, wherever they came from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import web

from tests.fakes.telegram.errors import bad

TRUE: Final = frozenset({"true", "yes", "1"})


class Params:
    """Arguments as text; objects and lists are JSON text, as the real server keeps them [C Query]."""

    def __init__(self, values: Mapping[str, str], files: Mapping[str, bytes] | None = None) -> None:
        self._values = dict(values)
        self.files = dict(files or {})
        """What was uploaded, by the argument that it is."""

    def has(self, name: str) -> bool:
        """Whether it was given and is not empty."""
        return bool(self._values.get(name))

    def text(self, name: str) -> str:
        """The argument, or nothing.

        Raises:
            Refused: it is no Unicode (a lone surrogate).
        """
        value = self._values.get(name, "")
        try:
            value.encode()
        except UnicodeEncodeError:
            raise bad("strings must be encoded in UTF-8") from None
        return value

    def integer(self, name: str, default: int, low: int = -(1 << 63), high: int = 1 << 63) -> int:
        """The number, held between `low` and `high`; what is no number counts as zero [C get_integer_arg]."""
        if not self.has(name):
            return default
        try:
            number = int(self._values[name])
        except ValueError:
            number = 0
        return min(max(number, low), high)

    def flag(self, name: str) -> bool:
        """Whether it says yes [C to_bool]."""
        return self._values.get(name, "").lower() in TRUE

    def json(self, name: str, complaint: str) -> Any:
        """The parsed argument, or None when absent.

        Raises:
            Refused: it is no JSON; `complaint` says of what.
        """
        if not self.has(name):
            return None
        try:
            return json.loads(self.text(name))
        except ValueError:
            raise bad(f"can't parse {complaint}") from None

    def listing(self) -> dict[str, str]:
        """All of them, for a test to look at."""
        return dict(self._values)


async def read(request: web.Request) -> Params:
    """Arguments from the query, and from a form, a multipart form or a JSON object; the body wins [D]."""
    values = dict(request.query)
    if request.method != "POST":
        return Params(values)
    if request.content_type == "application/json":
        return Params({**values, **_from_json(await request.text())})
    form = await request.post()
    files = {name: value.file.read() for name, value in form.items() if isinstance(value, web.FileField)}
    return Params({**values, **{name: value for name, value in form.items() if isinstance(value, str)}}, files)


def from_reply(content_type: str, body: str) -> Params:
    """Arguments from what a webhook answered."""
    return Params(_from_json(body) if content_type == "application/json" else {})


def _from_json(body: str) -> dict[str, str]:
    try:
        parsed = json.loads(body)
    except ValueError:
        return {}
    return {name: _flat(value) for name, value in parsed.items()} if isinstance(parsed, dict) else {}


def _flat(value: object) -> str:
    return value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
