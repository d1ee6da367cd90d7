"""Photos and voice messages as telephones make them: with the place in them, and by what they were made."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

from bot.runtime.cleaning import checksum

SECRETS: Final = (b"Harbour Lane 7", b"Telephone 12", b"N\x00")
"""What stands in every photo and voice message here, and must arrive nowhere."""
TURNED: Final = 6
"""By the camera: the right side is up when it is shown."""


def photo(width: int = 96, height: int = 64, format_: str = "JPEG", mode: str = "RGB", orientation: int = 1) -> bytes:
    """A picture whose upper half is red and whose lower half is blue, with where and by what it was taken."""
    image = Image.new(mode, (width, height), "blue")
    image.paste(Image.new(mode, (width, height // 2), "red"))
    exif = Image.Exif()
    exif[Base.Make] = "Telephone 12"
    exif[Base.ImageDescription] = "Harbour Lane 7"
    exif[Base.Orientation] = orientation
    place = exif.get_ifd(IFD.GPSInfo)
    place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "N", (53.0, 32.0, 27.6)
    place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "E", (9.0, 59.0, 2.4)
    out = io.BytesIO()
    image.save(out, format_, exif=exif)
    if format_ == "JPEG":
        # A comment of its own, and something behind the end, as some apps leave it.
        made = out.getvalue()
        comment = b"\xff\xfe" + (2 + len(SECRETS[0])).to_bytes(2, "big") + SECRETS[0]
        return made[:2] + comment + made[2:] + SECRETS[1]
    return out.getvalue()


def page(packets: Sequence[bytes], number: int, flags: int = 0, serial: int = 7, open_end: bool = False) -> bytes:
    """A page of an Ogg stream with these packets; with `open_end` the last goes on on the next page."""
    lacing = bytearray()
    for position, packet in enumerate(packets):
        whole, rest = divmod(len(packet), 255)
        last_is_open = open_end and position == len(packets) - 1
        lacing += b"\xff" * whole + (b"" if last_is_open else bytes((rest,)))
    head = b"OggS\0" + bytes((flags,)) + bytes(8) + serial.to_bytes(4, "little") + number.to_bytes(4, "little")
    made = bytearray(head + bytes(4) + bytes((len(lacing),)) + lacing + b"".join(packets))
    made[22:26] = checksum(made).to_bytes(4, "little")
    return bytes(made)


def comments(*lines: bytes) -> bytes:
    """The packet that says by what it was recorded, and where."""
    written = b"".join(len(line).to_bytes(4, "little") + line for line in lines)
    return b"OpusTags" + len(SECRETS[1]).to_bytes(4, "little") + SECRETS[1] + len(lines).to_bytes(4, "little") + written


HEAD: Final = b"OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"
SOUND: Final = bytes(range(200)) * 3


def voice(tags: bytes | None = None) -> bytes:
    """A voice message: Opus in Ogg, with where and by what it was recorded."""
    return (
        page((HEAD,), 0, flags=2)
        + page((tags or comments(b"LOCATION=" + SECRETS[0]),), 1)
        + page((SOUND, SOUND[:100]), 2)
        + page((SOUND,), 3, flags=4)
    )
