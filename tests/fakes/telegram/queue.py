"""The updates that a bot has not yet taken, in order, each until it expires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.fakes.telegram.clock import Clock

FUTURE: Final = 10
"""An offset further beyond the tail counts as nonsense: the queue is read from its head [C TQueue::get]."""
RESPONSE_BYTES: Final = 1 << 22
"""What one answer of getUpdates carries at most [C JsonUpdates]."""


@dataclass(frozen=True, slots=True)
class Event:
    """An update as it will be sent: `text` is its whole JSON. Events of one `lane` reach a webhook in order."""

    id: int
    text: str
    expires: float
    lane: int


class UpdateQueue:
    """Updates with consecutive ids from `first` on. Expired ones are gone, whoever looks."""

    def __init__(self, clock: Clock, first: int) -> None:
        self._clock = clock
        self._events: dict[int, Event] = {}
        self._tail = first

    def push(self, written: Callable[[int], str], life: float, lane: int) -> int:
        """The update that `written` makes of its id waits for `life` seconds. Returns its id."""
        event = Event(self._tail, written(self._tail), self._clock.now() + life, lane)
        self._events[event.id] = event
        self._tail += 1
        return event.id

    @property
    def newest(self) -> int:
        """The id of the update that came last."""
        return self._tail - 1

    def waiting(self) -> list[Event]:
        """Everything that has not expired, oldest first."""
        now = self._clock.now()
        for event in [event for event in self._events.values() if event.expires < now]:
            del self._events[event.id]
        return list(self._events.values())

    def take(self, offset: int, limit: int) -> list[Event]:
        """At most `limit` updates from `offset` on; those below it are deleted. Below zero counts from the end.

        [C Client::do_get_updates, TQueue::get; D getUpdates]
        """
        waiting = self.waiting()
        head = waiting[0].id if waiting else self._tail
        start = offset + self._tail if offset < 0 else offset
        if start > self._tail + FUTURE:
            start = head
        for old in [number for number in self._events if number < start]:
            del self._events[old]
        return _fitting(list(self._events.values())[:limit])

    def forget(self, event_id: int) -> None:
        """This one is gone."""
        self._events.pop(event_id, None)

    def clear(self) -> None:
        """All are gone."""
        self._events.clear()


def _fitting(events: list[Event]) -> list[Event]:
    left = RESPONSE_BYTES
    fitting = []
    for event in events:
        left -= 50 + len(event.text.encode())
        if left <= 0:
            break
        fitting.append(event)
    return fitting
