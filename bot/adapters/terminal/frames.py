"""What goes over the socket: one JSON object a line."""

from __future__ import annotations

from typing import Final

import msgspec

from bot.model.message import Part
from bot.model.noun import Noun

LONGEST: Final = 1 << 20
"""Bytes of a line; more is no person typing."""


class Hello(Noun, frozen=True, tag="hello"):
    """Somebody sits down: the name they go by here, and the deck they want.

    `seen` is the key of the newest message on their screen; 0 for an empty one.
    """

    name: str
    deck: str = ""
    seen: int = 0


class Typed(Noun, frozen=True, tag="typed"):
    """A line, with an id that stays the same when it is sent again, `waited` milliseconds after it was typed.

    `file` is the whole path of a file that came with it.
    """

    id: str
    text: str
    waited: int = 0
    file: str = ""


class Request(Noun, frozen=True, tag="request"):
    """Something the operator wants done by the process that owns the database."""

    do: str
    argument: str = ""


class Shown(Noun, frozen=True, tag="shown"):
    """A message of the bot's, or part `number` of it. `key` and `number` are the same when it is shown again."""

    key: int
    parts: tuple[Part, ...]
    number: int = 0


class Taken(Noun, frozen=True, tag="taken"):
    """What was typed under that id is safe; these messages answer it."""

    id: str
    messages: tuple[int, ...] = ()


class Refusal(Noun, frozen=True, tag="refusal"):
    """It could not be done; the sentence says why and what to do."""

    why: str


class Reply(Noun, frozen=True, tag="reply"):
    """What came of a request."""

    result: str


FromClient = Hello | Typed | Request
FromServer = Shown | Taken | Refusal | Reply
encode: Final = msgspec.json.Encoder().encode
decode_client: Final = msgspec.json.Decoder(FromClient).decode
decode_server: Final = msgspec.json.Decoder(FromServer).decode
