"""What was typed becomes a delivery."""

from __future__ import annotations

import time
import uuid

from bot.adapters.terminal import frames
from bot.adapters.terminal.capabilities import PLATFORM
from bot.model.event import Arrived, MessageReceived, Words
from bot.model.ids import Address, WordsId
from bot.ports.adapter import Delivered


def arrived(address: Address, hello: frames.Hello) -> Delivered:
    """Somebody sat down; each time is a time of its own."""
    id_ = f"{time.time_ns():x}-{uuid.uuid4().hex[:8]}"
    return Delivered(PLATFORM, address, address, f"terminal:{address}", id_, Arrived(hello.deck), hello.name)


def typed(address: Address, frame: frames.Typed) -> Delivered:
    """A line was typed; the same id is the same line."""
    sent_at = time.time_ns() // 1_000_000 - max(frame.waited, 0) if frame.waited else 0
    event = MessageReceived(Words(WordsId(0), frame.text), sent_at)
    return Delivered(PLATFORM, address, address, f"terminal:{address}", frame.id, event)
