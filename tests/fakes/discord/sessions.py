"""Gateway sessions: numbered events, kept for RESUME (developers/events/gateway#resuming)."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from tests.fakes.discord.clock import Clock
from tests.fakes.discord.model import Json

RESUME_SECONDS: Final = 180.0
"""Discord says that a dropped session lives for "a few minutes"."""

GUILDS, GUILD_MEMBERS, GUILD_PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, GUILD_REACTIONS = 1 << 9, 1 << 10
DIRECT_MESSAGES, DIRECT_REACTIONS = 1 << 12, 1 << 13
MESSAGE_CONTENT: Final = 1 << 15
PRIVILEGED: Final = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
KNOWN: Final = sum(1 << bit for bit in (*range(17), 20, 21, 24, 25))

_GUILD_INTENTS: Final = {
    "GUILD_CREATE": GUILDS,
    "GUILD_UPDATE": GUILDS,
    "GUILD_DELETE": GUILDS,
    "CHANNEL_CREATE": GUILDS,
    "CHANNEL_UPDATE": GUILDS,
    "CHANNEL_DELETE": GUILDS,
    "THREAD_CREATE": GUILDS,
    "THREAD_UPDATE": GUILDS,
    "GUILD_MEMBER_ADD": GUILD_MEMBERS,
    "GUILD_MEMBER_UPDATE": GUILD_MEMBERS,
    "GUILD_MEMBER_REMOVE": GUILD_MEMBERS,
    "MESSAGE_CREATE": GUILD_MESSAGES,
    "MESSAGE_UPDATE": GUILD_MESSAGES,
    "MESSAGE_DELETE": GUILD_MESSAGES,
    "MESSAGE_REACTION_ADD": GUILD_REACTIONS,
    "MESSAGE_REACTION_REMOVE": GUILD_REACTIONS,
}
_DIRECT_INTENTS: Final = {
    "MESSAGE_CREATE": DIRECT_MESSAGES,
    "MESSAGE_UPDATE": DIRECT_MESSAGES,
    "MESSAGE_DELETE": DIRECT_MESSAGES,
    "MESSAGE_REACTION_ADD": DIRECT_REACTIONS,
    "MESSAGE_REACTION_REMOVE": DIRECT_REACTIONS,
}


def intent_of(event: str, *, direct: bool) -> int:
    """The intent an event needs; 0 for events that are always sent, as interactions are."""
    return (_DIRECT_INTENTS if direct else _GUILD_INTENTS).get(event, 0)


class Line(Protocol):
    """A connection that a session speaks through."""

    def send(self, payload: Json) -> None: ...


@dataclass(slots=True, eq=False)
class Session:
    """Events since IDENTIFY in order; without a line they wait, until `RESUME_SECONDS` after the line was lost."""

    id: str
    intents: int
    line: Line | None = None
    seq: int = 0
    log: list[Json] = field(default_factory=list)
    dead: bool = False
    lost: float | None = None

    def dispatch(self, event: str, data: object) -> None:
        self.seq += 1
        payload: Json = {"op": 0, "t": event, "s": self.seq, "d": data}
        self.log.append(payload)
        if self.line is not None:
            self.line.send(payload)

    def missed(self, since: int) -> list[Json]:
        return [payload for payload in self.log if payload["s"] > since]


class Sessions:
    """All sessions ever opened; they outlive the client's process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.all: dict[str, Session] = {}
        self.resume_seconds = RESUME_SECONDS

    def open(self, intents: int, line: Line) -> Session:
        session = Session(secrets.token_hex(16), intents, line)
        self.all[session.id] = session
        return session

    def live(self) -> list[Session]:
        return [session for session in self.all.values() if self.is_live(session)]

    def is_live(self, session: Session) -> bool:
        if session.lost is not None and self._clock.now() - session.lost > self.resume_seconds:
            session.dead = True
        return not session.dead

    def lose(self, session: Session, line: Line) -> None:
        """The line broke: the session waits for a RESUME."""
        if session.line is line:
            session.line = None
            session.lost = self._clock.now()

    def kill(self, session: Session) -> None:
        """The session cannot be resumed."""
        session.dead = True
        session.line = None

    def dispatch(self, event: str, data_for: Callable[[Session], object | None], *, direct: bool) -> int:
        """The event goes to every live session whose intents want it; returns how many connected ones got it."""
        needed = intent_of(event, direct=direct)
        reached = 0
        for session in self.live():
            if needed and not session.intents & needed:
                continue
            data = data_for(session)
            if data is not None:
                session.dispatch(event, data)
                reached += session.line is not None
        return reached
