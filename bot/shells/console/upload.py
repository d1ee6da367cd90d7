"""A file on its way in: piece by piece, never more of it than a list may have, and its name believed in nothing."""

from __future__ import annotations

import asyncio
import hmac
import re
import unicodedata
from typing import Final

from aiohttp import BodyPartReader, MultipartReader, web
from aiohttp.client_exceptions import ClientPayloadError
from aiohttp.http_exceptions import HttpProcessingError

from bot.decks.brought import SIZE_LIMIT
from bot.model.noun import Noun

PATIENCE: Final = 120.0
"""Seconds in which a file has come, whatever the line."""
AROUND: Final = 64_000
"""Bytes that a form has around its file."""
PIECE: Final = 256 * 1024
FIELDS: Final = 4
"""Fields before the file; a form of ours has one."""
LONGEST_FIELD: Final = 1_000
LONGEST_NAME: Final = 80
_UNNAMED: Final = "list"
_NOT_IN_A_NAME: Final = re.compile(r"[\x00-\x1f\x7f\"'<>|*?:;`$&\\/]+")


class UploadRefused(Exception):
    """The file was not taken. `key` names the sentence that says why, `status` is HTTP's."""

    def __init__(self, key: str, status: int) -> None:
        super().__init__(key)
        self.key = key
        self.status = status


class Sent(Noun, frozen=True):
    """A file that came in whole."""

    name: str
    data: bytes


async def receive(request: web.Request, token: str) -> Sent:
    """The file of a form that carried the token before it. Raises `UploadRefused`; nothing of it is kept then."""
    if (request.content_length or 0) > SIZE_LIMIT + AROUND:
        raise UploadRefused("bring.too-large", 413)
    try:
        async with asyncio.timeout(PATIENCE):
            return await _receive(request, token)
    except TimeoutError:
        raise UploadRefused("bring.too-slow", 408) from None
    except (ValueError, AssertionError, ClientPayloadError, HttpProcessingError):
        # What the library says of a form that is none, or that breaks off, quotes it.
        raise UploadRefused("bring.half", 400) from None


async def _receive(request: web.Request, token: str) -> Sent:
    reader = MultipartReader(request.headers, request.content)
    shown = ""
    for _ in range(FIELDS):
        part = await reader.next()
        if not isinstance(part, BodyPartReader):
            break
        if part.name == "token":
            shown = (await _read(part, LONGEST_FIELD)).decode("ascii", "replace")
        elif part.name == "file":
            if not hmac.compare_digest(shown.encode(), token.encode()):
                raise UploadRefused("bring.elsewhere", 403)
            name = named(part.filename or "")
            data = await _read(part, SIZE_LIMIT)
            if not data:
                raise UploadRefused("bring.empty", 400)
            return Sent(name, data)
        else:
            await _read(part, LONGEST_FIELD)
    raise UploadRefused("bring.empty", 400)


async def _read(part: BodyPartReader, most: int) -> bytes:
    """All of that part, as it was sent. Raises `UploadRefused` as soon as it is more than `most`."""
    found = bytearray()
    while piece := await part.read_chunk(PIECE):
        found += piece
        if len(found) > most:
            raise UploadRefused("bring.too-large", 413)
    return bytes(found)


def named(given: str) -> str:
    """What a file is called here: the last piece of its path, one line, plain, and no longer than is shown."""
    last = re.split(r"[\\/]", given)[-1]
    plain = "".join(one for one in last if unicodedata.category(one)[0] not in "C")
    plain = " ".join(_NOT_IN_A_NAME.sub(" ", plain).split()).strip(". ")
    if len(plain) > LONGEST_NAME:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[: LONGEST_NAME - 8]}{dot}{ending}" if len(ending) <= 6 else plain[:LONGEST_NAME]
    return plain or _UNNAMED
