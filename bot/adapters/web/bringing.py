"""A list of questions that somebody sends by the page: taken whole or not at all, and kept until it is looked at.

Of whoever may not have one looked at, and of what is too large, nothing is read: that it came is said to the bot, which
answers as it does everywhere.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple

from aiohttp import web
from msgspec.structs import replace

from bot.adapters.web.capabilities import PLATFORM
from bot.adapters.web.inbound import FormRefused
from bot.adapters.web.parcels import Parcels
from bot.model.enclosure import FILE, Enclosure
from bot.model.event import MessageReceived, Words
from bot.model.ids import Address, WordsId
from bot.model.upload import LARGEST
from bot.ports.adapter import Delivered
from bot.web import multipart
from bot.web.limits import Buckets, Full

PATH: Final = "/file"
PATIENCE: Final = 120.0
"""Seconds in which a file has come, whatever the line."""
MOST, SECONDS = 10, 20
"""So many files of one person at once; from then on one in so many seconds."""
BUSY: Final = 15
"""Seconds after which there may be room again."""
LONGEST_NAME: Final = 255

MayBring = Callable[[Address], Awaitable[bool]]
"""Whether that person may have a list looked at, just now."""


async def nobody(_account: Address) -> bool:
    """Nobody looks after anything here."""
    return False


class Brought(NamedTuple):
    """What came: the fields of its form, the file as it is told of, what marks it among what came by the same form, and
    its bytes; None where none were read."""

    fields: Mapping[str, str]
    enclosed: Enclosure
    mark: str
    data: bytes | None


class Bringing:
    """Receives files for whoever may send them."""

    def __init__(self, parcels: Parcels, may: MayBring) -> None:
        self._parcels = parcels
        self.may = may
        self._often = Buckets(MOST, 1 / SECONDS)

    async def receive(
        self, request: web.Request, owner: Address, good: Callable[[Mapping[str, str]], Awaitable[None]]
    ) -> Brought:
        """What that person sent. `good` raises where the form is none that we gave them; before that, nothing of the
        file is read. Raises `FormRefused`, and nothing is kept then."""
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._receive(request, owner, good)
        except TimeoutError:
            raise FormRefused(408, "file-slow") from None
        except multipart.Broken:
            raise FormRefused(400, "file-half") from None
        except multipart.TooLarge:
            raise FormRefused(413, "far-too-long") from None
        except Full:
            raise FormRefused(503, "file-busy", after=BUSY) from None

    async def _receive(
        self, request: web.Request, owner: Address, good: Callable[[Mapping[str, str]], Awaitable[None]]
    ) -> Brought:
        opened = await multipart.open_file(request)
        await good(opened.fields)
        if opened.part is None:
            raise FormRefused(400, "file-none")
        told = max(0, (request.content_length or 0) - multipart.AROUND)
        if not await self.may(owner):
            return _unread(opened, told)
        if wait := self._often.wait(owner):
            raise FormRefused(429, "too-fast", after=int(wait) + 1)
        if told > LARGEST:
            return _unread(opened, told)
        found, mark = bytearray(), hashlib.sha256(opened.name.encode("utf-8", "replace") + b"\0")
        with self._parcels.room(owner, min(request.content_length or LARGEST, LARGEST)):
            try:
                async for piece in multipart.pieces(opened.part, LARGEST):
                    found += piece
                    mark.update(piece)
            except multipart.TooLarge:
                return _unread(opened, LARGEST + 1)
        if not found and not opened.name:
            raise FormRefused(400, "file-none")
        return Brought(opened.fields, _enclosure(opened.name, len(found)), mark.hexdigest()[:8], bytes(found))


def _unread(opened: multipart.Opened, size: int) -> Brought:
    """That it came, and how large it is as far as that was told."""
    mark = hashlib.sha256(f"{opened.name}:{size}".encode("utf-8", "replace")).hexdigest()[:8]
    return Brought(opened.fields, _enclosure(opened.name, size), mark, None)


def _enclosure(name: str, size: int) -> Enclosure:
    # Whatever its sender calls it, it is text that can be written down.
    return Enclosure(FILE, size, name=name[:LONGEST_NAME].encode("utf-8", "replace").decode())


def deliver(address: Address, form_id: str, brought: Brought) -> Delivered:
    """The delivery that the runtime takes. Its id is the handle by which the file is fetched, too: the same file, sent
    twice by one form, is one delivery."""
    id_ = f"{form_id}-{brought.mark}"
    enclosed = replace(brought.enclosed, handle=id_)
    event = MessageReceived(Words(WordsId(0)), media=FILE, enclosed=enclosed)
    return Delivered(PLATFORM, address, address, f"{PLATFORM}:{address}", id_, event)
