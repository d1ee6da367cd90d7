"""Photos and voice messages: what came, by what it is found again, and how it is sent.

An attachment's address is signed and expires within a day, so what is kept is where the message is; it is asked for
again when somebody wants to see it, and brings a fresh address.
"""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlsplit

from bot.adapters.discord.events import Message
from bot.adapters.discord.outbound import NO_MENTIONS
from bot.adapters.discord.wire import CallRefused, Wire
from bot.model.enclosure import FILE, PHOTO, VOICE, Enclosure
from bot.model.ids import MessageId
from bot.ports.carrying import FetchFailed, Load, Lost

_KIND: Final = {"image/jpeg": PHOTO, "image/png": PHOTO, "image/webp": PHOTO, "audio/ogg": VOICE}
_OTHER_MEDIA: Final = ("image/", "audio/", "video/")
LONGEST_NAME: Final = 255
_CDN: Final = frozenset({"cdn.discordapp.com", "media.discordapp.net"})
LARGEST_ID: Final = 1 << 64
LARGEST_SIZE: Final = 1 << 53


def enclosure_of(message: Message) -> Enclosure | None:
    """The photo, voice message or file that came, the first of several; None for what is none, and for nonsense. A file
    is for those who look after the decks, and goes nowhere else."""
    if not message.attachments:
        return None
    first = message.attachments[0]
    mime = (first.content_type or "").partition(";")[0].strip().casefold()
    kind, id_, size = _KIND.get(mime, FILE), first.id, first.size
    if (kind is FILE and mime.startswith(_OTHER_MEDIA)) or not isinstance(id_, str) or not _is_id(id_):
        return None
    known = size if type(size) is int and 0 <= size < LARGEST_SIZE else 0
    handle = f"{message.channel_id}/{message.id}/{id_}"
    name = first.filename if isinstance(first.filename, str) else ""
    shown = name[:LONGEST_NAME].encode("utf-8", "replace").decode() if kind is FILE else ""
    return Enclosure(kind, known, mime, handle, len(message.attachments) > 1, shown)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 21 and 0 < int(text) < LARGEST_ID


async def fetch(wire: Wire, api: str, handle: str, limit: int) -> bytes:
    """What is attached there. Raises `FetchFailed`."""
    channel, message, id_ = _read(handle)
    path = "/channels/{channel_id}/messages/{message_id}"
    try:
        found = await wire.call("GET", path, channel_id=channel, message_id=message)
        return await wire.download(_address(found, id_, api), limit)
    except CallRefused as refused:
        raise _why(refused) from refused


def _read(handle: str) -> tuple[str, str, str]:
    pieces = handle.split("/")
    if len(pieces) != 3 or not all(map(_is_id, pieces)):
        raise FetchFailed(Lost.GONE, "no handle of Discord's")
    return pieces[0], pieces[1], pieces[2]


def _address(message: object, id_: str, api: str) -> str:
    """Where that attachment is today; never anywhere but at Discord's."""
    listed = message.get("attachments") if isinstance(message, dict) else None
    for one in listed if isinstance(listed, list) else []:
        url = one.get("url") if isinstance(one, dict) and one.get("id") == id_ else None
        if isinstance(url, str):
            asked, ours = urlsplit(url), urlsplit(api)
            safe = asked.scheme == "https" and asked.netloc in _CDN
            if safe or (ours.netloc != "discord.com" and asked[:2] == ours[:2]):
                return url
    raise FetchFailed(Lost.GONE, "no such attachment")


def _why(refused: CallRefused) -> FetchFailed:
    what = f"{refused.status} {refused.code}"
    if refused.status in (403, 404, 410):
        return FetchFailed(Lost.GONE, what)
    return FetchFailed(Lost.FAILED, what, passing=refused.status == 429 or refused.status >= 500)


class _File(BytesIO):
    """Bytes with a name: what the library below makes a part of a form of."""

    def __init__(self, load: Load) -> None:
        super().__init__(load.data)
        self.name = load.name


def form_of(load: Load, nonce: str) -> dict[str, Any]:
    """The form that shows it; the same nonce within a few minutes shows it once."""
    payload = {
        "allowed_mentions": NO_MENTIONS,
        "nonce": nonce,
        "enforce_nonce": True,
        "attachments": [{"id": 0, "filename": load.name}],
    }
    return {"payload_json": json.dumps(payload), "files[0]": _File(load)}


def nonce_for(key: MessageId, number: int) -> str:
    """Of a message's parts this one is no text: should one day a sentence stand in its place, it is another message."""
    return f"{key:x}.{number}f"
