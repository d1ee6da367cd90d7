"""The files that pages load, held in memory under the names that are listed here, and no others."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
NAMES = (
    "palette.css", "chat.css", "chat.js", "console.css", "console.js", "file.js", "icon.svg", "vendor/htmx.min.js",
    "vendor/hx-sse.min.js",
)  # fmt: skip
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
YEAR = 365 * 24 * 60 * 60


class File(NamedTuple):
    """A file's bytes, its content type, and the start of its hash, which its address carries."""

    body: bytes
    type: str
    version: str


def load() -> Mapping[str, File]:
    """All files of `NAMES`, read once."""
    files = {}
    for name in NAMES:
        body = (FOLDER / name).read_bytes()
        files[name] = File(body, TYPES[Path(name).suffix], hashlib.sha256(body).hexdigest()[:12])
    return files


FILES = load()


def address(name: str) -> str:
    """Where a page finds the file; another address for other bytes, so that browsers may keep it for ever."""
    return f"/static/{name}?v={FILES[name].version}"


async def serve(request: web.Request) -> web.Response:
    """The named file, or 404."""
    file = FILES.get(request.match_info["name"])
    if file is None:
        raise web.HTTPNotFound
    # An address with another version, or none, must not be pinned to these bytes.
    current = request.query.get("v") == file.version
    keep = f"public, max-age={YEAR}, immutable" if current else "no-cache"
    return web.Response(body=file.body, content_type=file.type, charset="utf-8", headers={"Cache-Control": keep})
