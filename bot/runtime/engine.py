"""The engine: `turn(batch, now)` takes deliveries in, steps their conversations, and commits all of it at once.

A plain function on the thread that owns the ledger. Simulation, replay and property tests call it without a loop.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.core.formats import needs, step
from bot.core.situation import Library, Situation
from bot.core.tongues import NO_TONGUES, Tongues, in_english
from bot.model.curator import Stock
from bot.model.effect import CancelTimer, Delivery, Effect, Examine, Say, SetTimer, Tell
from bot.model.enclosure import Enclosure
from bot.model.event import Event, MessageReceived, PlaceClosed, Reacted, TimerFired, Words
from bot.model.format import Format
from bot.model.ids import Address, ConversationId, DeckHash, EventId, MessageId, Platform, WordsId
from bot.model.line import Line
from bot.model.record import AnswerWithdrawn, DeckStaged, MemberForgotten, StockChanged, SuggestionDropped
from bot.model.situation import NEVER_AWAY, Context, Told
from bot.model.state import Phase, Solo
from bot.model.tiding import FileExamined, NoticeGiven, Tiding
from bot.ports.adapter import Delivered, Outcome, Receipt
from bot.ports.address import room_of
from bot.ports.clock import Chance
from bot.ports.faults import Faults
from bot.ports.store import NO_CORNER, Conflict, Desk, Due, Ledger, Mark, Posted, Seat
from bot.ports.uploads import Examined
from bot.ports.watch import NoWatch, Watch
from bot.ports.zones import OnlyUtc, Zones
from bot.runtime.library import hash_of, learn_staged, offering, unlearn
from bot.runtime.mint import Mint
from bot.runtime.telling import Telling

LONGEST_TEXT: Final = 4_000
"""Code points of an answer. More is refused with a sentence: nobody is asked for an essay, and nothing is cut
unseen."""
ERASING: Final = (MemberForgotten, AnswerWithdrawn, SuggestionDropped)
HOPS: Final = 8
"""So far a tiding leads to others, and these to others again."""
REPEATS: Final = 3
"""So often a step is repeated whose member was changed in between."""


@dataclass(slots=True)
class Quarantined:
    """Input that could not be decoded."""

    source: str
    raw: bytes
    error: str


Work = Delivered | Due | Mark | Quarantined | Examined
"""What a turn takes: deliveries, timers and what was found in files, to be stepped; what became of messages, and what
could not be read."""


@dataclass(slots=True)
class Turned:
    """What came of a turn: a receipt (or None) for each piece of work, in order, and the messages to send now."""

    receipts: list[Receipt | None] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    timers_changed: bool = False
    marked: bool = False
    """It says of at least one message what became of it."""
    erased: bool = False
    """Something that was typed is gone; the store has files to tidy."""
    unheard: tuple[Line, ...] = ()
    """What was said to nobody who sits anywhere: whoever runs the bot reads it."""
    unwritten: set[int] = field(default_factory=set)
    """Positions in the batch of what could not be written; nothing of it happened."""


class Engine:
    """Steps conversations. `away` may be replaced between turns."""

    def __init__(
        self,
        ledger: Ledger,
        library: Library,
        contexts: Mapping[Platform, tuple[str, Context]],
        mint: Mint,
        chance: Chance,
        faults: Faults,
        complain: Callable[[str], None] = lambda sentence: None,
        watch: Watch | None = None,
        moderators: Collection[tuple[Platform, Address]] = (),
        zones: Zones | None = None,
        tongues: Tongues = NO_TONGUES,
    ) -> None:
        """`contexts` has (hash, context) by platform; `complain` is told, without any of their words, of steps that
        raised; `moderators` are accounts that the operator named."""
        self._ledger = ledger
        self._library = library
        self._contexts = dict(contexts)
        self._mint = mint
        self._faults = faults
        self._complain = complain
        self._watch = watch or NoWatch()
        self._telling = Telling(self._contexts, chance, zones or OnlyUtc(), frozenset(moderators))
        self.tongues = tongues
        self.away = NEVER_AWAY
        self._tells: list[tuple[Seat, Tell]] = []
        self._coming: Stock | None = None
        """The decks as this turn wants them: on offer when it is committed."""
        self._staged: list[DeckHash] = []
        """The versions that this turn has made: unknown again where it comes to nothing."""
        self.examine: Callable[[], None] = lambda: None
        """Called, on this thread, when something is on disk that is to be examined."""
        self._to_examine = False

    def turn(self, batch: Sequence[Work], now: int) -> Turned:
        """All of it is committed when this returns; a delivery without a receipt (None) has changed nothing."""
        try:
            return self._turn(batch, now)
        except Exception:
            # A batch that cannot be written is run again one by one, so that one bad row never holds up the others.
            return self._one_by_one(batch, now)

    def _one_by_one(self, batch: Sequence[Work], now: int) -> Turned:
        whole = Turned()
        troubles: dict[str, None] = {}
        for position, work in enumerate(batch):
            try:
                alone = self._alone(work, now)
            except Exception as error:
                troubles[self._ledger.explain(error)] = None
                whole.receipts.append(None)
                whole.unwritten.add(position)
                if isinstance(work, Delivered):
                    self._watch.unwritten(work.platform)
                continue
            whole.receipts += alone.receipts
            whole.posted += alone.posted
            whole.timers_changed |= alone.timers_changed
            whole.erased |= alone.erased
        for trouble in troubles:
            self._complain(f"Something that came in could not be written, and was not taken. {trouble}")
        return whole

    def _alone(self, work: Work, now: int) -> Turned:
        for _attempt in range(REPEATS - 1):
            try:
                return self._turn((work,), now)
            except Conflict:
                continue
        return self._turn((work,), now)

    def _turn(self, batch: Sequence[Work], now: int) -> Turned:
        self._faults.reach("turn.begun")
        desk = self._ledger.open_desk()
        self._tells = []
        self._coming, self._staged, self._to_examine = None, [], False
        turned = Turned()
        try:
            for work in batch:
                turned.receipts.append(self._one(desk, work, now, turned))
            self._faults.reach("turn.stepped")
            desk.write()
            self._faults.reach("turn.written")
            began = time.perf_counter()
            desk.commit()
        except BaseException:
            desk.abandon()
            unlearn(self._library, self._staged)
            raise
        self._tell_watch(batch, turned.receipts, time.perf_counter() - began)
        self._offer()
        if self._to_examine:
            self.examine()
        self._faults.reach("turn.committed")
        if turned.marked:
            self._faults.reach("outbox.marked")
        return turned

    def _offer(self) -> None:
        """From the next turn on, steps are told of the decks that this one wanted.

        Where the process ends before that is noted, the next start finds the decks in the store.
        """
        if self._coming is not None:
            for platform, (_hash, context) in self._contexts.items():
                changed = offering(context, self._coming)
                hash_ = hash_of(changed)
                self._ledger.keep_context(hash_, changed)
                self._contexts[platform] = (hash_, changed)
            self._coming = None

    def _tell_watch(self, batch: Sequence[Work], receipts: Sequence[Receipt | None], seconds: float) -> None:
        watch = self._watch
        watch.committed(len(batch), seconds)
        for work, receipt in zip(batch, receipts, strict=True):
            if receipt is not None:
                if isinstance(work, Delivered):
                    watch.took(work.platform, receipt.outcome)
                else:
                    watch.fired()
            elif isinstance(work, Quarantined):
                watch.quarantined(work.source)

    def _one(self, desk: Desk, work: Work, now: int, turned: Turned) -> Receipt | None:
        if isinstance(work, Delivered):
            if desk.taken(work.source, work.id):
                return _DUPLICATE
            if isinstance(work.event, Reacted):
                return self._rate(desk, work, work.event, now, turned)
            return self._take_in(desk, desk.seat(work, now), work.event, work, now, turned)
        if isinstance(work, Mark):
            turned.marked = True
            if lost := desk.mark(work):
                self._take_in(desk, lost, PlaceClosed(), None, now, turned)
        elif isinstance(work, Due):
            turned.timers_changed = True
            seat = desk.seat_of(work.conversation) if desk.claim(work) else None
            if seat is not None:
                self._faults.reach("timer.claimed")
                return self._take_in(desk, seat, TimerFired(work.name, work.due), None, now, turned)
        elif isinstance(work, Examined):
            if found := desk.examined(work, now):
                return self._take_in(desk, found, FileExamined(work.id, work.report), None, now, turned)
        else:
            desk.quarantine(work.source, work.raw, work.error, now)
        return None

    def _rate(self, desk: Desk, work: Delivered, event: Reacted, now: int, turned: Turned) -> Receipt:
        """A sign that rates a question of ours has come in at a conversation of whoever put it; of any other, nothing.

        What the step is told, and what is stored, is the question; under which message it stands is nobody's to know.
        """
        found = desk.rated(work, now)
        seat = desk.seat_of(found[0]) if found else None
        if found is None or seat is None:
            return _OF_NO_CONCERN
        about = Reacted(event.rating, event.mark, question=found[1])
        # Nobody has come to talk, so that nobody is reached or seen by it.
        return self._take_in(desk, seat, about, None, now, turned)

    def _take_in(
        self, desk: Desk, seat: Seat, event: Event, delivered: Delivered | None, now: int, turned: Turned
    ) -> Receipt:
        """The event has been stepped, and so has all that it made conversations tell one another, in that order.

        A tiding is an event of its own in its receiver's inbox, and its step a turn of its own; that they share the
        teller's transaction means that nothing is ever half told.
        """
        receipt = self._take(desk, seat, event, delivered, now, turned)
        corner = delivered.corner if delivered else NO_CORNER
        hops = 1
        while self._tells:
            tells, self._tells = self._tells, []
            if hops > HOPS:
                self._complain(f"conversation {seat.conversation} and others tell each other things without an end")
                break
            for teller, tell in tells:
                listener = desk.seat_of(tell.to)
                if listener is None and tell.founds is not None:
                    id_ = tell.to or ConversationId(self._mint.strike(now))
                    listener = desk.found(id_, tell.founds, teller, now, corner)
                if listener is None:
                    if isinstance(tell.tiding, NoticeGiven):
                        turned.unheard += tell.tiding.lines
                    continue
                more = self._take(desk, listener, tell.tiding, None, now, turned)
                if listener.conversation == seat.conversation:
                    receipt = Receipt(receipt.outcome, receipt.messages + more.messages)
            hops += 1
        return receipt

    def _take(
        self, desk: Desk, seat: Seat, event: Event, delivered: Delivered | None, now: int, turned: Turned
    ) -> Receipt:
        """The event is in the inbox, its step is made, and what the step wants is collected at the desk."""
        id_ = EventId(self._mint.strike(now))
        if isinstance(event, MessageReceived):
            refusal = _refusal(event.words.text)
            if refusal:
                desk.take_in(seat, id_, MessageReceived(Words(WordsId(id_))), None, "refused", delivered, now)
                return Receipt(Outcome.TAKEN, (self._plainly(desk, seat, refusal, now, turned),))
            came = event.enclosed
            # By what it is fetched is for the store alone: a step knows what a replay of it will.
            bare = Enclosure(came.kind, came.size, more=came.more) if came else None
            words = Words(WordsId(id_), event.words.text)
            event = MessageReceived(words, event.sent_at, event.media, event.answers, bare)
            spoken = desk.language(seat) or self._contexts[seat.platform][1].language
            event = in_english(event, self.tongues, spoken)
        try:
            wanted = needs(seat.state, event, self._library)
        except Exception:
            return self._fail(desk, seat, id_, event, None, delivered, now, turned)
        # Outside any net: when the store cannot be read, the transaction may be gone, and the turn with it.
        told = self._telling.of(desk, seat, wanted, delivered, now, self.away)
        try:
            made = step(seat.state, event, self._situation(seat, told, id_))
        except Exception:
            return self._fail(desk, seat, id_, event, told, delivered, now, turned)
        desk.take_in(seat, id_, event, told, "stepped", delivered, now)
        desk.settle(seat, made.state, made.records, id_, now)
        turned.erased = turned.erased or any(isinstance(record, ERASING) for record in made.records)
        for record in made.records:
            if isinstance(record, StockChanged):
                self._coming = record.stock
            elif isinstance(record, DeckStaged):
                made_known = learn_staged(self._library, record.deck, desk.numbers(record.deck.id))
                self._staged += [made_known] if made_known else []
        return Receipt(Outcome.TAKEN, self._carry_out(desk, seat, made.effects, now, turned))

    def _fail(
        self,
        desk: Desk,
        seat: Seat,
        id_: EventId,
        event: Event,
        told: Told | None,
        delivered: Delivered | None,
        now: int,
        turned: Turned,
    ) -> Receipt:
        """While a decision's error is handled: the event is kept, nothing else has changed, and the person is told."""
        self._complain(_where())
        desk.take_in(seat, id_, event, told, "failed", delivered, now)
        said = (self._plainly(desk, seat, "failed", now, turned),) if seat.platform else ()
        return Receipt(Outcome.FAILED, said)

    def quiet_until(self, message: MessageId, now: int) -> int:
        """When the quiet hours of whoever is to read that message end, milliseconds UTC; 0 where it may go now."""
        person = self._ledger.readers(message)
        return self._telling.quiet_until(person, now) if person else 0

    def _situation(self, seat: Seat, told: Told, id_: EventId) -> Situation:
        return Situation(told, self._contexts[seat.platform][1], self._library, id_, seat.conversation)

    def _carry_out(
        self, desk: Desk, seat: Seat, effects: Sequence[Effect], now: int, turned: Turned
    ) -> tuple[MessageId, ...]:
        shown: list[MessageId] = []
        for effect in effects:
            if isinstance(effect, SetTimer):
                desk.set_timer(seat, effect.name, effect.due)
                turned.timers_changed = True
            elif isinstance(effect, CancelTimer):
                desk.cancel_timer(seat.conversation, effect.name)
            elif isinstance(effect, Tell):
                self._tells.append((seat, effect))
            elif isinstance(effect, Examine):
                desk.examine(seat, effect.id, effect.pasted, now)
                self._to_examine = True
            else:
                posted = desk.post(seat, MessageId(self._mint.strike(now)), effect, now)
                turned.posted.append(posted)
                shown.append(posted.id)
        return tuple(shown)

    def tell(self, to: ConversationId, tiding: Tiding, founds: Format, now: int) -> Turned:
        """That has come in there, from whoever runs the bot, with all that it makes conversations tell one another."""
        desk = self._ledger.open_desk()
        self._tells, self._coming, self._staged = [], None, []
        turned = Turned()
        try:
            seat = desk.seat_of(to) or desk.found(to, founds, None, now)
            self._take_in(desk, seat, tiding, None, now, turned)
            desk.write()
            desk.commit()
        except BaseException:
            desk.abandon()
            unlearn(self._library, self._staged)
            raise
        self._offer()
        return turned

    def announce(self, conversations: Sequence[ConversationId], said: Say, now: int) -> list[Posted]:
        """That is in the outbox for each of these, once, though no step called for it; `said` is a broadcast.

        Whoever has not said yes to the bot, or was forgotten in between, is left in peace, and so is a group place
        that is not open.
        """
        desk = self._ledger.open_desk()
        try:
            posted = []
            for conversation in conversations:
                seat = desk.seat_of(conversation)
                if seat is not None and self._is_at_home(desk, seat):
                    posted.append(desk.post(seat, MessageId(self._mint.strike(now)), said, now))
            desk.write()
            desk.commit()
        except BaseException:
            desk.abandon()
            raise
        return posted

    def _is_at_home(self, desk: Desk, seat: Seat) -> bool:
        room = room_of(seat.address)
        if room:
            return desk.room_is_open(seat.platform, room)
        return isinstance(seat.state, Solo) and seat.state.phase not in UNDECIDED

    def _plainly(self, desk: Desk, seat: Seat, moment: str, now: int, turned: Turned) -> MessageId:
        """A sentence that needs no step: something went wrong, or cannot be taken, and the person is told."""
        context = self._contexts[seat.platform][1]
        effect = Say(
            (Line(moment, gaps=(("operator", context.operator), ("limit", LONGEST_TEXT))),), delivery=Delivery.REPLY
        )
        return self._carry_out(desk, seat, (effect,), now, turned)[0]


UNDECIDED: Final = frozenset({Phase.NEW, Phase.GREETED})
"""Phases of a conversation that nobody has said yes to."""
_DUPLICATE: Final = Receipt(Outcome.DUPLICATE)
_OF_NO_CONCERN: Final = Receipt(Outcome.TAKEN)


def _refusal(text: str) -> str:
    """Why the text cannot be taken: the moment that says so, or nothing."""
    if len(text) > LONGEST_TEXT:
        return "too-long"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return "unreadable"
    return ""


def _where() -> str:
    """Where the error being handled was raised, without any value that a person typed."""
    kind, _error, trace = sys.exc_info()
    last = traceback.extract_tb(trace)[-1]
    return f"a step raised {kind.__name__ if kind else 'an error'} at {last.filename.rsplit('/', 1)[-1]}:{last.lineno}"
