"""A photo or a voice message as it may travel: what it says it is, and nothing of where, when and by what it was made.

What a camera writes beside the picture (the place, to the metre) is never copied: the picture is painted anew. A voice
message keeps its sound, and what is written beside it is overwritten; anything that is not wholly understood is
refused.
Works on a thread of its own: painting takes up to a second.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from typing import Final

from bot.model.enclosure import LARGEST, PHOTO, VOICE
from bot.ports.carrying import Load


class Unclean(Exception):
    """It is not what it says, or what is hidden in it cannot be taken out. The text holds nothing of it."""


LONGEST_SIDE: Final = 2_560
"""Pixels; what is larger is made smaller."""
MOST_PIXELS: Final = 51_000_000
"""Of a photo that is read at all: painting more would take too much memory. A telephone of today makes 50."""
QUALITY: Final = 88
FORMATS: Final = ("JPEG", "PNG", "WEBP")
_OUR_PAPER: Final = (255, 255, 255)


def clean(kind: str, data: bytes) -> Load:
    """What may travel. Raises `Unclean`."""
    if not data or len(data) > LARGEST:
        raise Unclean("empty, or too large")
    if kind == PHOTO:
        return _paint_anew(data)
    if kind == VOICE:
        return Load(VOICE, "audio/ogg", "voice.ogg", _without_comments(data))
    raise Unclean("no kind that is carried")


def _paint_anew(data: bytes) -> Load:
    """The picture and nothing else, upright, as a JPEG."""
    try:
        # Read only where somebody sends a photo; whoever has taken the library out is told so as of any photo.
        from PIL import Image, ImageOps
    except ImportError as error:
        raise Unclean("no library to look at pictures with") from error
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Unclean("too many pixels")
            # A JPEG is read at half or a quarter of its size at once, where that is enough.
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(picture)
            flat = Image.new("RGB", upright.size, _OUR_PAPER)
            if upright.has_transparency_data:
                seen = upright.convert("RGBA")
                flat.paste(seen, mask=seen.getchannel("A"))
            else:
                flat.paste(upright.convert("RGB"))
    except Unclean:
        raise
    except Exception as error:
        # Whatever the library raises at something that somebody made up, it is no picture.
        raise Unclean(type(error).__name__) from error
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY, optimize=True)
    return Load(PHOTO, "image/jpeg", "photo.jpg", out.getvalue(), flat.width, flat.height)


# Voices: Ogg (RFC 3533) with one stream of Opus (RFC 7845) in it, as every chat app records them.

_HEAD: Final = 27
_FULL: Final = 255


def _without_comments(data: bytes) -> bytes:
    """The same sound; the packet that tells by what, where and by whom is empty. Raises `Unclean`."""
    cleaned = bytearray(data)
    pages = list(_pages(data))
    if len({data[start + 14 : start + 18] for start, _body, _end in pages}) != 1:
        raise Unclean("not one stream")
    start, body, _end = pages[0]
    if not data.startswith(b"OpusHead", body) or _packets(data, start) != (1, True):
        raise Unclean("no Opus")
    for start, body, end in pages[1:]:
        ended, whole = _packets(data, start)
        if ended > 1 or (ended and not whole):
            raise Unclean("sound where the comments are")
        _blank(cleaned, data, body, end, first=not data[start + 5] & 1)
        _seal(cleaned, start, end)
        if ended:
            return bytes(cleaned)
    raise Unclean("it breaks off")


def _pages(data: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each page starts, where its body does, and where it ends; together they are all there is."""
    start = 0
    while start < len(data):
        if data[start : start + 5] != b"OggS\0" or start + _HEAD > len(data):
            raise Unclean("no Ogg")
        body = start + _HEAD + data[start + 26]
        end = body + sum(data[start + _HEAD : body])
        if end > len(data):
            raise Unclean("it breaks off")
        yield start, body, end
        start = end


def _packets(data: bytes, start: int) -> tuple[int, bool]:
    """How many packets end on that page, and whether the page ends with one."""
    segments = data[start + _HEAD : start + _HEAD + data[start + 26]]
    return sum(1 for length in segments if length < _FULL), segments[-1:] != bytes((_FULL,))


def _blank(cleaned: bytearray, data: bytes, body: int, end: int, first: bool) -> None:
    """No vendor and no comments, and nothing behind them, as long as it was."""
    length = end - body
    empty = b"OpusTags" + bytes(8) if first else b""
    if first and (not data.startswith(b"OpusTags", body) or length < len(empty)):
        raise Unclean("no comments where they belong")
    cleaned[body:end] = empty + bytes(length - len(empty))


def _seal(cleaned: bytearray, start: int, end: int) -> None:
    """The page's checksum is right again."""
    cleaned[start + 22 : start + 26] = bytes(4)
    cleaned[start + 22 : start + 26] = checksum(cleaned[start:end]).to_bytes(4, "little")


def checksum(page: bytes | bytearray) -> int:
    """Ogg's checksum: that of zlib, but for the order of the bits and what it begins and ends with."""
    turned = zlib.crc32(bytes(page).translate(_TURNED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int(f"{turned:032b}"[::-1], 2)


_TURNED: Final = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
