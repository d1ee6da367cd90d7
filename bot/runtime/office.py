"""What somebody who looks after the community does from elsewhere than a chat: who they are is asked again each time.

The pages of the console come this way, and no other: they read from views, and whatever they want done is asked here.
"""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from collections.abc import Callable
from functools import partial
from typing import Final

import msgspec

from bot.core import roles
from bot.core.roles import Act
from bot.core.solo.office.words import ENTRY_LIFE
from bot.model.ids import Address, Platform
from bot.model.member import Standing
from bot.model.record import Acted
from bot.model.session import Session
from bot.model.spans import HOUR, MINUTE
from bot.model.tiding import Asker, Tiding
from bot.ports.clock import Clock
from bot.ports.standings import Standings
from bot.ports.store import Ledger
from bot.ports.views import Views
from bot.ports.zones import Zones
from bot.rendering.render import Voice
from bot.runtime import curation
from bot.runtime.curation import Curated, Writes
from bot.runtime.engine import Engine
from bot.runtime.library import Shelves
from bot.runtime.tickets import Tickets

LONGEST: Final = 8 * HOUR
"""Milliseconds after which somebody has to come in anew, whatever they do."""
IDLE: Final = HOUR
"""The same, without anything done."""
SEEN_AGAIN: Final = MINUTE
"""Milliseconds between two notes of when somebody was seen."""
ACTS: Final = {
    "undo": Act.UNDO,
    "enable": Act.SWITCH,
    "disable": Act.SWITCH,
    "move": Act.MOVE,
    "retire": Act.RETIRE,
    "bring-back": Act.RETIRE,
    "approve": Act.SUGGESTIONS,
    "decline": Act.SUGGESTIONS,
}
"""What may be wanted of the curator (`Curated.what`), and which right that takes."""


class MayNot(Exception):
    """Whoever asks may not, as far as can be told just now; nothing was done."""


class Office:
    """Lets people in, and does what they may. Nothing here is done for whoever may not."""

    def __init__(
        self,
        standings: Standings,
        writer: Callable[[], Writes],
        views: Views,
        tickets: Tickets,
        clock: Clock,
        shelves: Shelves,
        voice: Voice,
        zones: Zones,
    ) -> None:
        self._standings = standings
        self._writer = writer
        self.views = views
        self.tickets = tickets
        self.clock = clock
        self._shelves = shelves
        self._voice = voice
        self.zones = zones

    # Coming in

    async def offer(self, platform: Platform, account: Address) -> str:
        """Where that account, which runs the bot, comes in; empty where the pages are not served."""
        ticket = secrets.randbits(63)
        until = self.clock.now() + ENTRY_LIFE
        await self._writer().call(lambda ledger, _engine: ledger.offer_entry(platform, account, ticket, until))
        return self.tickets.link(ticket)

    async def enter(self, code: str, left: str = "") -> str:
        """What the browser shows from now on; empty for a code that is none, used or over, and nothing was done.

        `left` is what it showed before: that ends, so that nobody goes on under what somebody else may have planted.
        """
        ticket = self.tickets.read(code)
        if ticket is None:
            return ""
        secret = secrets.token_urlsafe(32)
        session = await self._writer().call(partial(_enter, ticket, digest(secret), self.clock.now()))
        if session is None:
            return ""
        if left:
            await self.leave(left)
        return secret

    async def session(self, secret: str) -> Session | None:
        """Who shows that; None for nobody, and for whoever has been here too long or did nothing for too long."""
        session = await asyncio.to_thread(self.views.session, digest(secret))
        now = self.clock.now()
        if session is None or now - session.begun >= LONGEST or now - session.seen >= IDLE:
            return None
        if now - session.seen >= SEEN_AGAIN:
            session = await self.keep(msgspec.structs.replace(session, seen=now))
        return session

    async def keep(self, session: Session) -> Session:
        """When it was seen, and its language, are on disk."""
        await self._writer().call(lambda ledger, _engine: ledger.keep_session(session))
        return session

    async def leave(self, secret: str) -> None:
        """That browser is not in any more."""
        await self._writer().call(lambda ledger, _engine: ledger.end_session(digest(secret)))

    async def standing(self, session: Session) -> Standing:
        """What they may do, as it is just now."""
        return await self._standings.of(session.platform, session.account)

    # Doing something

    async def curate(self, session: Session, wanted: Curated) -> str:
        """It is done, and this is what the curator says of it. Raises `MayNot`; LookupError with a sentence."""
        if wanted.what not in ACTS:
            raise LookupError(f"Nobody here knows how to {wanted.what!r} a deck; nothing was changed.")
        await self._admit(session, ACTS[wanted.what])
        return await self._tell(session, lambda ledger: curation.tiding_of(wanted, ledger))

    async def load(self, session: Session, body: bytes) -> str:
        """The encoded deck is on offer. Raises `MayNot`; LookupError with a sentence."""
        await self._admit(session, Act.LOAD)
        try:
            staged = await asyncio.to_thread(curation.staging, body)
        except msgspec.MsgspecError as error:
            raise LookupError("That is not a deck as it was checked. Nothing was changed; bring it again.") from error
        now = self.clock.now()
        await curation.stage(staged, self._writer().call, self._shelves, now)
        return await self._tell(session, lambda _ledger: staged.tiding)

    async def close_report(self, session: Session, number: int) -> None:
        """What was kept with that report is gone, and who closed it stands in the log. Raises `MayNot`; LookupError."""
        await self._admit(session, Act.REPORTS)
        now = self.clock.now()
        if not await self._writer().call(lambda ledger, _engine: ledger.close_report(number, session.member, now)):
            raise LookupError(f"No report {number} is open; somebody may have closed it. Nothing was changed.")

    async def _admit(self, session: Session, act: Act) -> None:
        if not roles.may(await self.standing(session), act, self.clock.now()):
            raise MayNot(act.value)

    async def _tell(self, session: Session, tiding: Callable[[Ledger], Tiding]) -> str:
        """The curator has heard it from whoever is at the console."""
        now, asker = self.clock.now(), Asker(session.member)
        return await curation.decided(self._writer(), tiding, now, self._voice, asker, session.language)


def digest(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _enter(ticket: int, hash_: str, now: int, ledger: Ledger, _engine: Engine) -> Session | None:
    session = ledger.enter(ticket, hash_, now)
    if session is not None:
        ledger.log(Acted(session.member, "sign in", "console", "", ""), now)
    return session
