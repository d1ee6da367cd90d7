"""What a person said and saw: kept on their own side of the wire, to be compared with what the bot kept."""

from __future__ import annotations

import msgspec


class Said(msgspec.Struct):
    """Something that was sent until it was acknowledged: typed, or pressed."""

    form: str
    text: str = ""
    token: str = ""


class Shown(msgspec.Struct):
    """An entry of a page."""

    id: int
    speaker: str
    text: str


class Diary(msgspec.Struct):
    """One person's evening. `said` was acknowledged, in order; `page` is the page at the end."""

    address: str
    said: list[Said] = []
    page: list[Shown] = []
    streamed: list[int] = []
