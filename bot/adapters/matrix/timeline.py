"""All events of a room since the last sync, oldest first, also where the sync left some out."""

from __future__ import annotations

from typing import Any

from bot.adapters.matrix import inbound
from bot.adapters.matrix.capabilities import FILLED
from bot.adapters.matrix.events import Timeline
from bot.adapters.matrix.line import Api, CallRefused, Line

PAGE = 100


async def whole(line: Line, room: str, timeline: Timeline, since: str, me: str) -> tuple[list[Any], bool]:
    """The events since `since`, and whether some are missing because there were too many. Nothing from before we came
    in is among them. Raises `Away`."""
    events, entered = _since_entering(timeline.events, me)
    if entered or not (timeline.limited and timeline.prev_batch):
        return events, False
    earlier, all_ = await _before(line, room, timeline.prev_batch, since, me)
    events, _entered = _since_entering([*earlier, *events], me)
    return events, not all_


async def _before(line: Line, room: str, start: str, since: str, me: str) -> tuple[list[Any], bool]:
    """The events between `since` and `start`, oldest first, and whether these are all of them."""
    found: list[Any] = []
    while len(found) < FILLED:
        try:
            page = await line.call(Api.room_messages("", room, start=start, end=since, limit=PAGE))
        except CallRefused as refused:
            refused.raise_if_passing()
            return found[::-1], False
        chunk = page.get("chunk")
        if not isinstance(chunk, list) or not chunk:
            return found[::-1], True
        found += chunk
        if any(inbound.came_in(raw, me) for raw in chunk) or not isinstance(page.get("end"), str):
            return found[::-1], True
        start = page["end"]
    return found[:FILLED][::-1], False


def _since_entering(events: list[Any], me: str) -> tuple[list[Any], bool]:
    """The events from our coming in on, and whether that is among them."""
    for at in range(len(events) - 1, -1, -1):
        if inbound.came_in(events[at], me):
            return events[at:], True
    return events, False
