"""Photos and voice messages: what came, fetched from the homeserver and opened, and how it is sent; sealed where the
room is."""

from __future__ import annotations

import asyncio
import re
from typing import Any, Final
from urllib.parse import quote

import msgspec

from bot.adapters.matrix.events import BROKEN, Json, Said
from bot.adapters.matrix.line import Away, CallRefused, Line
from bot.model.enclosure import FILE, PHOTO, VOICE, Enclosure
from bot.ports.carrying import FetchFailed, Load, Lost

_KIND: Final = {"m.image": PHOTO, "m.audio": VOICE, "m.file": FILE}
_MIMES: Final = {PHOTO: ("image/jpeg", "image/png", "image/webp"), VOICE: ("audio/ogg",)}
_MXC: Final = re.compile(r"mxc://([A-Za-z0-9\[][A-Za-z0-9.:\[\]-]{0,254})/([A-Za-z0-9_-]{1,255})")
"""No server's name begins with a dot: that would lead to another place of the homeserver's."""
_SECRET: Final = re.compile(r"[A-Za-z0-9+/=_-]{1,100}")
LARGEST_SIZE: Final = 1 << 53
LONGEST_NAME: Final = 255
LONGEST_MIME: Final = 100
DOWNLOAD: Final = ("/_matrix/client/v1/media/download", "/_matrix/media/v3/download")
"""Since Matrix v1.11, and before."""
STALL: Final = 5_000
"""Milliseconds for which the homeserver waits for what was announced and is not there yet; others wait behind that."""
UPLOAD: Final = "/_matrix/media/v3/upload"


class Handle(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where it is, and in an encrypted room how it is opened. Without a `url`, what was said of that made no sense."""

    url: str = ""
    key: str = ""
    iv: str = ""
    hash: str = ""


_READ: Final = msgspec.json.Decoder(Handle).decode
_WRITE: Final = msgspec.json.Encoder().encode


def enclosure_of(said: Said) -> Enclosure | None:
    """The photo, voice message or file that came; None for what is none, and for nonsense. A file is for those who look
    after the decks, and goes nowhere else; one that cannot be fetched is noted too, since they are told so."""
    kind = _KIND.get(said.msgtype)
    if kind is None:
        return None
    info = said.info if isinstance(said.info, dict) else {}
    mime, size = info.get("mimetype"), info.get("size")
    plain = mime.partition(";")[0].strip().casefold() if isinstance(mime, str) else ""
    if kind in _MIMES and plain and plain not in _MIMES[kind]:
        return None
    try:
        handle = _sealed(said.file) if isinstance(said.file, dict) else Handle(str(said.url))
    except BROKEN:
        handle = Handle()
    if not _MXC.fullmatch(handle.url):
        if kind != FILE:
            return None
        handle = Handle()
    known = size if type(size) is int and 0 <= size < LARGEST_SIZE else 0
    name = (said.filename or said.body)[:LONGEST_NAME].encode("utf-8", "replace").decode() if kind == FILE else ""
    return Enclosure(kind, known, plain[:LONGEST_MIME], _WRITE(handle).decode(), name=name)


def _sealed(file: Json) -> Handle:
    """Raises one of `BROKEN`."""
    secrets = (file["key"]["k"], file["iv"], file["hashes"]["sha256"])
    if not all(isinstance(secret, str) and _SECRET.fullmatch(secret) for secret in secrets):
        raise ValueError("no key to open it with")
    return Handle(str(file["url"]), *secrets)


async def fetch(line: Line, handle: str, limit: int) -> bytes:
    """What is there, opened. Raises `FetchFailed`."""
    try:
        where = _READ(handle)
    except (msgspec.MsgspecError, ValueError):
        where = Handle("nonsense")
    if not where.url:
        raise FetchFailed(Lost.UNSAFE, "it did not say where it is, or how it is opened")
    found = _MXC.fullmatch(where.url)
    if found is None:
        raise FetchFailed(Lost.GONE, "no handle of Matrix's")
    path = f"/{quote(found[1], safe='')}/{found[2]}?timeout_ms={STALL}"
    data = await _download(line, path, limit)
    if not where.key:
        return data
    try:
        return await asyncio.to_thread(_open, data, where)
    except Exception as error:
        raise FetchFailed(Lost.UNSAFE, "it does not open") from error


async def _download(line: Line, path: str, limit: int) -> bytes:
    try:
        try:
            return await line.download(DOWNLOAD[0] + path, limit)
        except CallRefused as refused:
            if refused.code != "M_UNRECOGNIZED":
                raise
            return await line.download(DOWNLOAD[1] + path, limit)
    except Away as away:
        raise FetchFailed(Lost.FAILED, str(away), passing=True) from away
    except CallRefused as refused:
        gone = refused.status in (403, 404, 410) and not refused.lost_key
        passing = refused.status == 429 or refused.lost_key
        raise FetchFailed(Lost.GONE if gone else Lost.FAILED, str(refused), passing=passing) from refused


def _open(data: bytes, where: Handle) -> bytes:
    from nio.crypto.attachments import decrypt_attachment  # type: ignore[import-untyped]  # it ships no types

    return bytes(decrypt_attachment(data, where.key, where.hash, where.iv))


async def upload(line: Line, load: Load, sealed: bool) -> Json:
    """What a message says of it, now that it is there. Raises `Away` and `CallRefused`."""
    data, keys = (load.data, None) if not sealed else await asyncio.to_thread(_seal, load.data)
    mime = load.mime if keys is None else "application/octet-stream"
    uri = str((await line.upload(UPLOAD, data, mime)).get("content_uri", ""))
    if not _MXC.fullmatch(uri):
        raise Away("an upload without an address")
    info: Json = {"mimetype": load.mime, "size": len(load.data)}
    if load.width:
        info |= {"w": load.width, "h": load.height}
    content: Json = {"msgtype": "m.image" if load.kind == PHOTO else "m.audio", "body": load.name, "info": info}
    content |= {"filename": load.name, "m.mentions": {}}
    if load.kind == VOICE:
        content["org.matrix.msc3245.voice"] = {}
    return content | ({"url": uri} if keys is None else {"file": keys | {"url": uri}})


def _seal(data: bytes) -> tuple[bytes, Json]:
    from nio.crypto.attachments import encrypt_attachment

    sealed, keys = encrypt_attachment(data)
    return bytes(sealed), dict[str, Any](keys)
