"""A file on its way in: piece by piece, never more of it than a list may have, and its name believed in nothing."""

from __future__ import annotations

import asyncio
import hmac
from typing import Final

from aiohttp import web

from bot.core.file_names import last_piece, plain_name
from bot.model.noun import Noun
from bot.model.upload import LARGEST
from bot.web import multipart

PATIENCE: Final = 120.0
"""Seconds in which a file has come, whatever the line."""
LONGEST_NAME: Final = 72
"""Characters before the ending."""
_UNNAMED: Final = "list"
_NOT_IN_A_NAME: Final = "\"'<>|*?:;`$&"


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
    if (request.content_length or 0) > LARGEST + multipart.AROUND:
        raise UploadRefused("bring.too-large", 413)
    try:
        async with asyncio.timeout(PATIENCE):
            return await _receive(request, token)
    except TimeoutError:
        raise UploadRefused("bring.too-slow", 408) from None
    except multipart.TooLarge:
        raise UploadRefused("bring.too-large", 413) from None
    except multipart.Broken:
        raise UploadRefused("bring.half", 400) from None


async def _receive(request: web.Request, token: str) -> Sent:
    opened = await multipart.open_file(request)
    if opened.part is None:
        raise UploadRefused("bring.empty", 400)
    if not hmac.compare_digest(opened.fields.get("token", "").encode(), token.encode()):
        raise UploadRefused("bring.elsewhere", 403)
    data = b"".join([piece async for piece in multipart.pieces(opened.part, LARGEST)])
    if not data:
        raise UploadRefused("bring.empty", 400)
    return Sent(named(opened.name), data)


def named(given: str) -> str:
    """What a file is called here: plain, and no longer than is shown."""
    return plain_name(last_piece(given), _NOT_IN_A_NAME, LONGEST_NAME) or _UNNAMED
