"""What goes wrong on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.fakes.telegram.errors import Refused

BLOCKED: Final = "Forbidden: bot was blocked by the user"
NEVER_MET: Final = "Forbidden: bot can't initiate conversation with a user"
KICKED: Final = "Forbidden: bot was kicked from the supergroup chat"
KICKED_FROM_GROUP: Final = "Forbidden: bot was kicked from the group chat"
DEACTIVATED: Final = "Forbidden: user is deactivated"
GATEWAY: Final = "Bad Gateway"


@dataclass(slots=True)
class Fault:
    """Befalls calls of `method` (any, if empty) to `chat` (any, if None), `times` times (for ever, if None)."""

    method: str = ""
    chat: int | None = None
    times: int | None = 1

    def fits(self, method: str, chat: int | None) -> bool:
        return self.method in {"", method} and self.chat in {None, chat} and self.times != 0


@dataclass(slots=True)
class Refusal(Fault):
    """The call is refused and has no effect."""

    code: int = 500
    description: str = "Internal Server Error"

    def refused(self) -> Refused:
        return Refused(self.code, self.description)


@dataclass(slots=True)
class Drop(Fault):
    """The connection ends: before the call has any effect, or `after` it had its whole effect (a lost response)."""

    after: bool = False


@dataclass(slots=True)
class Slow(Fault):
    """The call has its effect after `before` seconds and is answered `after` seconds later."""

    before: float = 0.0
    after: float = 0.0


@dataclass(slots=True)
class Garbled(Fault):
    """The answer is `body`, as it is, with HTTP `status`. The call has no effect."""

    body: bytes = b""
    status: int = 200
    content_type: str = "application/json"


@dataclass(slots=True)
class Faults:
    """All that is planned."""

    planned: list[Fault] = field(default_factory=list)

    def plan(self, fault: Fault) -> Fault:
        """It will happen. Returns it, for `cancel`."""
        if fault.method:
            fault.method = fault.method.lower()
        self.planned.append(fault)
        return fault

    def cancel(self, fault: Fault) -> None:
        """It will happen no more."""
        if fault in self.planned:
            self.planned.remove(fault)

    def strike(self, method: str, chat: int | None) -> list[Fault]:
        """The faults that befall this call, each used up once."""
        return list(self._used(method, chat))

    def _used(self, method: str, chat: int | None) -> Iterator[Fault]:
        for fault in list(self.planned):
            if fault.fits(method, chat):
                if fault.times is not None:
                    fault.times -= 1
                yield fault
