"""What a store promises the engine. It speaks in units of work, never in tables or rows.

The contract:

1. One desk is open at a time. What is done at a desk is seen by what is done at it later, and by nobody else until
   `commit` has returned; then it is on disk. `abandon` leaves no trace of any of it.
2. Ids come from the caller, and grow.
3. `seat` always finds somebody: whoever speaks for the first time becomes an account, a member, a place and a
   conversation.
4. A member's row changes by compare-and-set on its version: a conflicting change raises `Conflict`, and the step
repeats.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, Protocol

import msgspec

from bot.model.actor import State
from bot.model.circle import Ballot, Room, Tally
from bot.model.curator import Stock
from bot.model.deck import Packed
from bot.model.effect import Shown
from bot.model.event import Event
from bot.model.format import Format
from bot.model.ids import (
    AccountId,
    Address,
    ConversationId,
    DeckId,
    EnclosureId,
    EventId,
    MemberId,
    MessageId,
    PlaceId,
    Platform,
    QuestionId,
    QuestionNumber,
    WordsId,
)
from bot.model.member import Deputyship, Member, Rank
from bot.model.noun import Noun
from bot.model.record import Acted, Record
from bot.model.session import Session
from bot.model.situation import Context, Dossier, Elsewhere, Invitation, Offer, Told, Waiting
from bot.model.suggestion import Queue, Suggestion, Suggestions, Wording
from bot.model.upload import Staged
from bot.ports.adapter import Delivered, Failure
from bot.ports.reactions import Reactions
from bot.ports.uploads import Examined, Upload

NO_CORNER: Final = Address("")
"""No thread of a group place."""


class Conflict(Exception):
    """Somebody else changed this row in between; read it again and repeat."""


class Refused(Exception):
    """The store cannot be used as it is; the text says what happened, why, and what to do next."""


class Seat(msgspec.Struct):
    """What a delivery finds at its place: who is there, and how the conversation stands. The desk keeps it current.

    A conversation that is nobody's own (a table) has `NOBODY` for a member; one that is nowhere itself has an empty
    platform and address.
    """

    platform: Platform
    address: Address
    place: PlaceId
    account: AccountId
    conversation: ConversationId
    member: Member
    state: State
    last_event: EventId
    last_message: MessageId
    unreachable: bool = False
    """The platform said for good that nothing can be sent there; it may again once somebody speaks from there."""


class Carried(Noun, frozen=True):
    """Where something is that was sent, for whoever may see it: its platform, and by what that platform's adapter
    fetches it."""

    id: EnclosureId
    platform: Platform
    kind: str
    size: int
    mime: str
    handle: str


HoursOf = Callable[[tuple[Member, ...]], tuple[int, int]]
"""For a person, by the rows of their accounts: until when it is quiet with them (milliseconds UTC; 0: it is not), and
which hours of a day in UTC begin outside their quiet ones, as bits (0: not known)."""


class Posted(Noun, frozen=True):
    """A message to be sent: an outbox row with all that sending it takes. `words` holds what its lines quote."""

    id: MessageId
    platform: Platform
    address: Address
    effect: Shown
    words: dict[WordsId, str]
    names: dict[MemberId, str] = msgspec.field(default_factory=dict)
    """The names that its lines show."""
    edits: MessageId = MessageId(0)
    """Of an edit: the message that it changes, and the platform's id of that, where it is known by now."""
    shown_as: str = ""
    carried: Carried | None = None
    """What it encloses, if that is still there."""
    language: str = ""
    """What whoever reads it reads; empty for the installation's language."""


class Due(Noun, frozen=True):
    """A timer whose time has come."""

    conversation: ConversationId
    name: str
    due: int


class Mark(Noun, frozen=True):
    """What became of sending a message: its platform's id, or the class of the failure (none: unknown).

    With a time in `retry_at` the message stays open: it is tried again then, and at the next start. Without a failure
    it waits, and was not tried at all. `tries` counts the attempts since the last start.
    """

    message: MessageId
    sent: bool
    platform_id: str = ""
    failure: Failure | None = None
    why: str = ""
    retry_at: int = 0
    tries: int = 1


class Desk(Reactions, Protocol):
    """One transaction's worth of work."""

    def taken(self, source: str, id_: str | int) -> bool:
        """That delivery has been taken in before, at this desk or in the last 7 days."""
        ...

    def seat(self, delivered: Delivered, now: int) -> Seat:
        """Who sits where it was delivered, made if need be."""
        ...

    def seat_of(self, conversation: ConversationId) -> Seat | None:
        """The same, by conversation; None when it is gone."""
        ...

    def found(
        self,
        conversation: ConversationId,
        format_: Format,
        teller: Seat | None,
        now: int,
        corner: Address = NO_CORNER,
    ) -> Seat:
        """A conversation of that format begins, nobody's own and nowhere; a circle, at the group place that the teller
        is in, and in that thread of it (see `Delivered.corner`)."""
        ...

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
        """The event is in the inbox, with what its step was told; `outcome` is `stepped` or `failed`."""
        ...

    def settle(self, seat: Seat, state: State, records: Sequence[Record], event: EventId, now: int) -> None:
        """The conversation has this state, and the records are applied in order. Raises `Conflict`."""
        ...

    def post(self, seat: Seat, id_: MessageId, effect: Shown, now: int) -> Posted:
        """The message is in the outbox, born `attempted`."""
        ...

    def set_timer(self, seat: Seat, name: str, due: int) -> None: ...

    def cancel_timer(self, conversation: ConversationId, name: str) -> None: ...

    def claim(self, due: Due) -> bool:
        """That timer is gone and its time has come; False where it was set anew or cancelled in between."""
        ...

    def mark(self, mark: Mark) -> Seat | None:
        """The outbox row says what became of it. Returns the conversation that was to be heard, if it is nobody's own
        and cannot be heard where it is any more."""
        ...

    def quarantine(self, source: str, raw: bytes, error: str, now: int) -> None: ...

    def counts(self, question: QuestionNumber) -> tuple[tuple[str, int], ...]:
        """Members by key of their answer."""
        ...

    def quote(self, question: QuestionNumber, not_by: MemberId, chance: int) -> tuple[WordsId, int]:
        """Words that another member shared in answer to it, and their length; (0, 0) if there are none."""
        ...

    def dossier(self, seat: Seat) -> Dossier:
        """What is kept about the member who sits there."""
        ...

    def language(self, seat: Seat) -> str:
        """What is read there: the language of the group place, or the person's; empty where none was chosen."""
        ...

    def linked(self, member: MemberId) -> tuple[Member, ...]:
        """The rows of the same person's other accounts."""
        ...

    def offered(self, code: str, member: MemberId, now: int) -> Offer | None:
        """Whose code that is, as `member` may know it; None for one that nobody gave out, or that is over or used."""
        ...

    def room_is_open(self, platform: Platform, room: Address) -> bool:
        """Somebody who may has opened that group place to the bot."""
        ...

    def invitation(self, code: str, member: MemberId, now: int) -> Invitation | None:
        """The seat that the code keeps, as `member` may know of it; None for one that keeps none, or is over."""
        ...

    def guests(self, members: Sequence[MemberId]) -> tuple[tuple[Member, ...], ...]:
        """For each of them their row and those of their other accounts, without names; a member that is gone has a
        fresh one."""
        ...

    def doors(self, accounts: Collection[tuple[Platform, Address]], now: int) -> tuple[ConversationId, ...]:
        """The private conversations of those accounts, of whoever was granted to be a moderator or more, and of
        whoever stands in for one."""
        ...

    def granted(self, platform: str, account: str) -> Rank:
        """What the operator granted that account."""
        ...

    def deputyship(self, seat: Seat, wanted: str, now: int) -> Deputyship | None:
        """Who stands in by that code; for `OWN`, for whoever sits there, or for whom they do. None for nobody."""
        ...

    def waiting(self, now: int, hours_of: HoursOf) -> Waiting:
        """Who waits in the lobby, and what is remembered of them and everybody who may come to wait there. Whoever
        paused or said stop is not looked for meanwhile."""
        ...

    def have_blocked(self, members: Sequence[MemberId]) -> bool:
        """Among these people somebody has blocked another."""
        ...

    def room(self, seat: Seat, corner: Address = NO_CORNER) -> Room:
        """What the group place that the seat is in is to its circles, as seen from that thread of it."""
        ...

    def ballot(
        self, seat: Seat, circle: ConversationId, code: str, answers: str, corner: Address = NO_CORNER
    ) -> Ballot | None:
        """That circle, or the one of that code, as whoever sits there may know of it; without either the one that was
        meant: by the message `answers`, or the only one open in that thread. None for none, and for one elsewhere."""
        ...

    def adults(self) -> bool:
        """Somebody who may has declared that everybody in this community is an adult."""
        ...

    def stock(self) -> Stock:
        """The decks that the community has."""
        ...

    def numbers(self, deck: DeckId) -> Mapping[QuestionId, QuestionNumber]:
        """The permanent number of each question of that deck, as far as it has been staged or enrolled."""
        ...

    def suggestions(self, member: MemberId, now: int) -> Suggestions:
        """What this person has suggested, by whichever of their accounts."""
        ...

    def queue(self, after: int) -> Queue:
        """The suggestions that wait, oldest first, behind that number; from the beginning where there is none behind
        it."""
        ...

    def suggestion(self, number: int) -> Suggestion | None:
        """The suggestion of that number."""
        ...

    def wording(self, wording: Wording) -> str:
        """What was typed there; empty where it is gone. Only for a step that has it asked of others."""
        ...

    def staged(self, conversation: ConversationId) -> Staged | None:
        """What was brought there last and is not decided about."""
        ...

    def examine(self, seat: Seat, id_: EnclosureId, pasted: bool, now: int) -> None:
        """What came with that event, taken in at this desk, is to be examined; what was brought before is gone."""
        ...

    def examined(self, done: Examined, now: int) -> Seat | None:
        """That came of it; None where it is not waited for any more, or was told before."""
        ...

    def answered(self, circle: ConversationId) -> int:
        """How many have answered that circle."""
        ...

    def tally(self, circle: ConversationId, now: int, chance: int) -> Tally:
        """How it was answered; the only look at a circle that costs more when more have answered."""
        ...

    def elsewhere(self, seat: Seat) -> tuple[tuple[Elsewhere, ...], tuple[ConversationId, ...]]:
        """The other conversations of whoever sits there, by whichever of their accounts, and the open circles that they
        have answered."""
        ...

    def words(self, id_: WordsId) -> str | None:
        """What was typed, or None when it is gone."""
        ...

    def write(self) -> None:
        """All that was collected is in the transaction, and on no disk yet."""
        ...

    def commit(self) -> None:
        """What was written is on disk. Called after `write`, and last."""
        ...

    def abandon(self) -> None: ...


class Ledger(Protocol):
    """The writing side of a store. Used on one thread."""

    def open_desk(self) -> Desk: ...

    def due(self, now: int, limit: int) -> tuple[Due, ...]:
        """Timers that are due, oldest first."""
        ...

    def put_off(self, due: Due, until: int) -> None:
        """The timer is due then, unless it was set anew in between."""
        ...

    def next_due(self) -> int | None:
        """When the next timer is due, milliseconds UTC."""
        ...

    def unsent(self, platforms: Collection[Platform], after: MessageId, limit: int) -> tuple[Posted, ...]:
        """Messages above `after` that still are to be sent, oldest first. A broadcast that was claimed is not."""
        ...

    def claim_broadcast(self, message: MessageId, now: int) -> bool:
        """It is on disk that this one is being tried; False where it was before, or is not wanted any more.

        One that was being tried when the last run ended is `unknown` from the next opening on.
        """
        ...

    def still_wanted(self, message: MessageId, now: int) -> bool:
        """An unasked message may be sent: it was not replaced or forgotten, and its member neither stopped nor
        paused."""
        ...

    def readers(self, message: MessageId) -> tuple[Member, ...]:
        """The row of the member whom that message goes to, and those of their other accounts; none where it is for
        nobody in particular."""
        ...

    def last_id(self) -> int:
        """The highest id in use, or 0."""
        ...

    def keep_context(self, hash_: str, context: Context) -> None:
        """The context is stored under its hash."""
        ...

    def keep_deck(self, hash_: str, deck_id: str, version: str, packed: Packed, now: int) -> None:
        """The version is stored under its hash; storing it again changes nothing."""
        ...

    def to_examine(self) -> tuple[Upload, ...]:
        """What was brought and has not been read, oldest first."""
        ...

    def stage(self, upload: EnclosureId, hash_: str, deck_id: str, version: str, packed: Packed, now: int) -> bool:
        """The version is stored for that upload, and goes with it unless it is loaded, or was there before. False where
        nobody waits for it any more."""
        ...

    def enroll(self, deck_id: str, question_ids: Sequence[str]) -> Mapping[QuestionId, QuestionNumber]:
        """Every one of these questions of the deck has its permanent number, which is this."""
        ...

    def numbers_of(self, deck_id: str) -> Mapping[QuestionId, QuestionNumber]:
        """The permanent number of every question that the deck has or ever had."""
        ...

    def note(self, name: str, value: str) -> None:
        """A fact about the installation, by name; the last one counts."""
        ...

    def noted(self, name: str) -> str | None:
        """The fact of that name."""
        ...

    def names(self, prefix: str) -> tuple[str, ...]:
        """The names of all facts that begin so."""
        ...

    def forget_member(self, platform: str, account: str, now: int) -> bool:
        """Whoever speaks from that account is forgotten; False where nobody does."""
        ...

    def close_report(self, number: int, by: MemberId, now: int) -> bool:
        """What was kept with that report is gone, and the log has who closed it, 0 being the operator; False where no
        such report is open."""
        ...

    def expire(self, cutoff: int, now: int, after: int) -> int:
        """Of a slice of members after `after`, those last seen before `cutoff` are forgotten; returns where to go on, 0
        at the end. Whoever opened the door a day ago and never said a word was no member, and leaves no row."""
        ...

    def move_room(self, platform: Platform, old: Address, new: Address) -> None:
        """Every conversation of that place, a group's or a private one, is at its new address, and so is whether a
        group is open. Twice is once."""
        ...

    def prune(self, now: int) -> bool:
        """In the next slice of them, delivery ids and quarantined input older than 7 days are gone; False at the
        end. So is what was kept with reports that nobody closed in time."""
        ...

    def tidy(self) -> str:
        """What was erased is gone from every file of the store, and listed for a restore. Raises nothing.

        Otherwise returns a sentence of what was in the way, to be tried again; empty when there is nothing to do.
        """
        ...

    def offer_entry(self, platform: Platform, account: Address, ticket: int, until: int) -> None:
        """Whoever runs the bot may come in to the console by this ticket until then, as that account."""
        ...

    def enter(self, ticket: int, hash_: str, now: int) -> Session | None:
        """The ticket is used up, and the browser with that hash is in; None for one that is void, used or over."""
        ...

    def keep_session(self, session: Session) -> None:
        """When it was seen, and which language it reads, are as they are here, unless it has ended."""
        ...

    def end_session(self, hash_: str) -> None:
        """That browser is not in any more."""
        ...

    def log(self, done: Acted, now: int) -> None:
        """It stands in the log of what was done by those who may."""
        ...

    def explain(self, error: Exception) -> str:
        """What happened, why, and what to do about it, in sentences for whoever runs the bot; nobody's words."""
        ...

    def close(self) -> None: ...
