"""What was met lately, and no more of it than there is room for: the same wherever something is only worth a while."""

from __future__ import annotations

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """The last things that were kept, at most `limit` of them. What is kept again is new again."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[Key, Value] = OrderedDict()

    def keep(self, key: Key, value: Value) -> None:
        """It is there from now on, and where that is one too many, what has been there longest is gone."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        while len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def values(self) -> tuple[Value, ...]:
        """All that is kept at this moment, what has been there longest first."""
        return tuple(self._kept.values())

    def get(self, key: Key) -> Value | None:
        """What is kept there, if it still is; looking makes nothing new."""
        return self._kept.get(key)

    def take(self, key: Key) -> Value | None:
        """What was kept there, and is no more."""
        return self._kept.pop(key, None)
