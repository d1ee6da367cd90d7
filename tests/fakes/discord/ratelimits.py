"""Discord's rate limits (developers/topics/rate-limits): buckets per route and channel, 50 calls a second in all.

Nothing is limited and no header is sent while `strict` is off; storms and bans work either way.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.discord.clock import Clock

GLOBAL_MAX: Final = 50
GLOBAL_SECONDS: Final = 1.0
INVALID_MAX: Final = 10_000
INVALID_SECONDS: Final = 600.0
GRACE: Final = 0.05
"""Seconds in which a call may still be on its way when the answer that forbids it is written."""

DEFAULT_LIMIT: Final = (10, 2.0)
LIMITS: Final[dict[str, tuple[int, float]]] = {
    "create_message": (5, 5.0),
    "edit_message": (5, 5.0),
    "delete_message": (5, 1.0),
    "add_reaction": (1, 0.25),
    "typing": (5, 5.0),
    "execute_webhook": (5, 2.0),
    "edit_webhook_message": (5, 2.0),
}
"""Calls and seconds by route: examples seen in the field; Discord publishes none and tells clients to read headers."""

INTERACTION_ROUTES: Final = frozenset(
    {"callback", "execute_webhook", "edit_webhook_message", "get_webhook_message", "delete_webhook_message"}
)
"""Exempt from the global limit (receiving-and-responding#endpoints)."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A 429: wait `retry_after` seconds; `scope` is user, global or shared."""

    retry_after: float
    scope: str
    headers: dict[str, str]

    def json(self) -> dict[str, object]:
        shared = "The resource is being rate limited."
        message = shared if self.scope == "shared" else "You are being rate limited."
        return {"message": message, "retry_after": round(self.retry_after, 3), "global": self.scope == "global"}


@dataclass(slots=True)
class _Bucket:
    limit: int
    seconds: float
    used: int = 0
    resets: float = 0.0


@dataclass(slots=True)
class _Storm:
    until: float
    scope: str


@dataclass(slots=True)
class RateLimits:
    """Counts every call. `self_caused_429`: refusals the client earned; `early`: calls inside a pause told to it."""

    clock: Clock
    strict: bool = False
    table: dict[str, tuple[int, float]] = field(default_factory=lambda: dict(LIMITS))
    self_caused_429: int = 0
    injected_429: int = 0
    early: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    banned_until: float = 0.0
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)
    _storms: dict[str | None, _Storm] = field(default_factory=dict)
    _told: dict[str | None, tuple[float, float]] = field(default_factory=dict)
    _recent: list[float] = field(default_factory=list)
    _invalid: list[float] = field(default_factory=list)

    def storm(self, seconds: float, *, channel: int | None = None, scope: str | None = None) -> None:
        """For `seconds`, every call to `channel` (every call at all without one) is refused with 429."""
        key = None if channel is None else str(channel)
        kind = scope or ("global" if channel is None else "user")
        self._storms[key] = _Storm(self.clock.now() + seconds, kind)

    def ban(self, seconds: float) -> None:
        """Cloudflare keeps this address out: 429 as HTML without `Via`."""
        self.banned_until = self.clock.now() + seconds

    @property
    def banned(self) -> bool:
        return self.clock.now() < self.banned_until

    @property
    def invalid(self) -> int:
        """Answers of 401, 403 and 429 (shared scope not counted) in the last 10 minutes."""
        horizon = self.clock.now() - INVALID_SECONDS
        self._invalid = [at for at in self._invalid if at > horizon]
        return len(self._invalid)

    def note_status(self, status: int, scope: str = "user") -> None:
        """10,000 invalid requests in 10 minutes end in a temporary ban; how long is not documented, an hour here."""
        if status in (401, 403) or (status == 429 and scope != "shared"):
            self._invalid.append(self.clock.now())
            if self.invalid >= INVALID_MAX:
                self.ban(3600)

    def ask(self, route: str, major: str) -> tuple[Refusal | None, dict[str, str]]:
        """Whether a call may pass, and the headers that tell of its bucket."""
        self.calls[route] += 1
        self._count_early(route, major)
        refusal = self._stormy(route, major)
        if refusal is not None:
            self.injected_429 += 1
            return refusal, refusal.headers
        if not self.strict:
            return None, {}
        return self._spend(route, major)

    def _count_early(self, route: str, major: str) -> None:
        now = self.clock.now()
        for key in (None, major, f"{route}:{major}"):
            if key is None and route in INTERACTION_ROUTES:
                continue
            told, until = self._told.get(key, (0.0, 0.0))
            if told + GRACE < now < until - GRACE:
                self.early += 1
                return

    def _tell(self, key: str | None, until: float) -> None:
        now = self.clock.now()
        _, known = self._told.get(key, (0.0, 0.0))
        if known < now:
            self._told[key] = (now, until)

    def _stormy(self, route: str, major: str) -> Refusal | None:
        for key in (None, major):
            storm = self._storms.get(key)
            if storm is None or (key is None and route in INTERACTION_ROUTES):
                continue
            left = storm.until - self.clock.now()
            if left <= 0:
                del self._storms[key]
                continue
            self._tell(key, storm.until)
            return _refusal(left, storm.scope, {})
        return None

    def _spend(self, route: str, major: str) -> tuple[Refusal | None, dict[str, str]]:
        now = self.clock.now()
        bucket = self._bucket(route, major, now)
        if bucket.used >= bucket.limit:
            return self._refuse(f"{route}:{major}", bucket.resets, "user", _headers(route, bucket, now))
        if route not in INTERACTION_ROUTES and not self._global_room(now):
            return self._refuse(None, self._recent[0] + GLOBAL_SECONDS, "global", {})
        bucket.used += 1
        return None, _headers(route, bucket, now)

    def _bucket(self, route: str, major: str, now: float) -> _Bucket:
        bucket = self._buckets.get((route, major))
        if bucket is None or bucket.resets <= now:
            limit, seconds = self.table.get(route, DEFAULT_LIMIT)
            bucket = _Bucket(limit, seconds, 0, now + seconds)
            self._buckets[(route, major)] = bucket
        return bucket

    def _global_room(self, now: float) -> bool:
        self._recent = [at for at in self._recent if at > now - GLOBAL_SECONDS]
        if len(self._recent) >= GLOBAL_MAX:
            return False
        self._recent.append(now)
        return True

    def _refuse(
        self, key: str | None, until: float, scope: str, headers: dict[str, str]
    ) -> tuple[Refusal, dict[str, str]]:
        self.self_caused_429 += 1
        self._tell(key, until)
        refusal = _refusal(max(until - self.clock.now(), 0.001), scope, headers)
        return refusal, refusal.headers


def _refusal(left: float, scope: str, headers: dict[str, str]) -> Refusal:
    told = {**headers, "Retry-After": str(math.ceil(left)), "X-RateLimit-Scope": scope}
    if scope == "global":
        told["X-RateLimit-Global"] = "true"
    return Refusal(left, scope, told)


def _headers(route: str, bucket: _Bucket, now: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(bucket.limit),
        "X-RateLimit-Remaining": str(max(bucket.limit - bucket.used, 0)),
        "X-RateLimit-Reset": f"{bucket.resets:.3f}",
        "X-RateLimit-Reset-After": f"{max(bucket.resets - now, 0):.3f}",
        "X-RateLimit-Bucket": hashlib.md5(route.encode(), usedforsecurity=False).hexdigest(),
    }
