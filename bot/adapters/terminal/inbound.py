"""What was typed becomes a delivery."""

from __future__ import annotations

import uuid

from bot.adapters.terminal import frames
from bot.adapters.terminal.capabilities import PLATFORM
from bot.adapters.terminal.files import enclosure_of
from bot.model.enclosure import FILE
from bot.model.event import Arrived, MessageReceived, Words
from bot.model.ids import Address, WordsId
from bot.ports.adapter import Delivered


def arrived(address: Address, hello: frames.Hello, now: int) -> Delivered:
    """Somebody sat down; each time is a time of its own. `now` is milliseconds UTC."""
    id_ = f"{now:x}-{uuid.uuid4().hex[:16]}"
    return Delivered(PLATFORM, address, address, f"terminal:{address}", id_, Arrived(hello.deck), hello.name)


def typed(address: Address, frame: frames.Typed, now: int) -> Delivered:
    """A line was typed; the same id is the same line. `now` is milliseconds UTC."""
    sent_at = now - frame.waited if frame.waited > 0 else 0
    enclosed = enclosure_of(frame.file)
    media = FILE if enclosed else ""
    event = MessageReceived(Words(WordsId(0), "" if enclosed else frame.text), sent_at, media, enclosed=enclosed)
    return Delivered(PLATFORM, address, address, f"terminal:{address}", frame.id, event)
