"""Messages on their way out: what is to be shown, what of it that reader may read, and what became of it."""

from __future__ import annotations

import sqlite3

from bot.model.effect import Delivery, Edit, Shown
from bot.model.ids import ConversationId, MessageId, WordsId
from bot.ports.store import Mark, Posted, Seat
from bot.store.sqlite.collected import ENCODE, Collected
from bot.store.sqlite.quoting import (
    NOTHING_EDITED,
    carried_by,
    meant_for,
    name_of,
    quoted_in,
    readable,
    shown_in,
    sits_at,
)
from bot.store.sqlite.seats import Seats


class Posting:
    """Rows of the outbox, inside the desk's transaction."""

    def __init__(self, connection: sqlite3.Connection, rows: Collected, seats: Seats) -> None:
        self._connection = connection
        self._rows = rows
        self._seats = seats

    def post(self, seat: Seat, id_: MessageId, effect: Shown, now: int, language: str) -> Posted:
        """It is to be shown there, to somebody who reads that language; with the words and names that it quotes."""
        born = "attempted" if effect.delivery is Delivery.REPLY else "ready"
        slot, edited = effect.slot, NOTHING_EDITED
        if isinstance(effect, Edit):
            # The slot names the message that is edited, not the edits of it.
            self._rows.write_outbox()
            slot, edited = "", shown_in(self._connection, seat.conversation, effect.slot)
        elif slot:
            self._replace_in_slot(seat, slot)
        self._rows.outbox.append(
            (id_, seat.conversation, seat.last_message, now, born, effect.delivery.value, 1, effect.expires, slot,
             ENCODE(effect))
        )  # fmt: skip
        seat.last_message = id_
        self._rows.changed[seat.conversation] = seat
        words, members = quoted_in(effect)
        names = {member: name_of(self._seats.member(member)) for member in members}
        said = self._quoted(seat, words)
        carried = carried_by(self._connection, seat.account, effect)
        return Posted(id_, seat.platform, seat.address, effect, said, names, *edited, carried, language)

    def _replace_in_slot(self, seat: Seat, slot: str) -> None:
        self._rows.write_outbox()
        self._connection.execute(
            "UPDATE outbox SET state = 'failed', failure = 'replaced' WHERE conversation = ? AND slot = ? AND "
            "state = 'ready'",
            (seat.conversation, slot),
        )

    def mark(self, mark: Mark) -> None:
        """What became of that message is known."""
        if mark.sent:
            state = "sent"
        elif mark.failure is None:
            state = "ready" if mark.retry_at else "unknown"
        else:
            state = "attempted" if mark.retry_at else "failed"
        failure = mark.failure.value if mark.failure else None
        self._rows.marks.append(
            (
                state,
                mark.platform_id or None,
                failure,
                mark.why or None,
                mark.retry_at or None,
                mark.tries,
                mark.message,
            )
        )

    def went_to(self, message: MessageId) -> ConversationId | None:
        """The conversation that the message was to be shown in; None for one that nobody knows."""
        self._rows.write_outbox()
        row = self._connection.execute("SELECT conversation FROM outbox WHERE id = ?", (message,)).fetchone()
        return ConversationId(row[0]) if row else None

    def _quoted(self, seat: Seat, ids: list[WordsId]) -> dict[WordsId, str]:
        if not ids:
            return {}
        found = {id_: text for id_ in ids if (text := self._heard_just_now(seat, id_)) is not None}
        # Whether something is shared only the rows can tell. What is one's own, or was said at one's own table, needs
        # no writing before the batch is through: at a table each line would tear the batch into pieces.
        if rest := [id_ for id_ in ids if id_ not in found]:
            found |= meant_for(self._connection, seat.account, [id_ for id_ in rest if id_ not in self._rows.words])
        if rest := [id_ for id_ in rest if id_ not in found]:
            self._rows.write_words()
            self._rows.write_answers()
            found |= readable(self._connection, seat.account, rest)
        return found

    def _heard_just_now(self, seat: Seat, id_: WordsId) -> str | None:
        """What was typed in this batch, by whoever sits there or to a table that they sit at."""
        collected = self._rows.words.get(id_)
        if collected is None:
            return None
        account, text, table = collected
        if account == seat.account or (table and sits_at(self._connection, seat.account, ConversationId(table))):
            return text
        return None
