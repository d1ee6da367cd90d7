"""Replies that Discord was promised: each shows "is thinking" until it is filled, and a restart must not leave it so.

A slash command is acknowledged before it is committed, and answered by editing that acknowledgement with a token which
is good for 15 minutes. What is promised is noted beside the inbox, so that after a crash the answer that is sent again
goes where the first one was going to; and whoever was not heard at all reads that they were not. The notes are
forgotten within those 15 minutes, and the tokens in them are worth nothing after that.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator
from typing import Final

import msgspec

from bot.adapters.discord.capabilities import OPEN_FOR
from bot.adapters.discord.memory import Notes
from bot.model.ids import Address, MessageId
from bot.model.noun import Noun
from bot.ports.clock import Clock
from bot.ports.recent import Recent

NOTE: Final = "open"
"""The name of the one note that holds them all."""
MOST: Final = 500
"""So many are remembered, the newest."""
LINGERS: Final = 60.0
"""Seconds for which a filled reply is remembered: should its answer come again, it is the same reply."""
TENDED: Final = 60.0
"""Seconds between two looks at what has grown too old."""

Filler = tuple[int, int]
"""The key and the number of the part that fills a reply."""


class Kept(Noun, frozen=True):
    """A promise as it is noted: the interaction's id and token, until when the reply can be filled (milliseconds UTC),
    and by what, if that is known."""

    id: int
    token: str
    address: Address
    until: int
    by: Filler | None = None


class Promised:
    """A deferred reply. `acknowledged` says, once it is done, whether Discord shows it at all."""

    def __init__(self, id_: int, where: Address, token: str, acknowledged: asyncio.Future[bool], until: int) -> None:
        self.id = id_
        self.where = where
        self.token = token
        self.acknowledged = acknowledged
        self.until = until
        self.by: Filler | None = None
        self.restored = False


class Promises:
    """All that is promised, by the interaction's id, oldest first."""

    def __init__(self, notes: Notes, clock: Clock) -> None:
        self._notes = notes
        self._clock = clock
        self._open: Recent[int, Promised] = Recent(MOST)
        self._unheard: tuple[Promised, ...] = ()
        self._writing = asyncio.Lock()
        self._written = b"[]"

    def __contains__(self, id_: int) -> bool:
        return id_ in self._open

    def make(self, id_: int, where: Address, token: str, acknowledged: asyncio.Future[bool]) -> None:
        """A part for that place fills the reply: one that is known to answer it, else the next that comes along."""
        self.supersede(where)
        until = self._clock.now() + int(OPEN_FOR * 1000)
        self._open.keep(id_, Promised(id_, where, token, acknowledged, until))

    def supersede(self, where: Address) -> None:
        """They have said something since the restart; the answer to that is not for what was lost before it."""
        for promised in self._fresh():
            if promised.where == where and promised.restored and promised.by is None:
                self.drop(promised)

    def find(self, where: Address, filler: Filler) -> Promised | None:
        """The reply that this part fills, or fills again."""
        here = [promised for promised in self._fresh() if promised.where == where]
        bound = (promised for promised in here if promised.by == filler)
        return next(bound, None) or next((promised for promised in here if promised.by is None), None)

    def bind(self, id_: int, answer: MessageId | None) -> Promised | None:
        """That message answers it, or none does. Returns the promise where nothing is going to fill it."""
        promised = self._open.get(id_)
        if promised is None or promised.by is not None:
            return None
        filler = None if answer is None else (answer, 0)
        if filler is None or any(other.by == filler for other in self._open.values()):
            return self._open.take(id_)
        promised.by = filler
        return None

    def fill(self, promised: Promised) -> None:
        """It says what it was to say; it is remembered a little while longer."""
        promised.until = min(promised.until, self._clock.now() + int(LINGERS * 1000))

    def drop(self, promised: Promised) -> None:
        """Nothing can fill it."""
        self._open.take(promised.id)

    async def restore(self) -> None:
        """What was promised before the last end is promised again."""
        kept: tuple[Kept, ...] = ()
        # What cannot be read, or was written by another version, has only minutes to live.
        with contextlib.suppress(Exception):
            noted = await self._notes.noted(NOTE) or "[]"
            self._written = noted.encode()
            kept = msgspec.json.decode(noted, type=tuple[Kept, ...])
        for one in kept:
            acknowledged = asyncio.get_running_loop().create_future()
            acknowledged.set_result(True)
            promised = Promised(one.id, one.address, one.token, acknowledged, one.until)
            promised.by, promised.restored = one.by, True
            if one.id not in self._open:
                self._open.keep(one.id, promised)
        self._unheard = tuple(promised for promised in self._fresh() if promised.restored and promised.by is None)

    def unheard(self) -> tuple[Promised, ...]:
        """Those that nothing is known to answer, since the bot ended just then; asked again, none."""
        unheard, self._unheard = self._unheard, ()
        return unheard

    async def keep(self) -> None:
        """What is promised now is noted. Where that cannot be written, it is the same as before this was here."""
        async with self._writing:
            kept = [Kept(one.id, one.token, one.where, one.until, one.by) for one in self._fresh()]
            written = msgspec.json.encode(kept)
            if written == self._written:
                return
            with contextlib.suppress(Exception):
                await self._notes.note(NOTE, written.decode())
                self._written = written

    async def tend(self) -> None:
        """What is too old is forgotten, for as long as this runs."""
        while True:
            await asyncio.sleep(TENDED)
            await self.keep()

    def _fresh(self) -> Iterator[Promised]:
        now = self._clock.now()
        for promised in self._open.values():
            if promised.until > now:
                yield promised
            else:
                self.drop(promised)
