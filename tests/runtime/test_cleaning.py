"""What is hidden in a photo or a voice message stays behind, what they show goes on, and nonsense goes nowhere."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.model.enclosure import LARGEST, PHOTO, VOICE
from bot.runtime.cleaning import LONGEST_SIDE, Unclean, checksum, clean
from tests.fakes.enclosures import HEAD, SECRETS, SOUND, TURNED, comments, page, photo, voice


def seen(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_where_and_by_what_a_photo_was_taken_stays_behind(format_: str) -> None:
    """A photo with the place in it comes out without it, and looks as it did."""
    taken = photo(format_=format_)
    assert any(secret in taken for secret in SECRETS[:2])
    assert seen(taken).getexif()
    load = clean(PHOTO, taken)
    shown = seen(load.data)
    assert (load.mime, shown.format, load.width, load.height) == ("image/jpeg", "JPEG", 96, 64)
    assert not shown.getexif()
    assert not {"exif", "comment", "icc_profile", "xmp"} & shown.info.keys()
    assert not any(secret in load.data for secret in SECRETS[:2])
    red, _green, blue = shown.convert("RGB").getpixel((48, 5))  # type: ignore[misc]  # of an RGB picture
    assert red > 200 > 60 > blue


def test_a_photo_is_shown_the_right_way_up() -> None:
    """How the camera was held is painted, since nothing else says it any more."""
    load = clean(PHOTO, photo(orientation=TURNED))
    assert (load.width, load.height) == (64, 96)
    red, _green, _blue = seen(load.data).convert("RGB").getpixel((60, 48))  # type: ignore[misc]  # of an RGB picture
    assert red > 200


def test_what_cannot_be_seen_through_stays_white() -> None:
    """A picture with holes lies on white paper."""
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(out, "PNG")
    assert seen(clean(PHOTO, out.getvalue()).data).getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK", "P", "1", "LA"])
def test_every_kind_of_picture_is_painted(mode: str) -> None:
    """Grey, for print, by palette, black and white: all come out as a picture for the screen."""
    out = io.BytesIO()
    Image.new(mode, (16, 16)).save(out, "JPEG" if mode == "CMYK" else "PNG")
    assert seen(clean(PHOTO, out.getvalue()).data).mode == "RGB"


def test_a_large_photo_is_made_smaller() -> None:
    """Its longer side is as long as a screen needs, and it keeps its shape."""
    load = clean(PHOTO, photo(4_000, 2_000))
    assert (load.width, load.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)
    turned = clean(PHOTO, photo(4_000, 2_000, orientation=TURNED))
    assert (turned.width, turned.height) == (LONGEST_SIDE // 2, LONGEST_SIDE)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is that large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no picture",
        b"\xff\xd8\xff\xe0",
        photo()[:600],
        b"GIF89a" + bytes(20),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        bomb(30_000, 30_000),
        bomb(60_000, 60_000),
        voice(),
        photo() + bytes(LARGEST),
    ],
)
def test_what_is_no_photo_goes_nowhere(data: bytes) -> None:
    """Whatever its name says: what it is decides, and a picture that would fill the memory is none."""
    with pytest.raises(Unclean) as refused:
        clean(PHOTO, data)
    assert "Harbour" not in str(refused.value)


def test_where_and_by_what_a_voice_was_recorded_stays_behind() -> None:
    """The sound is the same to the byte, the page of comments is empty, and every page adds up."""
    recorded = voice()
    load = clean(VOICE, recorded)
    assert (load.mime, len(load.data)) == ("audio/ogg", len(recorded))
    assert not any(secret in load.data for secret in SECRETS[:2])
    assert load.data[-len(page((SOUND,), 3)) :] == recorded[-len(page((SOUND,), 3)) :]
    assert b"OpusTags" + bytes(8) in load.data
    starts = [at for at in range(len(load.data)) if load.data.startswith(b"OggS", at)]
    for start, end in zip(starts, [*starts[1:], len(load.data)], strict=True):
        sealed = bytearray(load.data[start:end])
        said, sealed[22:26] = int.from_bytes(sealed[22:26], "little"), bytes(4)
        assert checksum(sealed) == said


def test_comments_of_several_pages_are_emptied() -> None:
    """A picture of the singer, as players keep one there, takes pages; all of them are blank."""
    long = comments(b"METADATA_BLOCK_PICTURE=" + SECRETS[0] * 5_000)
    first, rest = long[: 255 * 255], long[255 * 255 :]
    recorded = page((HEAD,), 0, flags=2) + page((first,), 1, open_end=True) + page((rest,), 2, flags=1)
    recorded += page((SOUND,), 3, flags=4)
    load = clean(VOICE, recorded)
    assert SECRETS[0] not in load.data
    assert load.data.endswith(page((SOUND,), 3, flags=4))


@pytest.mark.parametrize(
    "data",
    [
        b"OggS",
        voice()[:-5],
        voice() + b"and more",
        photo(),
        page((b"\x01vorbis" + bytes(20),), 0) + page((b"\x03vorbis",), 1),
        page((HEAD,), 0),
        page((HEAD, comments()), 0) + page((SOUND,), 1),
        page((HEAD,), 0) + page((comments(), SOUND), 1),
        page((HEAD,), 0) + page((b"OpusTaks",), 1),
        page((HEAD,), 0) + page((comments(),), 1) + page((SOUND,), 2, serial=8),
    ],
)
def test_what_is_no_voice_goes_nowhere(data: bytes) -> None:
    """What is not wholly understood may hide something, so it is refused."""
    with pytest.raises(Unclean):
        clean(VOICE, data)


@given(st.binary(max_size=400), st.sampled_from([PHOTO, VOICE, "file"]), st.integers(0, 700))
def test_nonsense_is_refused_and_nothing_else_is_raised(noise: bytes, kind: str, at: int) -> None:
    """Whatever is made up, the answer is a load or a refusal."""
    real = photo() if kind == PHOTO else voice()
    for data in (noise, real[:at] + noise + real[at:], real[:at] + noise + real[at + len(noise) :]):
        try:
            load = clean(kind, data)
        except Unclean:
            continue
        assert SECRETS[0] not in load.data or kind == VOICE


def test_a_page_adds_up_as_the_standard_says() -> None:
    """Ogg's own polynomial, most significant bit first, nothing turned round at either end."""

    def slowly(data: bytes) -> int:
        rest = 0
        for byte in data:
            rest ^= byte << 24
            for _ in range(8):
                rest = (rest << 1 ^ (0x04C11DB7 if rest & 0x80000000 else 0)) & 0xFFFFFFFF
        return rest

    for data in (b"", b"\0", b"OggS", bytes(range(256)) * 3):
        assert checksum(data) == slowly(data)
