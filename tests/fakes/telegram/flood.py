"""How much a bot may send, and what happens when it sends more.

The real limits "are unspecified"; these are the published ones, kept strictly: one message a second in a chat, 20 a
minute in a group, 30 a second in all [D bots/faq; PTB FloodLimit]. Edits in groups: about 20 a minute too [grammY].
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Hashable
from dataclasses import dataclass

from tests.fakes.telegram.clock import Clock
from tests.fakes.telegram.errors import Refused, too_many

EVERYTHING = "everything"


@dataclass(slots=True)
class Limits:
    """What is allowed. `chat_burst` messages may come at once in one chat, then one every `chat_every` seconds.

    `slack`: seconds by which a call may come too soon, for those that travelled faster than the one before.
    """

    chat_every: float = 1.0
    chat_burst: int = 1
    group_minute: int = 20
    group_edits_minute: int = 20
    overall_second: int = 30
    slack: float = 0.02


@dataclass(slots=True)
class Pause:
    """Nothing is let through until `until`."""

    until: float


@dataclass(slots=True)
class Storm:
    """The next `times` calls that are not in a pause open one of `seconds`, whether the bot was modest or not."""

    seconds: float
    times: int


class Flood:
    """Keeps the limits while `on`. `self_caused_429`: limits overstepped. `early`: calls inside a pause."""

    def __init__(self, clock: Clock, limits: Limits, on: bool) -> None:
        self.limits = limits
        self.on = on
        self.self_caused_429 = 0
        self.storm_429 = 0
        self.early: Counter[Hashable] = Counter()
        self._clock = clock
        self._allowance: dict[Hashable, tuple[float, float]] = {}
        self._windows: dict[Hashable, deque[float]] = {}
        self._pauses: dict[Hashable, Pause] = {}
        self._storms: dict[Hashable, Storm] = {}

    def storm(self, scope: Hashable, seconds: float, times: int) -> None:
        """The next call to `scope` is told to wait for `seconds`, and so on `times` times."""
        self._storms["storm", scope] = Storm(seconds, times)

    def weather(self, chat: int | None) -> None:
        """Nothing, unless a storm rages or a storm's pause lasts.

        Raises:
            Refused: 429.
        """
        for scope in (("storm", EVERYTHING), ("storm", chat)):
            self._respect(scope)
            storm = self._storms.get(scope)
            if storm is not None and storm.times > 0:
                storm.times -= 1
                self.storm_429 += 1
                raise self._pause(scope, storm.seconds)

    def message(self, bot: int, chat: int, group: bool) -> None:
        """One message more is counted.

        Raises:
            Refused: 429, and it is not counted.
        """
        if not self.on:
            return
        windows: list[tuple[Hashable, int, float]] = [(("all", bot), self.limits.overall_second, 1.0)]
        windows += [(("group", bot, chat), self.limits.group_minute, 60.0)] if group else []
        bucket = ("chat", bot, chat)
        for scope in (bucket, *(scope for scope, _, _ in windows)):
            self._respect(scope)
        self._keep(bucket, self._bucket_wait(bucket))
        for scope, count, span in windows:
            self._keep(scope, self._window_wait(scope, count, span))
        self._spend(bucket, [scope for scope, _, _ in windows])

    def edit(self, bot: int, chat: int, group: bool) -> None:
        """One edit more is counted, in a group.

        Raises:
            Refused: 429, and it is not counted.
        """
        if not self.on or not group:
            return
        scope = ("edits", bot, chat)
        self._respect(scope)
        self._keep(scope, self._window_wait(scope, self.limits.group_edits_minute, 60.0))
        self._windows[scope].append(self._clock.now())

    def _respect(self, scope: Hashable) -> None:
        pause = self._pauses.get(scope)
        left = pause.until - self._clock.now() if pause else 0.0
        if left > 0:
            self.early[scope] += 1
            raise too_many(left)

    def _keep(self, scope: Hashable, wait: float) -> None:
        if wait > 0:
            self.self_caused_429 += 1
            raise self._pause(scope, wait)

    def _pause(self, scope: Hashable, wait: float) -> Refused:
        refused = too_many(wait)
        self._pauses[scope] = Pause(self._clock.now() + refused.parameters["retry_after"])
        return refused

    def _filled(self, scope: Hashable) -> float:
        """How many messages the chat may take now."""
        count, since = self._allowance.get(scope, (float(self.limits.chat_burst), self._clock.now()))
        filled = count + (self._clock.now() - since) / self.limits.chat_every
        return min(float(self.limits.chat_burst), filled)

    def _bucket_wait(self, scope: Hashable) -> float:
        wait = (1.0 - self._filled(scope)) * self.limits.chat_every
        return wait if wait > self.limits.slack else 0.0

    def _window_wait(self, scope: Hashable, count: int, span: float) -> float:
        window = self._windows.setdefault(scope, deque())
        now = self._clock.now()
        while window and window[0] <= now - span + self.limits.slack:
            window.popleft()
        return window[len(window) - count] + span - now if len(window) >= count else 0.0

    def _spend(self, bucket: Hashable, windows: list[Hashable]) -> None:
        now = self._clock.now()
        self._allowance[bucket] = (self._filled(bucket) - 1.0, now)
        for scope in windows:
            self._windows[scope].append(now)
