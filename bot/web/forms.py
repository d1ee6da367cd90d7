"""Forms, read strictly: what a field holds is exactly what valid UTF-8 carried."""

from __future__ import annotations

from urllib.parse import parse_qsl

from aiohttp import web

FIELDS = 16
"""More fields than any form of ours has."""


class Undecodable(Exception):
    """The body is not what a browser makes of a form. `raw` is all of it; the message never quotes it."""

    def __init__(self, raw: bytes, why: str) -> None:
        super().__init__(why)
        self.raw = raw


async def read(request: web.Request) -> bytes:
    """The whole body; raises `HTTPRequestEntityTooLarge` beyond the application's limit."""
    limit = request.client_max_size
    if request.content_length is not None and request.content_length > limit:
        raise web.HTTPRequestEntityTooLarge(max_size=limit, actual_size=request.content_length)
    return await request.read()


def decode(raw: bytes) -> dict[str, str]:
    """The fields of a urlencoded body, the last of each name; raises `Undecodable`.

    Line ends become `\\n`: a browser sends `\\r\\n` for each, whatever the person typed.
    """
    try:
        pairs = parse_qsl(raw.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=FIELDS)
    except UnicodeDecodeError as error:
        raise Undecodable(raw, f"not UTF-8: {error.reason}") from None
    except ValueError:
        raise Undecodable(raw, f"more than {FIELDS} fields") from None
    return {name: value.replace("\r\n", "\n").replace("\r", "\n") for name, value in pairs}
