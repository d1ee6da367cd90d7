"""The real store, overheard: whatever a turn commits is told as facts, in the order in which it was decided."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from bot.model.actor import State
from bot.model.effect import Shown
from bot.model.event import Event
from bot.model.ids import EventId, MemberId, MessageId
from bot.model.record import Record
from bot.model.situation import Told
from bot.ports.adapter import Delivered
from bot.ports.store import Due, Posted, Seat
from bot.shells.simulate.facts import Entered, Fact, Recorded, Root, Stood, Written, spot_of
from bot.store.sqlite.desk import SqliteDesk
from bot.store.sqlite.ledger import SqliteLedger
from bot.store.sqlite.memory import Memory


class OverheardDesk(SqliteDesk):
    """A desk that tells what was committed, and nothing of what was not."""

    def __init__(self, connection: sqlite3.Connection, memory: Memory, committed: list[Fact]) -> None:
        super().__init__(connection, memory)
        self._committed = committed
        self._facts: list[Fact] = []
        self._root: Root | None = None

    def claim(self, due: Due) -> bool:
        self._root = Root(due.conversation)
        return super().claim(due)

    def take_in(
        self,
        seat: Seat,
        id_: EventId,
        event: Event,
        told: Told | None,
        outcome: str,
        delivered: Delivered | None,
        now: int,
    ) -> None:
        if delivered is not None:
            self._root = Root(seat.conversation, seat.member.id)
        key = (delivered.source, delivered.id) if delivered else None
        root = self._root or Root(seat.conversation)
        standing = told.standing if told else None
        self._facts.append(
            Entered(id_, seat.conversation, seat.member.id, event, outcome, root, key, spot_of(seat), standing)
        )
        super().take_in(seat, id_, event, told, outcome, delivered, now)

    def settle(self, seat: Seat, state: State, records: Sequence[Record], event: EventId, now: int) -> None:
        member: MemberId = seat.member.id
        self._facts += [Recorded(seat.conversation, member, record) for record in records]
        self._facts.append(Stood(seat.conversation, state))
        super().settle(seat, state, records, event, now)

    def post(self, seat: Seat, id_: MessageId, effect: Shown, now: int) -> Posted:
        posted = super().post(seat, id_, effect, now)
        self._facts.append(Written(posted, seat.conversation, seat.member.id, self._root or Root(seat.conversation)))
        return posted

    def commit(self) -> None:
        super().commit()
        self._committed += self._facts


def overhear(ledger: SqliteLedger, committed: list[Fact]) -> None:
    """Whatever is committed from now on is added there."""
    ledger.desk = lambda connection, memory: OverheardDesk(connection, memory, committed)
