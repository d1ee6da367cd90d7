"""A form that carries a file, read piece by piece: its fields first, and of the file never more than was asked for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, NamedTuple

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.client_exceptions import ClientPayloadError
from aiohttp.http_exceptions import HttpProcessingError

PIECE: Final = 256 * 1024
"""Bytes that are read at once."""
AROUND: Final = 64_000
"""Bytes that a form has around its file."""
FIELDS: Final = 4
"""Fields before the file; no form of ours has more."""
LONGEST_FIELD: Final = 1_000


class Broken(Exception):
    """It is no form, or it breaks off. The message never quotes it."""


class TooLarge(Exception):
    """A field, or the file, has more bytes than it may."""


class Opened(NamedTuple):
    """A form that was read up to its file: the fields before it, what its sender calls the file, and the rest of it on
    its way. Without a `part` there is no file."""

    fields: Mapping[str, str]
    name: str = ""
    part: BodyPartReader | None = None


async def open_file(request: web.Request) -> Opened:
    """The form of `request`, up to the file in its field `file`, of which nothing is read. Raises `Broken` and
    `TooLarge`."""
    fields: dict[str, str] = {}
    with _told_as_broken():
        reader = MultipartReader(request.headers, request.content)
        for _ in range(FIELDS + 1):
            part = await reader.next()
            if not isinstance(part, BodyPartReader):
                break
            if part.name == "file":
                return Opened(fields, part.filename or "", part)
            value = b"".join([piece async for piece in pieces(part, LONGEST_FIELD)])
            fields[part.name or ""] = value.decode("utf-8", "replace")
    return Opened(fields)


async def pieces(part: BodyPartReader, most: int) -> AsyncIterator[bytes]:
    """All of that part, as it was sent. Raises `TooLarge` as soon as it is more than `most` bytes, and `Broken` where
    it ends before its end."""
    found = 0
    with _told_as_broken():
        # Of a short field little is read ahead: what stands behind it may be slow to come.
        while piece := await part.read_chunk(min(PIECE, most)):
            found += len(piece)
            if found > most:
                raise TooLarge
            yield piece
        if not part.at_eof():
            # What was said to be all of it has come, and the mark at the end has not.
            raise Broken("no end")


@contextmanager
def _told_as_broken() -> Iterator[None]:
    """What the library says of a form that is none, or that breaks off, quotes it."""
    try:
        yield
    except (
        ValueError,
        AssertionError,
        LookupError,
        RuntimeError,
        ClientPayloadError,
        HttpProcessingError,
        web.RequestPayloadError,
        ConnectionError,
    ) as error:
        raise Broken(type(error).__name__) from None
